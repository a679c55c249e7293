"""The rule `truncate-cascade`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding, Severity
from designkit.rules.hazardous import HazardRule
from designkit.rules.statement_rule import Site, name_of
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class TruncateCascade(HazardRule, frozen=True, kw_only=True):
    """TRUNCATE says CASCADE.

    Why:
        It empties every table that refers to the named ones, and those that refer to them, unnamed.
    Bad:
        TRUNCATE accounts CASCADE;
    Good:
        DELETE FROM accounts WHERE closed_at < now() - interval '10 years';
    Sources:
        https://www.postgresql.org/docs/18/sql-truncate.html
    """

    severity: ClassVar[Severity] = Severity.ERROR
    kinds: ClassVar[frozenset[str]] = frozenset({"TruncateStmt"})
    ways: ClassVar[frozenset[str]] = frozenset({"up", "down", ""})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"data-loss"})
    advice: ClassVar[str] = "Name each table that is to be emptied."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the tables from which a cascade begins."""
        if node.fields.get("behavior") == "DROP_CASCADE":
            names = ", ".join(str(name_of(item["RangeVar"])) for item in node.fields["relations"])
            said = f"{names} and every table that refers to it are emptied"
            yield self.hazard(site, node, said, names)
