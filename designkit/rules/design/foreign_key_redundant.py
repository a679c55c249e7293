"""The rule `foreign-key-redundant`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from designkit.changes import DropConstraint
from designkit.model import ForeignKey, Table
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaRule


class ForeignKeyRedundant(SchemaRule, frozen=True, kw_only=True):
    """Two foreign keys of a table say the same, or one says what the other says and more.

    Why:
        Every write pays for both checks, and where their actions differ nobody can tell which of
        them wins.
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
            updated_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT invoices_account_id_again_fkey
                FOREIGN KEY (account_id) REFERENCES accounts (id)
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
            account_id uuid NOT NULL REFERENCES accounts (id),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_invoices_account_id ON invoices (account_id);
    Sources:
        https://github.com/mfvanek/pg-index-health
        https://www.postgresql.org/docs/18/ddl-constraints.html#DDL-CONSTRAINTS-FK
    """

    severity = Severity.WARNING

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield the key that another one makes superfluous."""
        for one, other in combinations(table.foreign_keys, 2):
            if one.referenced_table != other.referenced_table:
                continue
            here, there = _pairs(one), _pairs(other)
            if here == there:
                yield self._same(table, *_kept_and_dropped(one, other))
            elif here < there or there < here:
                narrow, wide = (one, other) if here < there else (other, one)
                yield self.finding(
                    f"{table.qualified}.{narrow.name}",
                    f"foreign key {narrow.name} of {table.qualified} says only a part of what "
                    f"{wide.name} says; drop it, unless {wide.name} may hold NULL where it may not",
                )

    def _same(self, table: Table, kept: ForeignKey, dropped: ForeignKey) -> Finding:
        alike = _behaviour(kept) == _behaviour(dropped)
        return self.finding(
            f"{table.qualified}.{dropped.name}",
            f"foreign key {dropped.name} of {table.qualified} is {kept.name} again"
            f"{'' if alike else ', with other actions'}; drop one of them",
            fix=(DropConstraint(table=table.qualified, constraint=dropped),) if alike else (),
        )


def _pairs(key: ForeignKey) -> frozenset[tuple[str, str]]:
    return frozenset(zip(key.columns, key.referenced_columns, strict=True))


def _kept_and_dropped(one: ForeignKey, other: ForeignKey) -> tuple[ForeignKey, ForeignKey]:
    """The one that holds for all rows stays; of equals the one with the shorter name."""
    kept, dropped = sorted((one, other), key=lambda key: (not key.validated, len(key.name)))
    return kept, dropped


def _behaviour(key: ForeignKey) -> tuple[object, ...]:
    return key.on_delete, key.on_update, key.match_full, key.deferrable, key.enforced
