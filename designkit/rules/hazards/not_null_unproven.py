"""The rule `not-null-unproven`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, filled_table, happened, oldest
from designkit.rules.hindsight import is_proven, known_column
from designkit.rules.statement_rule import Site
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node

_TRUSTS_CHECKS = 12


class NotNullUnproven(HazardRule, frozen=True, kw_only=True):
    """SET NOT NULL is demanded of a column that no validated check has proven to hold no null.

    A check is known from this file and all earlier ones. PostgreSQL 11 and older read the table
    anyway.

    Why:
        It fails on a null. PostgreSQL reads the whole table to find one, while nobody may read or
        write it; a validated CHECK (column IS NOT NULL) spares it that.
    Bad:
        ALTER TABLE invoices ALTER COLUMN currency SET NOT NULL;
    Good:
        -- earlier:
        ALTER TABLE invoices ADD CONSTRAINT invoices_currency_check
            CHECK (currency IS NOT NULL) NOT VALID;
        ALTER TABLE invoices VALIDATE CONSTRAINT invoices_currency_check;
        -- now:
        ALTER TABLE invoices ALTER COLUMN currency SET NOT NULL;
    Sources:
        https://www.postgresql.org/docs/18/sql-altertable.html
        https://www.cockroachlabs.com/docs/v25.2/constraints
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"AlterTableCmd"})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"scans-to-validate"})
    advice: ClassVar[str] = (
        "Add CHECK (... IS NOT NULL) NOT VALID, validate it in a later transaction, then SET NOT "
        "NULL and drop the check."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the columns that are read through for a null."""
        if node.fields["subtype"] != "AT_SetNotNull":
            return
        table, column = filled_table(node, site), node.fields["name"]
        if table is None:
            return
        past = happened(site, table.name)
        known = known_column(past, table, column)
        version = oldest(site)
        helps = version is None or version >= _TRUSTS_CHECKS
        if (known and known.required) or (helps and is_proven(past, table, column)):
            return
        said = f"reads all of {table} under a lock, and fails where {column} is null"
        yield self.hazard(site, node, said, f"{table}.{column}")
