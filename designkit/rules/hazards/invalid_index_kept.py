"""The rule `invalid-index-kept`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule
from designkit.rules.repeating import dropped_before
from designkit.rules.statement_rule import Site
from designkit.sql.tree import Node


class InvalidIndexKept(HazardRule, frozen=True, kw_only=True):
    """CREATE INDEX CONCURRENTLY says IF NOT EXISTS, and nothing drops the index before it.

    Of PostgreSQL alone.

    Why:
        A failed attempt leaves an invalid index of that name behind. The second run passes it over,
        and the index that everybody counts on serves no query.
    Bad:
        -- transaction: none
        CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_invoices_note ON invoices (note);
    Good:
        -- transaction: none
        DROP INDEX CONCURRENTLY IF EXISTS idx_invoices_note;
        CREATE INDEX CONCURRENTLY idx_invoices_note ON invoices (note);
    Sources:
        https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"IndexStmt"})
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    ways: ClassVar[frozenset[str]] = frozenset({"up", "down", ""})
    advice: ClassVar[str] = "DROP INDEX CONCURRENTLY IF EXISTS it first."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the indexes whose wreck would be kept."""
        fields = node.fields
        if not fields.get("concurrent") or not fields.get("if_not_exists"):
            return
        name = fields.get("idxname", "")
        if name not in dropped_before(site):
            said = f"an invalid {name} that a failed attempt left behind is kept"
            yield self.hazard(site, node, said, name)
