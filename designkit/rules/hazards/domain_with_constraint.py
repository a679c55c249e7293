"""The rule `domain-with-constraint`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, spelled
from designkit.rules.statement_rule import Site
from designkit.sql.tree import Node

# ADD CONSTRAINT and SET NOT NULL, as the grammar abbreviates them.
_DEMANDS = frozenset({"C", "O"})


class DomainWithConstraint(HazardRule, frozen=True, kw_only=True):
    """A domain is given a constraint.

    CockroachDB has no domains at all.

    Why:
        A constraint of a domain is checked in every table that uses it, under a lock on each, and a
        change of it cannot be split into harmless steps.
    Bad:
        CREATE DOMAIN amount AS numeric CHECK (value >= 0);
    Good:
        CREATE TABLE invoices (amount numeric CHECK (amount >= 0));
    Sources:
        https://www.postgresql.org/docs/18/sql-alterdomain.html
        https://github.com/cockroachdb/cockroach/issues/27796
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"CreateDomainStmt", "AlterDomainStmt"})
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    advice: ClassVar[str] = "Put the check on the columns."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the domains that demand something of values."""
        fields = node.fields
        if node.kind == "CreateDomainStmt":
            name = ".".join(spelled(fields["domainname"]))
            kinds = {item["Constraint"]["contype"] for item in fields.get("constraints", ())}
            demands = bool(kinds - {"CONSTR_DEFAULT", "CONSTR_NULL"})
        else:
            name = ".".join(spelled(fields["typeName"]))
            demands = fields["subtype"] in _DEMANDS
        if demands:
            said = f"every table with a column of {name} is held to it, and locked to change it"
            yield self.hazard(site, node, said, name)
