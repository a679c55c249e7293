"""The rule `refresh-without-concurrently`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule
from designkit.rules.statement_rule import Site, name_of
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class RefreshWithoutConcurrently(HazardRule, frozen=True, kw_only=True):
    """A materialized view is filled anew without CONCURRENTLY.

    Of PostgreSQL alone; CockroachDB reads on while it fills the view.

    Why:
        Nobody can read the view until it is filled.
    Bad:
        REFRESH MATERIALIZED VIEW monthly_sales;
    Good:
        REFRESH MATERIALIZED VIEW CONCURRENTLY monthly_sales;
    Sources:
        https://www.postgresql.org/docs/18/sql-refreshmaterializedview.html
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"RefreshMatViewStmt"})
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"blocks-reads"})
    advice: ClassVar[str] = (
        "REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index on it."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the views that nobody can read meanwhile."""
        fields = node.fields
        waits = not fields.get("concurrent") and not fields.get("skipData")
        if waits and not site.is_new(fields["relation"]):
            name = name_of(fields["relation"])
            yield self.hazard(site, node, f"nobody can read {name} while it is filled", name)
