"""What EXPLAIN says, as values; PostgreSQL's own JSON is kept beside them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from designkit.model import Value

_KEYS = {
    "kind": "Node Type",
    "plans": "Plans",
    "parent_relationship": "Parent Relationship",
    "subplan": "Subplan Name",
    "strategy": "Strategy",
    "partial_mode": "Partial Mode",
    "operation": "Operation",
    "command": "Command",
    "join": "Join Type",
    "direction": "Scan Direction",
    "namespace": "Schema",
    "relation": "Relation Name",
    "alias": "Alias",
    "index": "Index Name",
    "parallel_aware": "Parallel Aware",
    "startup_cost": "Startup Cost",
    "total_cost": "Total Cost",
    "rows": "Plan Rows",
    "width": "Plan Width",
    "workers": "Workers Planned",
    "index_condition": "Index Cond",
    "recheck_condition": "Recheck Cond",
    "tid_condition": "TID Cond",
    "hash_condition": "Hash Cond",
    "merge_condition": "Merge Cond",
    "cache_key": "Cache Key",
    "filter": "Filter",
    "join_filter": "Join Filter",
    "one_time_filter": "One-Time Filter",
    "sort_key": "Sort Key",
    "presorted_key": "Presorted Key",
    "group_key": "Group Key",
}


class PlanNode(Value, frozen=True, kw_only=True, rename=_KEYS):
    """A node of a plan, with what makes it this plan and no other."""

    kind: str
    plans: tuple[PlanNode, ...] = ()
    parent_relationship: str | None = None
    subplan: str | None = None
    strategy: str | None = None
    partial_mode: str | None = None
    operation: str | None = None
    command: str | None = None
    join: str | None = None
    direction: str | None = None
    namespace: str | None = None
    relation: str | None = None
    alias: str | None = None
    index: str | None = None
    parallel_aware: bool = False
    startup_cost: float = 0.0
    total_cost: float = 0.0
    rows: float = 0.0
    width: int = 0
    workers: int = 0
    index_condition: str = ""
    recheck_condition: str = ""
    tid_condition: str = ""
    hash_condition: str = ""
    merge_condition: str = ""
    cache_key: str = ""
    filter: str = ""
    join_filter: str = ""
    one_time_filter: str = ""
    sort_key: tuple[str, ...] = ()
    presorted_key: tuple[str, ...] = ()
    group_key: tuple[str, ...] = ()

    def walk(self) -> Iterator[PlanNode]:
        """This node and all below it, from above."""
        yield self
        for plan in self.plans:
            yield from plan.walk()


class Explained(Value, frozen=True, kw_only=True):
    """A plan.

    Attributes:
        json: what PostgreSQL printed, an array of one object.
    """

    json: str
    root: PlanNode

    @property
    def cost(self) -> float:
        """The estimated cost of all rows."""
        return self.root.total_cost

    @property
    def rows(self) -> float:
        """The estimated number of rows that come out."""
        return self.root.rows


class _Printed(msgspec.Struct):
    plan: PlanNode = msgspec.field(name="Plan")


def explained(text: str) -> Explained:
    """What EXPLAIN (FORMAT JSON) printed, as a value."""
    (printed,) = msgspec.json.decode(text, type=tuple[_Printed])
    return Explained(json=text, root=printed.plan)
