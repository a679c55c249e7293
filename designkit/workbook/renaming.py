"""Which objects of a draft were renamed: told by identity, never by likeness."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import Rename, RenameColumn, RenameTable
from designkit.database import Identities
from designkit.errors import ModelError
from designkit.model import Schema


def renames_between(before: Identities, after: Identities) -> tuple[Rename, ...]:
    """The tables and columns that kept their number and changed their name, tables first."""
    return (*_tables(before, after), *_columns(before, after))


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


def combined(
    base: Schema, known: tuple[Rename, ...], new: tuple[Rename, ...]
) -> tuple[Rename, ...]:
    """The renames since the base, after further ones: each object once, tables first.

    What did not stand in the base was not renamed but made under its last name.
    """
    tables = {item.before: item.after for item in known if isinstance(item, RenameTable)}
    columns = {
        (item.table, item.after): item.before for item in known if isinstance(item, RenameColumn)
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
    found: list[Rename] = []
    reached = base.canonical()
    wanted: list[Rename] = [
        *(RenameTable(before=old, after=now) for old, now in tables.items() if old != now),
        *(
            RenameColumn(table=table, before=old, after=now)
            for (table, now), old in columns.items()
            if old != now
        ),
    ]
    for rename in wanted:
        try:
            reached = rename.apply(reached)
        except ModelError:
            # The base does not hold it: a column or table of the draft alone.
            continue
        found.append(rename)
    return tuple(found)
