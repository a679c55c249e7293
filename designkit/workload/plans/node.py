"""A plan as a tree of values, with how often each step runs.

Source: https://www.postgresql.org/docs/18/using-explain.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from designkit.model import PUBLIC, QualifiedName, Value

if TYPE_CHECKING:
    # Who looks at a plan needs no driver.
    from designkit.database.scale.explaining import Explained, PlanNode

_SCANS_OF_WHOLE: Final = frozenset({"Seq Scan", "Sample Scan"})
_JOINS: Final = frozenset({"Nested Loop", "Hash Join", "Merge Join", "Sort"})
_AGGREGATES: Final = {"Hashed": "HashAggregate", "Sorted": "GroupAggregate"}


class Node(Value, frozen=True, kw_only=True):
    """One step of a plan, with the steps that feed it.

    Attributes:
        kind: as PostgreSQL names it: `Index Scan`, `Hash Join`, `Sort`.
        table: the table that it reads; None where it reads none.
        alias: what the query calls the table.
        index: the index that it uses, or "".
        join: `Inner`, `Left`, `Semi`, …; "" for what joins nothing.
        condition: by which it finds its rows, or "".
        filter: by which it throws rows away that it has read, or "".
        keys: what it sorts, groups or merges by.
        backward: whether it reads an index from its end.
        rows: how many it yields each time, as estimated.
        width_bytes: of a row.
        startup: cost until its first row.
        cost: until its last, once, with the steps below.
        loops: how often it runs.
        role: what its parent takes it for: `Outer`, `Inner`, `InitPlan`, `SubPlan`; "" at the top.
        workers: the parallel workers that it plans.
    """

    kind: str
    table: QualifiedName | None = None
    alias: str = ""
    index: str = ""
    join: str = ""
    condition: str = ""
    filter: str = ""
    keys: tuple[str, ...] = ()
    backward: bool = False
    rows: float
    width_bytes: int
    startup: float
    cost: float
    loops: float = 1.0
    role: str = ""
    workers: int = 0
    children: tuple[Node, ...] = ()

    @property
    def scans_whole(self) -> bool:
        """Whether it reads a table from its first row to its last."""
        return self.kind in _SCANS_OF_WHOLE

    @property
    def total_cost(self) -> float:
        """The cost of all its runs, with the steps below."""
        return self.cost * self.loops

    @property
    def own_cost(self) -> float:
        """The cost of all its runs, without the steps below; never negative."""
        # LIMIT stops the step below it, which then costs more than all of it.
        return max(0.0, self.total_cost - sum(child.total_cost for child in self.children))

    def walk(self) -> Iterator[Node]:
        """Yield the node and all below it, as the tree is printed."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def costliest(self) -> Node:
        """The step that costs the most by itself; of equals the first."""
        return max(self.walk(), key=lambda node: node.own_cost)

    @property
    def ways(self) -> frozenset[tuple[QualifiedName | None, str, str]]:
        """How the plan gets at each table, and by which join: not in which order, nor how parallel.

        Two plans of the same ways differ in what nobody would mend.
        """
        return frozenset(
            (node.table, node.kind, node.index)
            for node in self.walk()
            if node.table is not None or node.kind in _JOINS
        )

    @property
    def shape(self) -> tuple[object, ...]:
        """What the plan does, without how much: two plans of one shape are the same plan."""
        read = (self.table, self.alias, self.index, self.backward)
        done = (self.kind, self.join, self.keys, self.role, self.workers > 0)
        return (*read, *done, tuple(child.shape for child in self.children))


def read_plan(explained: Explained) -> Node:
    """The tree of a plan that was explained verbosely, so that tables tell their schema."""
    return _node(explained.root, 1.0)


def _node(raw: PlanNode, loops: float) -> Node:
    outer = next((part for part in raw.plans if part.parent_relationship == "Outer"), None)
    table = None
    if raw.relation is not None:
        table = QualifiedName(namespace=raw.namespace or PUBLIC, name=raw.relation)
    return Node(
        kind=_kind(raw),
        table=table,
        alias=raw.alias or "",
        index=raw.index or "",
        join=raw.join or "",
        condition=_first(
            *(raw.index_condition, raw.recheck_condition, raw.tid_condition),
            *(raw.hash_condition, raw.merge_condition, raw.cache_key),
        ),
        filter=_first(raw.filter, raw.join_filter, raw.one_time_filter),
        keys=raw.sort_key or raw.group_key,
        backward=raw.direction == "Backward",
        rows=raw.rows,
        width_bytes=raw.width,
        startup=raw.startup_cost,
        cost=raw.total_cost,
        loops=loops,
        role=raw.subplan or raw.parent_relationship or "",
        workers=raw.workers,
        children=tuple(_node(part, loops * _times(raw, part, outer)) for part in raw.plans),
    )


def _kind(raw: PlanNode) -> str:
    if raw.kind == "Aggregate":
        return _AGGREGATES.get(raw.strategy or "", raw.kind)
    if raw.kind == "ModifyTable":
        return raw.operation or raw.kind
    return raw.kind


def _times(parent: PlanNode, part: PlanNode, outer: PlanNode | None) -> float:
    """How often a part runs: the inner side of a nested loop once for each row of the outer."""
    is_inner = parent.kind == "Nested Loop" and part.parent_relationship == "Inner"
    # What is materialised or memoised is read again without running again.
    if not is_inner or outer is None or part.kind in {"Materialize", "Memoize"}:
        return 1.0
    return max(1.0, outer.rows)


def _first(*conditions: str) -> str:
    return next((condition for condition in conditions if condition), "")
