"""The rule `constraint-not-validated`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import ValidateConstraint
from designkit.model import Check, ForeignKey, Table, replace
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaRule


class ConstraintNotValidated(SchemaRule, frozen=True, kw_only=True):
    """A check or foreign key holds for new rows only: nobody validated it.

    Why:
        NOT VALID is the first of two steps. Without the second, rows that break the constraint may
        be there, and the planner may not rely on it.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            name text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        ALTER TABLE accounts ADD CONSTRAINT accounts_name_check CHECK (name <> '') NOT VALID;
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            name text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        ALTER TABLE accounts ADD CONSTRAINT accounts_name_check CHECK (name <> '') NOT VALID;
        ALTER TABLE accounts VALIDATE CONSTRAINT accounts_name_check;
    Sources:
        https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT
        https://www.cockroachlabs.com/docs/v25.2/alter-table#validate-constraint
    """

    severity = Severity.WARNING

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield each constraint that is enforced and not validated."""
        constraints: tuple[Check | ForeignKey, ...] = (*table.checks, *table.foreign_keys)
        for constraint in constraints:
            if constraint.enforced and not constraint.validated:
                valid = replace(constraint, validated=True)
                yield self.finding(
                    f"{table.qualified}.{constraint.name}",
                    f"constraint {constraint.name} of {table.qualified} is not validated; run "
                    f"VALIDATE CONSTRAINT {constraint.name} in a later migration",
                    fix=(ValidateConstraint(table=table.qualified, constraint=valid),),
                )
