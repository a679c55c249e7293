"""The rule `drop-constraint`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, altered_table, commands
from designkit.rules.statement_rule import Site, name_of
from designkit.sql.tree import Node

# With one of these in the same script, what the constraint demanded is demanded otherwise.
_MENDS = frozenset({"AT_AddConstraint", "AT_SetNotNull", "AT_DropColumn"})


class DropConstraint(HazardRule, frozen=True, kw_only=True):
    """A constraint is dropped, and none takes its place in the same script.

    A check that only said that a column is not null may go once the column itself says so.

    Why:
        Rows that the constraint refused come in from then on, and the way back fails on them.
    Bad:
        ALTER TABLE invoices DROP CONSTRAINT invoices_account_id_fkey;
    Good:
        ALTER TABLE invoices DROP CONSTRAINT invoices_amount_check;
        ALTER TABLE invoices ADD CONSTRAINT invoices_amount_check CHECK (amount > 0) NOT VALID;
    Sources:
        https://www.postgresql.org/docs/18/sql-altertable.html
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"AlterTableCmd"})
    advice: ClassVar[str] = (
        "Put the new constraint beside it first, or say in a waiver why it may go."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the constraints that go without another of their table coming."""
        if node.fields["subtype"] != "AT_DropConstraint":
            return
        table, name = altered_table(node, site), node.fields["name"]
        replaced = any(
            tree.kind in {"AlterTableStmt", "IndexStmt"}
            and name_of(tree.fields["relation"]) == table
            and (
                tree.fields.get("unique")
                or any(command["subtype"] in _MENDS for command in commands(tree))
            )
            for tree in site.script.trees
        )
        if table is not None and not replaced:
            yield self.hazard(site, node, f"{table} is no longer held to {name}", name)
