"""The rule `drop-not-null`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, altered_table, makes
from designkit.rules.statement_rule import Site
from designkit.sql.tree import Node


class DropNotNull(HazardRule, frozen=True, kw_only=True):
    """A column may be null from now on.

    Why:
        Clients that read it were written for a value, and fail at the first null. The way back
        fails on each null that came in.
    Bad:
        ALTER TABLE invoices ALTER COLUMN currency DROP NOT NULL;
    Good:
        ALTER TABLE invoices ALTER COLUMN currency SET DEFAULT 'EUR';
    Sources:
        https://www.postgresql.org/docs/18/sql-altertable.html
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"AlterTableCmd"})
    advice: ClassVar[str] = "Let every client that reads the column handle null first."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the columns whose readers may meet a null."""
        if node.fields["subtype"] != "AT_DropNotNull":
            return
        table, column = altered_table(node, site), node.fields["name"]
        if table is not None and not makes(site.before, table, column):
            said = f"clients that read {table}.{column} may meet a null they were not written for"
            yield self.hazard(site, node, said, f"{table}.{column}")
