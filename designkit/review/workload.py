"""The workload of sources: which queries run on which schema, how large it is, what that gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from designkit.config import Config, Service, Waiver
from designkit.errors import SourceError
from designkit.migrate.dsn import is_dsn
from designkit.migrate.sources import read
from designkit.model import QualifiedName, Schema, Value
from designkit.review.judging import judged as of_queries
from designkit.review.services import owners
from designkit.review.volumes import statistics_of, with_volumes
from designkit.rules import Findings
from designkit.rules.query_rule import WorkloadContext
from designkit.workload.collecting import Collected, collect, collect_from
from designkit.workload.examined import Examined
from designkit.workload.query_waivers import waivers_of
from designkit.workload.volumes import Resolved, resolve


class Workload(Value, frozen=True, kw_only=True):
    """Queries on a schema.

    Attributes:
        source: where the schema comes from, as it was given.
        service: whose it is; "" where nobody said.
        waivers: what comments in the files of queries accept.
        resolved: how many rows there are and how they are spread, each figure with its origin.
    """

    source: str
    service: str
    schema: Schema
    collected: Collected
    resolved: Resolved
    waivers: tuple[Waiver, ...] = ()

    def context(self, examined: Iterable[Examined], config: Config) -> WorkloadContext:
        """The workload as the rules see it, with what was found out about its queries."""
        return WorkloadContext(
            schema=self.schema,
            service=self.service,
            targets=config.targets,
            owners=owners(config, self.service),
            rows=dict(self._known_rows()),
            queries=tuple(examined),
            code=self.collected.code,
        )

    def _known_rows(self) -> Iterator[tuple[QualifiedName, float]]:
        """The rows of tables of which somebody told or counted them; others may be of any size."""
        for item in self.resolved.statistics.relations:
            told = self.resolved.of(item.name)
            if any(figure.what == "rows" and figure.origin != "derived" for figure in told):
                yield item.name, item.rows or 0.0


def workloads(
    sources: Iterable[str],
    config: Config,
    *,
    queries: Iterable[Path] = (),
    statistics: str | None = None,
) -> Iterator[Workload]:
    """The workload of each source, in order.

    Args:
        sources: services by name, migrations folders, `.sql` files, designs, DSNs.
        config: where the queries of services lie.
        queries: files and folders in place of the services' own.
        statistics: a file of `pg_dump --statistics-only`, or a DSN; None for what designs declare.

    Raises:
        SourceError: a source has no queries; or as `migrate.read` and `collect_from`.
        ConnectionFailed: a server does not answer.
    """
    paths = tuple(queries)
    measured = statistics_of(statistics)
    for source in sources:
        service = _service(source, config)
        place = str(service.migrations) if service is not None else source
        name = service.name if service is not None else ""
        schema = with_volumes(read(place, config=config), place, config)
        if service is not None and not paths:
            collected = collect(service)
        else:
            collected = collect_from(paths, service=name)
        if not collected.queries:
            raise SourceError(
                f"{source}: no query is registered. Name files with --queries, or put them into "
                f"queries/{name or 'SERVICE'}/*.sql."
            )
        yield Workload(
            source=source,
            service=name,
            schema=schema,
            collected=collected,
            resolved=resolve(schema, measured=measured),
            waivers=waivers_of(collected.queries, service=name),
        )


def with_queries(config: Config) -> tuple[str, ...]:
    """The services that have queries or code, by name."""
    return tuple(item.name for item in config.services if item.queries or item.code)


def _service(source: str, config: Config) -> Service | None:
    if is_dsn(source):
        return None
    named = next((item for item in config.services if item.name == source), None)
    return named or config.service_at(Path(source))


def judged(workload: Workload, examined: Iterable[Examined], config: Config) -> Findings:
    """What the rules say of the queries of a workload, and of the code that sends them."""
    return of_queries(workload.context(examined, config), config, workload.waivers)
