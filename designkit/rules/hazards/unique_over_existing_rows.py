"""The rule `unique-over-existing-rows`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.model import QualifiedName
from designkit.rules.finding import Finding
from designkit.rules.hazardous import (
    HazardRule,
    added_column,
    commands,
    filled_table,
    happened,
    is_new_column,
    spelled,
)
from designkit.rules.hindsight import index_columns, is_unique
from designkit.rules.statement_rule import Site, name_of
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class UniqueOverExistingRows(HazardRule, frozen=True, kw_only=True):
    """A key that must be unique is demanded of rows that stand already.

    Silent where the columns are new and empty, and where some of them were unique before.

    Why:
        It fails at the first two rows that agree, on production and nowhere else. CREATE INDEX
        CONCURRENTLY leaves an invalid index behind when it does.
    Bad:
        -- transaction: none
        DROP INDEX CONCURRENTLY IF EXISTS idx_users_email;
        CREATE UNIQUE INDEX CONCURRENTLY idx_users_email ON users (email);
    Good:
        CREATE TABLE users (id uuid PRIMARY KEY, email text);
        CREATE UNIQUE INDEX idx_users_email ON users (email);
    Sources:
        https://www.postgresql.org/docs/18/indexes-unique.html
        https://www.postgresql.org/docs/18/sql-createindex.html
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"IndexStmt", "Constraint"})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"unique-over-duplicates"})
    advice: ClassVar[str] = (
        "Look for duplicates by GROUP BY ... HAVING count(*) > 1 and resolve them in an earlier "
        "file."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the unique indexes and constraints that rows may offend."""
        table, columns = _demanded(node, site)
        if table is None:
            return
        if columns:
            past = happened(site, table.name)
            if is_unique(past, table, frozenset(columns)) or _are_empty(site, table, columns):
                return
        named = f" ({', '.join(columns)})" if columns else ""
        said = f"fails where two rows of {table} agree{f' in{named}' if named else ''}"
        yield self.hazard(
            site, node, said, node.fields.get("idxname", node.fields.get("conname", table))
        )


def _demanded(node: Node, site: Site) -> tuple[QualifiedName | None, tuple[str, ...]]:
    """The table that stands, and the columns of the key; none where it has expressions."""
    fields = node.fields
    if node.kind == "IndexStmt":
        if not fields.get("unique") or site.is_empty(fields["relation"]):
            return None, ()
        return name_of(fields["relation"]), index_columns(fields) or ()
    table = filled_table(node, site)
    keyed = fields.get("contype") in {"CONSTR_UNIQUE", "CONSTR_PRIMARY"}
    if table is None or not keyed or "indexname" in fields:
        return None, ()
    if not is_new_column(node):
        return table, spelled(fields.get("keys", ()))
    column = node.parent and added_column(node.parent, site)
    default = column and column.default
    # A constant is the same in every row; what a function gives may differ from row to row.
    repeats = default is not None and default.kind in {"A_Const", "TypeCast"}
    repeats = bool(repeats and column and column.fills_itself)
    return (table, (column.name,)) if column and repeats else (None, ())


def _are_empty(site: Site, table: QualifiedName, columns: tuple[str, ...]) -> bool:
    """Whether the script adds one of the columns, and old rows get none or one from a sequence."""
    for tree in (*site.before, site.tree):
        if tree.kind != "AlterTableStmt" or name_of(tree.fields["relation"]) != table:
            continue
        for command in commands(tree):
            added = command.get("def", {}).get("ColumnDef", {})
            kinds = {item["Constraint"]["contype"] for item in added.get("constraints", ())}
            if added.get("colname") in columns and not kinds & {
                "CONSTR_DEFAULT",
                "CONSTR_GENERATED",
            }:
                return True
    return False
