"""The rule `drop-index-without-concurrently`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding, Severity
from designkit.rules.hazardous import HazardRule, happened, objects
from designkit.rules.hindsight import index_table
from designkit.rules.statement_rule import Site
from designkit.sql.tree import Node


class DropIndexWithoutConcurrently(HazardRule, frozen=True, kw_only=True):
    """An index of a table that stands is dropped without CONCURRENTLY.

    Of PostgreSQL alone. Silent for the indexes and tables of the same script.

    Why:
        It waits for every query that runs on the table, and whoever comes later waits behind it.
    Bad:
        DROP INDEX idx_invoices_note;
    Good:
        -- transaction: none
        DROP INDEX CONCURRENTLY idx_invoices_note;
    Sources:
        https://www.postgresql.org/docs/18/sql-dropindex.html
    """

    severity: ClassVar[Severity] = Severity.INFO
    kinds: ClassVar[frozenset[str]] = frozenset({"DropStmt"})
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    advice: ClassVar[str] = (
        "DROP INDEX CONCURRENTLY in a file of its own, without transaction, or with a short "
        "lock_timeout."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the indexes whose going makes others wait."""
        fields = node.fields
        if fields["removeType"] != "OBJECT_INDEX" or fields.get("concurrent"):
            return
        gone = {
            name
            for tree in site.script.trees
            if tree.kind == "DropStmt" and tree.fields["removeType"] == "OBJECT_TABLE"
            for name in objects(tree.fields)
        }
        for name in objects(fields):
            table = index_table(happened(site, name.name), name.name)
            made_here = index_table(tuple(site.before), name.name) is not None
            if not made_here and table not in gone:
                said = f"queries of the table of {name} wait until the longest that runs has ended"
                yield self.hazard(site, node, said, name)
