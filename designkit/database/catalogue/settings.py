"""Catalogue queries for what few databases hold: rights, owners, settings out of the ordinary.

They stand beside the queries for all relations, so that those read nothing that is nearly never
there.
"""

from __future__ import annotations

from typing import Final, LiteralString

from designkit.database.catalogue.queries import Query
from designkit.database.catalogue.rights import access

# A sequence that a column owns has the owner of its table, and none of its own.
_RELATION_OWNER: Final[LiteralString] = """CASE WHEN pg_get_userbyid({owner}) <> current_user
  AND NOT (c.relkind = 'S' AND EXISTS (
    SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
      AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')))
  THEN {owner}::regrole::text END"""

RELATION_ACCESS: Final = Query(
    """
SELECT c.oid, {access}
FROM pg_class c
WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND c.relpersistence <> 't'
  AND (c.relacl IS NOT NULL
       OR c.relowner <> (SELECT quote_ident(current_user)::regrole::oid))""".replace(
        "{access}",
        access(
            "c.relacl",
            "c.relowner",
            "acldefault((CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END)::\"char\", c.relowner)",
            role=_RELATION_OWNER,
        ),
    ),
    owner="c.oid",
)

# What few tables have. The access method `heap` is number 2 in pg_am.dat.
TABLE_SETTINGS: Final = Query(
    """
SELECT s.owner, s.setting FROM (
  SELECT c.oid AS owner, v.setting
  FROM pg_class c, LATERAL (VALUES
    (CASE c.relreplident WHEN 'f' THEN 'replica_identity=full'
                         WHEN 'n' THEN 'replica_identity=nothing' END),
    (CASE WHEN c.reltablespace <> 0 THEN 'tablespace=' || (
       SELECT p.spcname FROM pg_tablespace p WHERE p.oid = c.reltablespace) END),
    (CASE WHEN c.relam NOT IN (0, 2) THEN 'access_method=' || (
       SELECT m.amname FROM pg_am m WHERE m.oid = c.relam) END)) v (setting)
  WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p') AND v.setting IS NOT NULL
    AND (c.relreplident IN ('f', 'n') OR c.reltablespace <> 0 OR c.relam NOT IN (0, 2))
  UNION ALL
  SELECT x.indrelid, v.setting || i.relname
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid,
       LATERAL (VALUES (CASE WHEN x.indisclustered THEN 'cluster=' END),
                       (CASE WHEN x.indisreplident THEN 'replica_identity=index ' END)) v (setting)
  WHERE (x.indisclustered OR x.indisreplident) AND v.setting IS NOT NULL
) s WHERE true""",
    owner="s.owner",
)

# What default privileges give or take beyond what PostgreSQL gives: grants first.
_ENTRIES: Final[LiteralString] = """(
  SELECT s.granted, s.is_grantable,
         CASE WHEN s.grantee = 0 THEN 'PUBLIC'
              WHEN pg_get_userbyid(s.grantee) = current_user THEN 'CURRENT_USER'
              ELSE s.grantee::regrole::text END AS grantee,
         string_agg(s.privilege_type, ', ' ORDER BY s.privilege_type) AS rights
  FROM (SELECT true AS granted, x.*
        FROM (SELECT * FROM aclexplode(d.acl) EXCEPT SELECT * FROM aclexplode(d.unasked)) x
        UNION ALL
        SELECT false, x.*
        FROM (SELECT * FROM aclexplode(d.unasked) EXCEPT SELECT * FROM aclexplode(d.acl)) x) s
  GROUP BY s.granted, s.is_grantable, s.grantee)"""

_ALTERED: Final[LiteralString] = """(
  SELECT string_agg(
    format('ALTER DEFAULT PRIVILEGES%s ', d.place)
    || CASE WHEN {grants}
         THEN format('GRANT %s ON %s TO %s', e.rights, d.objects, e.grantee)
              || CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
         ELSE format('REVOKE %s ON %s FROM %s', e.rights, d.objects, e.grantee) END,
    E';\\n' ORDER BY e.granted DESC, e.grantee, e.rights)
  FROM {entries} e)""".replace("{entries}", _ENTRIES)

# Those of a role in all schemas begin with what PostgreSQL gives; those in one schema add to them.
DEFAULT_PRIVILEGES: Final = Query(
    """
SELECT 'default privileges', 'on ' || d.objects || d.place, {created}, {dropped}, NULL::jsonb, NULL,
       CASE WHEN pg_get_userbyid(d.owner) = current_user THEN {access} END
FROM (SELECT a.defaclrole AS owner, a.defaclacl AS acl,
             acldefault(CASE WHEN a.defaclnamespace <> 0 THEN 'c'
                             WHEN a.defaclobjtype = 'S' THEN 's'
                             ELSE a.defaclobjtype END, a.defaclrole) AS unasked,
             CASE WHEN pg_get_userbyid(a.defaclrole) = current_user THEN ''
                  ELSE ' FOR ROLE ' || a.defaclrole::regrole END
             || CASE WHEN a.defaclnamespace = 0 THEN ''
                     ELSE ' IN SCHEMA ' || a.defaclnamespace::regnamespace END AS place,
             CASE a.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES'
               WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS'
               ELSE 'LARGE OBJECTS' END AS objects
      FROM pg_default_acl a) d""".replace("{created}", _ALTERED.replace("{grants}", "e.granted"))
    .replace("{dropped}", _ALTERED.replace("{grants}", "NOT e.granted"))
    .replace("{access}", access("d.acl", "d.owner", "d.unasked", role="NULL::text")),
    catalogues=("pg_default_acl",),
)

# What is set on single relations and no operation writes: seen, so that a difference is refused.
UNWRITTEN: Final = Query(
    """
SELECT 'setting', s.setting, '', '', jsonb_build_object('namespace', n.nspname, 'name', c.relname),
       NULL, s.owner
FROM (
  SELECT x.indrelid AS owner, format('statistics target %s of %s column %s', a.attstattarget,
           quote_ident(i.relname), a.attnum) AS setting
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
  JOIN pg_attribute a ON a.attrelid = i.oid AND a.attstattarget >= 0 AND a.attnum > 0
  WHERE x.indexprs IS NOT NULL
  UNION ALL
  SELECT m.oid, v.setting
  FROM pg_class m, LATERAL (VALUES
    (CASE WHEN m.relkind = 'm' AND (m.reltablespace <> 0 OR m.relam <> 2)
       THEN 'tablespace or access method' END),
    (CASE WHEN m.relkind = 'm' THEN 'storage or statistics of columns: ' || (
       SELECT string_agg(concat_ws(' ', quote_ident(a.attname), a.attstorage, a.attcompression,
                                   a.attstattarget, a.attoptions), ', ' ORDER BY a.attnum)
       FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
       WHERE a.attrelid = m.oid AND a.attnum > 0 AND NOT a.attisdropped
         AND (a.attstorage <> t.typstorage OR a.attcompression <> ''
              OR a.attstattarget >= 0 OR a.attoptions IS NOT NULL)) END),
    (CASE WHEN m.reloftype <> 0 THEN 'rows of type ' || m.reloftype::regtype END)) v (setting)
  WHERE (m.relkind = 'm' OR m.reloftype <> 0) AND v.setting IS NOT NULL
  UNION ALL
  SELECT x.indrelid, v.setting
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid, LATERAL (VALUES
    (CASE WHEN x.indisclustered AND x.indrelid IN (SELECT m.oid FROM pg_class m
                                                   WHERE m.relkind = 'm')
       THEN format('clustered on %I', i.relname) END),
    (CASE WHEN i.relkind = 'I' AND EXISTS (SELECT FROM pg_constraint k
                                           WHERE k.conrelid = x.indrelid AND k.conindid = i.oid)
       THEN format('parameters %s of the key %I on all partitions', i.reloptions, i.relname) END),
    (CASE WHEN i.relkind = 'I' AND NOT x.indisvalid
       THEN format('index %I on only itself, not on all partitions', i.relname) END)) v (setting)
  WHERE v.setting IS NOT NULL AND (x.indisclustered OR NOT x.indisvalid
         OR i.relkind = 'I' AND i.reloptions IS NOT NULL)
  UNION ALL
  SELECT x.indrelid, format('tablespace of index %I', i.relname)
  FROM pg_class i JOIN pg_index x ON x.indexrelid = i.oid
  WHERE i.reltablespace <> 0 AND NOT i.relisshared
  UNION ALL
  SELECT f.ftrelid, concat_ws(' ', 'foreign on server', v.srvname, f.ftoptions, (
           SELECT string_agg(concat_ws(' ', quote_ident(a.attname),
                    format_type(a.atttypid, a.atttypmod), nullif(a.attcollation, 0)::regcollation,
                    a.attnotnull, pg_get_expr(d.adbin, d.adrelid, true), a.attgenerated,
                    a.attfdwoptions, col_description(f.ftrelid, a.attnum)), ', ' ORDER BY a.attname)
           FROM pg_attribute a
           LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
           WHERE a.attrelid = f.ftrelid AND a.attnum > 0 AND NOT a.attisdropped), (
           SELECT string_agg(k.conname || ' ' || pg_get_constraintdef(k.oid, true), ', '
                             ORDER BY k.conname)
           FROM pg_constraint k WHERE k.conrelid = f.ftrelid AND k.contype <> 'n'))
  FROM pg_foreign_table f JOIN pg_foreign_server v ON v.oid = f.ftserver
  UNION ALL
  SELECT x.indrelid, v.setting
  FROM pg_inherits h JOIN pg_index x ON x.indexrelid = h.inhrelid
  JOIN pg_class i ON i.oid = h.inhrelid JOIN pg_class p ON p.oid = h.inhparent, LATERAL (VALUES
    (CASE WHEN i.reloptions IS DISTINCT FROM p.reloptions
       THEN format('parameters %s of the partition of index %I', i.reloptions, p.relname) END),
    (format('comment on the partition of index %I: ', p.relname)
       || obj_description(i.oid, 'pg_class'))) v (setting)
  WHERE v.setting IS NOT NULL
  UNION ALL
  SELECT k.conrelid, format('NOT NULL %I%s%s', k.conname,
           CASE WHEN NOT k.convalidated THEN ' not validated' ELSE '' END,
           CASE WHEN k.connoinherit THEN ' not inherited' ELSE '' END)
  FROM pg_constraint k
  WHERE k.contype = 'n' AND (NOT k.convalidated OR k.connoinherit)
) s JOIN pg_class c ON c.oid = s.owner JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'""",
    owner="s.owner",
)

# Comments that no operation writes: apart, since nearly no step touches one.
COMMENTS: Final = Query(
    """
SELECT 'setting', s.setting, '', '', jsonb_build_object('namespace', n.nspname, 'name', c.relname),
       NULL, s.owner
FROM (
  SELECT d.objoid, k.conrelid AS owner, CASE k.contype
           WHEN 'n' THEN format('comment on NOT NULL %I: %s', k.conname, d.description)
           ELSE format('comment on inherited constraint %I: %s', coalesce((
             SELECT p.conname FROM pg_constraint p WHERE p.oid = k.conparentid), k.conname),
             d.description) END AS setting
  FROM pg_description d JOIN pg_constraint k ON k.oid = d.objoid
  WHERE d.classoid = 'pg_constraint'::regclass AND k.conrelid <> 0
    AND (k.contype = 'n' OR k.conparentid <> 0 OR (NOT k.conislocal AND k.coninhcount > 0))
  UNION ALL
  SELECT d.objoid, x.indrelid, format('comment on the index of %I: %s', k.conname, d.description)
  FROM pg_index x
  JOIN pg_description d
    ON d.objoid = x.indexrelid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
  JOIN pg_constraint k  -- By its table, since no index leads from an index to its constraint.
    ON k.conrelid = x.indrelid AND k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x')
  WHERE NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = x.indexrelid)
) s JOIN pg_class c ON c.oid = s.owner JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'""",
    owner="s.owner",
    catalogues=("pg_constraint", "pg_description", "pg_inherits"),
    sooner=""" AND s.objoid = ANY(ARRAY(
  SELECT x.indexrelid FROM pg_index x WHERE x.indrelid = ANY($1)
  UNION ALL
  SELECT k.oid FROM pg_constraint k WHERE k.conrelid = ANY($1)))""",
)

# Triggers that come with a parent's, and fire otherwise than there: a change of either tells.
TRIGGERS_APART: Final = Query(
    """
SELECT 'setting', format('trigger %I of %s, on %s %s', t.tgname, p.tgrelid::regclass,
         t.tgrelid::regclass, CASE t.tgenabled
           WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'enabled on replicas'
           WHEN 'A' THEN 'enabled always' ELSE 'enabled' END), '', '', NULL::jsonb, NULL
FROM pg_trigger t JOIN pg_trigger p ON p.oid = t.tgparentid
WHERE NOT t.tgisinternal AND t.tgenabled <> p.tgenabled""",
    catalogues=("pg_trigger",),
)

BESIDE: Final = {
    "table_settings": TABLE_SETTINGS,
    "access": RELATION_ACCESS,
}
