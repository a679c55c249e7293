"""The rule `lock-timeout-missing`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule
from designkit.rules.locking import locked_by, timeout_before
from designkit.rules.statement_rule import Site
from designkit.sql.tree import Node


class LockTimeoutMissing(HazardRule, frozen=True, kw_only=True):
    """A file takes a lock that keeps everybody out of a table, and sets no lock_timeout.

    Off until the option `demanded` is set: the settings of the role that migrates can say it for
    all files, and no file shows those. Of PostgreSQL alone.

    Why:
        A statement that waits for its lock makes everybody else wait behind it.
    Bad:
        -- option: demanded = true
        ALTER TABLE invoices ADD COLUMN note text;
    Good:
        -- option: demanded = true
        SET lock_timeout = '5s';
        ALTER TABLE invoices ADD COLUMN note text;
    Options:
        demanded: whether each file has to set it.
    Sources:
        https://www.postgresql.org/docs/18/runtime-config-client.html#GUC-LOCK-TIMEOUT
    """

    kinds: ClassVar[frozenset[str]] = frozenset(
        {"AlterTableStmt", "DropStmt", "RenameStmt", "IndexStmt"}
    )
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    ways: ClassVar[frozenset[str]] = frozenset({"up", "down", ""})
    advice: ClassVar[str] = "Begin with SET lock_timeout = '5s', and try again where it fails."

    demanded: bool = False

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the first statement of a script that waits without end."""
        if not self.demanded or timeout_before(site, "lock_timeout") is not None:
            return
        names = locked_by(site.tree) - site.created
        earlier = any(locked_by(tree) - site.created for tree in site.before)
        if names and not earlier:
            said = f"waits for {', '.join(sorted(map(str, names)))} as long as it takes"
            yield self.hazard(site, node, said)
