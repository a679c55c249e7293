"""The rule `truncate`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding, Severity
from designkit.rules.hazardous import HazardRule
from designkit.rules.statement_rule import Site, name_of
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class Truncate(HazardRule, frozen=True, kw_only=True):
    """A table is emptied by TRUNCATE.

    Why:
        All its rows are gone, and DOWN does not bring them back.
    Bad:
        TRUNCATE invoices;
    Good:
        CREATE TABLE imports (id uuid PRIMARY KEY);
        TRUNCATE imports;
    Sources:
        https://www.postgresql.org/docs/18/sql-truncate.html
    """

    severity: ClassVar[Severity] = Severity.ERROR
    kinds: ClassVar[frozenset[str]] = frozenset({"TruncateStmt"})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"data-loss"})
    advice: ClassVar[str] = "Delete what is to go, by a condition, after a copy was kept."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the tables that are emptied; CASCADE is told by its own rule."""
        if node.fields.get("behavior") == "DROP_CASCADE":
            return
        for item in node.fields["relations"]:
            if not site.is_new(item["RangeVar"]):
                name = name_of(item["RangeVar"])
                yield self.hazard(site, node, f"every row of {name} is lost", name)
