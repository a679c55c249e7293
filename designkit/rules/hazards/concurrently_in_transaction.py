"""The rule `concurrently-in-transaction`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding, Severity
from designkit.rules.hazardous import HazardRule
from designkit.rules.statement_rule import Site
from designkit.sql.tree import Node


class ConcurrentlyInTransaction(HazardRule, frozen=True, kw_only=True):
    """CONCURRENTLY stands in a transaction, the tool's or one that the script began.

    Of PostgreSQL alone: CockroachDB reads the word over.

    Why:
        PostgreSQL refuses it there; the file fails on every database.
    Bad:
        CREATE INDEX CONCURRENTLY idx_invoices_account_id ON invoices (account_id);
    Good:
        -- transaction: none
        DROP INDEX CONCURRENTLY IF EXISTS idx_invoices_account_id;
        CREATE INDEX CONCURRENTLY idx_invoices_account_id ON invoices (account_id);
    Sources:
        https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
        https://pressly.github.io/goose/documentation/annotations/
    """

    severity: ClassVar[Severity] = Severity.ERROR
    kinds: ClassVar[frozenset[str]] = frozenset(
        {"IndexStmt", "DropStmt", "ReindexStmt", "PartitionCmd"}
    )
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    ways: ClassVar[frozenset[str]] = frozenset({"up", "down", ""})
    advice: ClassVar[str] = (
        "Give it a file of its own that the tool runs without transaction (goose: -- +goose NO "
        "TRANSACTION)."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield what PostgreSQL refuses inside of a transaction."""
        options = {item["DefElem"]["defname"] for item in node.fields.get("params", ())}
        concurrent = node.fields.get("concurrent") or "concurrently" in options
        if concurrent and site.in_transaction:
            subject = node.fields.get("idxname", "")
            yield self.hazard(site, node, "CONCURRENTLY is refused in a transaction", subject)
