"""The rule `index-without-concurrently`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, happened
from designkit.rules.hindsight import is_partitioned
from designkit.rules.statement_rule import Site, name_of
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class IndexWithoutConcurrently(HazardRule, frozen=True, kw_only=True):
    """An index is built on a table that stands, without CONCURRENTLY.

    Of PostgreSQL alone: CockroachDB builds every index beside the running service. Silent for
    partitioned tables, for which CONCURRENTLY is refused.

    Why:
        PostgreSQL reads the whole table to build it, and nobody can write there meanwhile.
    Bad:
        CREATE INDEX idx_invoices_account_id ON invoices (account_id);
    Good:
        -- transaction: none
        DROP INDEX CONCURRENTLY IF EXISTS idx_invoices_account_id;
        CREATE INDEX CONCURRENTLY idx_invoices_account_id ON invoices (account_id);
    Sources:
        https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"IndexStmt"})
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"blocks-writes"})
    advice: ClassVar[str] = "CREATE INDEX CONCURRENTLY in a file of its own, without transaction."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the indexes that are built while nobody can write."""
        fields = node.fields
        relation = fields["relation"]
        if fields.get("concurrent") or site.is_empty(relation) or not relation.get("inh"):
            return
        table = name_of(relation)
        if not is_partitioned(happened(site, table.name), table):
            said = f"nobody can write to {table} while the index is built"
            yield self.hazard(site, node, said, fields.get("idxname", table))
