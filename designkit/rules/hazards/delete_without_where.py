"""The rule `delete-without-where`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding, Severity
from designkit.rules.hazardous import HazardRule
from designkit.rules.statement_rule import Site, name_of
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class DeleteWithoutWhere(HazardRule, frozen=True, kw_only=True):
    """DELETE has no WHERE.

    Why:
        All rows are gone, and DOWN does not bring them back.
    Bad:
        DELETE FROM invoices;
    Good:
        DELETE FROM invoices WHERE status = 'draft';
    Sources:
        https://www.postgresql.org/docs/18/sql-delete.html
        https://www.cockroachlabs.com/docs/v25.2/bulk-delete-data
    """

    severity: ClassVar[Severity] = Severity.ERROR
    kinds: ClassVar[frozenset[str]] = frozenset({"DeleteStmt"})
    ways: ClassVar[frozenset[str]] = frozenset({"up", "query", ""})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"data-loss"})
    advice: ClassVar[str] = "Say which rows are meant."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the statements that touch every row of a table that stands."""
        fields = node.fields
        bounded = {"whereClause", "usingClause"} & fields.keys()
        if not bounded and not site.is_new(fields["relation"]):
            name = name_of(fields["relation"])
            yield self.hazard(site, node, f"every row of {name} is deleted", name)
