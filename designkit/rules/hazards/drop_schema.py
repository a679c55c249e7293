"""The rule `drop-schema`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding, Severity
from designkit.rules.hazardous import HazardRule, spelled
from designkit.rules.statement_rule import Site
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class DropSchema(HazardRule, frozen=True, kw_only=True):
    """A schema is dropped.

    Why:
        Everything in it is gone, with all rows; nothing says which tables those are.
    Bad:
        DROP SCHEMA billing;
    Good:
        CREATE SCHEMA billing;
    Sources:
        https://www.postgresql.org/docs/18/sql-dropschema.html
    """

    severity: ClassVar[Severity] = Severity.ERROR
    kinds: ClassVar[frozenset[str]] = frozenset({"DropStmt"})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"data-loss"})
    advice: ClassVar[str] = (
        "Drop what is in it by name, each when no client uses it, then the schema."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the schemas that are dropped, but those that the same script has made."""
        if node.fields["removeType"] != "OBJECT_SCHEMA":
            return
        made = {
            tree.fields.get("schemaname") for tree in site.before if tree.kind == "CreateSchemaStmt"
        }
        for name in spelled(node.fields["objects"]):
            if name not in made:
                yield self.hazard(site, node, f"everything in schema {name} is lost", name)
