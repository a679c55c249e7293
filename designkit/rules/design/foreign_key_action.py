"""The rule `foreign-key-action`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import ForeignKey, Table
from designkit.model.table import Action
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaRule

_ALL: tuple[Action, ...] = ("no action", "restrict", "cascade", "set null", "set default")


class ForeignKeyAction(SchemaRule, frozen=True, kw_only=True):
    """The action of a foreign key cannot work, or is not one that the team allows.

    SET NULL of a column that is NOT NULL, and SET DEFAULT of one without default that is NOT NULL,
    fail whenever they are needed: an error. An action that is not allowed is a warning.

    Why:
        The deletion of the referenced row fails, at the first one who tries.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE invoices (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE SET NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_invoices_account_id ON invoices (account_id);
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE invoices (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_id uuid REFERENCES accounts (id) ON DELETE SET NULL,
            number text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_invoices_account_id ON invoices (account_id);
    Options:
        on-delete: the actions that are allowed when the referenced row is deleted.
        on-update: the same for when its key changes.
    Sources:
        https://www.postgresql.org/docs/18/ddl-constraints.html#DDL-CONSTRAINTS-FK
        https://www.cockroachlabs.com/docs/v25.2/foreign-key#foreign-key-actions
    """

    on_delete: tuple[Action, ...] = _ALL
    on_update: tuple[Action, ...] = _ALL

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield each action that fails, and each that is not allowed."""
        for key in table.foreign_keys:
            cases: tuple[tuple[str, Action, tuple[Action, ...]], ...] = (
                ("DELETE", key.on_delete, self.on_delete),
                ("UPDATE", key.on_update, self.on_update),
            )
            for event, action, allowed in cases:
                column = _failing(table, key, action)
                if column or action not in allowed:
                    yield self._said(table, key, f"ON {event} {action.upper()}", column, allowed)

    def _said(
        self, table: Table, key: ForeignKey, clause: str, column: str, allowed: tuple[Action, ...]
    ) -> Finding:
        subject = f"{table.qualified}.{key.name}"
        said = f"{clause} of foreign key {key.name} of {table.qualified}"
        if not column:
            choice = " or ".join(allowed) or "none"
            message = f"{said} is not allowed here; choose {choice}"
            return self.finding(subject, message, severity=Severity.WARNING)
        return self.finding(
            subject,
            f"{said} always fails: {column} is NOT NULL"
            f"{' and has no default' if clause.endswith('DEFAULT') else ''}; allow NULL there, or "
            "choose another action",
        )


def _failing(table: Table, key: ForeignKey, action: Action) -> str:
    """A column that the action cannot set, or ""."""
    if action not in {"set null", "set default"}:
        return ""
    for name in key.set_columns or key.columns:
        column = table.find_column(name)
        required = column is not None and (not column.nullable or name in table.key_columns)
        if required and (action == "set null" or column is None or column.default is None):
            return name
    return ""
