"""The catalogue queries of PostgreSQL: one per kind of object, each for the whole database.

Each query names its columns as the model names its fields. `owner` and `object_id` are oids, by
which the rows of different queries find each other. Objects that an extension owns belong to the
extension and are left out. Columns of younger releases are read through `to_jsonb`, so that the
same text runs on every release since 13.
https://www.postgresql.org/docs/18/catalogs.html
"""

from __future__ import annotations

from typing import Final, LiteralString

RELATIONS: Final[LiteralString] = """
SELECT c.oid AS object_id, n.nspname AS namespace, c.relname AS name, c.relkind::text AS kind,
       c.relpersistence = 'u' AS unlogged,
       coalesce(c.reloptions, '{}') AS parameters,
       CASE WHEN c.relforcerowsecurity THEN 'forced' WHEN c.relrowsecurity THEN 'enabled' END
         AS row_security,
       CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_key,
       pg_get_expr(c.relpartbound, c.oid) AS partition_bound,
       obj_description(c.oid, 'pg_class') AS comment,
       CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid, true) END AS definition,
       ARRAY(SELECT jsonb_build_object('namespace', pn.nspname, 'name', p.relname)
             FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
             JOIN pg_namespace pn ON pn.oid = p.relnamespace
             WHERE i.inhrelid = c.oid ORDER BY i.inhseqno) AS inherits,
       CASE WHEN c.relkind IN ('v', 'm') THEN ARRAY(
             SELECT DISTINCT jsonb_build_object('namespace', rn.nspname, 'name', r.relname)
             FROM pg_rewrite w JOIN pg_depend d
               ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
              AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> c.oid
             JOIN pg_class r ON r.oid = d.refobjid
             JOIN pg_namespace rn ON rn.oid = r.relnamespace
             WHERE w.ev_class = c.oid AND r.relkind IN ('r', 'p', 'v', 'm', 'f')) END AS depends_on
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND c.relpersistence <> 't'
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass
                  AND e.objid = c.oid AND e.deptype = 'e')
ORDER BY n.nspname, c.relname"""

COLUMNS: Final[LiteralString] = """
SELECT a.attrelid AS owner, a.attnum AS position, a.attname AS name,
       format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable,
       CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid, true) END AS default,
       CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid, true) END AS generated,
       a.attgenerated <> 'v' AS stored,
       CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END AS identity,
       CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END
         AS collation,
       col_description(a.attrelid, a.attnum) AS comment
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY a.attrelid, a.attnum"""

# Constraints that a partition or a child inherits come with it and are not its own.
CONSTRAINTS: Final[LiteralString] = """
SELECT k.oid AS object_id, k.conrelid AS owner, k.contype::text AS kind, k.conname AS name,
       ARRAY(SELECT a.attname FROM unnest(k.conkey) WITH ORDINALITY u(number, place)
             JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number
             ORDER BY u.place) AS columns,
       ARRAY(SELECT a.attname FROM unnest(k.confkey) WITH ORDINALITY u(number, place)
             JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number
             ORDER BY u.place) AS referenced_columns,
       ARRAY(SELECT a.attname
             FROM jsonb_array_elements_text(coalesce(nullif(j.row -> 'confdelsetcols', 'null'),
                                                     '[]')) u(number)
             JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number::int
             ORDER BY a.attnum) AS set_columns,
       ARRAY(SELECT a.attname FROM unnest(x.indkey) WITH ORDINALITY u(number, place)
             JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number
             WHERE k.contype IN ('p', 'u') AND u.place > x.indnkeyatts
             ORDER BY u.place) AS include,
       jsonb_build_object('namespace', rn.nspname, 'name', r.relname) AS referenced_table,
       k.confdeltype::text AS on_delete, k.confupdtype::text AS on_update,
       k.confmatchtype = 'f' AS match_full, k.convalidated AS validated,
       coalesce((j.row ->> 'conenforced')::boolean, true) AS enforced,
       coalesce((j.row ->> 'conperiod')::boolean, false) AS temporal,
       NOT k.connoinherit AS inherited,
       CASE WHEN k.condeferred THEN 'deferred' WHEN k.condeferrable THEN 'immediate' END
         AS deferrable,
       coalesce((to_jsonb(x) ->> 'indnullsnotdistinct')::boolean, false) AS nulls_not_distinct,
       pg_get_expr(k.conbin, k.conrelid, true) AS expression,
       pg_get_constraintdef(k.oid, true) AS definition,
       obj_description(k.oid, 'pg_constraint') AS comment
FROM pg_constraint k CROSS JOIN LATERAL (SELECT to_jsonb(k) AS row) j
JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class r ON r.oid = k.confrelid LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
LEFT JOIN pg_index x ON x.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')
WHERE k.contype IN ('p', 'u', 'c', 'f', 'x') AND k.conparentid = 0
  AND (k.conislocal OR k.coninhcount = 0)
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY k.conrelid, k.conname"""

INDEXES: Final[LiteralString] = """
SELECT i.oid AS object_id, x.indrelid AS owner, i.relname AS name, x.indisunique AS unique,
       m.amname AS method, x.indisvalid AS valid, coalesce(i.reloptions, '{}') AS parameters,
       coalesce((to_jsonb(x) ->> 'indnullsnotdistinct')::boolean, false) AS nulls_not_distinct,
       pg_get_expr(x.indpred, x.indrelid, true) AS predicate,
       obj_description(i.oid, 'pg_class') AS comment,
       ARRAY(SELECT a.attname FROM unnest(x.indkey) WITH ORDINALITY u(number, place)
             JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = u.number
             WHERE u.place > x.indnkeyatts ORDER BY u.place) AS include,
       ARRAY(SELECT jsonb_build_object(
                'column', a.attname,
                'expression', CASE WHEN a.attname IS NULL
                                   THEN pg_get_indexdef(i.oid, p, true) END,
                'descending', x.indoption[p - 1] & 1 = 1,
                'nulls_first', CASE WHEN (x.indoption[p - 1] & 2 = 2)
                                      <> (x.indoption[p - 1] & 1 = 1)
                                    THEN x.indoption[p - 1] & 2 = 2 END,
                'collation', CASE WHEN x.indcollation[p - 1] NOT IN (0, own.collation)
                                  THEN x.indcollation[p - 1]::oid::regcollation::text END,
                'operator_class', CASE WHEN NOT o.opcdefault OR ia.attoptions IS NOT NULL
                  THEN o.opcname || coalesce('(' || array_to_string(ia.attoptions, ', ') || ')', '')
                  END)
             FROM generate_series(1, x.indnkeyatts) p
             JOIN pg_attribute ia ON ia.attrelid = i.oid AND ia.attnum = p
             LEFT JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[p - 1]
                                     AND x.indkey[p - 1] > 0
             JOIN pg_type t ON t.oid = ia.atttypid
             CROSS JOIN LATERAL (SELECT coalesce(a.attcollation, t.typcollation) AS collation) own
             JOIN pg_opclass o ON o.oid = x.indclass[p - 1]
             ORDER BY p) AS keys
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_am m ON m.oid = i.relam
JOIN pg_namespace n ON n.oid = i.relnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT i.relispartition
  AND NOT EXISTS (SELECT FROM pg_constraint k
                  WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x'))
ORDER BY x.indrelid, i.relname"""

ENUMS: Final[LiteralString] = """
SELECT t.oid AS object_id, n.nspname AS namespace, t.typname AS name,
       ARRAY(SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid
             ORDER BY e.enumsortorder) AS values,
       obj_description(t.oid, 'pg_type') AS comment
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'e' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass
                  AND e.objid = t.oid AND e.deptype = 'e')
ORDER BY n.nspname, t.typname"""

# The sequence of an identity column belongs to the column: dependency type i.
SEQUENCES: Final[LiteralString] = """
SELECT c.oid AS object_id, n.nspname AS namespace, c.relname AS name,
       format_type(s.seqtypid, NULL) AS type, s.seqstart AS start, s.seqincrement AS increment,
       s.seqmin AS minimum, s.seqmax AS maximum, s.seqcache AS cache, s.seqcycle AS cycle,
       CASE WHEN o.oid IS NOT NULL THEN
         jsonb_build_array(jsonb_build_object('namespace', on_.nspname, 'name', o.relname),
                           a.attname) END AS owned_by,
       obj_description(c.oid, 'pg_class') AS comment
FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
  AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
LEFT JOIN pg_class o ON o.oid = d.refobjid LEFT JOIN pg_namespace on_ ON on_.oid = o.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum = d.refobjsubid
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relpersistence <> 't'
  AND d.deptype IS DISTINCT FROM 'i'
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass
                  AND e.objid = c.oid AND e.deptype = 'e')
ORDER BY n.nspname, c.relname"""

NAMESPACES: Final[LiteralString] = """
SELECT n.nspname AS name FROM pg_namespace n
WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public')
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_namespace'::regclass
                  AND e.objid = n.oid AND e.deptype = 'e')
ORDER BY n.nspname"""

STRUCTURE: Final[tuple[LiteralString, ...]] = (
    NAMESPACES,
    RELATIONS,
    COLUMNS,
    CONSTRAINTS,
    INDEXES,
    ENUMS,
    SEQUENCES,
)
