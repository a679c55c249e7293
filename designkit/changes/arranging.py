"""Renames in an order in which each finds its name free: chains, circles, and names taken over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from designkit.changes.enum_values import RenameValue, enum_of
from designkit.changes.renames import (
    Rename,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameSequence,
    RenameTable,
    Told,
)
from designkit.errors import ModelError
from designkit.model import QualifiedName, Schema, fitted, replace

_Item = TypeVar("_Item", RenameTable, RenameColumn, RenameValue, RenameSequence)
_Name = TypeVar("_Name", str, QualifiedName)
_Arranged = Told | RenameSequence
_Part = RenameConstraint | RenameIndex


def arranged(schema: Schema, renames: Iterable[Rename]) -> tuple[Rename, ...]:
    """The renames in an order that runs: tables, columns, values, sequences, parts.

    They are meant all at once: each `before` is a name in `schema`, but for the table of a column,
    which has its new name already. What keeps a name that a rename wants, and is not renamed
    itself, is set aside under another name.

    Raises:
        ModelError: a rename names something that `schema` does not hold.
    """
    given = tuple(item for item in renames if item.before != item.after)
    tables = _ordered([item for item in given if isinstance(item, RenameTable)], schema)
    for rename in tables:
        schema = rename.apply(schema)
    columns = _ordered([item for item in given if isinstance(item, RenameColumn)], schema)
    values = _ordered([item for item in given if isinstance(item, RenameValue)], schema)
    sequences = _ordered([item for item in given if isinstance(item, RenameSequence)], schema)
    parts = [item for item in given if not isinstance(item, _Arranged)]
    return (*tables, *columns, *values, *sequences, *parts)


def _ordered(waiting: list[_Item], schema: Schema) -> list[_Item]:
    done: list[_Item] = []
    while waiting:
        runs = (
            item
            for item in waiting
            if _is_taken(schema, item, item.before) and not _is_taken(schema, item, item.after)
        )
        ready = next(runs, None)
        if ready is None:
            first = _first(waiting, schema)
            ready = replace(first, before=first.after, after=_aside(first.after))
            waiting = [
                replace(item, before=ready.after) if _starts_where_ends(item, first) else item
                for item in waiting
            ]
        else:
            waiting.remove(ready)
        schema = ready.apply(schema)
        done.append(ready)
    return done


def _is_taken(schema: Schema, rename: _Arranged, name: str | QualifiedName) -> bool:
    """Whether something of the kind that is renamed bears the name."""
    if isinstance(rename, RenameTable):
        return schema.find_table(name) is not None
    if isinstance(rename, RenameSequence):
        return any(item.qualified == name for item in schema.sequences)
    if isinstance(rename, RenameValue):
        return name in enum_of(schema, rename.enum).values
    return schema.table(rename.table).find_column(str(name)) is not None


def _starts_where_ends(one: _Arranged, other: _Arranged) -> bool:
    """Whether what the one renames bears the name that the other wants."""
    if isinstance(one, RenameColumn) and isinstance(other, RenameColumn):
        return (one.table, one.before) == (other.table, other.after)
    if isinstance(one, RenameValue) and isinstance(other, RenameValue):
        return (one.enum, one.before) == (other.enum, other.after)
    return one.before == other.after


def _first(waiting: list[_Item], schema: Schema) -> _Item:
    found = next((item for item in waiting if _is_taken(schema, item, item.before)), None)
    if found is None:
        raise _missing(waiting[0])
    return found


def _missing(rename: _Arranged) -> ModelError:
    kind = type(rename).__name__.removeprefix("Rename").lower()
    return ModelError(
        f"{kind} {rename.before}",
        f"it does not exist, so it cannot be renamed to {rename.after}",
    )


def _aside(name: _Name) -> _Name:
    if isinstance(name, QualifiedName):
        return replace(name, name=_aside(name.name))
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
