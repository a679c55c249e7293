"""Plans of a workload at production's scale, how they change with growth, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from designkit.database.scale import Scaled
from designkit.errors import ModelError, StatementFailed
from designkit.model import QualifiedName, Value, replace
from designkit.progress import Progress, each, unheard
from designkit.workload.paging import Assumed, paged
from designkit.workload.plans.node import Node, read_plan
from designkit.workload.query import Query
from designkit.workload.references import References
from designkit.workload.volumes import Figure, Resolved

# Times today's rows: a year and a decade of a service that does well.
GROWTH = (10.0, 100.0)
_COMPARING: Final = frozenset({"=", "in", "any"})
# DEFAULT_NUM_DISTINCT: an equality holds for 0.5 % of the rows.
# https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/utils/selfuncs.h
_VALUES_OF_UNKNOWN: Final = "200"


class Flip(Value, frozen=True, kw_only=True):
    """What a query's plan becomes when the tables have grown.

    Attributes:
        factor: how many times today's rows there are then.
        root: the plan that is taken then.
        scanned: the tables that are read from end to end then, and are not now; sorted.
    """

    factor: float
    root: Node
    scanned: tuple[QualifiedName, ...] = ()


class QueryPlan(Value, frozen=True, kw_only=True):
    """What PostgreSQL would do with a query, for whatever values its parameters have.

    Attributes:
        json: what EXPLAIN (FORMAT JSON) printed.
        flip: where the plan first becomes another; None where it stays at every size tried.
        figures: what the plan rests on: the rows of its tables, and how the values of the columns
            are spread by which it finds rows; each with who said so.
        assumed: how many rows a page has, where the caller says so.
    """

    query: Query
    json: str
    root: Node
    flip: Flip | None = None
    figures: tuple[Figure, ...] = ()
    assumed: tuple[Assumed, ...] = ()

    @property
    def cost(self) -> float:
        """The cost of all rows, in the planner's units: a page read in order is 1."""
        return self.root.cost

    @property
    def rows(self) -> float:
        """How many rows it returns, as estimated."""
        return self.root.rows

    @property
    def scanned(self) -> tuple[QualifiedName, ...]:
        """The tables that it reads from end to end, sorted."""
        return scanned_by(self.root)

    @property
    def guesses(self) -> tuple[Figure, ...]:
        """What it rests on that nobody declared or measured."""
        return tuple(figure for figure in self.figures if figure.is_guess)


class Unplanned(Value, frozen=True, kw_only=True):
    """A query that the planner refuses, and why."""

    query: Query
    reason: str


def plan(
    queries: Iterable[Query],
    scaled: Scaled,
    *,
    growth: Sequence[float] = GROWTH,
    progress: Progress = unheard,
) -> tuple[QueryPlan | Unplanned, ...]:
    """The plan of each query, in order; the database is left at the scale that it had.

    Args:
        queries: whatever they are, they are only planned.
        scaled: with the schema, at today's size.
        growth: the factors by which all tables grow, ascending; for each plan the first is told
            that changes it.
        progress: hears of each query, then of each factor.
    """
    asked = each(tuple(queries), progress, lambda query: f"plan {query.name}")
    found = [_plan(query, scaled) for query in asked]
    if not any(isinstance(item, QueryPlan) for item in found):
        return tuple(found)
    try:
        for factor in each(growth, progress, "plan at {:g} times the rows".format):
            try:
                scaled.rescale(factor)
            except ModelError:
                break  # No table can have so many pages; what came before stands.
            found = [_grown(item, scaled, factor) for item in found]
    finally:
        if growth:
            scaled.rescale(1.0)
    return tuple(found)


def figures_of(references: References, resolved: Resolved) -> tuple[Figure, ...]:
    """What the plan of a query rests on, by table and column."""
    return tuple(dict.fromkeys(_figures(references, resolved)))


def scanned_by(root: Node) -> tuple[QualifiedName, ...]:
    """The tables that a plan reads from end to end, sorted."""
    found = {node.table for node in root.walk() if node.scans_whole and node.table is not None}
    return tuple(sorted(found))


def _figures(references: References, resolved: Resolved) -> Iterator[Figure]:
    for use in references.tables:
        yield from (it for it in resolved.of(use.table) if it.what == "rows")
        for item in use.used("equality", "range", "join", "filter"):
            if item.expression and item.wrapper != "cast":
                if item.role in {"equality", "join"} and item.operator in _COMPARING:
                    told = resolved.of(use.table, item.expression)
                    yield from told or (_unknown(use.table, item.expression),)
            elif item.column:
                # Where a range ends matters to a comparison with it alone.
                wanted = {"distinct", "null share", *(["range"] if item.role == "range" else ())}
                told = resolved.of(use.table, item.column)
                yield from (it for it in told if it.what in wanted)


def _unknown(table: QualifiedName, expression: str) -> Figure:
    return Figure(
        table=table,
        column=expression,
        what="distinct",
        value=_VALUES_OF_UNKNOWN,
        origin="derived",
        rule="PostgreSQL's default where no index keeps the expression",
    )


def _plan(query: Query, scaled: Scaled) -> QueryPlan | Unplanned:
    page = paged(query)
    try:
        explained = scaled.explain(page.sql, generic=True, verbose=True)
    except StatementFailed as error:
        return Unplanned(query=query, reason=error.problem)
    root = read_plan(explained)
    return QueryPlan(query=query, json=explained.json, root=root, assumed=page.assumed)


def _grown(item: QueryPlan | Unplanned, scaled: Scaled, factor: float) -> QueryPlan | Unplanned:
    if isinstance(item, Unplanned) or item.flip is not None:
        return item
    root = read_plan(scaled.explain(paged(item.query).sql, generic=True, verbose=True))
    if root.ways == item.root.ways:
        return item
    scanned = tuple(sorted({*scanned_by(root)} - {*item.scanned}))
    return replace(item, flip=Flip(factor=factor, root=root, scanned=scanned))
