"""The rule `index-on-boolean`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Index, Table
from designkit.model.types import is_boolean
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaRule


class IndexOnBoolean(SchemaRule, frozen=True, kw_only=True):
    """An index holds nothing but booleans.

    Why:
        It tells two or three kinds of rows apart, so reading the table costs less than reading half
        of it through the index; on CockroachDB all writes of one kind meet in one range. Where one
        of the values is rare, index what is looked up among those rows with
        `WHERE is_flagged`.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            is_active boolean NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_accounts_is_active ON accounts (is_active);
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            is_active boolean NOT NULL,
            email text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_accounts_email ON accounts (email) WHERE is_active;
    Sources:
        https://www.postgresql.org/docs/18/indexes-partial.html
        https://github.com/mfvanek/pg-index-health
    """

    severity = Severity.WARNING

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield each index over booleans alone."""
        for index in table.indexes:
            if index.predicate is None and not index.unique and _all_boolean(table, index):
                yield self.finding(
                    index.name,
                    f"index {index.name} of {table.qualified} holds booleans only, which tell few "
                    "rows apart; drop it, or make it a partial index on what is looked up",
                )


def _all_boolean(table: Table, index: Index) -> bool:
    columns = [table.find_column(key.column) if key.column else None for key in index.keys]
    return all(column is not None and is_boolean(column.type) for column in columns)
