"""The rule `check-without-not-valid`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, filled_table, is_new_column
from designkit.rules.statement_rule import Site
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class CheckWithoutNotValid(HazardRule, frozen=True, kw_only=True):
    """A check is added to a table that stands, and its rows are checked at once.

    Of PostgreSQL alone: CockroachDB checks beside the running service.

    Why:
        PostgreSQL reads the whole table while nobody can read or write it, and fails at the first
        row that does not fit.
    Bad:
        ALTER TABLE invoices ADD CONSTRAINT invoices_amount_check CHECK (amount > 0);
    Good:
        ALTER TABLE invoices ADD CONSTRAINT invoices_amount_check CHECK (amount > 0) NOT VALID;
    Sources:
        https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-NOTES
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"Constraint"})
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"scans-to-validate"})
    advice: ClassVar[str] = "Add it NOT VALID, and VALIDATE CONSTRAINT in a later transaction."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the checks that read every row under a lock."""
        fields = node.fields
        inline = is_new_column(node)
        demands = {"CONSTR_CHECK"} if inline else {"CONSTR_CHECK", "CONSTR_NOTNULL"}
        if fields["contype"] not in demands or fields.get("skip_validation"):
            return
        table = filled_table(node, site)
        if table is not None:
            said = f"nobody can read or write {table} while every row of it is checked"
            yield self.hazard(site, node, said, fields.get("conname", table))
