"""The rule `rows-changed-under-lock`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule
from designkit.rules.locking import locked_before, since_begin
from designkit.rules.statement_rule import Site, name_of
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class RowsChangedUnderLock(HazardRule, frozen=True, kw_only=True):
    """Rows are changed in a transaction that already keeps everybody out of a table.

    Of PostgreSQL alone; on CockroachDB the two do not go together for reasons of its own.

    Why:
        ALTER TABLE is quick, but its lock stays until the transaction ends. While the rows are
        written nobody can read or write the altered table.
    Bad:
        ALTER TABLE invoices ADD COLUMN currency text;
        UPDATE invoices SET currency = 'EUR' WHERE currency IS NULL;
    Good:
        -- earlier:
        ALTER TABLE invoices ADD COLUMN currency text;
        -- now:
        UPDATE invoices SET currency = 'EUR' WHERE currency IS NULL;
    Sources:
        https://www.postgresql.org/docs/18/explicit-locking.html#LOCKING-TABLES
    """

    kinds: ClassVar[frozenset[str]] = frozenset(
        {"UpdateStmt", "DeleteStmt", "MergeStmt", "InsertStmt"}
    )
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"mixed-schema-and-data"})
    advice: ClassVar[str] = "Change the rows in a file of their own, in batches."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the first statement that writes rows under a lock; the others follow from it."""
        if node.parent is not None or not site.in_transaction or not _writes(node, site):
            return
        locked = locked_before(site)
        if locked and not any(tree.kind in self.kinds for tree in since_begin(site)):
            names = ", ".join(sorted(map(str, locked)))
            said = f"nobody can read or write {names} until these rows are written"
            yield self.hazard(site, node, said, name_of(node.fields["relation"]))


def _writes(node: Node, site: Site) -> bool:
    """Whether it may write many rows: neither those that it spells out, nor of a new table."""
    query = node.fields.get("selectStmt", {}).get("SelectStmt", {})
    spelled_out = node.kind == "InsertStmt" and "fromClause" not in query
    return not spelled_out and not site.is_new(node.fields["relation"])
