"""The names and shapes that the conventions give: indexes, key columns, audit columns.

Rules judge by them, fixes and the workbook make by them, so the two always agree.
"""

from __future__ import annotations

import re
from functools import lru_cache

from designkit.errors import ModelError
from designkit.model import (
    Column,
    Constraint,
    ForeignKey,
    Index,
    IndexKey,
    PrimaryKey,
    Table,
    Unique,
    fitted,
    replace,
    snake_case,
)
from designkit.model.table import Action
from designkit.model.types import is_timestamp
from designkit.model.words import singular

# What every table has.
REQUIRED_COLUMNS = ("id", "created_at", "updated_at")

# What says when a row was deleted that is kept nevertheless.
DELETED_AT = "deleted_at"

# In an expression as the engine prints it: a cast, a key of a JSON path, another string, a name.
_CAST = re.compile(r"::\"?[a-z][a-z ]*\"?(\([\d, ]*\))?(\[\])?")
_PART = re.compile(r"(?:->>?|#>>?)\s*'\{?(?P<key>[^']*?)\}?'|'(?:[^']|'')*'|(?P<name>[A-Za-z_]\w*)")
_KEYWORDS = frozenset(
    {"and", "any", "case", "collate", "else", "end", "false", "in", "is", "not", "null", "or"}
    | {"then", "true", "when"}
)


def words(text: str) -> frozenset[str]:
    """Return the words of a text, for lists that are longer than a line."""
    return frozenset(text.split())


def index_name(table: str, keys: tuple[IndexKey, ...], *, prefix: str = "idx_") -> str:
    """Return `idx_{table}_{columns}`, cut and hashed at 63 bytes.

    An expression is named by its functions and columns: `lower(email)` by `lower_email`.
    """
    parts = [key.column or expression_name(key.expression or "") for key in keys]
    return fitted(prefix + "_".join([snake_case(part) for part in (table, *parts)]))


def column_index(table: str, columns: tuple[str, ...]) -> Index:
    """Return the index over plain columns, by its name."""
    keys = tuple(IndexKey(column=column) for column in columns)
    return Index(name=index_name(table, keys), keys=keys)


def key_name(table: str, key: Constraint) -> str:
    """Return the name that PostgreSQL gives to a key, `{table}_{columns}_fkey`; "" for a check."""
    match key:
        case PrimaryKey():
            return fitted(f"{table}_pkey")
        case Unique():
            return fitted("_".join((table, *key.columns, "key")))
        case ForeignKey():
            return fitted("_".join((table, *key.columns, "fkey")))
        case _:
            return ""


@lru_cache(maxsize=1 << 12)
def expression_name(expression: str) -> str:
    """Return the functions, columns and JSON keys of an expression, in their order."""
    names = [
        found["name"] or found["key"]
        for found in _PART.finditer(_CAST.sub("", expression))
        if found["name"] or found["key"]
    ]
    kept = [name for name in names if name.lower() not in _KEYWORDS]
    return "_".join(kept) or "expression"


@lru_cache(maxsize=1 << 12)
def foreign_key_column(referenced_table: str, *, role: str = "") -> str:
    """Return `{referenced_table_singular}_id`, with the role in front: `author_user_id`."""
    column = f"{singular(snake_case(referenced_table))}_id"
    return f"{role}_{column}" if role else column


def key_column(parent: Table) -> Column:
    """Return the column that a foreign key to a table points to.

    Raises:
        ModelError: the key of the table is not of one column.
    """
    key = parent.primary_key
    if key is None or len(key.columns) != 1:
        raise ModelError(
            f"table {parent.qualified}", "only a table with a key of one column is referenced so"
        )
    return parent.column(key.columns[0])


def reference(
    table: str, column: str, parent: Table, *, on_delete: Action = "no action"
) -> ForeignKey:
    """Return the foreign key of a column to another table, by its name; raises as `key_column`."""
    foreign = ForeignKey(
        name="",
        columns=(column,),
        referenced_table=parent.qualified,
        referenced_columns=(key_column(parent).name,),
        on_delete=on_delete,
    )
    return replace(foreign, name=key_name(table, foreign))


def id_key(table: str) -> PrimaryKey:
    """Return the primary key of a table as the engine would name it, in snake_case."""
    return PrimaryKey(name=fitted(f"{snake_case(table)}_pkey"), columns=("id",))


def id_column() -> Column:
    """Return the column `id` as every table has it."""
    return Column(name="id", type="uuid", nullable=False, default="gen_random_uuid()")


def audit_column(name: str) -> Column:
    """Return a column that holds when a row was made or changed."""
    return Column(name=name, type="timestamp with time zone", nullable=False, default="now()")


def is_soft_deleted(table: Table) -> bool:
    """Whether deleted rows of the table are kept, with the time of their deletion."""
    column = table.find_column(DELETED_AT)
    return column is not None and column.nullable and is_timestamp(column.type)
