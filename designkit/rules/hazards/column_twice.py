"""The rule `column-twice`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding, Severity
from designkit.rules.hazardous import HazardRule
from designkit.rules.statement_rule import Site
from designkit.sql.tree import Node


class ColumnTwice(HazardRule, frozen=True, kw_only=True):
    """A statement gives one column twice.

    Why:
        PostgreSQL and CockroachDB refuse it; the file fails on every database.
    Bad:
        UPDATE invoices SET status = 'open', note = NULL, status = 'sent' WHERE number = 7;
    Good:
        UPDATE invoices SET status = 'sent', note = NULL WHERE number = 7;
    Sources:
        https://www.postgresql.org/docs/18/sql-update.html
        https://www.postgresql.org/docs/18/sql-insert.html
    """

    severity: ClassVar[Severity] = Severity.ERROR
    kinds: ClassVar[frozenset[str]] = frozenset(
        {"UpdateStmt", "InsertStmt", "CreateStmt", "AlterTableStmt", "OnConflictClause"}
    )
    ways: ClassVar[frozenset[str]] = frozenset({"up", "down", ""})
    advice: ClassVar[str] = "Name each column once."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the columns that come a second time."""
        counted = Counter(_columns(node))
        for name, times in counted.items():
            if times > 1:
                yield self.hazard(site, node, f"{name} stands {times} times", name)


def _columns(node: Node) -> Iterator[str]:
    """The columns that a statement sets or makes; parts of one, such as a[1], may come twice."""
    fields = node.fields
    targets = [*fields.get("targetList", ()), *fields.get("cols", ())]
    for item in targets:
        target = item.get("ResTarget", {})
        if "indirection" not in target and "name" in target:
            yield target["name"]
    for item in fields.get("tableElts", ()):
        # Without a type they are constraints on the columns of another table, each by itself.
        if "typeName" in item.get("ColumnDef", {}):
            yield item["ColumnDef"]["colname"]
    for item in fields.get("cmds", ()):
        command = item["AlterTableCmd"]
        if command["subtype"] == "AT_AddColumn" and not command.get("missing_ok"):
            yield command["def"]["ColumnDef"]["colname"]
