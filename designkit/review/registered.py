"""The queries that a service has registered, put before the rules of a check."""

from __future__ import annotations

from collections.abc import Mapping

from designkit.config import Config, Service, Waiver
from designkit.model import QualifiedName, Schema, Value
from designkit.rules.query_rule import WorkloadContext


class Registered(Value, frozen=True, kw_only=True):
    """What a service's queries bring to a check: at most one subject, and their own waivers."""

    subjects: tuple[WorkloadContext, ...] = ()
    waivers: tuple[Waiver, ...] = ()


def registered_of(
    service: Service,
    schema: Schema | None,
    config: Config,
    owners: Mapping[QualifiedName, str],
) -> Registered:
    """The queries of a service and the code that sends them, as the rules see them.

    Args:
        service: where its queries and its code lie.
        schema: what its migrations build, with the rows that are declared, on which each query is
            prepared; None where no database is asked, and then only the code is judged.
        config: which databases shall run the queries.
        owners: whose the tables of other services are.

    Raises:
        SourceError: a file or folder cannot be read.
        QueryError: a file cannot be taken for queries.
        StatementFailed: PostgreSQL refuses a definition of the schema.
    """
    # They load the parser of Go and a driver, which few projects need for each check.
    from designkit.workload.collecting import collect  # noqa: PLC0415
    from designkit.workload.ground import examined  # noqa: PLC0415
    from designkit.workload.query_waivers import waivers_of  # noqa: PLC0415

    collected = collect(service)
    subject = WorkloadContext(
        schema=schema or Schema(),
        service=service.name,
        targets=config.targets,
        owners=owners,
        queries=examined(collected.queries, schema) if schema is not None else (),
        code=collected.code,
    )
    # What nobody judges needs no waiver.
    waivers = () if schema is None else waivers_of(collected.queries, service=service.name)
    return Registered(subjects=(subject,), waivers=waivers)
