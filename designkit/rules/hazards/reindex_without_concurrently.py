"""The rule `reindex-without-concurrently`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule
from designkit.rules.statement_rule import Site, name_of
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class ReindexWithoutConcurrently(HazardRule, frozen=True, kw_only=True):
    """REINDEX runs without CONCURRENTLY.

    Of PostgreSQL alone. REINDEX SYSTEM knows no CONCURRENTLY.

    Why:
        Nobody can write to the table, nor read by the index, until it is built anew.
    Bad:
        REINDEX TABLE invoices;
    Good:
        -- transaction: none
        REINDEX TABLE CONCURRENTLY invoices;
    Sources:
        https://www.postgresql.org/docs/18/sql-reindex.html#SQL-REINDEX-CONCURRENTLY
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"ReindexStmt"})
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    ways: ClassVar[frozenset[str]] = frozenset({"up", "down", ""})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"blocks-reads", "blocks-writes"})
    advice: ClassVar[str] = "REINDEX ... CONCURRENTLY in a file of its own, without transaction."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield what is built anew while others wait."""
        fields = node.fields
        options = {item["DefElem"]["defname"] for item in fields.get("params", ())}
        relation = fields.get("relation")
        if "concurrently" in options or fields["kind"] == "REINDEX_OBJECT_SYSTEM":
            return
        if relation is None or not site.is_empty(relation):
            name = fields.get("name", "") if relation is None else str(name_of(relation))
            yield self.hazard(
                site, node, f"nobody can write while {name or 'it'} is built anew", name
            )
