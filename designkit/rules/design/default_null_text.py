"""The rule `default-null-text`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from designkit.changes import AlterColumn
from designkit.model import Column, Table, replace
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaRule

_NULL_TEXT = re.compile(r"'\s*null\s*'(::[\w ()]+)?", re.IGNORECASE)


class DefaultNullText(SchemaRule, frozen=True, kw_only=True):
    """A column's default is the word NULL as a text.

    Why:
        The column then holds four letters where nothing was meant, and `IS NULL` misses them.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email text NOT NULL,
            nickname text DEFAULT 'NULL',
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email text NOT NULL,
            nickname text,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Sources:
        https://www.schemacrawler.com/lint.html
        https://www.postgresql.org/docs/18/ddl-default.html
    """

    severity = Severity.WARNING

    def suspects(self, column: Column) -> bool:
        """Whether the column has such a default."""
        return _NULL_TEXT.fullmatch(column.default or "") is not None

    def check_column(self, table: Table, column: Column) -> Iterator[Finding]:
        """Yield each such default."""
        subject = f"{table.qualified}.{column.name}"
        after = replace(column, default=None)
        change = AlterColumn(table=table.qualified, before=column, after=after)
        yield self.finding(
            subject,
            f"column {subject} has the text {column.default} as its default, which is not NULL; "
            "drop the default",
            fix=(change,),
        )
