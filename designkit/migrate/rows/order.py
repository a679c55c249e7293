"""In which order tables get their rows, so that each foreign key finds what it points to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from designkit.migrate.rows.demands import Demands
from designkit.model import ForeignKey, QualifiedName, Value

# For each table, the tables that must hold rows before it.
Edges = Mapping[QualifiedName, frozenset[QualifiedName]]
# For each partitioned table, the partitions that hold its rows.
Parts = Mapping[QualifiedName, tuple[QualifiedName, ...]]
# Tables in their order.
Names = Mapping[QualifiedName, None]


class Step(Value, frozen=True, kw_only=True):
    """Some rows for some tables.

    Attributes:
        tables: more than one where each must point to another.
        rows: `first` is one row for a table that waits for others, `rest` all others after it.
    """

    tables: tuple[QualifiedName, ...]
    rows: Literal["all", "first", "rest"]


def steps(
    demands: Mapping[QualifiedName, Demands],
    parts: Parts,
) -> tuple[Step, ...]:
    """The order for some tables.

    Tables that point to each other get one row first, in which the pointers that may are NULL, and
    the others when there is something to point to.

    Args:
        demands: on the tables that get rows.
        parts: for a partitioned table, the partitions that hold its rows.
    """
    every = _edges(demands, parts, needed=False)
    needed = _edges(demands, parts, needed=True)
    alone = _standing_alone(every)
    left = dict.fromkeys(name for name in sorted(demands) if name not in alone)
    begun: dict[QualifiedName, None] = {}
    found: list[Step] = []
    while left or begun:
        step = _next(every, needed, left, begun)
        found.append(step)
        for name in step.tables:
            (begun if step.rows == "rest" else left).pop(name)
            if step.rows == "first":
                begun[name] = None
    # Limits and settings stand alone, and triggers of other tables read them: those go first.
    return (*found, *(Step(tables=(name,), rows="all") for name in sorted(alone)))


def _next(every: Edges, needed: Edges, left: Names, begun: Names) -> Step:
    """The step that comes next: what waits for nothing, else what ends the waiting of others."""
    for name in left:
        if _is_free(every[name], left) and _is_free(every[name], begun):
            return Step(tables=(name,), rows="all")
    for name in begun:
        if _is_free(every[name], left):
            return Step(tables=(name,), rows="rest")
    awaited = _reached(begun, every, left) if begun else left.keys()
    among = dict.fromkeys(name for name in left if name in awaited)
    for name in among:
        if _is_free(every[name], left):
            return Step(tables=(name,), rows="all")
    return Step(tables=_knot(among, every, needed), rows="first")


def _is_free(there: frozenset[QualifiedName], among: Names) -> bool:
    return not any(name in among for name in there)


def _standing_alone(every: Edges) -> frozenset[QualifiedName]:
    """The tables that no foreign key leaves or reaches."""
    reached = {there for names in every.values() for there in names}
    return frozenset(name for name, there in every.items() if not there and name not in reached)


def may_be_null(demands: Demands, key: ForeignKey) -> bool:
    """Whether a row may leave a foreign key open."""
    nullable = {column.name for column in demands.columns if column.nullable}
    open_ones = [name in nullable for name in key.columns]
    return all(open_ones) if key.match_full else any(open_ones)


def _edges(
    demands: Mapping[QualifiedName, Demands],
    parts: Parts,
    *,
    needed: bool,
) -> Edges:
    """To which tables each one points; only where it must, if those `needed` are asked for."""
    found: dict[QualifiedName, frozenset[QualifiedName]] = {}
    for name, own in demands.items():
        there = [
            key.referenced_table
            for key in own.foreign_keys
            if not (needed and may_be_null(own, key))
        ]
        found[name] = frozenset(part for table in there for part in parts.get(table, (table,)))
    return found


def _knot(left: Names, every: Edges, needed: Edges) -> tuple[QualifiedName, ...]:
    """A table of a cycle that can wait for the others, or those that need each other at once."""
    cyclic = [name for name in left if name in _reached((name,), every, left)]
    for name in cyclic:
        if _is_free(needed[name], left):
            return (name,)
    # Every table of a cycle needs another: those that need each other in turn come together.
    for name in cyclic:
        around = _reached((name,), needed, left)
        mutual = {other for other in around if name in _reached((other,), needed, left)}
        if mutual and all(needed[other] & left.keys() <= mutual for other in mutual):
            return tuple(sorted(mutual))
    return tuple(cyclic)


def _reached(starts: Iterable[QualifiedName], edges: Edges, among: Names) -> set[QualifiedName]:
    """Those tables that can be reached from some, the start itself only by a cycle."""
    found: set[QualifiedName] = set()
    open_ones = list(starts)
    while open_ones:
        fresh = (edges[open_ones.pop()] & among.keys()) - found
        found |= fresh
        open_ones += fresh
    return found
