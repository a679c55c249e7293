"""What changes inside the tables that two schemas share."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Literal

from designkit.changes.columns import (
    column_changes,
    remade_columns,
    rewritten_routines,
    type_changes,
)
from designkit.changes.constraints import adoptions, with_adopted
from designkit.changes.heirs import shared_checks
from designkit.changes.inheritance import depths
from designkit.changes.keys import lost_keys, pairs_of
from designkit.changes.mentions import Moving, mentions
from designkit.changes.operation import Operation
from designkit.changes.parts import Passing, calls, constraints_between, indexes_between
from designkit.changes.tables import AddConstraint, AlterTable, DropIndex
from designkit.model import Check, QualifiedName, Schema, Table, replace

_SETTINGS: tuple[Literal["unlogged", "parameters", "row_security"], ...] = (
    "unlogged",
    "parameters",
    "row_security",
)
_NOWHERE = QualifiedName(namespace="", name="")


def table_changes(
    start: Schema, goal: Schema, going: AbstractSet[str] = frozenset()
) -> Iterator[Operation]:
    """Operations inside the tables that are on both sides; comments are left out.

    Args:
        start: what is there.
        goal: what is wanted.
        going: routines and types that go, as `uses_in` finds them: what uses one makes way for it.
    """
    pairs = pairs_of(start, goal)
    remade = remade_columns(start, goal, going)
    passing = Passing(
        remade=remade,
        loosened=Moving(
            columns=remade | type_changes(start, goal),
            keys={key for old, new in pairs for key in lost_keys(old, new)},
        ),
        going=going | rewritten_routines(start, goal),
        again=shared_checks(start, goal),
    )
    yield from column_changes(start, goal, pairs, remade, going)
    depth = depths(start)
    changes: list[Operation] = []
    for old, new in sorted(pairs, key=lambda pair: depth[pair[0].qualified]):
        if passing.is_nothing and old.same_as(new):
            continue
        kept = tuple(
            item
            for item in old.indexes
            if passing.is_nothing
            or (not mentions(old, item, remade) and not calls(item, passing.going))
        )
        adopted = tuple(adoptions(old, new, kept, goal))
        changes += adopted
        changes += constraints_between(with_adopted(old, adopted), new, passing)
        changes += (
            DropIndex(table=old.qualified, index=item) for item in old.indexes if item not in kept
        )
        kept = tuple(item for item in kept if all(item != it.index for it in adopted))
        changes += indexes_between(old.qualified, kept, new.indexes)
        changes += _settings(old, new)
    # A child can only get a check of its own while its parents have none of that name.
    yield from (item for item in changes if not _adds_check(item))
    added = (item for item in changes if _adds_check(item))
    yield from sorted(added, key=lambda item: -depth.get(item.table_name or _NOWHERE, 0))


def _adds_check(operation: Operation) -> bool:
    return isinstance(operation, AddConstraint) and isinstance(operation.constraint, Check)


def changing_targets(start: Schema, goal: Schema, going: AbstractSet[str] = frozenset()) -> Moving:
    """What no foreign key can point to all along: the type or the key changes."""
    return Moving(
        columns=type_changes(start, goal) | remade_columns(start, goal, going),
        keys={
            key
            for old, new in pairs_of(start, goal)
            for key in (*lost_keys(old, new), *lost_keys(new, old))
        },
    )


def _settings(old: Table, new: Table) -> Iterator[AlterTable]:
    for setting in _SETTINGS:
        before, after = getattr(old, setting), getattr(new, setting)
        if before != after:
            yield AlterTable(table=old.qualified, setting=setting, before=before, after=after)
    # These go first and come last, since they may name an index, which may go and come.
    changed = old.settings != new.settings
    if not changed and _named_by_settings(old) == _named_by_settings(new):
        return
    if old.settings:
        yield AlterTable(table=old.qualified, setting="settings", before=old.settings, after=())
    if new.settings:
        yield AlterTable(table=new.qualified, setting="settings", before=(), after=new.settings)


def _named_by_settings(table: Table) -> tuple[object, ...]:
    """The keys and indexes that settings of a table name, and the columns that may move them."""
    named = tuple(
        replace(item, comment=None)
        for item in (*table.constraints, *table.indexes)
        if table.settings and any(setting.endswith(item.name) for setting in table.settings)
    )
    return (*named, table.columns) if named else ()
