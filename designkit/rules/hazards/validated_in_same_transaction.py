"""The rule `validated-in-same-transaction`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, filled_table
from designkit.rules.locking import locked_before
from designkit.rules.statement_rule import Site
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class ValidatedInSameTransaction(HazardRule, frozen=True, kw_only=True):
    """A constraint is validated in the transaction that has locked its table.

    Of PostgreSQL alone.

    Why:
        VALIDATE CONSTRAINT lets others read and write while it reads the table; but a lock that the
        same transaction took before it stays until the end, so that all of them wait after all.
    Bad:
        ALTER TABLE invoices ADD CONSTRAINT invoices_amount_check CHECK (amount > 0) NOT VALID;
        ALTER TABLE invoices VALIDATE CONSTRAINT invoices_amount_check;
    Good:
        -- earlier:
        ALTER TABLE invoices ADD CONSTRAINT invoices_amount_check CHECK (amount > 0) NOT VALID;
        -- now:
        ALTER TABLE invoices VALIDATE CONSTRAINT invoices_amount_check;
    Sources:
        https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-NOTES
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"AlterTableCmd"})
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"scans-to-validate"})
    advice: ClassVar[str] = "Validate it in a file of its own."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the validations behind a lock that keeps others out."""
        if node.fields["subtype"] != "AT_ValidateConstraint" or not site.in_transaction:
            return
        table, name = filled_table(node, site), node.fields["name"]
        if table is not None and table in locked_before(site):
            said = f"nobody can write to {table} while {name} is validated: it was locked before"
            yield self.hazard(site, node, said, name)
