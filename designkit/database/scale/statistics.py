"""Statistics put into a database, by PostgreSQL's own functions for that.

Source: https://www.postgresql.org/docs/18/functions-admin.html#FUNCTIONS-ADMIN-STATSMOD
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, LiteralString

import msgspec
import psycopg

from designkit.database.session import Connection
from designkit.errors import ModelError
from designkit.model import QualifiedName, Value
from designkit.model.statistics import ColumnStatistics, ExtendedStatistics, RelationStatistics

_RELATIONS: Final[LiteralString] = """
SELECT count(pg_restore_relation_stats(
         'schemaname', namespace, 'relname', name,
         'relpages', pages, 'reltuples', rows, 'relallvisible', visible))
  FROM json_to_recordset(%s)
       AS told (namespace text, name text, pages int4, rows float4, visible int4)
"""
# What is NULL counts as not given.
_ATTRIBUTES: Final[LiteralString] = """
SELECT place FROM (
  SELECT place, pg_restore_attribute_stats(
         'schemaname', namespace, 'relname', name, 'attname', attribute, 'attnum', number,
         'inherited', inherited, 'null_frac', null_share, 'avg_width', width,
         'n_distinct', distinct_values, 'most_common_vals', common, 'most_common_freqs',
         shares::float4[], 'histogram_bounds', bounds, 'correlation', correlation,
         'most_common_elems', most_common_elems,
         'most_common_elem_freqs', most_common_elem_freqs::float4[],
         'elem_count_histogram', elem_count_histogram::float4[],
         'range_length_histogram', range_length_histogram, 'range_empty_frac', range_empty_frac,
         'range_bounds_histogram', range_bounds_histogram) AS taken
    FROM json_to_recordset(%s)
         AS told (place int4, namespace text, name text, attribute text, number int2,
                  inherited bool, null_share float4, width int4, distinct_values float4,
                  common text, shares text, bounds text, correlation float4,
                  most_common_elems text, most_common_elem_freqs text, elem_count_histogram text,
                  range_length_histogram text, range_empty_frac float4,
                  range_bounds_histogram text)
) AS each WHERE NOT taken
"""
_CASTS: Final[LiteralString] = """
CREATE CAST (bytea AS pg_ndistinct) WITHOUT FUNCTION;
CREATE CAST (bytea AS pg_dependencies) WITHOUT FUNCTION;
CREATE CAST (bytea AS pg_mcv_list) WITHOUT FUNCTION;
"""
_UNCAST: Final[LiteralString] = """
DROP CAST (bytea AS pg_ndistinct);
DROP CAST (bytea AS pg_dependencies);
DROP CAST (bytea AS pg_mcv_list);
"""
_EXTENDED: Final[LiteralString] = """
INSERT INTO pg_statistic_ext_data
       (stxoid, stxdinherit, stxdndistinct, stxddependencies, stxdmcv)
SELECT e.oid, %s, %s::bytea::pg_ndistinct, %s::bytea::pg_dependencies, %s::bytea::pg_mcv_list
  FROM pg_statistic_ext e JOIN pg_namespace n ON n.oid = e.stxnamespace
 WHERE n.nspname = %s AND e.stxname = %s
"""
_MOST_PAGES: Final = 2**31 - 2


class Sized(Value, frozen=True, kw_only=True):
    """A relation's rows and pages, of which so many are visible to all."""

    name: QualifiedName
    rows: float
    pages: int
    visible: int = 0


def put_sizes(connection: Connection, sizes: Sequence[Sized]) -> None:
    """Tell how many rows and pages relations have.

    Raises:
        ModelError: a relation would be larger than PostgreSQL lets one be.
    """
    for size in sizes:
        if size.pages > _MOST_PAGES:
            raise ModelError(
                f"statistics of {size.name}",
                f"{size.rows:,.0f} rows would take {size.pages:,} pages; a relation has at most "
                f"{_MOST_PAGES:,} (16 TiB). Partition the table, or declare fewer rows.",
            )
    told = [
        {
            "namespace": size.name.namespace,
            "name": size.name.name,
            "pages": size.pages,
            "rows": size.rows,
            "visible": size.visible,
        }
        for size in sizes
    ]
    connection.execute(_RELATIONS, (msgspec.json.encode(told).decode(),))


def put_columns(connection: Connection, relations: Sequence[RelationStatistics]) -> None:
    """Tell how the values of columns are spread.

    Raises:
        ModelError: the server refuses a value, since it is none of the column's type.
    """
    told = [
        (relation.name, column, place >= len(relation.columns))
        for relation in relations
        for place, column in enumerate((*relation.columns, *relation.inherited))
    ]
    if not told:
        return
    heard: list[str] = []

    def hear(notice: psycopg.errors.Diagnostic) -> None:
        heard.append(notice.message_primary or "")

    connection.add_notice_handler(hear)
    try:
        rows = [_fields(place, *each) for place, each in enumerate(told)]
        refused = connection.execute(_ATTRIBUTES, (msgspec.json.encode(rows).decode(),))
        places = [int(place) for (place,) in refused.fetchall()]
    except psycopg.Error as error:
        # Of a column that is not there it names both itself.
        raise ModelError("statistics", error.diag.message_primary or str(error)) from error
    finally:
        connection.remove_notice_handler(hear)
    if places:
        name, column, _ = told[places[0]]
        raise ModelError(
            f"statistics of {name}.{column.column or column.key}",
            heard[0] if heard else "the server does not take them",
        )


def _fields(
    place: int, name: QualifiedName, column: ColumnStatistics, is_inherited: object
) -> dict[str, object]:
    """What is told of a column, by the names of the columns of _ATTRIBUTES."""
    fields: dict[str, object] = {
        "place": place,
        "namespace": name.namespace,
        "name": name.name,
        "inherited": is_inherited,
        "null_share": column.null_share,
        "width": column.width,
        "distinct_values": column.distinct,
        "correlation": column.correlation,
    }
    fields |= {"attribute": column.column} if column.key is None else {"number": column.key}
    if column.common:
        fields["common"] = array_text(tuple(value for value, _ in column.common))
        fields["shares"] = array_text(tuple(str(share) for _, share in column.common))
    if column.bounds:
        fields["bounds"] = array_text(column.bounds)
    return fields | dict(column.elements)


# Many columns have the same range.
@lru_cache(maxsize=1024)
def array_text(values: tuple[str, ...]) -> str:
    """Values as PostgreSQL writes an array of them."""
    return "{" + ",".join(map(_quoted, values)) + "}"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def put_extended(connection: Connection, statistics: Sequence[ExtendedStatistics]) -> None:
    """Tell what several columns have together; what the database has no object for is left out."""
    if not statistics:
        return
    # Nothing makes these types of text: they hold what ANALYZE wrote. Bytes are what they are.
    with connection.transaction():
        connection.execute(_CASTS)
        for item in statistics:
            parts = (item.distinct, item.dependencies, item.common)
            connection.execute(
                _EXTENDED, (item.inherited, *parts, item.name.namespace, item.name.name)
            )
        connection.execute(_UNCAST)
