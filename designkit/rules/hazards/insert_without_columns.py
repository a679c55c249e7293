"""The rule `insert-without-columns`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule
from designkit.rules.statement_rule import EVERY_WAY, Site, name_of
from designkit.sql.tree import Node


class InsertWithoutColumns(HazardRule, frozen=True, kw_only=True):
    """INSERT does not name its columns.

    Silent for a table that the same script has made.

    Why:
        The values go by the order of the columns. It fails, or fills the wrong ones, once a column
        has come, or where the table was built in another order.
    Bad:
        INSERT INTO currencies VALUES ('EUR', 'Euro');
    Good:
        INSERT INTO currencies (code, name) VALUES ('EUR', 'Euro');
    Sources:
        https://www.postgresql.org/docs/18/sql-insert.html
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"InsertStmt"})
    ways: ClassVar[frozenset[str]] = EVERY_WAY
    advice: ClassVar[str] = "Name the columns."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the rows that are put in by the order of the columns."""
        fields = node.fields
        if "cols" in fields or "selectStmt" not in fields or site.is_new(fields["relation"]):
            return
        name = name_of(fields["relation"])
        said = f"the values go into {name} by the order of its columns"
        yield self.hazard(site, node, said, name)
