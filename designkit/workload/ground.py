"""The database on which a workload is tried: a schema without rows, at the scale of its volumes."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager

from designkit.database import Connection, Scratch, run
from designkit.database.scale import PRODUCTION, PlannerSettings, Scaled
from designkit.errors import QueryError
from designkit.model import QualifiedName, Schema, Value, replace
from designkit.progress import Progress, unheard
from designkit.sql.script import Changes
from designkit.sql.statements import split
from designkit.workload.advice import Advised, advise
from designkit.workload.answers import Prepared, Refused
from designkit.workload.examined import Examined
from designkit.workload.plans.planning import GROWTH, QueryPlan, Unplanned, figures_of, plan
from designkit.workload.preparing import prepare
from designkit.workload.query import Query
from designkit.workload.references import References, references
from designkit.workload.volumes import Resolved


class Ground(Value, frozen=True, kw_only=True):
    """A schema at scale, with a workload that was prepared on it.

    Attributes:
        scaled: plans queries; nothing may be written there.
        examined: the queries in order, each with what it touches and what the database said.
    """

    schema: Schema
    resolved: Resolved
    scaled: Scaled
    examined: tuple[Examined, ...]

    @property
    def rows(self) -> dict[QualifiedName, float]:
        """The rows of each table, on which the plans rest."""
        return {item.name: item.rows or 0.0 for item in self.resolved.statistics.relations}

    def plans(
        self, *, growth: Sequence[float] = GROWTH, progress: Progress = unheard
    ) -> tuple[QueryPlan | Unplanned, ...]:
        """The plan of each query, in order, with what it rests on; of a refused one the reason."""
        queries = [item.query for item in self.examined if not item.is_refused]
        found = {
            item.query: item
            for item in plan(queries, self.scaled, growth=growth, progress=progress)
        }
        return tuple(self._plan(item, found) for item in self.examined)

    def _plan(
        self, item: Examined, found: Mapping[Query, QueryPlan | Unplanned]
    ) -> QueryPlan | Unplanned:
        if isinstance(item.answer, Refused):
            return Unplanned(query=item.query, reason=item.answer.message)
        told = found[item.query]
        if isinstance(told, Unplanned) or item.references is None:
            return told
        return replace(told, figures=figures_of(item.references, self.resolved))

    def advise(self, progress: Progress = unheard) -> Advised:
        """Indexes for all queries together."""
        return advise(self.planned(progress), self.schema, self.scaled, progress)

    def planned(self, progress: Progress = unheard) -> tuple[Examined, ...]:
        """All queries, each that the database took with its plan."""
        return self.with_plans(self.plans(growth=(), progress=progress))

    def with_plans(self, plans: Iterable[QueryPlan | Unplanned]) -> tuple[Examined, ...]:
        """All queries, each with its plan where it has one."""
        known = {item.query: item.root for item in plans if isinstance(item, QueryPlan)}
        return tuple(replace(item, plan=known.get(item.query)) for item in self.examined)


@contextmanager
def ground(
    queries: Iterable[Query],
    schema: Schema,
    resolved: Resolved,
    *,
    settings: PlannerSettings = PRODUCTION,
) -> Generator[Ground]:
    """A database of the schema at the scale of its statistics, with the queries prepared on it.

    Raises:
        ConnectionFailed: the server is not our own, so that no database of any scale is made there.
        StatementFailed: PostgreSQL refuses a definition of the schema.
    """
    scratch = Scratch()
    try:
        answers = _examined(scratch, queries, schema)
    except BaseException:
        scratch.close()
        raise
    with Scaled(scratch, resolved.statistics, settings=settings) as scaled:
        yield Ground(schema=schema, resolved=resolved, scaled=scaled, examined=answers)


def examined(queries: Iterable[Query], schema: Schema) -> tuple[Examined, ...]:
    """What each query touches on a schema, and what PostgreSQL says of it, without any plan.

    Raises:
        StatementFailed: PostgreSQL refuses a definition of the schema.
    """
    with Scratch() as scratch:
        return _examined(scratch, queries, schema)


def examine(
    connection: Connection, queries: Iterable[Query], schema: Schema
) -> tuple[Examined, ...]:
    """The same, asked of a database that holds the schema already.

    Raises:
        ConnectionFailed: the server went away.
    """
    return tuple(
        Examined(query=item.query, references=_references(item.query, schema), answer=item)
        for item in prepare(connection, queries)
    )


def prepared(examined: Iterable[Examined]) -> tuple[Prepared, ...]:
    """What the database says of queries, all of which it must take.

    Raises:
        QueryError: it refuses one.
    """
    found: list[Prepared] = []
    for item in examined:
        match item.answer:
            case Prepared():
                found.append(item.answer)
            case Refused() as refused:
                raise QueryError(
                    file=item.query.place.file,
                    line=refused.line,
                    column=refused.column,
                    problem=f"{item.query.name}: {refused.message}. {refused.hint}".rstrip(),
                )
            case None:
                raise QueryError(
                    file=item.query.place.file,
                    line=item.query.place.line,
                    problem=f"{item.query.name} was not put before a database.",
                )
    return tuple(found)


def _examined(scratch: Scratch, queries: Iterable[Query], schema: Schema) -> tuple[Examined, ...]:
    """Build a schema in a scratch database, and say what each query touches and whether it runs.

    Raises:
        StatementFailed: PostgreSQL refuses a definition of the schema.
    """
    with scratch.connect() as connection:
        text = Changes.between(Schema(), replace(schema, volumes=())).up
        run(connection, split(text), transactional=False)
        return examine(connection, queries, schema)


def _references(query: Query, schema: Schema) -> References | None:
    try:
        return references(query, schema)
    except QueryError:
        return None  # The database said so too, with the place.
