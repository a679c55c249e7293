"""What a database says before any row is written: its types, empty tables, bounds of partitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, LiteralString

from designkit.database import Connection
from designkit.migrate.rows.types import UserType, read_types
from designkit.model import QualifiedName, Value
from designkit.sql.text import SQL, identifier, join

# A table without a page has no row; one that has a page may have had some.
_TABLES: Final[LiteralString] = """
SELECT n.nspname, c.relname, pg_relation_size(c.oid) = 0,
       CASE WHEN c.relispartition THEN pg_get_partition_constraintdef(c.oid) END
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'"""


class Ground(Value, frozen=True, kw_only=True):
    """What the rows of a database must reckon with, beside the schema.

    Attributes:
        empty: the tables that hold no row themselves.
        held: the tables that hold some.
        bounds: of each partition, the expression that its rows satisfy.
    """

    types: Mapping[str, UserType]
    empty: frozenset[QualifiedName]
    held: frozenset[QualifiedName]
    bounds: Mapping[QualifiedName, str]


def read_ground(connection: Connection) -> Ground:
    """Read it, in three round trips."""
    types = read_types(connection)
    empty: list[QualifiedName] = []
    paged: list[QualifiedName] = []
    bounds: dict[QualifiedName, str] = {}
    for namespace, name, is_empty, bound in connection.execute(_TABLES).fetchall():
        table = QualifiedName(namespace=namespace, name=name)
        (empty if is_empty else paged).append(table)
        if bound is not None:
            bounds[table] = bound
    held = _holding_rows(connection, paged)
    return Ground(
        types=types,
        empty=frozenset(empty) | (frozenset(paged) - held),
        held=held,
        bounds=bounds,
    )


def _holding_rows(
    connection: Connection, tables: Iterable[QualifiedName]
) -> frozenset[QualifiedName]:
    asked = list(tables)
    if not asked:
        return frozenset()
    exists = join(SQL("EXISTS (SELECT FROM ONLY {t})", t=identifier(table)) for table in asked)
    query = SQL("SELECT ARRAY[{exists}]", exists=exists)
    row = connection.execute(query.text.encode(), prepare=False).fetchone()
    answers: list[bool] = row[0] if row else []
    return frozenset(table for table, holds in zip(asked, answers, strict=True) if holds)
