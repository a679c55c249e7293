"""The statements that carry the values of a column into the one that takes its place. Pure."""

from __future__ import annotations

from designkit.migrate.staging.moving import Moved
from designkit.model import replace
from designkit.model.types import base_type, is_array
from designkit.sql.altering import TEXTUAL, assigned, conversion
from designkit.sql.text import SQL, Text, identifier

# Their values cannot be compared, or two that differ are held to be equal.
# https://www.postgresql.org/docs/18/functions-geometry.html
_WITHOUT_EQUALITY = frozenset(
    {"json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle"}
)


def copying(moved: Moved) -> str:
    """Fill every row whose new column does not say what the old one says: it may hold a default."""
    return SQL(
        "UPDATE {table} SET {target} = {value} WHERE {differs}",
        table=identifier(moved.table),
        target=moved.fresh,
        value=assigned(moved.before, replace(moved.after, name=moved.fresh)),
        differs=_differs(moved),
    ).text


def copying_back(moved: Moved) -> str:
    """Fill the rows that were written under the new name alone; the old values stay as they are."""
    return SQL(
        "UPDATE {table} SET {source} = {value} WHERE {source} IS NULL AND {target} IS NOT NULL",
        table=identifier(moved.table),
        source=moved.name,
        value=assigned(replace(moved.after, name=moved.fresh), moved.before),
        target=moved.fresh,
    ).text


def _differs(moved: Moved) -> Text:
    old, new = moved.before, moved.after
    value = _at_full_length(moved) if base_type(new.type) in TEXTUAL else conversion(old, new)
    as_text = SQL("::text") if base_type(new.type) in _WITHOUT_EQUALITY else SQL("")
    return SQL(
        "{target}{as_text} IS DISTINCT FROM {value}{as_text}",
        target=moved.fresh,
        value=value,
        as_text=as_text,
    )


def _at_full_length(moved: Moved) -> Text:
    """The old value as a string that is not cut: one that is too long differs, and is refused."""
    old, new = moved.before, moved.after
    if base_type(old.type) in TEXTUAL and is_array(old.type) == is_array(new.type):
        value = SQL("{name}", name=old.name)
    else:
        value = conversion(old, replace(new, type="text[]" if is_array(new.type) else "text"))
    if old.collation != new.collation:
        # PostgreSQL compares no strings whose collations disagree unless it is told how.
        value += SQL(' COLLATE "C"')
    return value
