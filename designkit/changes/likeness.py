"""What goes and what comes that look alike: questions to ask, never answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Literal

from designkit.changes.concerned import concerned
from designkit.changes.renames import Rename, RenameColumn, RenameTable
from designkit.model import Column, Enum, QualifiedName, Schema, Table, Value, spelled

# Shares from 0 to 1 of a name's letters, and of a table's columns.
_NAMES_ALIKE = 0.6
_COLUMNS_ALIKE = 0.6


class LookAlike(Value, frozen=True, kw_only=True):
    """Something dropped and something added that may be one thing under a new name.

    Attributes:
        owner: for a column its table, for a value its enum; both under their new names.
    """

    kind: Literal["table", "column", "value"]
    before: str
    after: str
    owner: QualifiedName | None = None

    def __str__(self) -> str:
        place = f"{self.owner}." if self.owner else ""
        if self.kind == "value":
            return (
                f"value {self.before!r} of enum {self.owner} is dropped and {self.after!r} added: "
                "a new spelling? then rows that hold the old one must be changed first"
            )
        answer = f"renamed from {spelled(self.before)}"
        if self.kind == "column":
            answer = f"renamed {spelled(self.after)} from {spelled(self.before)}"
        return (
            f"{self.kind} {place}{self.before} is dropped and {place}{self.after} added: a rename? "
            f"then write `-- designkit: {answer}` above its table"
        )


def look_alikes(
    before: Schema, after: Schema, renames: Iterable[Rename] = ()
) -> tuple[LookAlike, ...]:
    """The drops and adds that may be renames which nobody told, by kind and name.

    Each is a question for a person: rows are lost where a rename is taken for a drop.
    """
    given = tuple(renames)
    start, goal = concerned(before, after)
    tables = {item.before: item.after for item in given if isinstance(item, RenameTable)}
    columns = {(item.table, item.before) for item in given if isinstance(item, RenameColumn)}
    columns_new = {(item.table, item.after) for item in given if isinstance(item, RenameColumn)}
    found = list(_tables(start, goal, tables))
    for old in start.tables:
        new = goal.find_table(tables.get(old.qualified, old.qualified))
        if new is not None:
            name = new.qualified
            gone = [it for it in _without(old, new) if (name, it.name) not in columns]
            come = [it for it in _without(new, old) if (name, it.name) not in columns_new]
            found += _columns(name, gone, come)
    enums = {enum.qualified: enum for enum in goal.enums}
    for enum in start.enums:
        if enum.qualified in enums:
            found += _values(enum, enums[enum.qualified])
    return tuple(found)


def _tables(
    start: Schema, goal: Schema, renamed: dict[QualifiedName, QualifiedName]
) -> Iterator[LookAlike]:
    told = set(renamed.values())
    gone = [
        table
        for table in start.tables
        if goal.find_table(table.qualified) is None and table.qualified not in renamed
    ]
    come = [
        table
        for table in goal.tables
        if start.find_table(table.qualified) is None and table.qualified not in told
    ]
    for old in gone:
        best = max(come, key=lambda new: _shared(old, new), default=None)
        if best is not None and _shared(old, best) >= _COLUMNS_ALIKE:
            come.remove(best)
            yield LookAlike(kind="table", before=str(old.qualified), after=str(best.qualified))


def _shared(old: Table, new: Table) -> float:
    """The share of the columns that both tables have: by name and type."""
    here = {(column.name, column.type) for column in old.columns}
    there = {(column.name, column.type) for column in new.columns}
    return len(here & there) / max(len(here | there), 1)


def _without(table: Table, other: Table) -> Iterator[Column]:
    names = {column.name for column in other.columns}
    return (column for column in table.columns if column.name not in names)


def _columns(table: QualifiedName, gone: list[Column], come: list[Column]) -> Iterator[LookAlike]:
    """Each dropped column with the likest added one: of the same type, or nearly of the same name.

    Where one goes and one comes, the same type is enough to ask.
    """
    single = len(gone) == len(come) == 1
    for old in gone:
        alike = [
            new
            for new in come
            if _likeness(old.name, new.name) >= _NAMES_ALIKE or (single and old.type == new.type)
        ]
        best = max(alike, key=lambda new: _likeness(old.name, new.name), default=None)
        if best is not None:
            come.remove(best)
            yield LookAlike(kind="column", owner=table, before=old.name, after=best.name)


def _values(old: Enum, new: Enum) -> Iterator[LookAlike]:
    gone = [value for value in old.values if value not in new.values]
    come = [value for value in new.values if value not in old.values]
    for value in gone:
        best = max(come, key=lambda other: _likeness(value, other), default=None)
        if best is None:
            return
        same_place = len(old.values) == len(new.values) and (
            old.values.index(value) == new.values.index(best)
        )
        if same_place or _likeness(value, best) >= _NAMES_ALIKE:
            come.remove(best)
            yield LookAlike(kind="value", owner=old.qualified, before=value, after=best)


def _likeness(one: str, other: str) -> float:
    """How much two names share, from 0 to 1; a name inside the other counts as alike."""
    if one in other or other in one:
        return 1.0
    return SequenceMatcher(None, one.lower(), other.lower()).ratio()
