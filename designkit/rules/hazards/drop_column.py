"""The rule `drop-column`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding, Severity
from designkit.rules.hazardous import HazardRule, altered_table, happened, takes_back
from designkit.rules.hindsight import index_table, indexes_with
from designkit.rules.statement_rule import Site
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class DropColumn(HazardRule, frozen=True, kw_only=True):
    """A column is dropped.

    In DOWN a column may go that its UP has added, and in any file one that the file itself has
    added.

    Why:
        Its values are gone, indexes that hold it go with it, and running clients that name it fail.
    Bad:
        ALTER TABLE invoices DROP COLUMN note;
    Good:
        ALTER TABLE invoices ADD COLUMN note text;
    Sources:
        https://www.postgresql.org/docs/18/sql-altertable.html
        https://www.cockroachlabs.com/docs/v25.2/alter-table
    """

    severity: ClassVar[Severity] = Severity.ERROR
    kinds: ClassVar[frozenset[str]] = frozenset({"AlterTableCmd"})
    ways: ClassVar[frozenset[str]] = frozenset({"up", "down", ""})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"data-loss", "breaks-clients"})
    advice: ClassVar[str] = (
        "Let no client name it first, keep a copy of its values, and drop it in a later release."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the columns that are dropped with their values."""
        if node.fields["subtype"] != "AT_DropColumn":
            return
        table, column = altered_table(node, site), node.fields["name"]
        if table is None or takes_back(site, table, column):
            return
        indexes = [
            index
            for index in indexes_with(happened(site, table.name), table, column)
            if index_table(happened(site, index), index) is not None
        ]
        along = f"; {', '.join(indexes)} {'goes' if len(indexes) == 1 else 'go'} with it"
        said = f"the values of {table}.{column} are lost{along if indexes else ''}"
        yield self.hazard(site, node, said, f"{table}.{column}")
