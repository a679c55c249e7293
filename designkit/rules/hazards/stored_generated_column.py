"""The rule `stored-generated-column`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, added_column
from designkit.rules.statement_rule import Site
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class StoredGeneratedColumn(HazardRule, frozen=True, kw_only=True):
    """A column that is computed and stored is added to a table that stands.

    Of PostgreSQL alone.

    Why:
        PostgreSQL writes the whole table anew while nobody can read or write it.
    Bad:
        ALTER TABLE invoices ADD COLUMN total numeric GENERATED ALWAYS AS (net + tax) STORED;
    Good:
        ALTER TABLE invoices ADD COLUMN total numeric GENERATED ALWAYS AS (net + tax) VIRTUAL;
    Sources:
        https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-NOTES
        https://www.postgresql.org/docs/18/ddl-generated-columns.html
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"ColumnDef"})
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"rewrites-table"})
    advice: ClassVar[str] = (
        "Add a plain column, fill it by a trigger and in batches; or a virtual one (PostgreSQL 18)."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the columns for which every row is written anew."""
        column = added_column(node, site)
        generated = column and column.constraints.get("CONSTR_GENERATED")
        if column and generated and generated.get("generated_kind", "s") == "s":
            said = f"nobody can read or write {column.table} while each row of it is written anew"
            yield self.hazard(site, node, said, f"{column.table}.{column.name}")
