"""The rule `table-inherits`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Table
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaRule


class TableInherits(SchemaRule, frozen=True, kw_only=True):
    """A table inherits from another one.

    Partitions are none of this: they are declared with their parent.

    Why:
        Keys and unique constraints hold for each table alone, so neither is one over all rows;
        CockroachDB has no inheritance.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE customers (
            discount integer NOT NULL,
            PRIMARY KEY (id)
        ) INHERITS (accounts);
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE customers (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_id uuid NOT NULL REFERENCES accounts (id),
            discount integer NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_customers_account_id ON customers (account_id);
    Sources:
        https://www.postgresql.org/docs/18/ddl-inherit.html#DDL-INHERIT-CAVEATS
        https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_table_inheritance
    """

    severity = Severity.WARNING

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield the table if it inherits."""
        if table.inherits:
            parents = ", ".join(map(str, table.inherits))
            yield self.finding(
                str(table.qualified),
                f"table {table.qualified} inherits from {parents}; point to it by a foreign key, "
                "or partition it",
            )
