"""The rule `rename-table`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule
from designkit.rules.statement_rule import Site, name_of
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class RenameTable(HazardRule, frozen=True, kw_only=True):
    """A table is renamed.

    Why:
        Running clients that use the old name fail from that moment until each of them is replaced.
    Bad:
        ALTER TABLE bills RENAME TO invoices;
    Good:
        CREATE VIEW invoices AS SELECT id, amount FROM bills;
    Sources:
        https://www.postgresql.org/docs/18/sql-altertable.html
        https://martinfowler.com/bliki/ParallelChange.html
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"RenameStmt"})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"breaks-clients"})
    advice: ClassVar[str] = (
        "Put a view of the new name beside it, let the clients change over, and rename it in a "
        "later release."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the tables that running clients know by the old name."""
        fields = node.fields
        if fields["renameType"] != "OBJECT_TABLE" or site.is_new(fields["relation"]):
            return
        table = name_of(fields["relation"])
        said = f"running clients that use {table} fail once it is called {fields['newname']}"
        yield self.hazard(site, node, said, table)
