"""Which changes of a type need no row to be read or written, on either database. Pure.

PostgreSQL: https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-NOTES and the
transform functions of varchar and numeric; CockroachDB:
https://www.cockroachlabs.com/docs/v25.2/alter-table#alter-column
"""

from __future__ import annotations

from designkit.model import Column
from designkit.model.types import base_type, is_array, modifiers

_VARYING = "character varying"


def is_widening(before: Column, after: Column) -> bool:
    """Whether every value stays as it is stored: a longer varchar, a more precise numeric."""
    if before.collation != after.collation or is_array(before.type) or is_array(after.type):
        return False
    old, new = base_type(before.type), base_type(after.type)
    if old == _VARYING and new == "text":
        return True
    if old != new or old not in {_VARYING, "numeric"}:
        return False
    here, there = _modifiers(before.type), _modifiers(after.type)
    if not there:
        return True
    if not here:
        return False
    # The scale of a numeric is part of each value.
    return here[0] <= there[0] and here[1:] == there[1:]


def _modifiers(type_name: str) -> list[int]:
    numbers = [*modifiers(type_name)]
    return [*numbers, 0] if len(numbers) == 1 and type_name.startswith("numeric") else numbers
