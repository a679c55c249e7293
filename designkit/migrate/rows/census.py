"""What rows and values some tables hold, as numbers: enough to tell later what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, starmap

from designkit.database import Connection
from designkit.migrate.rows.steady import steady
from designkit.model import QualifiedName, Table, Value
from designkit.sql.text import SQL, Text, identifier, join, literal

# The value of each column of a row as a hash of its text, or None for NULL.
Digests = tuple[int | None, ...]

# Rows beyond so many in one table are counted only.
MOST_ROWS = 1000
# As many tables as one query asks about.
_TABLES = 200


class TableCensus(Value, frozen=True, kw_only=True):
    """What one table holds.

    Attributes:
        columns: those whose values are stored, in the order of the digests.
        key: of these, the columns of the primary key.
        count: all rows.
        rows: their digests; none where there are more than `MOST_ROWS`.
    """

    table: QualifiedName
    columns: tuple[str, ...]
    key: tuple[str, ...]
    count: int
    rows: tuple[Digests, ...] = ()


class Census(Value, frozen=True, kw_only=True):
    """What some tables hold, by name."""

    tables: tuple[TableCensus, ...]


def census(connection: Connection, tables: Iterable[Table]) -> Census:
    """What the tables hold now, as their database prints it; of partitioned ones, the partitions.

    Runs in the transaction that is open, or else in one of its own.

    Args:
        connection: to their database.
        tables: as they are there now; a table that is not must not be among them.
    """
    asked = sorted(
        (table for table in tables if table.partition_key is None),
        key=lambda table: table.qualified,
    )
    with steady(connection):
        found = [item for some in _chunks(asked) for item in _counted(connection, some)]
    return Census(tables=tuple(found))


def _counted(connection: Connection, tables: Sequence[Table]) -> Iterator[TableCensus]:
    counts = [0] * len(tables)
    rows: list[list[Digests]] = [[] for _ in tables]
    query = join(starmap(_digests, enumerate(tables)), " UNION ALL ")
    for place, count, digests in connection.execute(query.text.encode(), prepare=False):
        counts[place] = count
        rows[int(place)].append(tuple(digests))
    for table, count, own in zip(tables, counts, rows, strict=True):
        yield TableCensus(
            table=table.qualified,
            columns=_stored(table),
            key=table.primary_key.columns if table.primary_key else (),
            count=count,
            rows=tuple(own) if count <= MOST_ROWS else (),
        )


def _digests(place: int, table: Table) -> Text:
    hashes = (
        SQL('hashtextextended(CAST({name} AS text) COLLATE "C", 0)', name=name)
        for name in _stored(table)
    )
    return SQL(
        "(SELECT {place}, count(*) OVER (), ARRAY[{hashes}]::bigint[]"
        " FROM ONLY {table} LIMIT {most})",
        place=literal(place),
        hashes=join(hashes),
        table=identifier(table.qualified),
        most=literal(MOST_ROWS + 1),
    )


def _stored(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.generated is None)


def _chunks(tables: Sequence[Table]) -> Iterator[tuple[Table, ...]]:
    left = iter(tables)
    while some := tuple(islice(left, _TABLES)):
        yield some
