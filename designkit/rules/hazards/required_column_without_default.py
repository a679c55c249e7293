"""The rule `required-column-without-default`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding, Severity
from designkit.rules.hazardous import HazardRule, added_column
from designkit.rules.statement_rule import Site
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class RequiredColumnWithoutDefault(HazardRule, frozen=True, kw_only=True):
    """A column is added to a table that stands, is NOT NULL, and has no default.

    Why:
        It fails where the table holds a row: that row has no value for the column.
    Bad:
        ALTER TABLE invoices ADD COLUMN currency text NOT NULL;
    Good:
        ALTER TABLE invoices ADD COLUMN currency text NOT NULL DEFAULT 'EUR';
    Sources:
        https://www.postgresql.org/docs/18/ddl-alter.html#DDL-ALTER-ADDING-A-COLUMN
        https://www.cockroachlabs.com/docs/v25.2/alter-table
    """

    severity: ClassVar[Severity] = Severity.ERROR
    kinds: ClassVar[frozenset[str]] = frozenset({"ColumnDef"})
    ways: ClassVar[frozenset[str]] = frozenset({"up", "down", ""})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"not-null-without-default"})
    advice: ClassVar[str] = (
        "Give it a default, or add it without NOT NULL, fill it, and demand NOT NULL afterwards."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the columns for which no row has a value."""
        column = added_column(node, site)
        if column is None or not {"CONSTR_NOTNULL", "CONSTR_PRIMARY"} & column.constraints.keys():
            return
        if not column.fills_itself:
            subject = f"{column.table}.{column.name}"
            said = f"fails where {column.table} holds a row, which has no value for {column.name}"
            yield self.hazard(site, node, said, subject)
