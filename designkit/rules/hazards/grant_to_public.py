"""The rule `grant-to-public`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule
from designkit.rules.statement_rule import Site
from designkit.sql.tree import Node


class GrantToPublic(HazardRule, frozen=True, kw_only=True):
    """A right is granted to PUBLIC.

    USAGE and EXECUTE are what PUBLIC has by default on much, and are let pass.

    Why:
        Every role that may connect has the right from then on, those of the future too.
    Bad:
        GRANT SELECT ON invoices TO PUBLIC;
    Good:
        GRANT SELECT ON invoices TO reporting;
    Sources:
        https://www.postgresql.org/docs/18/sql-grant.html
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"RoleSpec"})
    ways: ClassVar[frozenset[str]] = frozenset({"up", "down", ""})
    advice: ClassVar[str] = "Grant it to a role that those who need it are members of."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the grants to everybody."""
        grant = node.parent
        if grant is None or node.fields["roletype"] != "ROLESPEC_PUBLIC":
            return
        if grant.kind != "GrantStmt" or not grant.fields.get("is_grant"):
            return
        rights = [
            item["AccessPriv"].get("priv_name", "all")
            for item in grant.fields.get("privileges", ())
        ]
        wide = [right for right in rights or ["all"] if right not in {"usage", "execute"}]
        if wide:
            said = f"{', '.join(wide)} is granted to every role, of today and later"
            yield self.hazard(site, node, said)
