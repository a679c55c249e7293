"""Statistics from a live PostgreSQL, in a session that can write nothing.

Only what ANALYZE keeps is read: sizes, and the common values and bounds that plans depend on.
"""

from __future__ import annotations

from typing import Final, LiteralString

import psycopg
from psycopg.rows import TupleRow

from designkit.database import Connection, connect, describe
from designkit.errors import SourceError
from designkit.model import (
    ColumnStatistics,
    ExtendedStatistics,
    QualifiedName,
    RelationStatistics,
    Statistics,
)
from designkit.sql.text import SQL
from designkit.workload.volumes.measured import relation_of

_RELATIONS: Final[LiteralString] = """
SELECT n.nspname, c.relname, c.relpages, c.reltuples, c.relallvisible
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'm', 'i') AND c.relpersistence <> 't'
   AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
"""
# `pg_stats` shows only what the role may read.
_COLUMNS: Final[LiteralString] = """
SELECT s.schemaname, s.tablename, s.attname,
       CASE WHEN c.relkind = 'i' THEN a.attnum END,
       s.inherited, s.null_frac, s.avg_width, s.n_distinct,
       s.most_common_vals::text::text[], s.most_common_freqs, s.histogram_bounds::text::text[],
       s.correlation,
       jsonb_strip_nulls(jsonb_build_object(
         'most_common_elems', s.most_common_elems::text,
         'most_common_elem_freqs', s.most_common_elem_freqs::text,
         'elem_count_histogram', s.elem_count_histogram::text,
         {ranges}))
  FROM pg_stats s
  JOIN pg_namespace n ON n.nspname = s.schemaname
  JOIN pg_class c ON c.relname = s.tablename AND c.relnamespace = n.oid
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = s.attname
 WHERE s.schemaname NOT IN ('pg_catalog', 'information_schema')
"""
_RANGES: Final[LiteralString] = """
         'range_length_histogram', s.range_length_histogram::text,
         'range_empty_frac', s.range_empty_frac::text,
         'range_bounds_histogram', s.range_bounds_histogram::text
"""
# Before this release the view did not show them.
_RANGES_SINCE: Final = 170_000
_MAY_READ_EXTENDED: Final[LiteralString] = """
SELECT to_regclass('pg_catalog.pg_statistic_ext_data') IS NOT NULL
   AND has_table_privilege('pg_catalog.pg_statistic_ext_data', 'SELECT')
"""
# The most common values are kept with the numbers of their types; of types that a database made
# itself, another one has other numbers.
_EXTENDED: Final[LiteralString] = """
SELECT n.nspname, e.stxname, d.stxdinherit, d.stxdndistinct::bytea, d.stxddependencies::bytea,
       CASE WHEN NOT EXISTS (SELECT FROM pg_attribute a
              WHERE a.attrelid = e.stxrelid AND a.attnum = ANY (e.stxkeys::int2[])
                AND a.atttypid >= 16384)
            THEN d.stxdmcv::bytea END
  FROM pg_statistic_ext e
  JOIN pg_statistic_ext_data d ON d.stxoid = e.oid
  JOIN pg_namespace n ON n.oid = e.stxnamespace
"""


def read_live(dsn: str) -> Statistics:
    """The statistics of a live database.

    Raises:
        ConnectionFailed: it does not answer.
        SourceError: it is no PostgreSQL, or was never analyzed.
    """
    with connect(dsn) as connection:
        try:
            relations = connection.execute(_RELATIONS).fetchall()
            shown = connection.info.server_version >= _RANGES_SINCE
            ranges = SQL(_RANGES) if shown else SQL("'range_empty_frac', NULL")
            columns = connection.execute(SQL(_COLUMNS, ranges=ranges).text.encode()).fetchall()
            extended = _extended(connection)
        except psycopg.Error as error:
            told = error.diag.message_primary or "it answered with no message"
            raise SourceError(
                f"{describe(dsn)}: its statistics cannot be read: {told}. "
                "pg_class and pg_stats of a PostgreSQL are asked; of a CockroachDB, use the rows "
                "of SHOW STATISTICS."
            ) from error
    found: dict[QualifiedName, list[tuple[ColumnStatistics, bool]]] = {}
    for row in columns:
        name = QualifiedName(namespace=row[0], name=row[1])
        found.setdefault(name, []).append((_column(row), bool(row[4])))
    statistics: list[RelationStatistics] = []
    for namespace, relation, pages, rows, visible in relations:
        name = QualifiedName(namespace=namespace, name=relation)
        statistics.append(relation_of(name, pages, rows, visible, found.get(name, [])))
    if not any(item.rows is not None for item in statistics):
        raise SourceError(f"{describe(dsn)}: no table was ever analyzed. Run ANALYZE there first.")
    return Statistics(relations=tuple(statistics), extended=extended)


def _column(row: TupleRow) -> ColumnStatistics:
    _, _, name, key, _, nulls, width, distinct, values, shares, bounds, correlation, more = row
    return ColumnStatistics(
        column="" if key is not None else name,
        key=key,
        null_share=nulls,
        width=width,
        distinct=distinct,
        common=tuple(zip(values or (), shares or (), strict=True)),
        bounds=tuple(bounds or ()),
        correlation=correlation,
        elements=tuple(sorted(more.items())),
    )


def _extended(connection: Connection) -> tuple[ExtendedStatistics, ...]:
    row = connection.execute(_MAY_READ_EXTENDED).fetchone()
    if row is None or not row[0]:
        return ()
    return tuple(
        ExtendedStatistics(
            name=QualifiedName(namespace=namespace, name=name),
            inherited=inherited,
            distinct=distinct,
            dependencies=dependencies,
            common=common,
        )
        for namespace, name, inherited, distinct, dependencies, common in connection.execute(
            _EXTENDED
        ).fetchall()
    )
