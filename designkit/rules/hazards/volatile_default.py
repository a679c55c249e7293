"""The rule `volatile-default`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, added_column, oldest
from designkit.rules.statement_rule import Site
from designkit.rules.volatility import is_volatile
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node

# Since that version a default that is the same for all rows is kept once.
_KEEPS_CONSTANTS = 11


class VolatileDefault(HazardRule, frozen=True, kw_only=True):
    """A column is added whose default is computed for each row that stands.

    Of PostgreSQL alone, where a constant and what the transaction sees but once (now()) cost
    nothing since version 11. A function that PostgreSQL does not come with is taken for volatile.

    Why:
        PostgreSQL writes the whole table anew while nobody can read or write it.
    Bad:
        ALTER TABLE invoices ADD COLUMN public_id uuid DEFAULT gen_random_uuid();
    Good:
        ALTER TABLE invoices ADD COLUMN public_id uuid;
        ALTER TABLE invoices ALTER COLUMN public_id SET DEFAULT gen_random_uuid();
    Sources:
        https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-NOTES
        https://www.postgresql.org/docs/11/release-11.html
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"ColumnDef"})
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"rewrites-table"})
    advice: ClassVar[str] = (
        "Add the column without default, set the default for new rows, and fill the old ones in "
        "batches."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the columns that take a value of their own in each row."""
        column = added_column(node, site)
        if column is None:
            return
        version = oldest(site)
        old = version is not None and version < _KEEPS_CONSTANTS and column.fills_itself
        if column.counts or is_volatile(column.default) or (old and column.default is not None):
            said = f"nobody can read or write {column.table} while each row of it is written anew"
            yield self.hazard(site, node, said, f"{column.table}.{column.name}")
