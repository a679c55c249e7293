"""What an observer asks, in the observed session and beside it; about single relations only.

The views over all statistics would cost milliseconds where there are a thousand tables.
"""

from __future__ import annotations

from typing import Final, LiteralString

# pg_locks shows a lock until its transaction ends, so what it shows is all that was touched. User's
# objects have oids from 16384 (FirstNormalObjectId). Of objects that are no relations, left out are
# those that belong to a table, and what is merely used. Nothing is joined: who executes DDL plans
# this anew for each statement. That a relation is visible is no matter, but that it is there.
# https://www.postgresql.org/docs/18/view-pg-locks.html
# https://www.postgresql.org/docs/18/monitoring-stats.html#MONITORING-STATS-FUNCTIONS
HELD: Final[LiteralString] = """
SELECT catalogue, object_id, mode,
       pg_table_is_visible(object_id) IS NOT NULL,
       pg_relation_filenode(object_id),
       pg_stat_get_xact_numscans(object_id),
       pg_stat_get_xact_tuples_returned(object_id),
       pg_stat_get_xact_tuples_inserted(object_id),
       pg_stat_get_xact_tuples_updated(object_id),
       pg_stat_get_xact_tuples_deleted(object_id)
  FROM (SELECT coalesce(classid, 'pg_class'::regclass) AS catalogue,
               coalesce(objid, relation) AS object_id, mode
          FROM pg_locks
         WHERE pid = pg_backend_pid()
           AND mode <> 'SIReadLock'  -- Of a serializable transaction; nobody waits for it.
           AND (locktype = 'relation' AND relation >= 16384
                OR locktype = 'object' AND mode <> 'AccessShareLock'
                   AND classid NOT IN ('pg_constraint'::regclass, 'pg_trigger'::regclass,
                                       'pg_policy'::regclass, 'pg_rewrite'::regclass,
                                       'pg_attrdef'::regclass))) AS held
"""

LOCK_TIMEOUT: Final[LiteralString] = """
SELECT (1000 * extract(epoch FROM current_setting('lock_timeout')::interval))::integer
"""

# Counts of a transaction that is over stand among those of the next until they are flushed.
FLUSH: Final[LiteralString] = "SELECT pg_stat_force_next_flush()"

# What the open transaction has touched, asked at once: whether counts are kept; which parts of the
# system catalogue are locked to be written (commands let go of its indexes at once; who writes it
# by hand holds them to the end); how many rows of which system catalogues were written; and what is
# locked, in whatever mode, with an index or a column's sequence its table.
TOUCHED: Final[LiteralString] = """
SELECT current_setting('track_counts')::boolean,
       ARRAY(SELECT relation FROM pg_locks
              WHERE pid = pg_backend_pid() AND locktype = 'relation' AND relation < 16384
                AND mode NOT IN ('AccessShareLock', 'RowShareLock')),
       ARRAY(SELECT ARRAY[object_id::bigint, inserted, updated, deleted]
               FROM (SELECT object_id,
                            pg_stat_get_xact_tuples_inserted(object_id) AS inserted,
                            pg_stat_get_xact_tuples_updated(object_id) AS updated,
                            pg_stat_get_xact_tuples_deleted(object_id) AS deleted
                       FROM unnest('{catalogues}'::oid[]) AS c (object_id)) w
              WHERE inserted + updated + deleted > 0),
       ARRAY(SELECT o.object_id
               FROM pg_locks l LEFT JOIN pg_index i ON i.indexrelid = l.relation
               LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = l.relation
                AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
                AND d.deptype IN ('a', 'i'),
                    LATERAL unnest(ARRAY[l.relation, i.indrelid, d.refobjid]) AS o (object_id)
              WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.relation >= 16384
                AND o.object_id IS NOT NULL)
"""

RELATIONS: Final[LiteralString] = """
SELECT c.oid, n.nspname, c.relname, c.relkind::text, pg_relation_filenode(c.oid)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.oid = ANY(%s)
"""

# The row type of a table, which depends on it internally, is no object of its own.
OBJECTS: Final[LiteralString] = """
SELECT o.catalogue, o.object_id, i.type, i.identity
  FROM unnest(%s::oid[], %s::oid[]) AS o (catalogue, object_id),
       LATERAL pg_identify_object(o.catalogue, o.object_id, 0) AS i
 WHERE i.identity IS NOT NULL
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.catalogue
                      AND d.objid = o.object_id AND d.deptype = 'i')
"""

SIZES: Final[LiteralString] = """
SELECT t.object_id, pg_relation_size(t.object_id),
       (SELECT count(*) FROM pg_index i WHERE i.indrelid = t.object_id)
  FROM unnest(%s::oid[]) AS t (object_id)
"""

CATALOGUES: Final[LiteralString] = """
SELECT oid, relname, relkind = 'i' FROM pg_class
 WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'i')
"""

# For what runs outside a transaction: everything that is committed, before it and after it.
STANDING: Final[LiteralString] = """
SELECT n.nspname, c.relname, c.relkind::text, c.oid, pg_relation_filenode(c.oid),
       pg_stat_get_numscans(c.oid), pg_stat_get_tuples_returned(c.oid),
       pg_stat_get_tuples_inserted(c.oid), pg_stat_get_tuples_updated(c.oid),
       pg_stat_get_tuples_deleted(c.oid)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.oid >= 16384 AND n.nspname !~ '^pg_' AND c.relkind IN ('r', 'p', 'm', 'i', 'v', 'S')
"""

# The locks of another session, held or waited for.
LOCKS_OF: Final[LiteralString] = """
SELECT locktype, relation, mode, granted FROM pg_locks
 WHERE pid = %s AND (NOT granted OR relation >= 16384)
"""

# The tables among the named relations; for an index, its table.
TABLES_OF: Final[LiteralString] = """
SELECT DISTINCT n.nspname, t.relname
  FROM unnest(%s::text[]) AS named (name)
  JOIN pg_class c ON c.oid = to_regclass(named.name)
  LEFT JOIN pg_index i ON i.indexrelid = c.oid
  JOIN pg_class t ON t.oid = coalesce(i.indrelid, c.oid) AND t.relkind IN ('r', 'p')
  JOIN pg_namespace n ON n.oid = t.relnamespace
 ORDER BY 1, 2
"""
