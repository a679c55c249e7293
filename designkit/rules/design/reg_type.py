"""The rule `reg-type`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Column, Table
from designkit.model.conventional import words
from designkit.model.types import base_type
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaRule

# Those that name something by the number that this server gave it.
_TYPES = words(
    """
    oid regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc
    regprocedure regrole regtype xid cid tid
    """
)


class RegType(SchemaRule, frozen=True, kw_only=True):
    """A column holds the number of a table, function or type of this very server.

    Why:
        Such numbers mean another thing after a dump and on CockroachDB, and pg_upgrade refuses a
        database with most of them. Keep the name, as text.
    Bad:
        CREATE TABLE jobs (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            target regclass NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE jobs (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            target text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Sources:
        https://www.postgresql.org/docs/18/datatype-oid.html
        https://www.postgresql.org/docs/18/pgupgrade.html
    """

    severity = Severity.WARNING

    def suspects(self, column: Column) -> bool:
        """Whether the column is of such a type."""
        return base_type(column.type) in _TYPES

    def check_column(self, table: Table, column: Column) -> Iterator[Finding]:
        """Yield each such column."""
        subject = f"{table.qualified}.{column.name}"
        yield self.finding(
            subject,
            f"column {subject} is of type {column.type}, a number that only this server knows; "
            "keep the name as text",
        )
