"""Constraints and indexes on a column that moves, and their like on the new one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from designkit.changes import AddConstraint, AddIndex, Operation, RenameColumn
from designkit.migrate.staging.labels import free, names_in
from designkit.migrate.staging.moving import Moved
from designkit.model import (
    Constraint,
    ForeignKey,
    Index,
    QualifiedName,
    Schema,
    Table,
    Value,
    replace,
)


class Copy(Value, frozen=True, kw_only=True):
    """A constraint or index on a moved column, and its like on the new one."""

    original: Constraint | Index
    copy: Constraint | Index
    aside: str


# For each table with a column that moves, what hangs on it.
Copies = Mapping[QualifiedName, tuple[Copy, ...]]


def copies_of(
    start: Schema, goal: Schema, table: QualifiedName, moved: Iterable[Moved]
) -> tuple[Copy, ...]:
    """What stays and names a moved column, with its like on the new one."""
    shadow = start
    for item in moved:
        if item.table == table:
            rename = RenameColumn(table=table, before=item.name, after=item.fresh)
            shadow = rename.apply(shadow)
    kept = {part.name: part for part in _parts_of(goal.table(table))}
    taken = names_in(start) | names_in(goal)
    found: list[Copy] = []
    for old, new in zip(_parts_of(start.table(table)), _parts_of(shadow.table(table)), strict=True):
        same = kept.get(old.name)
        if old != new and same is not None and _bare(same) == _bare(old):
            fresh, aside = (free(f"{old.name}_{kind}", taken) for kind in ("new", "old"))
            taken |= {fresh, aside}
            found.append(Copy(original=old, copy=replace(new, name=fresh), aside=aside))
    return tuple(found)


def _parts_of(table: Table) -> tuple[Constraint | Index, ...]:
    return (*table.constraints, *table.indexes)


def _bare(item: Constraint | Index) -> Constraint | Index:
    return replace(item, comment=None)


def copied(copies: Copies) -> Iterator[Operation]:
    """Constraints, then indexes, then foreign keys, as a diff orders them."""
    every = [(table, item.copy) for table, items in copies.items() for item in items]
    for table, copy in every:
        if not isinstance(copy, Index | ForeignKey):
            yield AddConstraint(table=table, constraint=copy)
    for table, copy in every:
        if isinstance(copy, Index):
            yield AddIndex(table=table, index=copy)
    for table, copy in every:
        if isinstance(copy, ForeignKey):
            yield AddConstraint(table=table, constraint=copy)


def with_originals(goal: Schema, switched: Schema, copies: Copies) -> Schema:
    """The goal with what was copied, under the names that it has once the copies took its own."""
    for name, pairs in copies.items():
        present = {part.name: part for part in _parts_of(switched.table(name))}
        for pair in pairs:
            left = present[pair.aside]
            add: Operation = (
                AddIndex(table=name, index=left)
                if isinstance(left, Index)
                else AddConstraint(table=name, constraint=left)
            )
            goal = add.apply(goal)
    return goal
