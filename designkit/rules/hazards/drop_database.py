"""The rule `drop-database`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding, Severity
from designkit.rules.hazardous import HazardRule
from designkit.rules.statement_rule import Site
from designkit.sql.tree import Node


class DropDatabase(HazardRule, frozen=True, kw_only=True):
    """A database is dropped.

    Why:
        No migration can make up for it, and a file that ran in the wrong place loses everything.
    Bad:
        -- transaction: none
        DROP DATABASE shop;
    Good:
        SELECT 1;
    Sources:
        https://www.postgresql.org/docs/18/sql-dropdatabase.html
    """

    severity: ClassVar[Severity] = Severity.ERROR
    kinds: ClassVar[frozenset[str]] = frozenset({"DropdbStmt"})
    ways: ClassVar[frozenset[str]] = frozenset({"up", "down", ""})
    advice: ClassVar[str] = "Drop databases by hand, where one sees which one it is."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the database."""
        name = node.fields["dbname"]
        yield self.hazard(site, node, f"the whole database {name} is lost", name)
