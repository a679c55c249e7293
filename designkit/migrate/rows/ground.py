"""What a database says before any row is written: its types, empty tables, bounds of partitions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, LiteralString

from designkit.database import Connection
from designkit.migrate.rows.types import UserType, read_types
from designkit.migrate.rows.values import is_sure
from designkit.model import QualifiedName, Table
from designkit.sql.text import SQL, identifier, join

# A table without a page has no row; one that has a page may have had some.
_TABLES: Final[LiteralString] = """
SELECT n.nspname, c.relname, pg_relation_size(c.oid) = 0,
       CASE WHEN c.relispartition THEN pg_get_partition_constraintdef(c.oid) END
FROM unnest(%s::text[], %s::text[]) asked(namespace, name)
JOIN pg_namespace n ON n.nspname = asked.namespace
JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = asked.name
WHERE c.relkind = 'r' AND c.relpersistence <> 't'"""


class Ground:
    """What the rows of a database must reckon with, beside the schema.

    Attributes:
        empty: of the tables looked at, those that hold no row themselves.
        held: of the tables looked at, those that hold some.
        bounds: of each partition looked at, the expression that its rows satisfy.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.empty: set[QualifiedName] = set()
        self.held: set[QualifiedName] = set()
        self.bounds: dict[QualifiedName, str] = {}

    def types_of(self, tables: Iterable[Table]) -> Mapping[str, UserType]:
        """What the database defines beyond PostgreSQL's types, if one of their columns needs it."""
        names = {column.type.removesuffix("[]") for table in tables for column in table.columns}
        return {} if all(map(is_sure, names)) else read_types(self._connection)

    def look_at(self, tables: Collection[QualifiedName]) -> None:
        """Learn about some tables; one that is not there is neither empty nor held."""
        columns = [table.namespace for table in tables], [table.name for table in tables]
        paged: list[QualifiedName] = []
        rows = self._connection.execute(_TABLES, columns).fetchall() if tables else ()
        for namespace, name, is_empty, bound in rows:
            table = QualifiedName(namespace=namespace, name=name)
            if is_empty:
                self.empty.add(table)
            else:
                paged.append(table)
            if bound is not None:
                self.bounds[table] = bound
        held = _holding_rows(self._connection, paged)
        self.held |= held
        self.empty.update(set(paged) - held)


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
