"""The queries that a service has registered, put before the rules of a check."""

from __future__ import annotations

from designkit.config import Config, Service, Waiver
from designkit.files import nearby
from designkit.migrate.script import read_text
from designkit.model import Schema, Value
from designkit.review.services import owners
from designkit.rules.query_rule import WorkloadContext


class Registered(Value, frozen=True, kw_only=True):
    """What a service's queries bring to a check: at most one subject, and their own waivers."""

    subjects: tuple[WorkloadContext, ...] = ()
    waivers: tuple[Waiver, ...] = ()


def registered_of(service: Service, schema: Schema | None, config: Config) -> Registered:
    """The queries of a service and the code that sends them, as the rules see them.

    Args:
        service: where its queries and its code lie.
        schema: what its migrations build, on which each query is prepared; None where no database
            is asked, and then only the code is judged.
        config: whose tables belong to whom.

    Raises:
        SourceError: a file or folder cannot be read.
        QueryError: a file cannot be taken for queries.
        StatementFailed: PostgreSQL refuses a definition of the schema.
    """
    # They load the parser of Go and a driver, which few projects need for each check.
    from designkit.review.volumes import with_volumes  # noqa: PLC0415
    from designkit.workload.collecting import collect  # noqa: PLC0415
    from designkit.workload.ground import examined  # noqa: PLC0415

    collected = collect(service)
    known = None if schema is None else with_volumes(schema, service.migrations, config)
    subject = WorkloadContext(
        schema=known or Schema(),
        service=service.name,
        targets=config.targets,
        owners=owners(config, service.name),
        queries=examined(collected.queries, known) if known is not None else (),
        code=collected.code,
    )
    return Registered(subjects=(subject,), waivers=tuple(_waivers(service)))


def _waivers(service: Service) -> list[Waiver]:
    from designkit.workload.query_files import files_of  # noqa: PLC0415
    from designkit.workload.query_waivers import read_query_waivers  # noqa: PLC0415

    return [
        waiver
        for file in files_of(service.queries)
        for waiver in read_query_waivers(read_text(file), file=nearby(file), service=service.name)
    ]
