"""The rule `update-without-where`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding, Severity
from designkit.rules.hazardous import HazardRule
from designkit.rules.statement_rule import Site, name_of
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class UpdateWithoutWhere(HazardRule, frozen=True, kw_only=True):
    """UPDATE has no WHERE.

    Why:
        Every row is written and stays locked until the transaction ends; on a large table that is
        long.
    Bad:
        UPDATE invoices SET status = 'open';
    Good:
        UPDATE invoices SET status = 'open' WHERE status IS NULL;
    Sources:
        https://www.postgresql.org/docs/18/sql-update.html
        https://www.cockroachlabs.com/docs/v25.2/bulk-update-data
    """

    severity: ClassVar[Severity] = Severity.WARNING
    kinds: ClassVar[frozenset[str]] = frozenset({"UpdateStmt"})
    ways: ClassVar[frozenset[str]] = frozenset({"up", "query", ""})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"changes-every-row"})
    advice: ClassVar[str] = (
        "Change rows in batches, by ranges of the key, each in a transaction of its own."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the statements that touch every row of a table that stands."""
        fields = node.fields
        bounded = {"whereClause", "fromClause"} & fields.keys()
        if not bounded and not site.is_new(fields["relation"]):
            name = name_of(fields["relation"])
            yield self.hazard(
                site, node, f"every row of {name} is written in one transaction", name
            )
