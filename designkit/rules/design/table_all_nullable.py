"""The rule `table-all-nullable`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Table
from designkit.model.conventional import DELETED_AT, REQUIRED_COLUMNS
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaRule


class TableAllNullable(SchemaRule, frozen=True, kw_only=True):
    """Every column of a table may be NULL, but for those that every table has.

    Why:
        The database then accepts a row that says nothing. What makes a row worth keeping is NOT
        NULL.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email text,
            country text,
            given_name text,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email text NOT NULL,
            country text,
            given_name text,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Options:
        columns: from how many such columns on.
    Sources:
        https://www.schemacrawler.com/lint.html
        https://www.postgresql.org/docs/18/ddl-constraints.html#DDL-CONSTRAINTS-NOT-NULL
    """

    severity = Severity.WARNING
    columns: int = 3

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield the table if nothing in it must be there."""
        keys = table.key_columns
        own = [
            column
            for column in table.columns
            if column.name not in keys and column.name not in (*REQUIRED_COLUMNS, DELETED_AT)
        ]
        if len(own) >= self.columns and all(column.nullable for column in own):
            yield self.finding(
                str(table.qualified),
                f"table {table.qualified}: each of its {len(own)} columns may be NULL; make those "
                "NOT NULL without which a row says nothing",
            )
