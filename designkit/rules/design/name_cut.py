"""The rule `name-cut`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from designkit.changes import RenameConstraint
from designkit.model import MAX_NAME_BYTES, Column, Constraint, Table
from designkit.model.conventional import key_name
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaRule

# How a name ends that was cut here, with the hash of all of it.
_HASHED = re.compile(r"_[0-9a-f]{8}")


class NameCut(SchemaRule, frozen=True, kw_only=True):
    """A name has all of the 63 bytes that PostgreSQL keeps, so it probably was cut.

    A name that ends in a hash of eight digits was made to fit, and stands.

    Why:
        PostgreSQL cuts longer names without a word, CockroachDB keeps them: the two then have
        different names, and a migration that uses one fails on the other. Two long names may become
        one.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE invoices (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_id uuid NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT invoices_belong_to_the_account_that_has_to_pay_for_the_goods_sent
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
        https://www.postgresql.org/docs/18/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
        https://www.cockroachlabs.com/docs/v25.2/keywords-and-identifiers
    """

    severity = Severity.WARNING

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield the table, and each of its constraints and indexes, if cut."""
        if _is_cut(table.name):
            yield self._said(str(table.qualified), "table")
        for index in table.indexes:
            if _is_cut(index.name):
                yield self._said(index.name, "index")
        for constraint in table.constraints:
            if _is_cut(constraint.name):
                after = _right_name(table, constraint)
                said = self._said(f"{table.qualified}.{constraint.name}", "constraint", after)
                rename = RenameConstraint(
                    table=table.qualified, before=constraint.name, after=after
                )
                yield said if not after else self.finding(said.object, said.message, fix=(rename,))

    def suspects(self, column: Column) -> bool:
        """Whether the column's name is cut."""
        return _is_cut(column.name)

    def check_column(self, table: Table, column: Column) -> Iterator[Finding]:
        """Yield each such column."""
        yield self._said(f"{table.qualified}.{column.name}", "column")

    def _said(self, subject: str, kind: str, after: str = "") -> Finding:
        return self.finding(
            subject,
            f"{kind} {subject} has a name of {MAX_NAME_BYTES} bytes, which was probably cut: "
            f"CockroachDB cuts none; {f'name it {after}' if after else 'choose a shorter name'}",
        )


def _is_cut(name: str) -> bool:
    # A letter of several bytes is dropped whole.
    if name.isascii():
        is_long = len(name) >= MAX_NAME_BYTES
    else:
        is_long = len(name.encode()) >= MAX_NAME_BYTES - 3
    return is_long and _HASHED.fullmatch(name[-9:]) is None


def _right_name(table: Table, constraint: Constraint) -> str:
    """The name that PostgreSQL would give, whole or with a hash; "" where only people know it."""
    after = key_name(table.name, constraint)
    taken = any(other.name == after for other in table.constraints)
    return "" if taken or _is_cut(after) else after
