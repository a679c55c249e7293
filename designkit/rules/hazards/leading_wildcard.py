"""The rule `leading-wildcard`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule
from designkit.rules.statement_rule import Site
from designkit.sql.tree import Node


class LeadingWildcard(HazardRule, frozen=True, kw_only=True):
    """A query looks for what begins with anything.

    Of queries alone; a migration runs once.

    Why:
        No ordinary index helps: every row is read.
    Bad:
        -- way: none
        SELECT id FROM users WHERE email LIKE '%example.org';
    Good:
        -- way: none
        SELECT id FROM users WHERE email LIKE 'ada%';
    Sources:
        https://www.postgresql.org/docs/18/indexes-types.html#INDEXES-TYPES-BTREE
        https://www.postgresql.org/docs/18/pgtrgm.html
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"A_Expr"})
    ways: ClassVar[frozenset[str]] = frozenset({""})
    advice: ClassVar[str] = "Look by a beginning, or let a trigram index serve the query."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the patterns that no index serves."""
        fields = node.fields
        if fields["kind"] not in {"AEXPR_LIKE", "AEXPR_ILIKE"}:
            return
        pattern = fields.get("rexpr", {}).get("A_Const", {}).get("sval", {}).get("sval", "")
        if pattern.startswith(("%", "_")):
            yield self.hazard(site, node, f"'{pattern}' is compared with every row")
