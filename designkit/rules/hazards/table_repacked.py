"""The rule `table-repacked`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, filled_table
from designkit.rules.statement_rule import Site
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node

_COPIES = frozenset({"AT_SetTableSpace", "AT_SetLogged", "AT_SetUnLogged", "AT_SetAccessMethod"})


class TableRepacked(HazardRule, frozen=True, kw_only=True):
    """A table that stands is written anew as a whole, for its place, its order or its kind.

    VACUUM FULL, CLUSTER, SET TABLESPACE, SET LOGGED, SET UNLOGGED and SET ACCESS METHOD do so.

    Why:
        Nobody can read or write the table until the last row is copied.
    Bad:
        ALTER TABLE invoices SET TABLESPACE fast;
    Good:
        -- transaction: none
        VACUUM invoices;
    Sources:
        https://www.postgresql.org/docs/18/sql-vacuum.html
        https://www.postgresql.org/docs/18/sql-cluster.html
        https://www.postgresql.org/docs/18/sql-altertable.html
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"VacuumStmt", "ClusterStmt", "AlterTableCmd"})
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    ways: ClassVar[frozenset[str]] = frozenset({"up", "down", ""})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"rewrites-table"})
    advice: ClassVar[str] = (
        "Run it while nobody needs the table, or let an extension such as pg_repack do it."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield what copies a whole table under a lock."""
        fields = node.fields
        if node.kind == "AlterTableCmd":
            table = filled_table(node, site) if fields["subtype"] in _COPIES else None
            if table is not None:
                yield self.hazard(site, node, f"{table} is written anew; nobody can use it", table)
            return
        options = {item["DefElem"]["defname"] for item in fields.get("options", ())}
        if node.kind == "ClusterStmt" or "full" in options:
            yield self.hazard(site, node, "a whole table is written anew; nobody can use it")
