"""The relations of a database, as far as sizes and files depend on them."""

from __future__ import annotations

from typing import Final, LiteralString

from psycopg.rows import TupleRow

from designkit.database.scale.sizes import Attribute
from designkit.database.session import Connection
from designkit.model import QualifiedName, Value

# Tables, partitioned tables, materialized views, and indexes of all of them.
_RELATIONS: Final[LiteralString] = """
SELECT c.oid::int8, n.nspname, c.relname, c.relkind::text, a.amname,
       CASE WHEN c.relkind IN ('r', 'm', 'i') THEN pg_relation_filepath(c.oid) END,
       i.indrelid::int8, i.indkey::int2[], i.indnkeyatts, pg_get_expr(i.indpred, i.indrelid, true),
       (SELECT option_value::float::int4 FROM pg_options_to_table(c.reloptions)
         WHERE option_name = 'fillfactor'),
       (SELECT option_value::float::int4 FROM pg_options_to_table(c.reloptions)
         WHERE option_name = 'pages_per_range'),
       CASE WHEN c.relkind = 'm' THEN pg_get_viewdef(c.oid) END
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_am a ON a.oid = c.relam
  LEFT JOIN pg_index i ON i.indexrelid = c.oid
 WHERE c.relkind IN ('r', 'p', 'm', 'i', 'I') AND c.relpersistence <> 't'
   AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
   AND (%(tables)s::int8[] IS NULL
        OR c.oid = ANY (%(tables)s) OR i.indrelid = ANY (%(tables)s))
 ORDER BY c.oid
"""
_ATTRIBUTES: Final[LiteralString] = """
SELECT attrelid::int8, attname, attlen, attalign::text, attstorage = 'p', attnum
  FROM pg_attribute
 WHERE attrelid = ANY (%s) AND attnum > 0 AND NOT attisdropped
 ORDER BY attrelid, attnum
"""


class Relation(Value, frozen=True, kw_only=True):
    """A table, a materialized view or an index.

    Attributes:
        kind: PostgreSQL's letter: `r`, `p`, `m`, `i`, `I`.
        method: `heap`, `btree` and so on; "" for a partitioned table.
        file: below the data directory; "" where the relation has none.
        table: of an index, the number of its table; else its own.
        columns: of an index, the numbers of the table's columns, 0 for an expression.
        keys: how many of the columns of an index are keys; the others are included.
        predicate: of a partial index.
        fill_factor: None where it is the method's own.
        query: of a materialized view.
    """

    oid: int
    name: QualifiedName
    kind: str
    method: str
    file: str
    table: int
    columns: tuple[int, ...]
    keys: int
    predicate: str
    fill_factor: int | None
    range_pages: int | None
    query: str
    attributes: tuple[Attribute, ...]
    numbers: tuple[int, ...]

    @property
    def is_index(self) -> bool:
        """Whether it is an index, or that of a partitioned table."""
        return self.kind in {"i", "I"}


def read_relations(
    connection: Connection, tables: tuple[int, ...] | None = None
) -> dict[int, Relation]:
    """The relations of a database by number, or those tables with their indexes alone."""
    asked = list(tables) if tables is not None else None
    rows = connection.execute(_RELATIONS, {"tables": asked}).fetchall()
    attributes: dict[int, list[tuple[Attribute, int]]] = {}
    found = connection.execute(_ATTRIBUTES, ([row[0] for row in rows],)).fetchall()
    for oid, name, length, alignment, plain, number in found:
        attribute = Attribute(name=name, length=length, alignment=alignment, plain=plain)
        attributes.setdefault(oid, []).append((attribute, number))
    return {row[0]: _relation(row, attributes.get(row[0], [])) for row in rows}


def _relation(row: TupleRow, attributes: list[tuple[Attribute, int]]) -> Relation:
    oid, namespace, name, kind, method, file, table, keys, key_count, predicate, *options = row
    fill_factor, range_pages, query = options
    return Relation(
        oid=oid,
        name=QualifiedName(namespace=namespace, name=name),
        kind=kind,
        method=method or "",
        file=file or "",
        table=oid if table is None else table,
        columns=tuple(keys or ()),
        keys=key_count or 0,
        predicate=predicate or "",
        fill_factor=fill_factor,
        range_pages=range_pages,
        query=query or "",
        attributes=tuple(attribute for attribute, _ in attributes),
        numbers=tuple(number for _, number in attributes),
    )
