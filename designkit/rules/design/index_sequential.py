"""The rule `index-sequential`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Column, Index, Table, Volume
from designkit.model.types import is_timestamp
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaContext, SchemaRule


class IndexSequential(SchemaRule, frozen=True, kw_only=True):
    """An index of a table with many rows begins with values that only grow.

    What grows is a timestamp that the server sets to now, and a counter. How many rows there are is
    known as declared or measured; without it the rule says nothing.

    Why:
        CockroachDB keeps an index in order and in ranges: all new entries land in the last one, on
        one node. Begin with what spreads the rows, as a tenant, or let the index be
        `USING HASH`.
    Bad:
        -- designkit: rows=50M
        CREATE TABLE events (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            country text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_events_created_at ON events (created_at);
    Good:
        -- designkit: rows=50M
        CREATE TABLE events (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            country text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_events_country_created_at ON events (country, created_at);
    Options:
        rows: from how many rows on a table is a hot one.
    Sources:
        https://www.cockroachlabs.com/docs/v25.2/understand-hotspots
        https://www.cockroachlabs.com/docs/v25.2/hash-sharded-indexes
    """

    severity = Severity.WARNING
    rows: int = 1_000_000

    def informed(self, context: SchemaContext) -> bool:
        """Whether anything is known about volumes."""
        return bool(context.schema.volumes)

    def check(self, context: SchemaContext) -> Iterator[Finding]:
        """Yield each index of a large table that begins with such a column."""
        volumes = {volume.table: volume for volume in context.schema.volumes}
        for table in context.own_tables():
            volume = volumes.get(table.qualified)
            if volume is not None and (volume.rows or 0) >= self.rows and self.judges(table):
                for index in table.indexes:
                    yield from self._judged(table, index, volume)

    def _judged(self, table: Table, index: Index, volume: Volume) -> Iterator[Finding]:
        column = table.find_column(index.columns[0]) if index.columns else None
        if column is not None and index.method == "btree" and _grows(column):
            yield self.finding(
                index.name,
                f"index {index.name} of {table.qualified} begins with {column.name}, which only "
                "grows: on CockroachDB all writes meet in its last range; begin with what "
                "spreads them, or shard it by hash",
                evidence=f"rows, {volume.source}: {volume.rows:,}",
            )


def _grows(column: Column) -> bool:
    default = column.default or ""
    if column.identity is not None or default.startswith(("nextval(", "unique_rowid(")):
        return True
    return is_timestamp(column.type) and default in {"now()", "CURRENT_TIMESTAMP"}
