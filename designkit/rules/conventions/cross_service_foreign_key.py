"""The rule `cross-service-foreign-key`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import DropConstraint
from designkit.model import ForeignKey, Table
from designkit.rules.finding import Finding
from designkit.rules.rule import SchemaContext, SchemaRule


class CrossServiceForeignKey(SchemaRule, frozen=True, kw_only=True):
    """A foreign key points into another service's table.

    The column may stay: it holds an id that the other service gave.

    Why:
        Every service owns its data. Such a key ties two services to one database, and one's
        migration, lock or deletion stops the other.
    Bad:
        -- service: auth
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        -- service: billing
        CREATE TABLE invoices (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_id uuid NOT NULL REFERENCES accounts (id),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_invoices_account_id ON invoices (account_id);
    Good:
        -- service: auth
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        -- service: billing
        CREATE TABLE invoices (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_id uuid NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_invoices_account_id ON invoices (account_id);
    Sources:
        https://microservices.io/patterns/data/database-per-service.html
    """

    def reads(self, table: Table) -> object:
        """Its keys, and whose it is."""
        return table.foreign_keys, table.service, table.partition_bound

    def check(self, context: SchemaContext) -> Iterator[Finding]:
        """Yield each foreign key whose two tables are known to have different owners."""
        for table, key, other in self.crossing(context):
            name = key.columns[0] if len(key.columns) == 1 else key.name
            yield self.finding(
                f"{table.qualified}.{name}",
                f"foreign key {key.name} of {table.qualified} ({context.owner_of(table)}) points "
                f"to {key.referenced_table} of the service {other}; drop the constraint and keep "
                "the id",
                fix=(DropConstraint(table=table.qualified, constraint=key),),
            )

    def crossing(self, context: SchemaContext) -> Iterator[tuple[Table, ForeignKey, str]]:
        """Yield each such foreign key with its table and the service that it points into."""
        for table in context.own_tables():
            owner = context.owner_of(table)
            if not owner or not self.judges(table):
                continue
            for key in table.foreign_keys:
                other = context.owner(key.referenced_table)
                if other and other != owner:
                    yield table, key, other
