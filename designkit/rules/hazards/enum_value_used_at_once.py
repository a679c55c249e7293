"""The rule `enum-value-used-at-once`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding, Severity
from designkit.rules.hazardous import HazardRule, spelled
from designkit.rules.locking import since_begin
from designkit.rules.statement_rule import Site
from designkit.sql.tree import Node


class EnumValueUsedAtOnce(HazardRule, frozen=True, kw_only=True):
    """A value is added to an enum, and used in the same transaction.

    Of PostgreSQL alone. Silent where the enum came in the same script.

    Why:
        PostgreSQL refuses to use a value before the transaction that adds it has ended.
    Bad:
        ALTER TYPE invoice_status ADD VALUE 'disputed';
        UPDATE invoices SET status = 'disputed' WHERE disputed_at IS NOT NULL;
    Good:
        -- earlier:
        ALTER TYPE invoice_status ADD VALUE 'disputed';
        -- now:
        UPDATE invoices SET status = 'disputed' WHERE disputed_at IS NOT NULL;
    Sources:
        https://www.postgresql.org/docs/18/sql-altertype.html
    """

    severity: ClassVar[Severity] = Severity.ERROR
    kinds: ClassVar[frozenset[str]] = frozenset({"A_Const"})
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    ways: ClassVar[frozenset[str]] = frozenset({"up", "down", ""})
    advice: ClassVar[str] = "Add the value in a file of its own, before the one that uses it."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the uses of a value that does not count yet."""
        value = node.fields.get("sval", {}).get("sval")
        if not value or not site.in_transaction or node.parent is None:
            return
        made = {
            spelled(tree.fields["typeName"])
            for tree in site.before
            if tree.kind == "CreateEnumStmt"
        }
        for tree in since_begin(site):
            fields = tree.fields
            if tree.kind == "AlterEnumStmt" and fields.get("newVal") == value:
                name = spelled(fields["typeName"])
                if name not in made:
                    said = f"{value} is refused until the transaction that adds it has ended"
                    yield self.hazard(site, node, said, ".".join(name))
