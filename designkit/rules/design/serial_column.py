"""The rule `serial-column`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Column, Table
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaRule


class SerialColumn(SchemaRule, frozen=True, kw_only=True):
    """A column counts up by serial.

    The primary key is left to `primary-key-not-uuid`.

    Why:
        serial hides a sequence with rights and a life of its own, whose values anyone overwrites;
        CockroachDB makes large unordered numbers of it. An identity column is one thing, and the
        same on both; a number that must have no gap is neither.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            number bigserial NOT NULL UNIQUE,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            number bigint NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Sources:
        https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_serial
        https://www.cockroachlabs.com/docs/v25.2/serial
    """

    severity = Severity.WARNING

    def suspects(self, column: Column) -> bool:
        """Whether the column's default is the next value of a sequence."""
        return (column.default or "").startswith(("nextval(", "unique_rowid("))

    def check_column(self, table: Table, column: Column) -> Iterator[Finding]:
        """Yield each such column outside of the key."""
        if column.name not in table.key_columns:
            subject = f"{table.qualified}.{column.name}"
            yield self.finding(
                subject,
                f"column {subject} counts up by {column.default}; make it GENERATED ALWAYS AS "
                "IDENTITY, or a uuid where only difference counts",
            )
