"""The rule `drop-cascade`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, altered_table, objects
from designkit.rules.statement_rule import Site
from designkit.sql.tree import Node


class DropCascade(HazardRule, frozen=True, kw_only=True):
    """A DROP says CASCADE.

    Why:
        It takes along views, foreign keys and columns that the file does not name and nobody
        reviewed. CASCADE also hides that something still needs what is dropped.
    Bad:
        DROP VIEW open_invoices CASCADE;
    Good:
        DROP VIEW late_invoices;
        DROP VIEW open_invoices;
    Sources:
        https://www.postgresql.org/docs/18/ddl-depend.html
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"DropStmt", "AlterTableCmd"})
    advice: ClassVar[str] = "Drop by name what depends on it, before it."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield what is dropped together with who knows what."""
        fields = node.fields
        if fields.get("behavior") != "DROP_CASCADE":
            return
        if node.kind == "AlterTableCmd":
            subject = fields.get("name", "")
            if altered_table(node, site) is None:
                return
        elif fields["removeType"] == "OBJECT_TABLE":
            subject = ", ".join(str(name) for name in objects(fields) if name not in site.created)
        else:
            subject = " ".join(site.tree.statement.text.split()[2:3]) if node.parent is None else ""
        if subject:
            yield self.hazard(site, node, "CASCADE drops what the file does not name", subject)
