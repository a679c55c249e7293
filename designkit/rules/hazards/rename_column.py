"""The rule `rename-column`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, makes
from designkit.rules.statement_rule import Site, name_of
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class RenameColumn(HazardRule, frozen=True, kw_only=True):
    """A column is renamed.

    Why:
        Running clients that use the old name fail from that moment until each of them is replaced.
    Bad:
        ALTER TABLE invoices RENAME COLUMN note TO remark;
    Good:
        ALTER TABLE invoices ADD COLUMN remark text;
    Sources:
        https://www.postgresql.org/docs/18/sql-altertable.html
        https://martinfowler.com/bliki/ParallelChange.html
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"RenameStmt"})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"breaks-clients"})
    advice: ClassVar[str] = (
        "Add the new column beside it, keep both in step, let the clients change over, and drop "
        "the old one in a later release."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the columns that running clients know by the old name."""
        fields = node.fields
        if fields["renameType"] != "OBJECT_COLUMN" or site.is_new(fields["relation"]):
            return
        table, column = name_of(fields["relation"]), fields["subname"]
        if fields["relationType"] == "OBJECT_TABLE" and not makes(site.before, table, column):
            name = f"{table}.{column}"
            said = f"running clients that use {name} fail once it is called {fields['newname']}"
            yield self.hazard(site, node, said, name)
