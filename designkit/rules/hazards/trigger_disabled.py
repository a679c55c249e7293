"""The rule `trigger-disabled`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, altered_table, commands
from designkit.rules.statement_rule import Site, name_of
from designkit.sql.tree import Node


class TriggerDisabled(HazardRule, frozen=True, kw_only=True):
    """Triggers of a table are switched off, and not on again in the same script.

    Why:
        What they keep in step, history, counters, foreign keys under DISABLE TRIGGER ALL, goes
        wrong for every row that comes, and nothing says so.
    Bad:
        ALTER TABLE invoices DISABLE TRIGGER USER;
    Good:
        ALTER TABLE invoices DISABLE TRIGGER USER;
        INSERT INTO invoices (number) VALUES (7);
        ALTER TABLE invoices ENABLE TRIGGER USER;
    Sources:
        https://www.postgresql.org/docs/18/sql-altertable.html
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"AlterTableCmd"})
    advice: ClassVar[str] = "Enable them in the same file, or drop the trigger if nobody needs it."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the triggers that stay off."""
        if not node.fields["subtype"].startswith("AT_DisableTrig"):
            return
        table = altered_table(node, site)
        later = site.script.trees[len(site.before) :]
        enabled = any(
            command["subtype"].startswith("AT_EnableTrig")
            for tree in later
            if tree.kind == "AlterTableStmt" and name_of(tree.fields["relation"]) == table
            for command in commands(tree)
        )
        if table is not None and not enabled:
            name = node.fields.get("name", "triggers")
            yield self.hazard(site, node, f"{name} of {table} stays off", table)
