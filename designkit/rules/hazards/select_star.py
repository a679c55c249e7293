"""The rule `select-star`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule
from designkit.rules.statement_rule import Site
from designkit.sql.tree import Node


class SelectStar(HazardRule, frozen=True, kw_only=True):
    """A query takes every column of a table by *.

    Silent in EXISTS, in CREATE TABLE AS, and over what names its columns in the same statement.

    Why:
        What it gives changes with the table. A view keeps the columns of its first day; INSERT ...
        SELECT fails once one table has a column more; a client reads what it does not need.
    Bad:
        CREATE VIEW open_invoices AS SELECT * FROM invoices WHERE status = 'open';
    Good:
        CREATE VIEW open_invoices AS SELECT id, amount FROM invoices WHERE status = 'open';
    Sources:
        https://www.postgresql.org/docs/18/sql-select.html#SQL-SELECT-LIST
        https://www.postgresql.org/docs/18/sql-createview.html
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"A_Star"})
    advice: ClassVar[str] = "Name the columns."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield each * over the columns of a table."""
        column = node.parent
        target = column and column.parent
        query = target and target.parent
        if column is None or query is None or query.kind != "SelectStmt":
            return
        # The JSON of RETURNING and of row comparisons has no SELECT around it.
        if target is None or target.kind != "ResTarget" or target.field != "targetList":
            return
        if _is_passed(query, site) or not _reads_tables(query):
            return
        yield self.hazard(site, column, "what * stands for changes with the table")


def _is_passed(query: Node, site: Site) -> bool:
    """Whether nobody depends on what the columns are, or a query around it names them."""
    holder = query.parent
    if holder is None:
        # Of a file of migrations nobody reads the rows that a lone query gives.
        return site.script.way != ""
    if holder.kind == "SubLink":
        return holder.fields.get("subLinkType") == "EXISTS_SUBLINK"
    return holder.kind not in {"ViewStmt", "InsertStmt", "CreateTableAsStmt"} or (
        holder.kind == "CreateTableAsStmt" and holder.fields["objtype"] == "OBJECT_TABLE"
    )


def _reads_tables(query: Node) -> bool:
    """Whether * is of tables alone: not of a query, a function or a WITH that names its columns."""
    sources = query.fields.get("fromClause", ())
    named = {
        item["CommonTableExpr"]["ctename"]
        for item in query.fields.get("withClause", {}).get("ctes", ())
    }
    return any(
        "JoinExpr" in source or source.get("RangeVar", {}).get("relname", "") not in {"", *named}
        for source in sources
    )
