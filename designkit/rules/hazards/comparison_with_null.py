"""The rule `comparison-with-null`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding, Severity
from designkit.rules.hazardous import HazardRule, spelled
from designkit.rules.statement_rule import EVERY_WAY, Site
from designkit.sql.tree import Node


class ComparisonWithNull(HazardRule, frozen=True, kw_only=True):
    """A value is compared with NULL by an operator.

    Why:
        The answer is neither true nor false but unknown, so no row is ever found.
    Bad:
        UPDATE invoices SET status = 'open' WHERE status = NULL;
    Good:
        UPDATE invoices SET status = 'open' WHERE status IS NULL;
    Sources:
        https://www.postgresql.org/docs/18/functions-comparison.html
    """

    severity: ClassVar[Severity] = Severity.ERROR
    kinds: ClassVar[frozenset[str]] = frozenset({"A_Expr"})
    ways: ClassVar[frozenset[str]] = EVERY_WAY
    advice: ClassVar[str] = "Write IS NULL or IS NOT NULL."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the comparisons that never hold."""
        fields = node.fields
        if fields["kind"] != "AEXPR_OP" or spelled(fields["name"])[-1] not in {"=", "<>", "!="}:
            return
        sides = (fields.get("lexpr", {}), fields.get("rexpr", {}))
        if any(side.get("A_Const", {}).get("isnull") for side in sides):
            yield self.hazard(site, node, "a comparison with NULL never holds")
