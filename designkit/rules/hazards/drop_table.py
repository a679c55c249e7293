"""The rule `drop-table`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding, Severity
from designkit.rules.hazardous import HazardRule, objects, takes_back
from designkit.rules.statement_rule import Site
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class DropTable(HazardRule, frozen=True, kw_only=True):
    """A table is dropped.

    In DOWN a table may go that its UP has made, and in any file one that the file itself has made.

    Why:
        Its rows are gone, DOWN brings back an empty table, and running clients that use it fail.
    Bad:
        DROP TABLE invoices;
    Good:
        CREATE TABLE invoice_copies (id uuid PRIMARY KEY);
        DROP TABLE invoice_copies;
    Sources:
        https://www.postgresql.org/docs/18/sql-droptable.html
        https://www.cockroachlabs.com/docs/v25.2/drop-table
    """

    severity: ClassVar[Severity] = Severity.ERROR
    kinds: ClassVar[frozenset[str]] = frozenset({"DropStmt"})
    ways: ClassVar[frozenset[str]] = frozenset({"up", "down", ""})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"data-loss", "breaks-clients"})
    advice: ClassVar[str] = (
        "Let no client use it first, keep a copy of its rows, and drop it in a later release."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the tables that are dropped with what they hold."""
        if node.fields["removeType"] != "OBJECT_TABLE":
            return
        for name in objects(node.fields):
            if name not in site.created and not takes_back(site, name):
                yield self.hazard(site, node, f"the rows of {name} are lost", name)
