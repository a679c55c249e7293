"""The rule `statement-not-repeatable`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule
from designkit.rules.repeating import fails_again
from designkit.rules.statement_rule import Site
from designkit.sql.tree import Node


class StatementNotRepeatable(HazardRule, frozen=True, kw_only=True):
    """A file of several statements runs without transaction, and one of them fails the second time.

    IF EXISTS, IF NOT EXISTS, or a DROP ... IF EXISTS of the same thing before it makes it
    repeatable.

    Why:
        Where the file fails in its middle, what ran stays. Run again, it fails at its first
        statement, and somebody has to mend the database by hand.
    Bad:
        -- transaction: none
        ALTER TABLE invoices ADD COLUMN note text;
        ALTER TABLE invoices ADD COLUMN remark text;
    Good:
        -- transaction: none
        ALTER TABLE invoices ADD COLUMN IF NOT EXISTS note text;
        ALTER TABLE invoices ADD COLUMN IF NOT EXISTS remark text;
    Sources:
        https://www.postgresql.org/docs/18/sql-altertable.html
        https://www.cockroachlabs.com/docs/v25.2/online-schema-changes
    """

    kinds: ClassVar[frozenset[str]] = frozenset(
        {"CreateStmt", "IndexStmt", "DropStmt", "AlterTableCmd", "CreateEnumStmt"}
    )
    ways: ClassVar[frozenset[str]] = frozenset({"up", "down"})
    advice: ClassVar[str] = "Say IF EXISTS or IF NOT EXISTS, or give it a file of its own."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield what fails where it ran before."""
        if site.in_transaction or node.fields.get("missing_ok") or node.fields.get("if_not_exists"):
            return
        alone = len(site.script.trees) == 1
        if (alone and not _leaves_a_wreck(node)) or not fails_again(node, site):
            return
        words = " ".join(site.tree.statement.text.split()[:3])
        yield self.hazard(site, node, f"{words} ... fails where the file is run again")


def _leaves_a_wreck(node: Node) -> bool:
    """Whether a failure leaves an invalid index, which stands in the way of a second run."""
    return node.kind == "IndexStmt" and bool(node.fields.get("concurrent"))
