"""The rule `table-too-large`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Table
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaRule


class TableTooLarge(SchemaRule, frozen=True, kw_only=True):
    """A table has many columns or many indexes.

    Why:
        Many columns mostly are several things in one table, and every change of a row writes them
        all. Every index is one write more for each row.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            street text NOT NULL,
            house text NOT NULL,
            floor text NOT NULL,
            city text NOT NULL,
            region text NOT NULL,
            country text NOT NULL,
            postcode text NOT NULL,
            latitude double precision,
            longitude double precision,
            given_name text,
            family_name text,
            nickname text,
            title text,
            suffix text,
            gender text,
            language text,
            timezone text,
            phone text,
            mobile text,
            fax text,
            email text,
            website text,
            employer text,
            profession text,
            department text,
            biography text,
            avatar text,
            theme text,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            given_name text NOT NULL,
            family_name text NOT NULL,
            nickname text,
            email text,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE addresses (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_id uuid NOT NULL REFERENCES accounts (id),
            street text NOT NULL,
            house text NOT NULL,
            city text NOT NULL,
            country text NOT NULL,
            postcode text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_addresses_account_id ON addresses (account_id);
    Options:
        columns: how many columns a table may have.
        indexes: how many indexes it may have, those of its keys included.
    Sources:
        https://www.postgresql.org/docs/18/limits.html
        https://www.cockroachlabs.com/docs/v25.2/schema-design-table
    """

    severity = Severity.WARNING
    columns: int = 30
    indexes: int = 15

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield the table once for its columns, and once for its indexes."""
        indexes = len(table.indexes) + len(table.uniques) + (table.primary_key is not None)
        counts = (
            ("columns", len(table.columns), self.columns),
            ("indexes", indexes, self.indexes),
        )
        for what, count, most in counts:
            if count > most:
                advice = "split it by what it speaks of" if what == "columns" else "drop some"
                yield self.finding(
                    str(table.qualified),
                    f"table {table.qualified} has {count} {what}, more than {most}; {advice}",
                )
