"""The rule `name-reserved`."""

from __future__ import annotations

from collections.abc import Iterator

from pglast.keywords import RESERVED_KEYWORDS, TYPE_FUNC_NAME_KEYWORDS

from designkit.model import Column, Table
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaContext, SchemaRule

# What neither a table nor a column can be called without quotes.
_POSTGRESQL = frozenset(RESERVED_KEYWORDS | TYPE_FUNC_NAME_KEYWORDS)
# In CockroachDB besides. Its grammar, v25.2: pkg/sql/parser/sql.y, reserved_keyword and
# type_func_name_keyword.
_COCKROACHDB = frozenset({"family", "index", "none", "nothing"})


class NameReserved(SchemaRule, frozen=True, kw_only=True):
    """A table, view, type or column is named by a word that SQL keeps for itself.

    Those of PostgreSQL and of CockroachDB count.

    Why:
        The name needs quotes in every statement, and where they are forgotten the statement means
        another thing: `SELECT user` is the name of the session's role.
    Bad:
        CREATE TABLE tickets (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            "user" text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE tickets (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            user_name text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Options:
        allowed: reserved words that may stand.
    Sources:
        https://www.postgresql.org/docs/18/sql-keywords-appendix.html
        https://www.cockroachlabs.com/docs/v25.2/keywords-and-identifiers#keywords
    """

    severity = Severity.WARNING
    allowed: tuple[str, ...] = ()

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield the table if its name is reserved."""
        if self._reserves(table.name):
            yield self._said(table.name, str(table.qualified), "table")

    def suspects(self, column: Column) -> bool:
        """Whether the column's name is reserved."""
        return self._reserves(column.name)

    def check_column(self, table: Table, column: Column) -> Iterator[Finding]:
        """Yield each such column."""
        yield self._said(column.name, f"{table.qualified}.{column.name}", "column")

    def check(self, context: SchemaContext) -> Iterator[Finding]:
        """Yield each view and each enum with such a name."""
        for view in context.schema.views:
            if self._reserves(view.name):
                yield self._said(view.name, str(view.qualified), "view")
        for enum in context.schema.enums:
            if self._reserves(enum.name):
                yield self._said(enum.name, str(enum.qualified), "enum")

    def _reserves(self, name: str) -> bool:
        word = name.lower()
        return (word in _POSTGRESQL or word in _COCKROACHDB) and word not in self.allowed

    def _said(self, name: str, subject: str, kind: str) -> Finding:
        where = "PostgreSQL" if name.lower() in _POSTGRESQL else "CockroachDB"
        return self.finding(
            subject,
            f"{kind} {subject}: {name.lower()} is a reserved word of {where}; put what it is of in "
            "front, or choose another word",
        )
