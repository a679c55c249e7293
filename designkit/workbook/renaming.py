"""Which objects of a draft were renamed: told by identity, never by likeness."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import (
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameTable,
    RenameValue,
    Told,
    with_followers,
)
from designkit.changes.enum_values import value_named
from designkit.database import Identities
from designkit.model import QualifiedName, Schema
from designkit.rules.fixes import rename_column, rename_table


def renames_between(before: Identities, after: Identities) -> tuple[Told, ...]:
    """The tables, columns and values of enums that kept their number and changed their name."""
    return (*_tables(before, after), *_columns(before, after), *_values(before, after))


def _tables(before: Identities, after: Identities) -> Iterator[RenameTable]:
    for number, name in before.tables.items():
        now = after.tables.get(number)
        if now is not None and now != name:
            yield RenameTable(before=name, after=now)


def _columns(before: Identities, after: Identities) -> Iterator[RenameColumn]:
    for place, name in before.columns.items():
        now = after.columns.get(place)
        table = after.tables.get(place[0])
        if now is not None and now != name and table is not None:
            yield RenameColumn(table=table, before=name, after=now)


def _values(before: Identities, after: Identities) -> Iterator[RenameValue]:
    for number, (_, name) in before.values.items():
        enum, now = after.values.get(number, (None, name))
        if enum is not None and now != name:
            yield RenameValue(enum=enum, before=name, after=now)


def with_dependents(schema: Schema, operations: tuple[Operation, ...]) -> tuple[Operation, ...]:
    """A rename and what goes with it; then also what follows it by the names of the engine."""
    if not operations or not isinstance(operations[0], RenameTable | RenameColumn):
        return operations
    following = with_followers(schema, operations[0])
    parts = (RenameIndex, RenameConstraint)
    known = {(type(item), item.before) for item in following if isinstance(item, parts)}
    return following + tuple(
        item
        for item in operations[1:]
        if not (isinstance(item, parts) and (type(item), item.before) in known)
    )


def combined(base: Schema, known: tuple[Told, ...], new: tuple[Told, ...]) -> tuple[Told, ...]:
    """The renames since the base, after further ones: each object once, tables first.

    What did not stand in the base was not renamed but made under its last name.
    """
    tables = {item.before: item.after for item in known if isinstance(item, RenameTable)}
    columns = {
        (item.table, item.after): item.before for item in known if isinstance(item, RenameColumn)
    }
    values = {
        (item.enum, item.after): item.before for item in known if isinstance(item, RenameValue)
    }
    for item in new:
        if isinstance(item, RenameTable):
            origin = next((old for old, now in tables.items() if now == item.before), item.before)
            tables[origin] = item.after
            columns = {
                (item.after if table == item.before else table, column): old
                for (table, column), old in columns.items()
            }
        elif isinstance(item, RenameColumn):
            old = columns.pop((item.table, item.before), item.before)
            columns[item.table, item.after] = old
        else:
            values[item.enum, item.after] = values.pop((item.enum, item.before), item.before)
    origins = {now: old for old, now in tables.items()}
    return (
        *(
            RenameTable(before=old, after=now)
            for old, now in tables.items()
            if old != now and base.find_table(old) is not None
        ),
        *(
            RenameColumn(table=table, before=old, after=now)
            for (table, now), old in columns.items()
            if old != now and _holds(base, origins.get(table, table), old)
        ),
        *(
            RenameValue(enum=enum, before=old, after=now)
            for (enum, now), old in values.items()
            if old != now and _knows(base, enum, old)
        ),
    )


def _holds(base: Schema, table: QualifiedName, column: str) -> bool:
    """Whether the base has the column; if not, it is of the draft alone, and so not renamed."""
    found = base.find_table(table)
    return found is not None and found.find_column(column) is not None


def _knows(base: Schema, enum: QualifiedName, value: str) -> bool:
    return any(item.qualified == enum and value in item.values for item in base.enums)


def renaming(schema: Schema, name: str, to: str) -> tuple[Operation, ...]:
    """What renames a table, a column given as `table.column`, or a value as `enum.value`.

    Raises:
        ModelError: there is no such thing.
    """
    table = schema.find_table(name)
    if table is not None:
        return with_dependents(schema, rename_table(table, to))
    value = value_named(schema, name)
    if value is not None:
        return (RenameValue(enum=value[0], before=value[1], after=to),)
    owner, dot, column = name.rpartition(".")
    if not dot:
        schema.table(name)  # Says what tables there are.
    return with_dependents(schema, rename_column(schema.table(owner), column, to))
