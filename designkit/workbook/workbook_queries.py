"""The workload of a workbook: its queries on the draft, what they cost at scale, what would help.

It holds no connection: the draft's own database is asked whether it takes a query, and plans are
made on databases of their own, which are gone when the answer is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from designkit.changes import AddIndex, RenameTable
from designkit.config import Config, Service, Waiver
from designkit.errors import DesignkitError, SourceError
from designkit.model import QualifiedName, Schema, Volume, replace
from designkit.progress import Progress, unheard
from designkit.review import Answered, Base, PlanChanges, Planned, Queries
from designkit.review.declared import declared_in_folder, sized
from designkit.review.judging import judged
from designkit.review.planned import compared
from designkit.review.planning import plan
from designkit.review.queries import about
from designkit.review.volumes import Measured, statistics_of
from designkit.rules import Findings, WorkloadContext
from designkit.workbook.following import followed
from designkit.workbook.query_draft import QueryDraft
from designkit.workbook.saved_draft import SavedDraft
from designkit.workbook.service_queries import ServiceQueries
from designkit.workload import Examined, Query
from designkit.workload.advice import Advice, Advised
from designkit.workload.ground import Ground, ground
from designkit.workload.plans import GROWTH
from designkit.workload.volumes import resolve


class WorkbookQueries:
    """The queries of one service: of its files and code, and those that its workbook registered."""

    def __init__(
        self,
        service: Service,
        config: Config,
        owners: Mapping[QualifiedName, str],
        draft: SavedDraft,
    ) -> None:
        self._service = service.name
        self._folder = service.migrations
        self._config = config
        self._owners = owners
        self._draft = draft
        self._written = ServiceQueries(service)
        self._registered = QueryDraft(service)
        self._asked_on: Schema | None = None
        self._declared: tuple[Base, tuple[Volume, ...]] | None = None
        self._known: dict[Query, Examined] = {}
        self._advised: tuple[Schema, tuple[Query, ...], Measured, Advised] | None = None

    def all(self) -> Queries:
        """The queries; a registered one stands for the one of that name in a file or in code.

        Raises:
            SourceError: a file or folder is missing or cannot be read.
            QueryError: a file cannot be taken for queries.
        """
        own = {query.name: query for query in self._registered.queries}
        written = self._written.read().collected.queries
        others = (own.pop(query.name, query) for query in written)
        return Queries(items=(*others, *own.values()))

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """What comments in the queries accept."""
        return (*self._written.read().waivers, *self._registered.waivers)

    def register(self, query: Query, waivers: Iterable[Waiver]) -> Answered:
        """Keep a query under its name, and say what the database and the rules say of it.

        Args:
            query: its place is that of which a refusal shall speak; findings speak of the file.
            waivers: those of the design.
        """
        query = replace(query, service=self._service)
        kept = self._registered.put(query)
        context = self._context(self._examined([kept]))
        findings = judged(context, self._config, (*waivers, *self._registered.waivers))
        (examined,) = self._draft.examine([query])
        return Answered(examined=examined, findings=Findings(items=about(kept, findings)))

    def forget(self, name: str) -> None:
        """Take a registered query away."""
        self._registered.remove(name)

    def reload(self) -> None:
        """Go on from what the file of the registered queries holds now."""
        self._registered.reload()

    def keep(self) -> Path | None:
        """Save the registered queries over what somebody else wrote, which is put aside."""
        return self._registered.keep()

    def contexts(self) -> tuple[WorkloadContext, ...]:
        """What the rules may see without any plan: one context, or none where there is no query.

        A query is put before the database again only when it, or the draft, is another.
        """
        queries, code = self.all(), self._written.read().collected.code
        if not queries.items and not code.files:
            return ()
        return (replace(self._context(self._examined(queries)), code=code),)

    def plan(
        self,
        statistics: Measured,
        waivers: Iterable[Waiver],
        growth: Sequence[float] = GROWTH,
        *,
        cockroach: str = "",
        progress: Progress = unheard,
    ) -> Planned:
        """The plans of all queries on the draft, at the scale of its volumes."""
        return plan(
            self._demanded(),
            self._context(()),
            self._config,
            measured=statistics_of(statistics),
            waivers=(*waivers, *self.waivers),
            growth=growth,
            progress=progress,
            cockroach=cockroach,
        )

    def advise(self, statistics: Measured, progress: Progress = unheard) -> Advised:
        """Indexes for all queries together, tried at the scale of the draft's volumes."""
        schema, queries = self._draft.schema, self.all().items
        with self._ground(self._sized(), statistics) as found:
            advised = found.advise(progress)
        self._advised = (schema, queries, statistics, advised)
        return advised

    def additions(self, advice: Advice | Advised | Iterable[Advice] | None) -> tuple[AddIndex, ...]:
        """What takes some advice; of all where none is named, and asked anew if it is out of date.

        Raises:
            SourceError: no query is registered.
        """
        match advice:
            case None:
                items: Iterable[Advice] = self._latest().advice
            case Advised():
                items = advice.advice
            case Advice():
                items = (advice,)
            case _:
                items = advice
        return tuple(item.operation for item in items)

    def compared(self) -> PlanChanges | None:
        """How the plans change from what the migrations build to the draft; None without queries.

        Where nobody can plan, as on a server that was given, the answer says why.
        """
        if not self.all().items:
            return None
        try:
            with self._ground(self._before(), None) as found:
                before = found.plans(growth=())
            with self._ground(self._sized(), None) as found:
                after = found.plans(growth=())
        except DesignkitError as error:
            return PlanChanges(unknown=str(error))
        return compared(before, after)

    def _latest(self) -> Advised:
        if self._advised is None:
            return self.advise(None)
        schema, queries, statistics, advised = self._advised
        if schema is self._draft.schema and queries == self.all().items:
            return advised
        return self.advise(statistics)

    def _before(self) -> Schema:
        """What the migrations build, with what the draft says of the rows of its tables."""
        base = self._draft.base.schema
        names = {
            item.after: item.before
            for item in self._draft.state.renames
            if isinstance(item, RenameTable)
        }
        volumes = (
            replace(item, table=names.get(item.table, item.table))
            for item in self._draft.schema.volumes
        )
        kept = (item for item in volumes if base.find_table(item.table) is not None)
        return sized(replace(base, volumes=tuple(kept)), self._declared_before())

    def _sized(self) -> Schema:
        """The draft with what its migrations declare of tables of which it says nothing itself."""
        base, declared = self._draft.base.schema.structure(), self._declared_before()
        for rename in self._draft.state.renames if declared else ():
            declared = followed(declared, rename, base)
            base = rename.apply(base)
        return sized(self._draft.schema, declared)

    def _declared_before(self) -> tuple[Volume, ...]:
        """What the migrations declare, read once for each base."""
        base = self._draft.base
        if self._declared is None or self._declared[0] is not base:
            self._declared = (base, declared_in_folder(self._folder))
        return self._declared[1]

    def _ground(self, schema: Schema, statistics: Measured) -> AbstractContextManager[Ground]:
        resolved = resolve(schema, measured=statistics_of(statistics))
        return ground(self._demanded(), schema, resolved)

    def _demanded(self) -> tuple[Query, ...]:
        """All queries, of which there must be some."""
        queries = self.all().items
        if not queries:
            raise SourceError(
                f"{self._service}: no query is registered. Register one, wb.query(name, sql), or "
                f"put them into queries/{self._service}/*.sql."
            )
        return queries

    def _examined(self, queries: Iterable[Query]) -> tuple[Examined, ...]:
        schema = self._draft.schema
        if schema is not self._asked_on:
            self._asked_on, self._known = schema, {}
        asked = tuple(queries)
        unknown = [query for query in asked if query not in self._known]
        self._known |= {item.query: item for item in self._draft.examine(unknown)}
        return tuple(self._known[query] for query in asked)

    def _context(self, examined: Iterable[Examined]) -> WorkloadContext:
        return WorkloadContext(
            schema=self._sized(),
            service=self._service,
            targets=self._config.targets,
            owners=self._owners,
            queries=tuple(examined),
        )
