"""Statistics of a CockroachDB, from the rows of SHOW STATISTICS.

    SHOW STATISTICS USING JSON FOR TABLE users

They are numbers for PostgreSQL's planner here. CockroachDB's own optimiser takes the same text back
by `ALTER TABLE users INJECT STATISTICS '…'`, and then plans by it.

Source: https://www.cockroachlabs.com/docs/v25.2/show-statistics
"""

from __future__ import annotations

from typing import Any, Final, LiteralString

import msgspec

from designkit.errors import SourceError
from designkit.model import ColumnStatistics, QualifiedName, RelationStatistics
from designkit.sql.text import SQL, Text, identifier

_QUERY: Final[LiteralString] = "SHOW STATISTICS USING JSON FOR TABLE {table}"
# A value is common where so many times more rows have it than an average one.
_OUTSTANDING: Final = 1.25
_MOST_COMMON: Final = 100


class _Bucket(msgspec.Struct):
    """Rows with values up to a bound: those equal to it, and those between it and the last."""

    upper_bound: str
    num_eq: float = 0
    num_range: float = 0


class _Statistic(msgspec.Struct):
    columns: list[str]
    created_at: str
    row_count: float
    distinct_count: float
    null_count: float = 0
    avg_size: float = 0
    # Absent where no histogram was collected, and null in some versions.
    histo_buckets: list[_Bucket] | None = None


def statistics_query(table: QualifiedName) -> Text:
    """What to ask a CockroachDB for a table's statistics."""
    return SQL(_QUERY, table=identifier(table))


def read_cockroach_statistics(table: QualifiedName, told: Any) -> RelationStatistics:
    """The statistics of a table from what SHOW STATISTICS USING JSON gave.

    Args:
        table: whose they are.
        told: the text, or what a driver made of that JSON.

    Raises:
        SourceError: it is none of that, or no statistics were collected.
    """
    try:
        found = (
            msgspec.json.decode(told, type=list[_Statistic])
            if isinstance(told, str | bytes)
            else msgspec.convert(told, list[_Statistic])
        )
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise SourceError(
            f"statistics of {table}: {error}. Give what SHOW STATISTICS USING JSON printed."
        ) from error
    if not found:
        raise SourceError(
            f"statistics of {table}: none were collected. Run CREATE STATISTICS or ANALYZE there."
        )
    found.sort(key=lambda item: item.created_at)
    # The latest of each column counts; of several columns together PostgreSQL keeps other numbers.
    latest = {item.columns[0]: item for item in found if len(item.columns) == 1}
    return RelationStatistics(
        name=table,
        rows=found[-1].row_count,
        columns=tuple(_column(name, item) for name, item in latest.items()),
    )


def _column(name: str, told: _Statistic) -> ColumnStatistics:
    rows = max(1.0, told.row_count)
    nulls = min(1.0, told.null_count / rows)
    # CockroachDB counts NULL as a value, and its bytes as none.
    distinct = max(0.0, told.distinct_count - (1 if told.null_count else 0))
    buckets = told.histo_buckets or []
    average = rows * (1 - nulls) / max(1.0, distinct)
    common = sorted(
        (item for item in buckets if item.num_eq > average * _OUTSTANDING and item.num_eq > 1),
        key=lambda item: -item.num_eq,
    )[:_MOST_COMMON]
    chosen = {item.upper_bound for item in common}
    bounds = tuple(item.upper_bound for item in buckets if item.upper_bound not in chosen)
    return ColumnStatistics(
        column=name,
        null_share=nulls,
        width=max(1, round(told.avg_size / max(0.01, 1 - nulls))),
        distinct=-min(1.0, distinct / rows) if distinct > rows / 10 else distinct,
        common=tuple((item.upper_bound, item.num_eq / rows) for item in common),
        bounds=bounds if len(bounds) > 1 else (),
    )
