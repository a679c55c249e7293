"""The rule `order-by-random`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, spelled
from designkit.rules.statement_rule import EVERY_WAY, Site
from designkit.sql.tree import Node


class OrderByRandom(HazardRule, frozen=True, kw_only=True):
    """Rows are ordered by random().

    Why:
        Every row is read and sorted to take a few, and what a migration writes differs on each
        database.
    Bad:
        SELECT id FROM users ORDER BY random() LIMIT 10;
    Good:
        SELECT id FROM users TABLESAMPLE SYSTEM (1) LIMIT 10;
    Sources:
        https://www.postgresql.org/docs/18/sql-select.html#SQL-FROM
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"SortBy"})
    ways: ClassVar[frozenset[str]] = EVERY_WAY
    advice: ClassVar[str] = "Order by a key, or take a TABLESAMPLE."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the orders that are none."""
        call = node.fields["node"].get("FuncCall", {})
        if call and spelled(call["funcname"])[-1] == "random":
            yield self.hazard(site, Node("FuncCall", call, node, "node"), "every row is sorted")
