"""The rule `varchar-length`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Column, Table
from designkit.model.types import base_type, is_array, modifiers
from designkit.rules.finding import Finding, Severity
from designkit.rules.rebuilding import retype
from designkit.rules.rule import SchemaRule


class VarcharLength(SchemaRule, frozen=True, kw_only=True):
    """A column is of type varchar(n).

    A length that has a reason is stated by a check, or waived with that reason.

    Why:
        The limit costs nothing less than text does, is rarely right, and to narrow it reads the
        whole table. A check can be replaced without a change of type.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email varchar(255) NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email text NOT NULL CHECK (length(email) <= 254),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Options:
        lengths: the lengths that may stand.
    Sources:
        https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_varchar.28n.29_by_default
        https://www.postgresql.org/docs/18/datatype-character.html
    """

    severity = Severity.WARNING
    lengths: tuple[int, ...] = ()

    def suspects(self, column: Column) -> bool:
        """Whether the column has a length that may not stand."""
        if base_type(column.type) != "character varying":
            return False
        length = modifiers(column.type)
        return bool(length) and length[0] not in self.lengths

    def check_column(self, table: Table, column: Column) -> Iterator[Finding]:
        """Yield each column with a length."""
        subject = f"{table.qualified}.{column.name}"
        yield self.finding(
            subject,
            f"column {subject} is of type varchar({modifiers(column.type)[0]}); make it text, with "
            "a check where the length has a reason",
            fix=() if is_array(column.type) else retype(table, column, "text"),
        )
