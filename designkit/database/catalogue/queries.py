"""The catalogue queries of PostgreSQL: one per kind of object, each for the whole database.

Each query names its columns as the model names its fields. `owner` and `object_id` are oids, by
which the rows of different queries find each other, and lists of column numbers become names on
our side: that is quicker than to ask for them row by row. Objects that an extension owns belong to
the extension and are left out.
https://www.postgresql.org/docs/18/catalogs.html
"""

from __future__ import annotations

from functools import cache
from typing import Final, LiteralString, NamedTuple

from designkit.database.catalogue.rights import access


class Query(NamedTuple):
    """A catalogue query.

    Attributes:
        owner: the column with the oid of the relation that a row belongs to; by it the query can be
            limited to some relations. None where the rows belong to none.
        catalogues: the system catalogues which tell that it may answer otherwise than before; none
            where it is asked about every relation that was touched.
        grouping: what follows the conditions.
        sooner: a further condition for the relations of `$1`, by which their rows are found by
            index.
    """

    text: LiteralString
    owner: LiteralString | None = None
    catalogues: tuple[str, ...] = ()
    grouping: LiteralString = ""
    sooner: LiteralString = ""

    def whole(self) -> LiteralString:
        """The query for everything there is."""
        return self.text + self.grouping

    def limited(self) -> LiteralString:
        """The query for the relations whose oids are the parameter `$1`."""
        if self.owner is None:
            raise ValueError(self.text)
        return self.text + " AND " + self.owner + " = ANY($1)" + self.sooner + self.grouping

    @cache  # noqa: B019  (the queries are constants)
    def on(self, release: int) -> Query:
        """The query as a release of PostgreSQL (18, say) understands it."""
        text = self.text
        for column, since, before in _YOUNGER:
            if release < since:
                text = text.replace(column, before)
        return self._replace(text=text)


# Columns that older releases lack: since when they are there, and what they would hold before.
_YOUNGER: Final[tuple[tuple[LiteralString, int, LiteralString], ...]] = (
    ("s.stxstattarget", 13, "-1"),
    ("r.rngmultitypid", 14, "NULL::oid"),
    ("x.indnullsnotdistinct", 15, "false"),
    # Before, a sequence was kept as the table that owns it is said to be.
    ("c.relpersistence IN ('u')", 15, "coalesce(o.relpersistence = 'u', false)"),
    # Before, the triggers that come with a parent's were internal.
    ("t.tgparentid", 15, "0::oid"),
    ("k.confdelsetcols", 15, "NULL::smallint[]"),
    ("k.conenforced", 18, "true"),
    ("k.conperiod", 18, "false"),
)

RELATIONS: Final = Query(
    """
SELECT c.oid AS object_id, n.nspname AS namespace, c.relname AS name, c.relkind::text AS kind,
       c.relpersistence = 'u' AS unlogged,
       coalesce(c.reloptions, '{}') || CASE WHEN u.oid IS NOT NULL
         THEN ARRAY(SELECT 'toast.' || o FROM unnest(u.reloptions) o) END AS parameters,
       CASE WHEN c.relforcerowsecurity AND c.relrowsecurity THEN 'forced'
            WHEN c.relforcerowsecurity THEN 'forced but off'
            WHEN c.relrowsecurity THEN 'enabled' END AS row_security,
       CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_key,
       CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS partition_bound,
       d.description AS comment,
       CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid, true) END AS definition,
       CASE WHEN h.inhrelid IS NULL THEN '{}' ELSE
         ARRAY(SELECT jsonb_build_object('namespace', pn.nspname, 'name', p.relname)
               FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
               JOIN pg_namespace pn ON pn.oid = p.relnamespace
               WHERE i.inhrelid = c.oid ORDER BY i.inhseqno) END AS inherits,
       CASE WHEN c.relkind IN ('v', 'm') THEN ARRAY(
             SELECT DISTINCT jsonb_build_object('namespace', rn.nspname, 'name', r.relname)
             FROM pg_rewrite w JOIN pg_depend d
               ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
              AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> c.oid
             JOIN pg_class r ON r.oid = d.refobjid
             JOIN pg_namespace rn ON rn.oid = r.relnamespace
             WHERE w.ev_class = c.oid AND r.relkind IN ('r', 'p', 'v', 'm', 'f')) END AS depends_on
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_description d
  ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
LEFT JOIN pg_class u ON u.oid = c.reltoastrelid AND u.reloptions IS NOT NULL
LEFT JOIN pg_inherits h ON h.inhrelid = c.oid AND h.inhseqno = 1
LEFT JOIN pg_depend e
  ON e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.objsubid = 0 AND e.deptype = 'e'
 AND e.refclassid = 'pg_extension'::regclass
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND c.relpersistence <> 't' AND e.objid IS NULL
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'""",
    owner="c.oid",
)

# Each default with the columns that have it, by oid and number. Many have the same (`now()`),
# and printing one takes longer than finding the others: since PostgreSQL 17 equal ones are stored
# as equal text. A generated column's text, which names others, is read with the column.
DEFAULTS: Final = Query(
    """
SELECT (SELECT pg_get_expr(f.adbin, f.adrelid, true) FROM pg_attrdef f WHERE f.oid = min(v.oid)),
       array_agg(v.adrelid), array_agg(v.adnum)
FROM pg_attrdef v WHERE true""",
    owner="v.adrelid",
    grouping=" GROUP BY v.adbin::text",
)

# Owner, number and collation by oid; then what the model's `Column` has but for its default, and
# what few columns have: rights of their own, and settings beside what their type brings.
COLUMNS: Final = Query(
    """
SELECT a.attrelid, a.attnum, a.attcollation,
       a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
       CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END,
       CASE WHEN a.attgenerated <> '' THEN (
         SELECT pg_get_expr(v.adbin, v.adrelid, true) FROM pg_attrdef v
         WHERE v.adrelid = a.attrelid AND v.adnum = a.attnum) END,
       a.attgenerated <> 'v',
       CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END,
       d.description,
       CASE WHEN a.attidentity <> '' THEN (
         SELECT jsonb_build_object('start', s.seqstart, 'increment', s.seqincrement,
                  'minimum', s.seqmin, 'maximum', s.seqmax, 'cache', s.seqcache,
                  'cycle', s.seqcycle)::text
         FROM pg_depend i JOIN pg_sequence s ON s.seqrelid = i.objid
         WHERE i.refclassid = 'pg_class'::regclass AND i.refobjid = a.attrelid
           AND i.refobjsubid = a.attnum AND i.classid = 'pg_class'::regclass AND i.deptype = 'i'
           AND (s.seqstart, s.seqincrement, s.seqmin, s.seqcache, s.seqcycle, s.seqmax)
             <> (1, 1, 1, 1, false, CASE s.seqtypid WHEN 'smallint'::regtype THEN 32767
                   WHEN 'integer'::regtype THEN 2147483647 ELSE 9223372036854775807 END)) END,
       CASE WHEN a.attacl IS NOT NULL OR a.attstorage <> t.typstorage OR a.attcompression <> ''
              OR a.attstattarget >= 0 OR a.attoptions IS NOT NULL
              OR (NOT a.attislocal AND NOT c.relispartition) THEN jsonb_build_object(
         'access', {access}::jsonb, 'inherited', NOT a.attislocal AND NOT c.relispartition,
         'settings', ARRAY(SELECT s FROM unnest(
           CASE WHEN a.attstorage <> t.typstorage THEN ARRAY['storage=' || CASE a.attstorage
             WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main'
             ELSE 'extended' END] END
           || CASE a.attcompression WHEN 'p' THEN ARRAY['compression=pglz']
                WHEN 'l' THEN ARRAY['compression=lz4'] END
           || CASE WHEN a.attstattarget >= 0 THEN ARRAY['statistics=' || a.attstattarget] END
           || a.attoptions) s ORDER BY s))::text END
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_description d
  ON d.classoid = 'pg_class'::regclass AND d.objoid = a.attrelid AND d.objsubid = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'""".replace(
        "{access}",
        access("a.attacl", "c.relowner", "acldefault('c', c.relowner)", role="NULL::text"),
    ),
    owner="a.attrelid",
)

# Constraints that a partition or a child inherits come with it and are not its own.
CONSTRAINTS: Final = Query(
    """
SELECT k.oid AS object_id, k.conrelid AS owner, k.contype::text AS kind, k.conname AS name,
       k.conkey AS column_numbers, k.confkey AS referenced_numbers,
       k.confdelsetcols AS set_numbers,
       CASE WHEN x.indnatts > x.indnkeyatts THEN x.indkey::smallint[] END AS index_numbers,
       x.indnkeyatts AS key_count,
       k.confrelid AS referenced_id,
       k.confdeltype::text AS on_delete, k.confupdtype::text AS on_update,
       k.confmatchtype = 'f' AS match_full, k.convalidated AS validated,
       k.conenforced AS enforced, k.conperiod AS temporal, NOT k.connoinherit AS inherited,
       CASE WHEN k.condeferred THEN 'deferred' WHEN k.condeferrable THEN 'immediate' END
         AS deferrable,
       coalesce(x.indnullsnotdistinct, false) AS nulls_not_distinct,
       CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid, true) END AS expression,
       CASE WHEN k.contype = 'x' OR k.conperiod THEN pg_get_constraintdef(k.oid, true) END
         AS definition,
       d.description AS comment
FROM pg_constraint k
JOIN pg_namespace n ON n.oid = k.connamespace
LEFT JOIN pg_index x ON x.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')
LEFT JOIN pg_description d
  ON d.classoid = 'pg_constraint'::regclass AND d.objoid = k.oid AND d.objsubid = 0
WHERE k.contype IN ('p', 'u', 'c', 'f', 'x') AND k.conrelid <> 0 AND k.conparentid = 0
  AND (k.conislocal OR k.coninhcount = 0)
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'""",
    owner="k.conrelid",
    catalogues=("pg_constraint", "pg_description"),
)

# Of the index of a key, only its storage parameters are of interest.
#
# The collation that a key has unasked is that of its column or, for an expression, of its type. The
# collation `default`, number 100 in pg_collation.dat, is that of nearly all.
INDEXES: Final = Query(
    """
SELECT i.oid AS object_id, x.indrelid AS owner, i.relname AS name, x.indisunique AS is_unique,
       k.oid IS NOT NULL AS of_key,
       m.amname AS method, x.indisvalid AS valid, coalesce(i.reloptions, '{}') AS parameters,
       x.indnullsnotdistinct AS nulls_not_distinct,
       pg_get_expr(x.indpred, x.indrelid, true) AS predicate,
       x.indkey::smallint[] AS index_numbers, x.indnkeyatts AS key_count,
       x.indoption::smallint[] AS options, x.indclass::oid[] AS classes,
       x.indcollation::oid[] AS collations,
       CASE WHEN NOT x.indcollation::oid[] <@ '{0, 100}' THEN ARRAY(
         SELECT CASE WHEN o <> 0 THEN o::regcollation::text END
         FROM unnest(x.indcollation::oid[]) WITH ORDINALITY u(o, place) ORDER BY place) END
         AS collation_names,
       CASE WHEN x.indexprs IS NOT NULL THEN ARRAY(
         SELECT CASE WHEN a.number = 0 THEN pg_get_indexdef(i.oid, a.place::int, true) END
         FROM unnest(x.indkey::smallint[]) WITH ORDINALITY a(number, place) ORDER BY place) END
         AS expressions,
       CASE WHEN x.indexprs IS NOT NULL AND NOT x.indcollation::oid[] <@ '{0, 100}' THEN ARRAY(
         SELECT t.typcollation FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
         WHERE a.attrelid = i.oid ORDER BY a.attnum) END AS type_collations,
       d.description AS comment
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_am m ON m.oid = i.relam
JOIN pg_namespace n ON n.oid = i.relnamespace
LEFT JOIN pg_constraint k
  ON k.conrelid = x.indrelid AND k.conindid = i.oid AND k.contype IN ('p', 'u', 'x')
LEFT JOIN pg_description d
  ON d.classoid = 'pg_class'::regclass AND d.objoid = i.oid AND d.objsubid = 0
WHERE (k.oid IS NULL OR i.relkind = 'i' AND i.reloptions IS NOT NULL AND k.contype <> 'x'
                        AND NOT k.conperiod)
  AND NOT i.relispartition
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'""",
    owner="x.indrelid",
)

# Options that a key gives its operator class, which few do.
CLASS_OPTIONS: Final = Query(
    """
SELECT a.attrelid AS object_id, a.attnum AS position, a.attoptions AS options
FROM pg_attribute a JOIN pg_index x ON x.indexrelid = a.attrelid
WHERE a.attoptions IS NOT NULL""",
    owner="x.indrelid",
)

OPERATOR_CLASSES: Final = Query(
    "SELECT oid AS object_id, opcname AS name, opcdefault AS is_default FROM pg_opclass",
    catalogues=("pg_opclass",),
)

ENUMS: Final = Query(
    """
SELECT {access} AS access, t.oid AS object_id, n.nspname AS namespace, t.typname AS name,
       ARRAY(SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid
             ORDER BY e.enumsortorder) AS values,
       ARRAY(SELECT e.oid FROM pg_enum e WHERE e.enumtypid = t.oid
             ORDER BY e.enumsortorder) AS numbers,
       obj_description(t.oid, 'pg_type') AS comment
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'e' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass
                  AND e.objid = t.oid AND e.deptype = 'e')""".replace(
        "{access}", access("t.typacl", "t.typowner", "acldefault('T', t.typowner)")
    ),
    catalogues=("pg_enum", "pg_type"),
)

# The sequence of an identity column belongs to the column: dependency type i.
SEQUENCES: Final = Query(
    """
SELECT c.oid AS object_id, n.nspname AS namespace, c.relname AS name,
       c.relpersistence IN ('u') AS unlogged,
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
                  AND e.objid = c.oid AND e.deptype = 'e')""",
    owner="c.oid",
)

# What `public` has from the beginning is no difference: its comment, its owner, and that everybody
# may look into it.
_PUBLIC: Final[LiteralString] = """CASE WHEN n.nspname = 'public'
  THEN acldefault('n', n.nspowner) || makeaclitem(0, n.nspowner, 'USAGE', false)
  ELSE acldefault('n', n.nspowner) END"""

NAMESPACES: Final = Query(
    """
SELECT n.nspname AS name, {access} AS access,
       nullif(obj_description(n.oid, 'pg_namespace'),
              CASE WHEN n.nspname = 'public' THEN 'standard public schema' END) AS comment
FROM pg_namespace n
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_namespace'::regclass
                  AND e.objid = n.oid AND e.deptype = 'e')""".replace(
        "{access}",
        access(
            "n.nspacl",
            "n.nspowner",
            _PUBLIC,
            present="coalesce({acl}, acldefault('n', {owner}))",
            told="({acl} IS NOT NULL OR n.nspname = 'public')",
            role="CASE WHEN pg_get_userbyid({owner}) NOT IN (current_user, 'pg_database_owner')"
            " THEN {owner}::regrole::text END",
        ),
    ),
    catalogues=("pg_namespace",),
)

STRUCTURE: Final = {
    "defaults": DEFAULTS,
    "columns": COLUMNS,
    "constraints": CONSTRAINTS,
    "indexes": INDEXES,
    "relations": RELATIONS,
    "class_options": CLASS_OPTIONS,
    "operator_classes": OPERATOR_CLASSES,
    "namespaces": NAMESPACES,
    "enums": ENUMS,
    "sequences": SEQUENCES,
}
