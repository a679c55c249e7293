"""The rule `short-lock-timeout`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule
from designkit.rules.locking import timeout_before
from designkit.rules.statement_rule import Site
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class ShortLockTimeout(HazardRule, frozen=True, kw_only=True):
    """A short lock_timeout or statement_timeout stands before a statement that works CONCURRENTLY.

    Of PostgreSQL alone.

    Why:
        It waits for the end of every older transaction, and reads the table beside the running
        service: both take minutes. The timeout ends it, and an invalid index is left behind.
    Bad:
        -- transaction: none
        DROP INDEX CONCURRENTLY IF EXISTS idx_invoices_account_id;
        SET lock_timeout = '5s';
        CREATE INDEX CONCURRENTLY idx_invoices_account_id ON invoices (account_id);
    Good:
        -- transaction: none
        DROP INDEX CONCURRENTLY IF EXISTS idx_invoices_account_id;
        SET lock_timeout = '30min';
        CREATE INDEX CONCURRENTLY idx_invoices_account_id ON invoices (account_id);
    Options:
        seconds: how long a timeout is that is long enough.
    Sources:
        https://www.postgresql.org/docs/18/runtime-config-client.html#GUC-LOCK-TIMEOUT
        https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"IndexStmt", "DropStmt", "ReindexStmt"})
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    ways: ClassVar[frozenset[str]] = frozenset({"up", "down", ""})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"lock-timeout-with-concurrently"})
    advice: ClassVar[str] = (
        "Set it to many minutes before what works CONCURRENTLY, and drop an invalid index before "
        "a second try."
    )

    seconds: int = 60

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield what a timeout is likely to end."""
        options = {item["DefElem"]["defname"] for item in node.fields.get("params", ())}
        if not node.fields.get("concurrent") and "concurrently" not in options:
            return
        for name in ("lock_timeout", "statement_timeout"):
            milliseconds = timeout_before(site, name)
            if milliseconds is not None and 0 < milliseconds < self.seconds * 1000:
                said = (
                    f"{name} of {milliseconds} ms is likely to end it and to leave an invalid index"
                )
                yield self.hazard(site, node, said, node.fields.get("idxname", ""))
