"""The rule `statement-not-transactional`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding, Severity
from designkit.rules.hazardous import HazardRule, oldest
from designkit.rules.statement_rule import Site
from designkit.sql.tree import Node

# Since that version a transaction may add a value to an enum.
_ADDS_VALUES = 12


class StatementNotTransactional(HazardRule, frozen=True, kw_only=True):
    """A statement that refuses to run in a transaction stands in one.

    What says CONCURRENTLY has a rule of its own.

    Why:
        The file fails on every database.
    Bad:
        VACUUM invoices;
    Good:
        -- transaction: none
        VACUUM invoices;
    Sources:
        https://www.postgresql.org/docs/18/sql-vacuum.html
        https://www.postgresql.org/docs/18/sql-createdatabase.html
        https://www.postgresql.org/docs/18/sql-altersystem.html
        https://www.postgresql.org/docs/18/sql-altertype.html
    """

    severity: ClassVar[Severity] = Severity.ERROR
    kinds: ClassVar[frozenset[str]] = frozenset(
        {
            "VacuumStmt",
            "CreatedbStmt",
            "DropdbStmt",
            "AlterSystemStmt",
            "CreateTableSpaceStmt",
            "DropTableSpaceStmt",
            "ReindexStmt",
            "ClusterStmt",
            "AlterEnumStmt",
        }
    )
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    ways: ClassVar[frozenset[str]] = frozenset({"up", "down", ""})
    advice: ClassVar[str] = (
        "Give it a file of its own that the tool runs without transaction (goose: -- +goose NO "
        "TRANSACTION)."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield what PostgreSQL refuses inside of a transaction."""
        if site.in_transaction and _is_refused(node, oldest(site)):
            words = " ".join(site.tree.statement.text.split()[:2]).upper()
            yield self.hazard(site, node, f"{words} is refused in a transaction")


def _is_refused(node: Node, version: int | None) -> bool:
    fields = node.fields
    match node.kind:
        case "VacuumStmt":
            return bool(fields.get("is_vacuumcmd"))  # ANALYZE is such a node, too.
        case "ReindexStmt":
            return "relation" not in fields
        case "ClusterStmt":
            return "relation" not in fields
        case "AlterEnumStmt":
            old = version is not None and version < _ADDS_VALUES
            return old and "newVal" in fields and "oldVal" not in fields
        case _:
            return True
