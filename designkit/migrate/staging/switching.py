"""The switch: a new column takes the name of the old one, and what reads it follows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from designkit.changes import (
    AlterColumn,
    Create,
    Drop,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    name_of,
)
from designkit.changes.creation import removals
from designkit.changes.objects import Whole
from designkit.changes.standing import attached_to
from designkit.migrate.staging.copying import Copies
from designkit.migrate.staging.moving import Moved
from designkit.migrate.staging.reading import views_reading
from designkit.model import Carried, Constraint, Index, QualifiedName, Schema, View, replace


def switch(
    schema: Schema,
    goal: Schema,
    moved: Sequence[Moved],
    copies: Copies,
    gone: Sequence[Operation] = (),
) -> tuple[Operation, ...]:
    """The names change over, so that whoever names the column finds the new one.

    Args:
        schema: what stands before.
        goal: what to arrive at.
        moved: the columns.
        copies: what hangs on them, with its like on the new ones.
        gone: what was taken away before, and can come back.
    """
    places = {item.place for item in moved}
    views = removals(views_reading(schema, places))
    away = (*views, *removals(attached_to(schema, places)))
    found: list[Operation] = [*away]
    for item in moved:
        found += _exchanged(schema, item)
    for table, pairs in copies.items():
        for pair in pairs:
            found.append(_renamed(table, pair.original, pair.aside))
            found.append(_renamed(table, pair.copy, pair.original.name))
    return (*found, *_put_back((*gone, *away), goal))


def _put_back(away: Sequence[Operation], goal: Schema) -> Iterator[Operation]:
    """What was taken away and reads the same in the end; the rest waits for what it reads then."""
    whole: tuple[Whole, ...] = (*goal.views, *goal.carried)
    there = {name_of(item): item for item in whole}
    missing: set[QualifiedName] = set()
    for operation in reversed(away):
        if not isinstance(operation, Drop):
            continue
        old = operation.object
        new = there.get(name_of(old))
        match old, new:
            case View(), View() if old.definition == new.definition and missing.isdisjoint(
                old.depends_on
            ):
                same = replace(new, indexes=old.indexes, comment=old.comment)
                yield Create(object=same)
            case View(), _:
                missing.add(old.qualified)
            case Carried(), Carried() if old == new:
                yield Create(object=new)
            case _:
                pass


def _exchanged(schema: Schema, moved: Moved) -> Iterator[Operation]:
    old = schema.table(moved.table).column(moved.name)
    if old.default is not None:
        # It would fill rows that only the new column knows of, and hide them on the way back.
        yield AlterColumn(table=moved.table, before=old, after=replace(old, default=None))
    yield RenameColumn(table=moved.table, before=moved.name, after=moved.aside)
    yield RenameColumn(table=moved.table, before=moved.fresh, after=moved.name)
    if moved.is_numbered_late:
        new = replace(schema.table(moved.table).column(moved.fresh), name=moved.name)
        numbered = replace(new, default=moved.after.default)
        yield AlterColumn(table=moved.table, before=new, after=numbered)


def _renamed(table: QualifiedName, item: Constraint | Index, name: str) -> Operation:
    if isinstance(item, Index):
        return RenameIndex(table=table, before=item.name, after=name)
    return RenameConstraint(table=table, before=item.name, after=name)
