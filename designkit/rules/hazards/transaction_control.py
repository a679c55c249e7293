"""The rule `transaction-control`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule
from designkit.rules.statement_rule import Site
from designkit.sql.tree import Node, Tree

_BEGINS = frozenset({"TRANS_STMT_BEGIN", "TRANS_STMT_START"})
_ENDS = frozenset({"TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK", "TRANS_STMT_PREPARE"})


class TransactionControl(HazardRule, frozen=True, kw_only=True):
    """A script begins or ends a transaction where it must not.

    A migration that its tool wraps in a transaction holds neither BEGIN nor COMMIT; one that runs
    without has as many of each, in turn.

    Why:
        COMMIT ends the tool's transaction: what follows runs alone, and a failure leaves half a
        file behind. A second BEGIN does nothing at all.
    Bad:
        ALTER TABLE invoices ADD COLUMN note text;
        COMMIT;
    Good:
        -- transaction: none
        BEGIN;
        ALTER TABLE invoices ADD COLUMN note text;
        COMMIT;
    Sources:
        https://www.postgresql.org/docs/18/sql-begin.html
        https://www.postgresql.org/docs/18/sql-commit.html
        https://pressly.github.io/goose/documentation/annotations/
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"TransactionStmt"})
    ways: ClassVar[frozenset[str]] = frozenset({"up", "down", ""})
    advice: ClassVar[str] = (
        "Leave it to the tool, or let the tool run the file without transaction."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield what begins or ends a transaction that is not the script's."""
        kind = node.fields["kind"]
        began = [tree.fields["kind"] for tree in site.before if tree.kind == "TransactionStmt"]
        last = next((one for one in reversed(began) if one in _BEGINS | _ENDS), "")
        words = site.tree.statement.text.upper()
        opened = site.script.transactional and site.script.begun
        if kind in _BEGINS:
            if last in _BEGINS or (opened and not last):
                yield self.hazard(
                    site, node, f"{words} stands in a transaction that is open already"
                )
            elif not any(_ends(tree) for tree in _after(site)):
                yield self.hazard(site, node, f"nothing ends the transaction that {words} begins")
        elif kind in _ENDS and opened and last not in _BEGINS:
            yield self.hazard(site, node, f"{words} ends the transaction of the tool")
        elif kind in _ENDS and last not in _BEGINS:
            yield self.hazard(site, node, f"{words} ends a transaction that nothing has begun")


def _ends(tree: Tree) -> bool:
    return tree.kind == "TransactionStmt" and tree.fields["kind"] in _ENDS


def _after(site: Site) -> tuple[Tree, ...]:
    return site.script.trees[len(site.before) + 1 :]
