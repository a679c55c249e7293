"""What is known of objects that PostgreSQL prints no definition of, so that a difference is seen.

Each row is a setting as `Carried` has it: no operation writes one, so a difference in it is refused
by what its identity says. Functions and types are told by name, since their numbers are those of
one database.
"""

from __future__ import annotations

from typing import Final

from designkit.database.catalogue.queries import Query

# The options of a user mapping hold passwords, and are the business of who rules the server.
UNPRINTED: Final = Query(
    """
SELECT 'setting', u.kind || ' ' || u.name || ': ' || u.told, '', '', NULL::jsonb, NULL
FROM (
  SELECT 'event trigger' AS kind, quote_ident(evtname) AS name, 'pg_event_trigger'::regclass AS at,
         oid, concat_ws(' ', evtevent, evttags, evtenabled, evtfoid::regprocedure) AS told
  FROM pg_event_trigger
  UNION ALL
  SELECT 'publication', quote_ident(p.pubname), 'pg_publication'::regclass, p.oid,
         concat_ws(' ', to_jsonb(p) - '{oid,pubname,pubowner}'::text[], (
           SELECT string_agg(concat_ws(' ', i.identity, pg_get_expr(r.prqual, r.prrelid),
                                       to_jsonb(r) -> 'prattrs'), ', ' ORDER BY i.identity)
           FROM pg_depend d
           LEFT JOIN pg_publication_rel r ON r.oid = d.objid
             AND d.classid = 'pg_publication_rel'::regclass,
           LATERAL pg_identify_object(d.classid, d.objid, 0) i
           WHERE d.refclassid = 'pg_publication'::regclass AND d.refobjid = p.oid))
  FROM pg_publication p
  UNION ALL
  SELECT 'collation', o.oid::regcollation::text, 'pg_collation'::regclass, o.oid,
         (to_jsonb(o) - '{oid,collname,collnamespace,collowner,collversion}'::text[])::text
  FROM pg_collation o WHERE o.oid >= 16384
  UNION ALL
  SELECT 'operator', o.oid::regoperator::text, 'pg_operator'::regclass, o.oid,
         concat_ws(' ', o.oprcode, o.oprcom::regoperator, o.oprnegate::regoperator, o.oprrest,
                   o.oprjoin, o.oprcanmerge, o.oprcanhash)
  FROM pg_operator o WHERE o.oid >= 16384
  UNION ALL
  SELECT 'cast', format('(%s AS %s)', c.castsource::regtype, c.casttarget::regtype),
         'pg_cast'::regclass, c.oid,
         concat_ws(' ', c.castfunc::regprocedure, c.castcontext, c.castmethod)
  FROM pg_cast c WHERE c.oid >= 16384
  UNION ALL
  SELECT 'aggregate', p.oid::regprocedure::text, 'pg_proc'::regclass, p.oid,
         concat_ws(' ', to_jsonb(a) - '{aggfnoid,aggsortop,aggtranstype,aggmtranstype}'::text[],
                   a.aggsortop::regoperator, a.aggtranstype::regtype, a.aggmtranstype::regtype,
                   pg_get_function_arguments(p.oid), p.prorettype::regtype, p.proparallel)
  FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid WHERE p.oid >= 16384
  UNION ALL
  SELECT 'text search configuration', c.oid::regconfig::text, 'pg_ts_config'::regclass, c.oid,
         concat_ws(' ', (SELECT identity FROM pg_identify_object('pg_ts_parser'::regclass,
                                                                 c.cfgparser, 0)), (
           SELECT string_agg(concat_ws(' ', m.maptokentype, m.mapdict::regdictionary), ', '
                             ORDER BY m.maptokentype, m.mapseqno)
           FROM pg_ts_config_map m WHERE m.mapcfg = c.oid))
  FROM pg_ts_config c WHERE c.oid >= 16384
  UNION ALL
  SELECT 'text search dictionary', c.oid::regdictionary::text, 'pg_ts_dict'::regclass, c.oid,
         concat_ws(' ', (SELECT identity FROM pg_identify_object('pg_ts_template'::regclass,
                                                                 c.dicttemplate, 0)),
                   c.dictinitoption)
  FROM pg_ts_dict c WHERE c.oid >= 16384
  UNION ALL
  SELECT 'text search parser', quote_ident(c.prsname), 'pg_ts_parser'::regclass, c.oid,
         (to_jsonb(c) - '{oid,prsnamespace}'::text[])::text
  FROM pg_ts_parser c WHERE c.oid >= 16384
  UNION ALL
  SELECT 'text search template', quote_ident(c.tmplname), 'pg_ts_template'::regclass, c.oid,
         (to_jsonb(c) - '{oid,tmplnamespace}'::text[])::text
  FROM pg_ts_template c WHERE c.oid >= 16384
  UNION ALL
  SELECT 'foreign data wrapper', quote_ident(w.fdwname), 'pg_foreign_data_wrapper'::regclass, w.oid,
         concat_ws(' ', w.fdwhandler::regproc, w.fdwvalidator::regproc, w.fdwoptions)
  FROM pg_foreign_data_wrapper w WHERE w.oid >= 16384
  UNION ALL
  SELECT 'server', quote_ident(s.srvname), 'pg_foreign_server'::regclass, s.oid,
         concat_ws(' ', w.fdwname, s.srvtype, s.srvversion, s.srvoptions)
  FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
  UNION ALL
  SELECT 'operator class', i.identity, 'pg_opclass'::regclass, k.oid,
         concat_ws(' ', k.opcintype::regtype, k.opckeytype::regtype, k.opcdefault, f.identity)
  FROM pg_opclass k, LATERAL pg_identify_object('pg_opclass'::regclass, k.oid, 0) i,
       LATERAL pg_identify_object('pg_opfamily'::regclass, k.opcfamily, 0) f
  WHERE k.oid >= 16384
  UNION ALL
  SELECT 'operator family', i.identity, 'pg_opfamily'::regclass, f.oid, coalesce((
           SELECT string_agg(m.told, ', ' ORDER BY m.told) FROM (
             SELECT concat_ws(' ', o.amopstrategy, o.amopopr::regoperator, o.amoppurpose) AS told
             FROM pg_amop o WHERE o.amopfamily = f.oid
             UNION ALL
             SELECT concat_ws(' ', p.amprocnum, p.amproclefttype::regtype,
                              p.amprocrighttype::regtype, p.amproc)
             FROM pg_amproc p WHERE p.amprocfamily = f.oid) m), '')
  FROM pg_opfamily f, LATERAL pg_identify_object('pg_opfamily'::regclass, f.oid, 0) i
  WHERE f.oid >= 16384
  UNION ALL
  SELECT 'conversion', quote_ident(c.conname), 'pg_conversion'::regclass, c.oid,
         concat_ws(' ', pg_encoding_to_char(c.conforencoding), pg_encoding_to_char(c.contoencoding),
                   c.conproc, c.condefault)
  FROM pg_conversion c WHERE c.oid >= 16384
  UNION ALL
  SELECT 'language', quote_ident(l.lanname), 'pg_language'::regclass, l.oid,
         concat_ws(' ', l.lanpltrusted, l.lanplcallfoid::regprocedure, l.laninline::regprocedure,
                   l.lanvalidator::regprocedure)
  FROM pg_language l WHERE l.oid >= 16384
  UNION ALL
  SELECT 'access method', quote_ident(a.amname), 'pg_am'::regclass, a.oid,
         concat_ws(' ', a.amtype, a.amhandler)
  FROM pg_am a WHERE a.oid >= 16384
  UNION ALL
  SELECT 'transform', format('for %s language %s', t.trftype::regtype, l.lanname),
         'pg_transform'::regclass, t.oid, concat_ws(' ', t.trffromsql, t.trftosql)
  FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
) u
WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = u.at AND e.objid = u.oid
                  AND e.deptype IN ('e', 'i'))""",
    catalogues=(
        "pg_event_trigger",
        "pg_publication",
        "pg_publication_rel",
        "pg_publication_namespace",
        "pg_collation",
        "pg_operator",
        "pg_cast",
        "pg_aggregate",
        "pg_ts_config",
        "pg_ts_config_map",
        "pg_ts_dict",
        "pg_ts_parser",
        "pg_ts_template",
        "pg_foreign_data_wrapper",
        "pg_foreign_server",
        "pg_opclass",
        "pg_opfamily",
        "pg_amop",
        "pg_amproc",
        "pg_conversion",
        "pg_language",
        "pg_am",
        "pg_transform",
    ),
)

# Arrays are base types as well: those of no fixed length that have elements.
BASE_TYPES: Final = Query(
    """
SELECT v.kind, v.identity, '', '', NULL::jsonb, v.comment
FROM pg_type t, LATERAL (VALUES
  ('type', t.oid::regtype::text, obj_description(t.oid, 'pg_type')),
  ('setting', format('type %s: ', t.oid::regtype) || concat_ws(' ', t.typlen, t.typbyval,
     t.typcategory, t.typispreferred, t.typisdefined, t.typdelim, t.typinput, t.typoutput,
     t.typreceive, t.typsend, t.typmodin, t.typmodout, t.typanalyze, t.typalign, t.typstorage,
     t.typdefault, nullif(t.typcollation, 0)::regcollation), NULL)) v (kind, identity, comment)
WHERE t.oid >= 16384 AND t.typtype IN ('b', 'p') AND (t.typelem = 0 OR t.typlen > 0)
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass
                  AND e.objid = t.oid AND e.deptype = 'e')""",
    catalogues=("pg_type",),
)
