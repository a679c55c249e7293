"""The rule `table-single-column`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Table
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaRule


class TableSingleColumn(SchemaRule, frozen=True, kw_only=True):
    """A table has one column, or none.

    Why:
        It lists values that mean nothing beyond themselves: a check on the column that uses them
        says as much, without a join. Often the table was never finished.
    Bad:
        -- designkit: allow missing-required-column (countries.id) the code is the country
        -- designkit: allow missing-required-column (countries.created_at) it was always there
        -- designkit: allow missing-required-column (countries.updated_at) it never changes
        -- designkit: allow primary-key-not-uuid (countries) the code is the country
        CREATE TABLE countries (
            code text PRIMARY KEY
        );
    Good:
        -- designkit: allow missing-required-column (countries.id) the code is the country
        -- designkit: allow missing-required-column (countries.created_at) it was always there
        -- designkit: allow missing-required-column (countries.updated_at) it never changes
        -- designkit: allow primary-key-not-uuid (countries) the code is the country
        CREATE TABLE countries (
            code text PRIMARY KEY,
            name text NOT NULL
        );
    Sources:
        https://www.schemacrawler.com/lint.html
        https://www.postgresql.org/docs/18/ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS
    """

    severity = Severity.WARNING

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield the table if it has no two columns."""
        if len(table.columns) <= 1:
            held = table.columns[0].name if table.columns else "no column"
            yield self.finding(
                str(table.qualified),
                f"table {table.qualified} holds {held} and nothing else; make it a check where its "
                "values are used, or finish it",
            )
