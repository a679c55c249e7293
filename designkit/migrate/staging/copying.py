"""Constraints and indexes on a column that moves, and their like on the new one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from designkit.changes import AddConstraint, AddIndex, Operation, RenameColumn
from designkit.migrate.staging.labels import free, names_in
from designkit.migrate.staging.moving import Moved
from designkit.migrate.staging.rekeying import Rekeying
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


def shadowed(start: Schema, moved: Iterable[Moved]) -> Schema:
    """The start with each new column in the place of the old one."""
    for item in moved:
        rename = RenameColumn(table=item.table, before=item.name, after=item.fresh)
        start = rename.apply(start)
    return start


def copies_of(start: Schema, goal: Schema, shadow: Schema, keys: Rekeying) -> Copies:
    """What stays and names a moved column, with its like on the new one; by table.

    Not so what is made anew with a primary key.
    """
    taken = names_in(start) | names_in(goal) | {*keys.asides, *(key.ready for key in keys.keys)}
    found: dict[QualifiedName, tuple[Copy, ...]] = {}
    for table in start.tables:
        kept, moved = goal.find_table(table.qualified), shadow.table(table.qualified)
        if kept is not None:
            found[table.qualified] = tuple(_copies(table, kept, moved, keys, taken))
    return {name: copies for name, copies in found.items() if copies}


def _copies(
    table: Table, goal: Table, shadow: Table, keys: Rekeying, taken: set[str]
) -> Iterator[Copy]:
    kept = {part.name: part for part in _parts_of(goal)}
    for old, new in zip(_parts_of(table), _parts_of(shadow), strict=True):
        same = kept.get(old.name)
        if old == new or keys.takes(table.qualified, old):
            continue
        if same is not None and _bare(same) == _bare(old):
            fresh, aside = (free(f"{old.name}_{kind}", taken) for kind in ("new", "old"))
            taken |= {fresh, aside}
            yield Copy(original=old, copy=replace(new, name=fresh), aside=aside)


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


def with_indexes_of(goal: Schema, switched: Schema, kept: Iterable[AddIndex]) -> Schema:
    """The goal with indexes that were added, as they are once the names have changed over."""
    for operation in kept:
        present = {index.name: index for index in switched.table(operation.table).indexes}
        goal = replace(operation, index=present[operation.index.name]).apply(goal)
    return goal
