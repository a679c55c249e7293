"""The rule `index-invalid`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Table, replace
from designkit.rules.finding import Finding, Severity
from designkit.rules.rebuilding import exchange_index
from designkit.rules.rule import SchemaRule


class IndexInvalid(SchemaRule, frozen=True, kw_only=True):
    """An index is not valid: writes keep it, and no query may use it.

    Why:
        A CREATE INDEX CONCURRENTLY that failed leaves it behind, as does an index on a partitioned
        table ONLY to which its partitions' were never attached.
    Bad:
        CREATE TABLE events (
            id uuid NOT NULL DEFAULT gen_random_uuid(),
            name text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (id, created_at)
        ) PARTITION BY RANGE (created_at);
        CREATE TABLE events_2026 PARTITION OF events
            FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        CREATE INDEX idx_events_name ON ONLY events (name);
    Good:
        CREATE TABLE events (
            id uuid NOT NULL DEFAULT gen_random_uuid(),
            name text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (id, created_at)
        ) PARTITION BY RANGE (created_at);
        CREATE TABLE events_2026 PARTITION OF events
            FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        CREATE INDEX idx_events_name ON events (name);
    Sources:
        https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
        https://www.postgresql.org/docs/18/ddl-partitioning.html
    """

    severity = Severity.WARNING

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield each index that is not valid."""
        for index in table.indexes:
            if not index.valid:
                # That of a partitioned table would make one on each partition as well.
                mechanical = table.partition_key is None
                again = replace(index, valid=True)
                yield self.finding(
                    index.name,
                    f"index {index.name} of {table.qualified} is not valid, so no query uses it; "
                    "drop it and create it again",
                    fix=exchange_index(table, index, again) if mechanical else (),
                )
