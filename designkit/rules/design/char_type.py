"""The rule `char-type`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Column, Table
from designkit.model.types import base_type, is_array
from designkit.rules.finding import Finding, Severity
from designkit.rules.rebuilding import retype
from designkit.rules.rule import SchemaRule


class CharType(SchemaRule, frozen=True, kw_only=True):
    """A column is of type char(n), which fills up with spaces.

    Why:
        PostgreSQL stores the spaces and ignores them when it compares, CockroachDB does neither:
        the same query finds other rows. The length is an upper limit only, so a check says it
        better.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            currency char(3) NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            currency text NOT NULL CHECK (length(currency) = 3),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Sources:
        https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_char.28n.29
        https://www.postgresql.org/docs/18/datatype-character.html
        https://www.cockroachlabs.com/docs/v25.2/string
    """

    severity = Severity.WARNING

    def suspects(self, column: Column) -> bool:
        """Whether the column is of that type."""
        # `"char"`, in quotes, is the one-byte type of the catalogues.
        return base_type(column.type) == "character"

    def check_column(self, table: Table, column: Column) -> Iterator[Finding]:
        """Yield each such column."""
        subject = f"{table.qualified}.{column.name}"
        yield self.finding(
            subject,
            f"column {subject} is of type {column.type}, which fills up with spaces; make it text, "
            "with a check on its length",
            fix=() if is_array(column.type) else retype(table, column, "text"),
        )
