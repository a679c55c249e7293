"""The rule `foreign-key-without-not-valid`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, added_column, filled_table, is_new_column
from designkit.rules.statement_rule import Site, name_of
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class ForeignKeyWithoutNotValid(HazardRule, frozen=True, kw_only=True):
    """A foreign key is added to a table that stands, and checked at once.

    Of PostgreSQL alone: CockroachDB checks beside the running service. A column that is added
    without a default has nothing to check.

    Why:
        PostgreSQL reads the whole table, and nobody can write to either table meanwhile.
    Bad:
        ALTER TABLE invoices ADD CONSTRAINT invoices_account_id_fkey
            FOREIGN KEY (account_id) REFERENCES accounts (id);
    Good:
        ALTER TABLE invoices ADD CONSTRAINT invoices_account_id_fkey
            FOREIGN KEY (account_id) REFERENCES accounts (id) NOT VALID;
    Sources:
        https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-NOTES
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"Constraint"})
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"scans-to-validate"})
    advice: ClassVar[str] = "Add it NOT VALID, and VALIDATE CONSTRAINT in a later transaction."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the foreign keys that are checked under a lock."""
        fields = node.fields
        if fields["contype"] != "CONSTR_FOREIGN" or fields.get("skip_validation"):
            return
        table = filled_table(node, site)
        column = node.parent and is_new_column(node) and added_column(node.parent, site)
        if table is not None and not (column and column.default is None):
            target = name_of(fields["pktable"])
            said = f"nobody can write to {table} or {target} while every row of {table} is checked"
            yield self.hazard(site, node, said, fields.get("conname", table))
