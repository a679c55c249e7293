"""What changes inside the tables that two schemas share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypeVar

from designkit.changes.operation import Operation
from designkit.changes.renames import RenameConstraint, RenameIndex
from designkit.changes.tables import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    AlterTable,
    DropColumn,
    DropConstraint,
    DropIndex,
)
from designkit.model import (
    Check,
    Column,
    Constraint,
    ForeignKey,
    Index,
    OtherConstraint,
    QualifiedName,
    Schema,
    Table,
    replace,
)

Place = tuple[QualifiedName, str]

_SETTINGS: tuple[Literal["unlogged", "parameters", "row_security"], ...] = (
    "unlogged",
    "parameters",
    "row_security",
)
_WORD = re.compile(r"[^\W\d]\w*")
_Named = TypeVar("_Named", bound="Constraint | Index")


def table_changes(start: Schema, goal: Schema) -> Iterator[Operation]:
    """Operations inside the tables that are on both sides; comments are left out."""
    pairs = [
        (old, new) for old in start.tables if (new := goal.find_table(old.qualified)) is not None
    ]
    remade = {
        (old.qualified, column.name)
        for old, new in pairs
        for column in old.columns
        if _is_remade(column, new.find_column(column.name))
    }
    loosened = remade | type_changes(start, goal)
    for old, new in pairs:
        yield from _columns(old, new)
        yield from _constraints(old, new, remade, loosened)
        kept = tuple(item for item in old.indexes if not _mentions(old, item, remade))
        again = tuple(item for item in old.indexes if item not in kept)
        yield from (DropIndex(table=old.qualified, index=item) for item in again)
        yield from indexes_between(old.qualified, kept, new.indexes)
        for setting in _SETTINGS:
            before, after = getattr(old, setting), getattr(new, setting)
            if before != after:
                yield AlterTable(table=old.qualified, setting=setting, before=before, after=after)


def type_changes(start: Schema, goal: Schema) -> set[Place]:
    """Table and name of each column whose type or collation changes."""
    return {
        (old.qualified, column.name)
        for old in start.tables
        if (new := goal.find_table(old.qualified)) is not None
        for column in old.columns
        if (other := new.find_column(column.name)) is not None
        and (column.type, column.collation) != (other.type, other.collation)
    }


def indexes_between(
    owner: QualifiedName, old: tuple[Index, ...], new: tuple[Index, ...]
) -> Iterator[Operation]:
    """Operations that lead from some indexes of a table to others."""
    renamed = _same_but_for_name(old, new)
    for before, after in renamed.items():
        yield RenameIndex(table=owner, before=before, after=after)
    there = {replace(item, comment=None): item for item in new}
    here = {replace(item, comment=None) for item in old}
    for item in old:
        if item.name not in renamed and replace(item, comment=None) not in there:
            yield DropIndex(table=owner, index=item)
    for item in new:
        if item.name not in renamed.values() and replace(item, comment=None) not in here:
            yield AddIndex(table=owner, index=item)


def _is_remade(old: Column, new: Column | None) -> bool:
    """Whether a column must be dropped and added: PostgreSQL cannot change how it is generated."""
    return new is not None and (old.generated, old.stored) != (new.generated, new.stored)


def _columns(old: Table, new: Table) -> Iterator[Operation]:
    name = old.qualified
    for column in old.columns:
        other = new.find_column(column.name)
        if other is None or _is_remade(column, other):
            yield DropColumn(table=name, column=column)
        elif replace(column, comment=None) != replace(other, comment=None):
            after = replace(other, comment=column.comment)
            yield AlterColumn(table=name, before=column, after=after)
    for column in new.columns:
        other = old.find_column(column.name)
        if other is None or _is_remade(other, column):
            yield AddColumn(table=name, column=column)


def _constraints(
    old: Table, new: Table, remade: set[Place], loosened: set[Place]
) -> Iterator[Operation]:
    name = old.qualified
    again = {
        item.name
        for item in old.constraints
        if _mentions(old, item, loosened if isinstance(item, ForeignKey) else remade)
    }
    renamed = _same_but_for_name(
        tuple(item for item in old.constraints if item.name not in again), new.constraints
    )
    for before, after in renamed.items():
        yield RenameConstraint(table=name, before=before, after=after)
    there = {item.name: replace(item, comment=None) for item in new.constraints}
    here = {item.name: replace(item, comment=None) for item in old.constraints}
    for item in old.constraints:
        changed = here[item.name] != there.get(item.name)
        if item.name not in renamed and (changed or item.name in again):
            yield DropConstraint(table=name, constraint=item)
    for item in new.constraints:
        changed = there[item.name] != here.get(item.name)
        if item.name not in renamed.values() and (changed or item.name in again):
            yield AddConstraint(table=name, constraint=item)


def _same_but_for_name(old: tuple[_Named, ...], new: tuple[_Named, ...]) -> dict[str, str]:
    """Old name to new name, where exactly one on each side is the same but for its name."""
    stay = {item.name for item in old} & {item.name for item in new}
    gone = _by_content(item for item in old if item.name not in stay)
    come = _by_content(item for item in new if item.name not in stay)
    return {
        names[0]: come[content][0]
        for content, names in gone.items()
        if len(names) == 1 and len(come.get(content, ())) == 1
    }


def _by_content(items: Iterator[_Named]) -> dict[object, list[str]]:
    found: dict[object, list[str]] = {}
    for item in items:
        found.setdefault(replace(item, name="_", comment=None), []).append(item.name)
    return found


def _mentions(table: Table, item: Constraint | Index, places: set[Place]) -> bool:
    """Whether a constraint or index of the table names one of those columns."""
    if isinstance(item, ForeignKey):
        there = {(item.referenced_table, column) for column in item.referenced_columns}
        if there & places:
            return True
    return any((table.qualified, word) in places for word in _words(item))


def _words(item: Constraint | Index) -> set[str]:
    match item:
        case Check():
            return set(_WORD.findall(item.expression))
        case OtherConstraint():
            return set(_WORD.findall(item.definition))
        case Index():
            texts = [key.expression or "" for key in item.keys] + [item.predicate or ""]
            columns = {key.column for key in item.keys if key.column} | set(item.include)
            return columns | {word for text in texts for word in _WORD.findall(text)}
        case ForeignKey():
            return set(item.columns)
        case _:
            return set(item.columns) | set(item.include)
