"""Rows that must point to each other from the start: which of their columns hold one value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from designkit.migrate.rows.demands import Demands
from designkit.migrate.rows.order import Parts, may_be_null
from designkit.model import QualifiedName

# A column of a table.
Place = tuple[QualifiedName, str]


def pins(
    tables: Sequence[Demands],
    parts: Parts,
    key_of: Callable[[QualifiedName, str], str | None],
) -> dict[QualifiedName, dict[str, str]]:
    """Values for the columns by which one row in each table points to one of the others.

    Args:
        tables: the demands on them.
        parts: for a partitioned table, the partitions that hold its rows.
        key_of: a value for a column, by which its row could be told.
    """
    same: dict[Place, set[Place]] = {}
    for here, there in _bonds(tables, parts):
        joined = same.get(here, {here}) | same.get(there, {there})
        same.update(dict.fromkeys(joined, joined))
    found: dict[QualifiedName, dict[str, str]] = {}
    for table, column in sorted(same):
        value = key_of(*min(same[table, column]))
        if value is not None:
            found.setdefault(table, {})[column] = value
    return found


def _bonds(tables: Sequence[Demands], parts: Parts) -> Iterator[tuple[Place, Place]]:
    """The pairs of columns that must be equal, those of keys that may be NULL aside."""
    among = {demands.table for demands in tables}
    for demands in tables:
        for key in demands.foreign_keys:
            whole = key.referenced_table
            there = next((part for part in parts.get(whole, (whole,)) if part in among), None)
            if there is None or may_be_null(demands, key):
                continue
            for column, other in zip(key.columns, key.referenced_columns, strict=True):
                yield (demands.table, column), (there, other)
