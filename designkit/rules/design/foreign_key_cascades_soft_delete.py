"""The rule `foreign-key-cascades-soft-delete`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import AddConstraint, DropConstraint
from designkit.model import ForeignKey, Table, replace
from designkit.model.conventional import is_soft_deleted
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import Related, SchemaRule


class ForeignKeyCascadesSoftDelete(SchemaRule, frozen=True, kw_only=True):
    """A foreign key deletes on cascade, and one of its tables keeps deleted rows.

    Why:
        Rows that are only marked as deleted never start the cascade, so what points to them stays;
        and a cascade really deletes rows that should only have been marked.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            deleted_at timestamptz,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE invoices (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_invoices_account_id ON invoices (account_id);
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            deleted_at timestamptz,
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
    Sources:
        https://www.postgresql.org/docs/18/ddl-constraints.html#DDL-CONSTRAINTS-FK
        https://guides.rubyonrails.org/v8.0/active_record_callbacks.html
    """

    severity = Severity.WARNING

    def check_related(self, table: Table, related: Related) -> Iterator[Finding]:
        """Yield each cascade to or from a table with `deleted_at`."""
        for key in table.foreign_keys:
            if key.on_delete == "cascade":
                yield from self._judged(table, key, related.table(key.referenced_table))

    def _judged(self, table: Table, key: ForeignKey, target: Table | None) -> Iterator[Finding]:
        if is_soft_deleted(table):
            problem = f"would really delete rows of {table.qualified}, which keeps deleted ones"
        elif target is not None and is_soft_deleted(target):
            problem = f"never starts: {target.qualified} keeps deleted rows"
        else:
            return
        plain = replace(key, on_delete="no action")
        yield self.finding(
            f"{table.qualified}.{key.name}",
            f"ON DELETE CASCADE of foreign key {key.name} of {table.qualified} {problem}; "
            "leave it out, and mark the rows in one transaction",
            fix=(
                DropConstraint(table=table.qualified, constraint=key),
                AddConstraint(table=table.qualified, constraint=plain),
            ),
        )
