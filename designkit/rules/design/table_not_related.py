"""The rule `table-not-related`."""

from __future__ import annotations

from collections.abc import Container, Iterator

from designkit.model import QualifiedName, Table
from designkit.model.conventional import REQUIRED_COLUMNS
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaContext, SchemaRule


class TableNotRelated(SchemaRule, frozen=True, kw_only=True):
    """A table has no foreign key and none points to it, where most of its service's have.

    Nothing is said of a service in which only a few tables are related, nor of a table that holds
    what is unique in another one, as an email.

    Why:
        What stands alone is often left over, or lacks the key to what it speaks of.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE invoices (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_id uuid NOT NULL REFERENCES accounts (id),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_invoices_account_id ON invoices (account_id);
        CREATE TABLE payments (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            invoice_id uuid NOT NULL REFERENCES invoices (id),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_payments_invoice_id ON payments (invoice_id);
        CREATE TABLE leftovers (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            name text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE invoices (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_id uuid NOT NULL REFERENCES accounts (id),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_invoices_account_id ON invoices (account_id);
        CREATE TABLE payments (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            invoice_id uuid NOT NULL REFERENCES invoices (id),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_payments_invoice_id ON payments (invoice_id);
    Options:
        related: how many other tables must be related before one that is not stands out.
    Sources:
        https://github.com/k1LoW/tbls#lint
    """

    severity = Severity.INFO
    related: int = 3

    def reads(self, table: Table) -> object:
        """Its keys, and whose it is."""
        return table.foreign_keys, table.uniques, table.service, table.partition_bound

    def check(self, context: SchemaContext) -> Iterator[Finding]:
        """Yield each table that stands alone among related ones."""
        own = [table for table in context.own_tables() if self.judges(table)]
        pointed = context.schema.referencing
        by_owner: dict[str, list[Table]] = {}
        for table in own:
            by_owner.setdefault(context.owner_of(table), []).append(table)
        for tables in by_owner.values():
            unique = {name for table in tables for item in table.uniques for name in item.columns}
            unique -= set(REQUIRED_COLUMNS)
            alone = [table for table in tables if _is_alone(table, pointed, unique)]
            related = len(tables) - len(alone)
            for table in alone if related >= max(self.related, len(alone) * 2) else ():
                yield self.finding(
                    str(table.qualified),
                    f"table {table.qualified} has no foreign key and none points to it; add what "
                    "it speaks of, or drop it",
                )


def _is_alone(table: Table, pointed: Container[QualifiedName], unique: set[str]) -> bool:
    if table.foreign_keys or table.qualified in pointed:
        return False
    own = {name for item in table.uniques for name in item.columns}
    return unique.isdisjoint({column.name for column in table.columns} - own)
