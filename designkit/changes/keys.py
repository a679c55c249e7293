"""The keys that go or change between two schemas: what rests on one makes way meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes.mentions import Place, UniqueKey
from designkit.model import Index, PrimaryKey, QualifiedName, Schema, Table, Unique, replace

_Key = PrimaryKey | Unique | Index


def lost_constraints(start: Schema, goal: Schema) -> set[Place]:
    """Table and name of each key that goes, changes, or has another name."""
    return {
        (old.qualified, key.name)
        for old, new in pairs_of(start, goal)
        if _keys(old) != _keys(new)
        for key in _keys(old)
        if not isinstance(key, Index) and key not in _keys(new)
    }


def unkeyed_tables(start: Schema, goal: Schema) -> set[QualifiedName]:
    """The tables of which the primary key goes or changes."""
    return {
        old.qualified
        for old, new in pairs_of(start, goal)
        if old.primary_key is not None
        and old.primary_key != new.primary_key
        and _unnamed(old.primary_key) not in _unnamed_keys(new)
    }


def pairs_of(start: Schema, goal: Schema) -> list[tuple[Table, Table]]:
    """The tables that are on both sides, each as it is and as it is wanted."""
    aligned = list(zip(start.tables, goal.tables, strict=False))
    if len(start.tables) == len(goal.tables) and all(
        old.name == new.name and old.namespace == new.namespace for old, new in aligned
    ):
        return aligned
    return [
        (old, new) for old in start.tables if (new := goal.find_table(old.qualified)) is not None
    ]


def lost_keys(old: Table, new: Table) -> Iterator[UniqueKey]:
    """The keys that go or change: no foreign key can point to them meanwhile."""
    if _keys(old) == _keys(new):
        return
    kept = _unnamed_keys(new)
    for key in _keys(old):
        if _unnamed(key) not in kept:
            yield old.qualified, frozenset(key.columns)


def _unnamed_keys(table: Table) -> set[_Key]:
    return set(map(_unnamed, _keys(table)))


def _unnamed(key: _Key) -> _Key:
    return replace(key, name="_", comment=None)


def _keys(table: Table) -> tuple[_Key, ...]:
    primary = (table.primary_key,) if table.primary_key else ()
    return (*primary, *table.uniques, *(index for index in table.indexes if index.unique))
