"""Renames that people tell, held against the schemas between which they are meant."""

from __future__ import annotations

from collections.abc import Iterable

from designkit.changes.enum_values import RenameValue
from designkit.changes.renames import RenameColumn, RenameTable, Told
from designkit.model import QualifiedName, Schema


def arrives(rename: Told, after: Schema) -> bool:
    """Whether the schema holds what was renamed, under its new name."""
    match rename:
        case RenameTable():
            return after.find_table(rename.after) is not None
        case RenameColumn():
            return _has_column(after, rename.table, rename.after)
        case RenameValue():
            return _has_value(after, rename.enum, rename.after)


def groundless(rename: Told, renames: Iterable[Told], before: Schema, after: Schema) -> str:
    """Why the rename cannot be meant, since a schema does not hold its name; "" where it can.

    Args:
        rename: one of those.
        renames: all that are meant at once; the table of a column may be renamed as well.
        before: the schema that is there.
        after: the schema that is wanted.
    """
    match rename:
        case RenameTable():
            held = before.find_table(rename.before) is not None
            place = "there is no table"
        case RenameColumn():
            tables = {item.after: item.before for item in renames if isinstance(item, RenameTable)}
            origin = tables.get(rename.table, rename.table)
            held = _has_column(before, origin, rename.before)
            place = f"table {origin} has no column"
        case _:
            held = _has_value(before, rename.enum, rename.before)
            place = f"enum {rename.enum} has no value"
    if not held:
        return f"{place} {rename.before} before the change"
    return "" if arrives(rename, after) else f"nothing is called {rename.after} after the change"


def _has_column(schema: Schema, table: QualifiedName, name: str) -> bool:
    found = schema.find_table(table)
    return found is not None and found.find_column(name) is not None


def _has_value(schema: Schema, enum: QualifiedName, value: str) -> bool:
    return any(item.qualified == enum and value in item.values for item in schema.enums)
