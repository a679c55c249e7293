"""What CockroachDB's catalogue is asked; only tables, columns and functions that it really has.

Its `pg_catalog` lacks columns that PostgreSQL's has (`connoinherit` is always true, `indclass`
always zero, access lists are empty), and adds `attishidden`. `crdb_internal` is closed to sessions
from 26.1 on, so nothing here needs it.

Sources: https://www.cockroachlabs.com/docs/v26.2/pg-catalog
https://www.cockroachlabs.com/docs/v26.2/system-catalogs
https://github.com/cockroachdb/cockroach/blob/master/pkg/sql/pg_catalog.go
https://github.com/cockroachdb/cockroach/blob/master/pkg/sql/vtable/pg_catalog.go
"""

from __future__ import annotations

from typing import Final, LiteralString

_OURS: Final[LiteralString] = (
    "n.nspname NOT IN ('crdb_internal', 'information_schema', 'pg_catalog', 'pg_extension')"
    " AND n.nspname NOT LIKE 'pg\\_temp%'"
)

# pg_views and pg_matviews tell the query; pg_class tells neither.
RELATIONS: Final[LiteralString] = (
    """
SELECT c.oid AS relation, n.nspname AS namespace, c.relname AS name, c.relkind AS kind,
       c.reloptions AS parameters, coalesce(v.definition, m.definition) AS definition,
       d.description AS comment
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_views v ON v.schemaname = n.nspname AND v.viewname = c.relname
LEFT JOIN pg_catalog.pg_matviews m ON m.schemaname = n.nspname AND m.matviewname = c.relname
LEFT JOIN pg_catalog.pg_description d
  ON d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_class'::REGCLASS AND d.objsubid = 0
WHERE c.relkind IN ('r', 'v', 'm') AND c.relpersistence <> 't' AND """
    + _OURS
)

# A dropped column keeps its number, as a row without type and with nothing in `attishidden`.
COLUMNS: Final[LiteralString] = (
    """
SELECT a.attrelid AS relation, a.attnum AS number, a.attname AS name,
       pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable,
       pg_catalog.pg_get_expr(v.adbin, v.adrelid) AS expression,
       a.attidentity AS identity, a.attgenerated AS generated,
       coalesce(a.attishidden, false) AS hidden,
       CASE WHEN k.collname <> 'default' THEN k.collname END AS collation,
       d.description AS comment
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum
LEFT JOIN pg_catalog.pg_collation k ON k.oid = a.attcollation
LEFT JOIN pg_catalog.pg_description d
  ON d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_class'::REGCLASS AND d.objsubid = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v', 'm') AND """
    + _OURS
)

CONSTRAINTS: Final[LiteralString] = (
    """
SELECT k.conrelid AS relation, k.conname AS name, k.contype AS kind, k.conkey AS columns,
       k.conindid AS index, k.confrelid AS referenced, k.confkey AS referenced_columns,
       k.confdeltype AS on_delete, k.confupdtype AS on_update, k.confmatchtype AS match,
       k.convalidated AS validated, pg_catalog.pg_get_expr(k.conbin, k.conrelid) AS expression,
       pg_catalog.pg_get_constraintdef(k.oid) AS definition, d.description AS comment
FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
LEFT JOIN pg_catalog.pg_description d
  ON d.objoid = k.oid AND d.classoid = 'pg_catalog.pg_constraint'::REGCLASS AND d.objsubid = 0
WHERE k.contype IN ('p', 'u', 'c', 'f') AND """
    + _OURS
)

INDEXES: Final[LiteralString] = (
    """
SELECT x.indexrelid AS index, x.indrelid AS relation, i.relname AS name,
       x.indisunique AS unique, x.indisprimary AS primary, x.indisvalid AS valid,
       m.amname AS method, x.indkey AS numbers, x.indnkeyatts AS key_count,
       x.indoption AS options, x.indexprs AS expressions, x.indpred AS predicate,
       d.description AS comment
FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
JOIN pg_catalog.pg_namespace n ON n.oid = i.relnamespace
JOIN pg_catalog.pg_am m ON m.oid = i.relam
LEFT JOIN pg_catalog.pg_description d
  ON d.objoid = i.oid AND d.classoid = 'pg_catalog.pg_class'::REGCLASS AND d.objsubid = 0
WHERE """
    + _OURS
)

SEQUENCES: Final[LiteralString] = (
    """
SELECT n.nspname AS namespace, c.relname AS name,
       pg_catalog.format_type(s.seqtypid, NULL) AS type, s.seqstart AS start,
       s.seqincrement AS increment, s.seqmin AS minimum, s.seqmax AS maximum,
       s.seqcache AS cache, s.seqcycle AS cycle, o.refobjid AS owner,
       o.refobjsubid AS owner_column, d.description AS comment
FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_depend o ON o.objid = c.oid AND o.deptype = 'a'
  AND o.classid = 'pg_catalog.pg_class'::REGCLASS
LEFT JOIN pg_catalog.pg_description d
  ON d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_class'::REGCLASS AND d.objsubid = 0
WHERE c.relpersistence <> 't' AND """
    + _OURS
)

LABELS: Final[LiteralString] = (
    """
SELECT n.nspname AS namespace, t.typname AS name, e.enumlabel AS label, d.description AS comment
FROM pg_catalog.pg_enum e JOIN pg_catalog.pg_type t ON t.oid = e.enumtypid
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_description d
  ON d.objoid = t.oid AND d.classoid = 'pg_catalog.pg_type'::REGCLASS
WHERE """
    + _OURS
    + " ORDER BY e.enumtypid, e.enumsortorder"
)

NAMESPACES: Final[LiteralString] = (
    """
SELECT n.nspname AS name, d.description AS comment
FROM pg_catalog.pg_namespace n
LEFT JOIN pg_catalog.pg_description d
  ON d.objoid = n.oid AND d.classoid = 'pg_catalog.pg_namespace'::REGCLASS
WHERE """
    + _OURS
)

DEPENDENCIES: Final[LiteralString] = """
SELECT DISTINCT w.ev_class AS view, d.refobjid AS relation
FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_rewrite w ON w.oid = d.objid
WHERE d.deptype = 'n' AND d.refobjid <> w.ev_class"""

ROUTINES: Final[LiteralString] = (
    """
SELECT n.nspname AS namespace, p.proname AS name,
       pg_catalog.pg_get_function_identity_arguments(p.oid) AS arguments, p.prokind AS kind,
       pg_catalog.pg_get_functiondef(p.oid) AS definition, d.description AS comment
FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
LEFT JOIN pg_catalog.pg_description d
  ON d.objoid = p.oid AND d.classoid = 'pg_catalog.pg_proc'::REGCLASS
WHERE p.prokind IN ('f', 'p') AND """
    + _OURS
)
