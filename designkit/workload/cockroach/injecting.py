"""Statistics of tables as the statements by which a CockroachDB takes them.

    ALTER TABLE users INJECT STATISTICS '[{"columns": ["email"], "row_count": 10000000, …}]'

It is what SHOW STATISTICS USING JSON prints; `read_cockroach_statistics` reads that. The server
takes whole numbers only, and counts NULL as a value.

Source: https://www.cockroachlabs.com/docs/v25.2/show-statistics
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import msgspec

from designkit.model import (
    Column,
    ColumnStatistics,
    QualifiedName,
    RelationStatistics,
    Schema,
    Statistics,
    Table,
    Value,
)
from designkit.sql.text import SQL, Text, identifier, literal
from designkit.workload.cockroach.histograms import Bucket, histogram

# What ours are called there, so that those which the server collects meanwhile are told from them.
STATISTICS_NAME: Final = "designkit"


class Injection(Value, frozen=True, kw_only=True):
    """What tells a CockroachDB the rows of a table.

    Attributes:
        statements: to run in order, in the session that will ask for plans.
        notes: of which columns it is told less than is known, and why.
    """

    table: QualifiedName
    statements: tuple[Text, ...]
    notes: tuple[str, ...] = ()


class _Statistic(Value, frozen=True, kw_only=True):
    """The statistics of a column; the names are the server's."""

    name: str
    created_at: str
    columns: tuple[str, ...]
    row_count: int
    distinct_count: int
    null_count: int
    avg_size: int
    histo_col_type: str
    histo_buckets: tuple[Bucket, ...]


def injections(schema: Schema, statistics: Statistics, *, now: datetime) -> tuple[Injection, ...]:
    """What tells a CockroachDB the statistics of every table of a schema.

    Args:
        schema: whose tables are there already, and empty.
        statistics: complete, as `resolve` gives them.
        now: when they were collected, as the server will say.
    """
    enums = {item.qualified.printed: item.values for item in schema.enums}
    told = ((table, statistics.by_name.get(table.qualified)) for table in schema.tables)
    return tuple(
        injection(table, known, enums, now=now)
        for table, known in told
        if known is not None and known.rows is not None
    )


def injection(
    table: Table,
    known: RelationStatistics,
    enums: Mapping[str, tuple[str, ...]],
    *,
    now: datetime,
) -> Injection:
    """What tells a CockroachDB the statistics of one table, of which the rows are known.

    Args:
        table: with the types of its columns.
        known: how many rows there are and how they are spread.
        enums: the values of each enum, by the name that columns have it by.
        now: when they were collected, as the server will say.
    """
    name = table.qualified
    columns = {item.column: item for item in (*known.inherited, *known.columns)}
    statistics: list[_Statistic] = []
    notes: list[str] = []
    for column in table.columns:
        if column.name in columns:
            statistic, missing = _statistic(
                column, columns[column.name], known.rows or 0.0, enums.get(column.type), now
            )
            statistics.append(statistic)
            if missing:
                notes.append(f"{name}.{column.name} has no histogram: {missing}")
    json = msgspec.json.encode(statistics).decode()
    return Injection(
        table=name,
        statements=(
            # Else the server counts the rows of the empty table, and forgets ours.
            SQL(
                "ALTER TABLE {table} SET (sql_stats_automatic_collection_enabled = false)",
                table=identifier(name),
            ),
            SQL(
                "ALTER TABLE {table} INJECT STATISTICS {json}",
                table=identifier(name),
                json=literal(json),
            ),
        ),
        notes=tuple(notes),
    )


def _statistic(
    column: Column,
    known: ColumnStatistics,
    rows: float,
    enum: tuple[str, ...] | None,
    now: datetime,
) -> tuple[_Statistic, str]:
    found = histogram(known, rows, column.type, enum)
    nulls = round(rows * known.null_share)
    distinct = round(known.distinct_of(rows)) if rows else 0
    statistic = _Statistic(
        name=STATISTICS_NAME,
        created_at=f"{now.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}",
        columns=(column.name,),
        row_count=round(rows),
        distinct_count=distinct + (nulls > 0),
        null_count=nulls,
        avg_size=round(known.width * (1 - known.null_share)),
        histo_col_type=column.type if found.buckets else "",
        histo_buckets=found.buckets,
    )
    return statistic, found.missing
