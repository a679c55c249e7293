"""Renames in an order in which each finds its name free: chains, circles, and names taken over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from designkit.changes.renames import (
    Rename,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameTable,
)
from designkit.errors import ModelError
from designkit.model import QualifiedName, Schema, fitted, replace

_Item = TypeVar("_Item", RenameTable, RenameColumn)
_Part = RenameConstraint | RenameIndex


def arranged(schema: Schema, renames: Iterable[Rename]) -> tuple[Rename, ...]:
    """The renames in an order that runs: tables, then columns, then their parts.

    They are meant all at once: each `before` is a name in `schema`, but for the table of a column,
    which has its new name already. What keeps a name that a rename wants, and is not renamed
    itself, is set aside under another name.

    Raises:
        ModelError: a rename names something that `schema` does not hold.
    """
    given = tuple(item for item in renames if item.before != item.after)
    tables = _tables([item for item in given if isinstance(item, RenameTable)], schema)
    for rename in tables:
        schema = rename.apply(schema)
    columns = _columns([item for item in given if isinstance(item, RenameColumn)], schema)
    parts = [item for item in given if not isinstance(item, RenameTable | RenameColumn)]
    return (*tables, *columns, *parts)


def _tables(waiting: list[RenameTable], schema: Schema) -> list[RenameTable]:
    def taken(name: QualifiedName) -> bool:
        return schema.find_table(name) is not None

    done: list[RenameTable] = []
    while waiting:
        ready = next(
            (item for item in waiting if taken(item.before) and not taken(item.after)), None
        )
        if ready is None:
            first = _first(waiting, lambda item: taken(item.before), "table")
            aside = replace(first.after, name=_aside(first.after.name))
            ready = RenameTable(before=first.after, after=aside)
            waiting = [
                replace(item, before=aside) if item.before == first.after else item
                for item in waiting
            ]
        else:
            waiting.remove(ready)
        schema = ready.apply(schema)
        done.append(ready)
    return done


def _columns(waiting: list[RenameColumn], schema: Schema) -> list[RenameColumn]:
    def taken(table: QualifiedName, name: str) -> bool:
        return schema.table(table).find_column(name) is not None

    done: list[RenameColumn] = []
    while waiting:
        ready = next(
            (
                item
                for item in waiting
                if taken(item.table, item.before) and not taken(item.table, item.after)
            ),
            None,
        )
        if ready is None:
            first = _first(waiting, lambda item: taken(item.table, item.before), "column")
            table, name, aside = first.table, first.after, _aside(first.after)
            ready = RenameColumn(table=table, before=name, after=aside)
            waiting = [
                replace(item, before=aside) if (item.table, item.before) == (table, name) else item
                for item in waiting
            ]
        else:
            waiting.remove(ready)
        schema = ready.apply(schema)
        done.append(ready)
    return done


def _first(waiting: list[_Item], is_there: Callable[[_Item], bool], kind: str) -> _Item:
    found = next((item for item in waiting if is_there(item)), None)
    if found is None:
        raise ModelError(
            f"{kind} {waiting[0].before}",
            f"it does not exist, so it cannot be renamed to {waiting[0].after}",
        )
    return found


def _aside(name: str) -> str:
    return fitted(f"{name}__aside")


def arranged_parts(renames: Iterable[_Part]) -> tuple[_Part, ...]:
    """Renames of constraints and indexes in an order in which no two bear one name at a time."""
    waiting = list(renames)
    taken = {_place(item, item.before) for item in waiting}
    done: list[_Part] = []
    while waiting:
        ready = next((item for item in waiting if _place(item, item.after) not in taken), None)
        if ready is None:
            first = waiting.pop(0)
            ready = replace(first, after=_aside(first.before))
            waiting.append(replace(first, before=ready.after))
            taken.add(_place(first, ready.after))
        else:
            waiting.remove(ready)
        taken.discard(_place(ready, ready.before))
        done.append(ready)
    return tuple(done)


def _place(rename: _Part, name: str) -> QualifiedName:
    return replace(rename.table, name=name)
