"""The rule `json-type`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Column, Table
from designkit.rules.finding import Finding, Severity
from designkit.rules.rebuilding import retype
from designkit.rules.rule import SchemaRule


class JsonType(SchemaRule, frozen=True, kw_only=True):
    """A column is of type json rather than jsonb.

    Why:
        json is kept as text: it is read anew for every question, cannot be compared or indexed, and
        CockroachDB makes jsonb of it, where keys lose their order and their doubles.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            settings json NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            settings jsonb NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Sources:
        https://www.postgresql.org/docs/18/datatype-json.html
        https://www.cockroachlabs.com/docs/v25.2/jsonb
    """

    severity = Severity.WARNING

    def suspects(self, column: Column) -> bool:
        """Whether the column is of that type."""
        return column.type in {"json", "json[]"}

    def check_column(self, table: Table, column: Column) -> Iterator[Finding]:
        """Yield each such column."""
        subject = f"{table.qualified}.{column.name}"
        after = column.type.replace("json", "jsonb")
        yield self.finding(
            subject,
            f"column {subject} is of type {column.type}; make it {after}",
            fix=retype(table, column, after),
        )
