"""The rule `unique-over-null`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Table
from designkit.model.conventional import DELETED_AT
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaRule


class UniqueOverNull(SchemaRule, frozen=True, kw_only=True):
    """A unique constraint holds a column that may be NULL.

    A unique index says by its condition what it means, `WHERE phone IS NOT NULL`, and is left alone
    where it has one. `deleted_at` is left to `unique-ignores-soft-delete`.

    Why:
        NULLs are distinct: any number of rows may hold one, whatever the other columns hold.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email text NOT NULL,
            code text,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            UNIQUE (email, code)
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email text NOT NULL,
            code text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            UNIQUE (email, code)
        );
    Sources:
        https://www.postgresql.org/docs/18/ddl-constraints.html#DDL-CONSTRAINTS-UNIQUE-CONSTRAINTS
        https://www.cockroachlabs.com/docs/v25.2/null-handling#nulls-and-unique-constraints
    """

    severity = Severity.WARNING

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield each unique constraint, and each unique index over all rows, with such a column."""
        keys = table.key_columns
        nullable = {
            column.name
            for column in table.columns
            if column.nullable and column.name not in keys and column.name != DELETED_AT
        }
        for unique in table.uniques:
            found = [name for name in unique.columns if name in nullable]
            if found and not unique.nulls_not_distinct:
                subject = f"{table.qualified}.{unique.name}"
                yield self._said(table, subject, f"unique constraint {unique.name}", found)
        for index in table.indexes:
            if index.unique and index.predicate is None and not index.nulls_not_distinct:
                names = (key.column or "" for key in index.keys)
                found = [name for name in names if name in nullable]
                if found:
                    yield self._said(table, index.name, f"unique index {index.name}", found)

    def _said(self, table: Table, subject: str, what: str, nullable: list[str]) -> Finding:
        names = " or ".join(nullable)
        return self.finding(
            subject,
            f"{what} of {table.qualified} lets rows repeat where {names} is NULL; make it NOT "
            f"NULL, or say what is meant by a unique index WHERE {nullable[0]} IS NOT NULL",
        )
