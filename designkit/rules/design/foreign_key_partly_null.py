"""The rule `foreign-key-partly-null`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import ForeignKey, Table
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaRule


class ForeignKeyPartlyNull(SchemaRule, frozen=True, kw_only=True):
    """A foreign key over several columns is not checked where one of them is NULL.

    One nullable column is right where the others are foreign keys of their own, as the tenant of an
    optional reference is.

    Why:
        With a NULL in any of its columns the key holds whatever the others say, so a row may point
        to nothing.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            region text NOT NULL,
            number text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            UNIQUE (number, region)
        );
        CREATE TABLE invoices (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_region text,
            account_number text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            FOREIGN KEY (account_number, account_region) REFERENCES accounts (number, region)
        );
        CREATE INDEX idx_invoices_account_number_account_region
            ON invoices (account_number, account_region);
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            region text NOT NULL,
            number text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            UNIQUE (number, region)
        );
        CREATE TABLE invoices (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_region text NOT NULL,
            account_number text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            FOREIGN KEY (account_number, account_region) REFERENCES accounts (number, region)
        );
        CREATE INDEX idx_invoices_account_number_account_region
            ON invoices (account_number, account_region);
    Sources:
        https://www.postgresql.org/docs/18/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES
        https://www.cockroachlabs.com/docs/v25.2/foreign-key#composite-foreign-key-matching
    """

    severity = Severity.WARNING

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield each such key."""
        for key in table.foreign_keys:
            if len(key.columns) == 1 or key.match_full:
                continue
            nullable = _nullable(table, key)
            if nullable and not _optional(table, key, nullable):
                yield self.finding(
                    f"{table.qualified}.{key.name}",
                    f"foreign key {key.name} of {table.qualified} is not checked where "
                    f"{' or '.join(nullable)} is NULL; make its columns NOT NULL, or the key "
                    "MATCH FULL",
                )


def _nullable(table: Table, key: ForeignKey) -> list[str]:
    found = (table.find_column(name) for name in key.columns)
    keys = table.key_columns
    return [item.name for item in found if item and item.nullable and item.name not in keys]


def _optional(table: Table, key: ForeignKey, nullable: list[str]) -> bool:
    """Whether one column says whether there is a reference, and the others are checked anyway."""
    others = [name for name in key.columns if name not in nullable]
    checked = {item.columns for item in table.foreign_keys}
    return len(nullable) == 1 and all((name,) in checked for name in others)
