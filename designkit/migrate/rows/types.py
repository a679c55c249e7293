"""The types that a database defines beyond PostgreSQL's own: read from its catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, LiteralString

import msgspec
from psycopg.rows import dict_row

from designkit.database import Connection
from designkit.model import Value

# Of the row types of tables, which every table has, only those that a column is of.
# https://www.postgresql.org/docs/18/catalog-pg-type.html
_TYPES: Final[LiteralString] = """
WITH columns AS (
  SELECT refobjid FROM pg_depend
  WHERE refclassid = 'pg_type'::regclass AND refobjid >= 16384
    AND classid = 'pg_class'::regclass AND objsubid > 0)
SELECT format_type(t.oid, NULL) AS name,
       CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'e' THEN 'enum' WHEN 'c' THEN 'composite'
                      ELSE 'range' END AS kind,
       CASE t.typtype WHEN 'd' THEN ARRAY[format_type(t.typbasetype, t.typtypmod)]
                      WHEN 'r' THEN ARRAY(SELECT format_type(r.rngsubtype, NULL)
                                          FROM pg_range r WHERE r.rngtypid = t.oid)
                      ELSE ARRAY(SELECT format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
                                 WHERE a.attrelid = t.typrelid AND a.attnum > 0
                                   AND NOT a.attisdropped ORDER BY a.attnum) END AS parts,
       ARRAY(SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid
             ORDER BY e.enumsortorder) AS labels,
       ARRAY(SELECT pg_get_expr(k.conbin, 0) FROM pg_constraint k
             WHERE k.contypid = t.oid AND k.contype = 'c' ORDER BY k.conname) AS checks,
       t.typnotnull AS not_null
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype IN ('d', 'e', 'c', 'r') AND n.nspname !~ '^pg_'
  AND n.nspname <> 'information_schema'
  AND (t.typtype <> 'c'
       OR t.typrelid IN (SELECT c.oid FROM pg_class c WHERE c.relkind = 'c')
       OR t.oid IN (SELECT d.refobjid FROM columns d)
       OR t.typarray IN (SELECT d.refobjid FROM columns d))"""


class UserType(Value, frozen=True, kw_only=True):
    """A type that somebody made.

    Attributes:
        parts: the type under a domain or a range, or those of a composite type's fields.
        labels: the values of an enum, in their order.
        checks: of a domain, which names its value `VALUE`.
        not_null: whether a domain refuses NULL.
    """

    name: str
    kind: Literal["domain", "enum", "composite", "range"]
    parts: tuple[str, ...]
    labels: tuple[str, ...]
    checks: tuple[str, ...]
    not_null: bool


def read_types(connection: Connection) -> Mapping[str, UserType]:
    """Every such type of the database, by the name that a column's type has."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_TYPES).fetchall()
    return {row["name"]: msgspec.convert(row, UserType) for row in rows}
