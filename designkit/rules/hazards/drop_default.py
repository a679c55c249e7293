"""The rule `drop-default`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, altered_table, happened
from designkit.rules.hindsight import known_column
from designkit.rules.statement_rule import Site
from designkit.sql.tree import Node


class DropDefault(HazardRule, frozen=True, kw_only=True):
    """The default of a column that is NOT NULL is dropped.

    Silent where nothing tells that the column is NOT NULL.

    Why:
        A running client that leaves the column out fails from then on at each INSERT.
    Bad:
        ALTER TABLE invoices ADD COLUMN currency text NOT NULL DEFAULT 'EUR';
        ALTER TABLE invoices ALTER COLUMN currency DROP DEFAULT;
    Good:
        ALTER TABLE invoices ADD COLUMN currency text DEFAULT 'EUR';
        ALTER TABLE invoices ALTER COLUMN currency DROP DEFAULT;
    Sources:
        https://www.postgresql.org/docs/18/ddl-default.html
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"AlterTableCmd"})
    advice: ClassVar[str] = (
        "Let every client give the value first, and drop the default afterwards."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the columns that old clients do not give."""
        if node.fields["subtype"] != "AT_ColumnDefault" or "def" in node.fields:
            return
        table, column = altered_table(node, site), node.fields["name"]
        if table is None:
            return
        known = known_column(happened(site, table.name), table, column)
        if known is not None and known.required:
            said = f"a running client that inserts into {table} without {column} fails"
            yield self.hazard(site, node, said, f"{table}.{column}")
