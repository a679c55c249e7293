"""Catalogue queries for what the model does not edit: each object with its definition and drop.

Each row is kind, identity, definition, drop, table and comment, as `Carried` has them, and where
the object belongs to a relation, the oid of that; or the access to it, where it belongs to none and
grants can be made on it. Where PostgreSQL cannot print a definition, the definition is empty: the
object is still seen.
"""

from __future__ import annotations

from typing import Final, LiteralString

from designkit.database.catalogue.queries import Query
from designkit.database.catalogue.rights import access
from designkit.database.catalogue.settings import (
    COMMENTS,
    DEFAULT_PRIVILEGES,
    TRIGGERS_APART,
    UNWRITTEN,
)
from designkit.database.catalogue.unprinted import BASE_TYPES, UNPRINTED

# An extension brings a comment, which is none of anybody's; "" where that was taken away.
_EXTENSION_COMMENT: Final[LiteralString] = """(
  SELECT CASE WHEN d.told IS DISTINCT FROM a.comment THEN coalesce(d.told, '') END
  FROM (SELECT obj_description(e.oid, 'pg_extension') AS told) d
  LEFT JOIN pg_available_extensions() a ON a.name = e.extname)"""

_EXTENSIONS: Final = Query(
    """
SELECT 'extension', extname,
       format('CREATE EXTENSION %I%s', extname,
              CASE WHEN n.nspname <> 'public' THEN format(' WITH SCHEMA %I', n.nspname)
                   ELSE '' END),
       format('DROP EXTENSION %I', extname), NULL::jsonb, {comment}
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE extname <> 'plpgsql'""".replace("{comment}", _EXTENSION_COMMENT),
    catalogues=("pg_extension",),
)

_FUNCTIONS: Final = Query(
    """
SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
       p.oid::regprocedure::text,
       CASE WHEN p.prokind <> 'a' THEN rtrim(pg_get_functiondef(p.oid), E'\\n') ELSE '' END,
       CASE WHEN p.prokind <> 'a' THEN format('DROP %s %s',
         CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, p.oid::regprocedure)
         ELSE '' END,
       NULL::jsonb, obj_description(p.oid, 'pg_proc'), {access}
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_proc'::regclass
                  AND e.objid = p.oid AND e.deptype IN ('e', 'i'))""".replace(
        "{access}", access("p.proacl", "p.proowner", "acldefault('f', p.proowner)")
    ),
    catalogues=("pg_proc",),
)

_TRIGGERS: Final = Query(
    """
SELECT 'trigger', quote_ident(t.tgname),
       pg_get_triggerdef(t.oid, true) || CASE t.tgenabled
         WHEN 'D' THEN format(E';\\nALTER TABLE %s DISABLE TRIGGER %I', c.oid::regclass, t.tgname)
         WHEN 'A' THEN format(E';\\nALTER TABLE %s ENABLE ALWAYS TRIGGER %I',
                              c.oid::regclass, t.tgname)
         WHEN 'R' THEN format(E';\\nALTER TABLE %s ENABLE REPLICA TRIGGER %I',
                              c.oid::regclass, t.tgname)
         ELSE '' END,
       format('DROP TRIGGER %I ON %s', t.tgname, c.oid::regclass),
       jsonb_build_object('namespace', n.nspname, 'name', c.relname),
       obj_description(t.oid, 'pg_trigger'), t.tgrelid
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND coalesce((to_jsonb(t) ->> 'tgparentid')::bigint, 0) = 0
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'""",
    owner="t.tgrelid",
    catalogues=("pg_trigger", "pg_description"),
)

_POLICIES: Final = Query(
    """
SELECT 'policy', quote_ident(p.polname),
       format('CREATE POLICY %I ON %s AS %s FOR %s TO %s', p.polname, c.oid::regclass,
              CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
              CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                            WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
              (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE role::regrole::text END, ', '
                                 ORDER BY role) FROM unnest(p.polroles) role))
         || coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid, true) || ')', '')
         || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid, true) || ')', ''),
       format('DROP POLICY %I ON %s', p.polname, c.oid::regclass),
       jsonb_build_object('namespace', n.nspname, 'name', c.relname),
       obj_description(p.oid, 'pg_policy'), p.polrelid
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^pg_'""",
    owner="p.polrelid",
    catalogues=("pg_policy", "pg_description"),
)

_RULES: Final = Query(
    """
SELECT 'rule', quote_ident(r.rulename),
       rtrim(pg_get_ruledef(r.oid, true), ';') || CASE r.ev_enabled
         WHEN 'D' THEN format(E';\\nALTER TABLE %s DISABLE RULE %I', c.oid::regclass, r.rulename)
         WHEN 'A' THEN format(E';\\nALTER TABLE %s ENABLE ALWAYS RULE %I',
                              c.oid::regclass, r.rulename)
         WHEN 'R' THEN format(E';\\nALTER TABLE %s ENABLE REPLICA RULE %I',
                              c.oid::regclass, r.rulename)
         ELSE '' END,
       format('DROP RULE %I ON %s', r.rulename, c.oid::regclass),
       jsonb_build_object('namespace', n.nspname, 'name', c.relname),
       obj_description(r.oid, 'pg_rewrite'), r.ev_class
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE r.rulename <> '_RETURN' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'""",
    owner="r.ev_class",
    catalogues=("pg_rewrite", "pg_description"),
)

# What a range type has beside its subtype, where that is not what it gets unasked: the name of its
# multirange is made of its own. A canonical function is told among what no operation writes, since
# it needs the type before the type is there.
# https://www.postgresql.org/docs/18/sql-createtype.html
_RANGE_PARTS: Final[LiteralString] = """(
  SELECT format_type(r.rngsubtype, NULL)
         || CASE WHEN NOT k.opcdefault THEN format(', SUBTYPE_OPCLASS = %I.%I', kn.nspname,
                                                   k.opcname) ELSE '' END
         || CASE WHEN r.rngcollation <> s.typcollation
              THEN ', COLLATION = ' || r.rngcollation::regcollation ELSE '' END
         || CASE WHEN r.rngsubdiff <> 0 THEN ', SUBTYPE_DIFF = ' || r.rngsubdiff::regproc
              ELSE '' END
         || CASE WHEN m.typnamespace <> t.typnamespace OR m.typname <>
                CASE WHEN strpos(t.typname, 'range') > 0
                  THEN regexp_replace(t.typname, 'range', 'multirange')
                  ELSE t.typname || '_multirange' END
              THEN ', MULTIRANGE_TYPE_NAME = ' || m.oid::regtype ELSE '' END
  FROM pg_range r JOIN pg_type s ON s.oid = r.rngsubtype
  JOIN pg_opclass k ON k.oid = r.rngsubopc JOIN pg_namespace kn ON kn.oid = k.opcnamespace
  LEFT JOIN pg_type m ON m.oid = r.rngmultitypid
  WHERE r.rngtypid = t.oid)"""

# No CREATE DOMAIN takes a check that was not validated.
_DOMAIN_CHECKS: Final[LiteralString] = """(
  SELECT coalesce(string_agg(CASE WHEN k.convalidated THEN '' ELSE E';\\nALTER DOMAIN '
                               || t.oid::regtype || ' ADD' END
                             || format(' CONSTRAINT %I %s', k.conname,
                                       pg_get_constraintdef(k.oid, true)), ''
                             ORDER BY NOT k.convalidated, k.conname), '')
  FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c')"""

_TYPES: Final = Query(
    """
SELECT CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range type' ELSE 'composite type' END,
       t.oid::regtype::text,
       CASE t.typtype
         WHEN 'd' THEN format('CREATE DOMAIN %s AS %s%s%s%s%s', t.oid::regtype,
           format_type(t.typbasetype, t.typtypmod),
           (SELECT CASE WHEN b.typcollation <> t.typcollation
                     THEN ' COLLATE ' || t.typcollation::regcollation END
            FROM pg_type b WHERE b.oid = t.typbasetype),
           coalesce(' DEFAULT ' || t.typdefault, ''),
           CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END, {checks})
         WHEN 'c' THEN format('CREATE TYPE %s AS (%s)', t.oid::regtype,
           (SELECT string_agg(format('%I %s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                                     CASE WHEN a.attcollation <> b.typcollation
                                       THEN ' COLLATE ' || a.attcollation::regcollation END),
                              ', ' ORDER BY a.attnum)
            FROM pg_attribute a JOIN pg_type b ON b.oid = a.atttypid
            WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped))
         WHEN 'r' THEN format('CREATE TYPE %s AS RANGE (SUBTYPE = %s)', t.oid::regtype, {range})
       END,
       format('DROP %s %s', CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, t.oid::regtype),
       NULL::jsonb, obj_description(t.oid, 'pg_type'),
       {access}
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE (t.typtype IN ('d', 'r')
       OR t.typtype = 'c' AND t.typrelid IN (SELECT c.oid FROM pg_class c WHERE c.relkind = 'c'))
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass
                  AND e.objid = t.oid AND e.deptype = 'e')""".replace(
        "{access}", access("t.typacl", "t.typowner", "acldefault('T', t.typowner)")
    )
    .replace("{checks}", _DOMAIN_CHECKS)
    .replace("{range}", _RANGE_PARTS),
    catalogues=("pg_type", "pg_constraint"),
)

_STATISTICS: Final = Query(
    """
SELECT 'statistics',
       CASE WHEN sn.nspname <> 'public' THEN quote_ident(sn.nspname) || '.' ELSE '' END
         || quote_ident(s.stxname),
       pg_get_statisticsobjdef(s.oid) || CASE WHEN s.stxstattarget >= 0
         THEN format(E';\\nALTER STATISTICS %I.%I SET STATISTICS %s', sn.nspname, s.stxname,
                     s.stxstattarget)
         ELSE '' END,
       format('DROP STATISTICS %I.%I', sn.nspname, s.stxname),
       jsonb_build_object('namespace', n.nspname, 'name', c.relname),
       obj_description(s.oid, 'pg_statistic_ext'), s.stxrelid
FROM pg_statistic_ext s JOIN pg_namespace sn ON sn.oid = s.stxnamespace
JOIN pg_class c ON c.oid = s.stxrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^pg_'""",
    owner="s.stxrelid",
    catalogues=("pg_statistic_ext", "pg_description"),
)

# What goes with an extension without being a part of it. Of a routine that is said; what else may
# depend so is seen only.
# https://www.postgresql.org/docs/18/sql-alterfunction.html
_DEPENDENCIES: Final = Query(
    """
SELECT CASE WHEN p.oid IS NULL THEN 'setting' ELSE 'dependency' END,
       CASE WHEN p.oid IS NULL THEN 'dependency ' ELSE '' END
         || format('of %s %s on extension %s', i.type,
                   coalesce(p.oid::regprocedure::text, i.identity), quote_ident(e.extname)),
       CASE WHEN p.oid IS NULL THEN '' ELSE format('ALTER ROUTINE %s DEPENDS ON EXTENSION %I',
                                                   p.oid::regprocedure, e.extname) END,
       CASE WHEN p.oid IS NULL THEN '' ELSE format('ALTER ROUTINE %s NO DEPENDS ON EXTENSION %I',
                                                   p.oid::regprocedure, e.extname) END,
       NULL::jsonb, NULL
FROM pg_extension e
JOIN pg_depend d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
  AND d.deptype = 'x'
LEFT JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid,
LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) i""",
    catalogues=("pg_depend", "pg_proc", "pg_extension"),
)

# Seen, but not printed by any function of PostgreSQL.
_SEEN: Final = Query(
    """
SELECT 'event trigger', quote_ident(evtname), '', '', NULL::jsonb,
       obj_description(oid, 'pg_event_trigger')
FROM pg_event_trigger
UNION ALL
SELECT 'publication', quote_ident(pubname), '', '', NULL::jsonb,
       obj_description(oid, 'pg_publication')
FROM pg_publication
UNION ALL
SELECT 'collation', o.oid::regcollation::text, '', '', NULL::jsonb,
       obj_description(o.oid, 'pg_collation')
FROM pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
UNION ALL
SELECT 'operator', o.oid::regoperator::text, '', '', NULL::jsonb,
       obj_description(o.oid, 'pg_operator')
FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
WHERE n.nspname !~ '^pg_' AND NOT EXISTS (
  SELECT FROM pg_depend e
  WHERE e.classid = 'pg_operator'::regclass AND e.objid = o.oid AND e.deptype = 'e')
UNION ALL
SELECT 'cast', format('(%s AS %s)', castsource::regtype, casttarget::regtype), '', '', NULL::jsonb,
       obj_description(c.oid, 'pg_cast')
FROM pg_cast c WHERE c.oid >= 16384 AND NOT EXISTS (
  SELECT FROM pg_depend e
  WHERE e.classid = 'pg_cast'::regclass AND e.objid = c.oid AND e.deptype IN ('e', 'i'))
UNION ALL
SELECT 'text search', format('configuration %s', c.oid::regconfig), '', '', NULL::jsonb,
       obj_description(c.oid, 'pg_ts_config')
FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace
WHERE n.nspname !~ '^pg_' AND NOT EXISTS (
  SELECT FROM pg_depend e
  WHERE e.classid = 'pg_ts_config'::regclass AND e.objid = c.oid AND e.deptype = 'e')
UNION ALL
SELECT 'foreign table', c.oid::regclass::text, '', '', NULL::jsonb,
       obj_description(c.oid, 'pg_class')
FROM pg_foreign_table f JOIN pg_class c ON c.oid = f.ftrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^pg_'
UNION ALL
SELECT 'text search', format('%s %s', k.kind, k.name), '', '', NULL::jsonb,
       obj_description(k.oid, k.catalogue)
FROM (SELECT oid, 'dictionary' AS kind, 'pg_ts_dict' AS catalogue, oid::regdictionary::text AS name
      FROM pg_ts_dict
      UNION ALL SELECT oid, 'parser', 'pg_ts_parser', quote_ident(prsname) FROM pg_ts_parser
      UNION ALL SELECT oid, 'template', 'pg_ts_template', quote_ident(tmplname)
      FROM pg_ts_template) k
WHERE k.oid >= 16384 AND NOT EXISTS (
  SELECT FROM pg_depend e WHERE e.classid = k.catalogue::regclass AND e.objid = k.oid
                            AND e.deptype = 'e')
UNION ALL
SELECT k.kind, k.name, '', '', NULL::jsonb, obj_description(k.oid, k.catalogue)
FROM (SELECT oid, 'foreign data wrapper' AS kind, 'pg_foreign_data_wrapper' AS catalogue,
             quote_ident(fdwname) AS name FROM pg_foreign_data_wrapper
      UNION ALL SELECT oid, 'server', 'pg_foreign_server', quote_ident(srvname)
      FROM pg_foreign_server
      UNION ALL SELECT o.oid, 'operator class', 'pg_opclass', i.identity
      FROM pg_opclass o, LATERAL pg_identify_object('pg_opclass'::regclass, o.oid, 0) i
      WHERE o.oid >= 16384
      UNION ALL SELECT o.oid, 'operator family', 'pg_opfamily', i.identity
      FROM pg_opfamily o, LATERAL pg_identify_object('pg_opfamily'::regclass, o.oid, 0) i
      WHERE o.oid >= 16384
      UNION ALL SELECT o.oid, 'conversion', 'pg_conversion', i.identity
      FROM pg_conversion o, LATERAL pg_identify_object('pg_conversion'::regclass, o.oid, 0) i
      WHERE o.oid >= 16384
      UNION ALL SELECT oid, 'language', 'pg_language', quote_ident(lanname) FROM pg_language
      UNION ALL SELECT oid, 'access method', 'pg_am', quote_ident(amname) FROM pg_am) k
WHERE k.oid >= 16384 AND NOT EXISTS (
  SELECT FROM pg_depend e WHERE e.classid = k.catalogue::regclass AND e.objid = k.oid
                            AND e.deptype = 'e')
UNION ALL
SELECT 'transform', format('for %s language %s', t.trftype::regtype, l.lanname), '', '',
       NULL::jsonb, obj_description(t.oid, 'pg_transform')
FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
WHERE NOT EXISTS (
  SELECT FROM pg_depend e
  WHERE e.classid = 'pg_transform'::regclass AND e.objid = t.oid AND e.deptype = 'e')
UNION ALL
SELECT 'setting', format('comment on %s of domain %s: %s', quote_ident(k.conname),
                         k.contypid::regtype, d.description), '', '', NULL::jsonb, NULL
FROM pg_description d JOIN pg_constraint k ON k.oid = d.objoid
WHERE d.objoid >= 16384 AND d.classoid = 'pg_constraint'::regclass AND k.contypid <> 0
UNION ALL
SELECT 'setting', format('comment on %s.%s: %s', c.oid::regclass, quote_ident(a.attname),
                         d.description), '', '', NULL::jsonb, NULL
FROM pg_description d JOIN pg_class c ON c.oid = d.objoid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid
WHERE d.objoid >= 16384 AND d.classoid = 'pg_class'::regclass AND c.relkind = 'c'
UNION ALL
SELECT 'setting', format('canonical function %s of range type %s', r.rngcanonical::regproc,
                         r.rngtypid::regtype), '', '', NULL::jsonb, NULL
FROM pg_range r WHERE r.rngtypid >= 16384 AND r.rngcanonical <> 0
UNION ALL
SELECT 'setting', format('comment on multirange type of %s: %s', r.rngtypid::regtype,
                         obj_description(r.rngmultitypid, 'pg_type')), '', '', NULL::jsonb, NULL
FROM pg_range r
WHERE r.rngtypid >= 16384 AND obj_description(r.rngmultitypid, 'pg_type') IS NOT NULL
UNION ALL
SELECT 'setting', format('comment on the sequence of column %s.%I: %s', a.attrelid::regclass,
                         a.attname, q.comment), '', '', NULL::jsonb, NULL
FROM (SELECT s.seqrelid, obj_description(s.seqrelid, 'pg_class') AS comment
      FROM pg_sequence s) q
JOIN pg_depend i ON i.classid = 'pg_class'::regclass AND i.objid = q.seqrelid AND i.deptype = 'i'
  AND i.refclassid = 'pg_class'::regclass AND i.refobjsubid > 0
JOIN pg_attribute a ON a.attrelid = i.refobjid AND a.attnum = i.refobjsubid
WHERE q.comment IS NOT NULL
UNION ALL
SELECT 'setting', format('the sequence of column %s.%I is logged, or not, unlike its table',
                         a.attrelid::regclass, a.attname), '', '', NULL::jsonb, NULL
FROM pg_sequence s JOIN pg_class q ON q.oid = s.seqrelid
JOIN pg_depend i ON i.classid = 'pg_class'::regclass AND i.objid = q.oid AND i.deptype = 'i'
  AND i.refclassid = 'pg_class'::regclass AND i.refobjsubid > 0
JOIN pg_attribute a ON a.attrelid = i.refobjid AND a.attnum = i.refobjsubid
JOIN pg_class c ON c.oid = a.attrelid AND c.relpersistence <> q.relpersistence
WHERE c.relpersistence = 'u'
UNION ALL
SELECT 'security label', format('%s of %s %s', s.provider, s.objtype, s.objname), '', '',
       NULL::jsonb, NULL
FROM pg_seclabels s WHERE s.objnamespace IS DISTINCT FROM 'pg_catalog'::regnamespace""",
    catalogues=(
        "pg_event_trigger",
        "pg_publication",
        "pg_collation",
        "pg_operator",
        "pg_cast",
        "pg_ts_config",
        "pg_foreign_table",
        "pg_ts_dict",
        "pg_ts_parser",
        "pg_ts_template",
        "pg_foreign_data_wrapper",
        "pg_foreign_server",
        "pg_opclass",
        "pg_opfamily",
        "pg_conversion",
        "pg_language",
        "pg_am",
        "pg_transform",
        "pg_seclabel",
        "pg_range",
    ),
)

CARRIED: Final = {
    "extensions": _EXTENSIONS,
    "functions": _FUNCTIONS,
    "triggers": _TRIGGERS,
    "policies": _POLICIES,
    "rules": _RULES,
    "types": _TYPES,
    "default_privileges": DEFAULT_PRIVILEGES,
    "statistics": _STATISTICS,
    "seen": _SEEN,
    "unprinted": UNPRINTED,
    "base_types": BASE_TYPES,
    "dependencies": _DEPENDENCIES,
    "settings": UNWRITTEN,
    "comments": COMMENTS,
    "triggers_apart": TRIGGERS_APART,
}
