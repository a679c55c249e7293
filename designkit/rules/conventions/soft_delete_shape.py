"""The rule `soft-delete-shape`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import AlterColumn, Operation
from designkit.model import Column, Table, replace, snake_case
from designkit.model.conventional import DELETED_AT
from designkit.model.types import is_timestamp
from designkit.rules.finding import Finding
from designkit.rules.fixes import mend_column_name
from designkit.rules.rule import SchemaRule

# Other names under which columns say that their row is gone.
OTHER_NAMES = frozenset(
    {
        "date_deleted",
        "deleted",
        "deleted_date",
        "deleted_flag",
        "deleted_on",
        "deleted_time",
        "deletion_date",
        "deletion_time",
        "is_deleted",
        "is_removed",
        "removed",
        "removed_at",
        "removed_on",
        "soft_deleted",
        "soft_deleted_at",
        "is_soft_deleted",
        "time_deleted",
    }
)


class SoftDeleteShape(SchemaRule, frozen=True, kw_only=True):
    """Soft deletion has another shape than a nullable timestamp `deleted_at` without default.

    Why:
        One shape lets every query, partial index and clean-up say the same thing,
        `deleted_at IS NULL`; it tells when, and a flag does not.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            is_deleted boolean NOT NULL DEFAULT false,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            deleted_at timestamptz
        );
    Sources:
        https://laravel.com/docs/12.x/eloquent#soft-deleting
    """

    def suspects(self, column: Column) -> bool:
        """Whether the column marks deleted rows in another way."""
        return bool(_problem(column))

    def check_column(self, table: Table, column: Column) -> Iterator[Finding]:
        """Yield each column that marks deleted rows in another way."""
        subject = f"{table.qualified}.{column.name}"
        message = f"column {subject} {_problem(column)}; soft deletion is a nullable timestamp "
        fix = _fix(table, column)
        yield self.finding(subject, f"{message}{DELETED_AT} without default", fix=fix)


def marks_deletion(name: str) -> bool:
    """Whether a column of that name says that its row is gone, in whichever way."""
    return snake_case(name) in OTHER_NAMES | {DELETED_AT}


def _problem(column: Column) -> str:
    if snake_case(column.name) in OTHER_NAMES:
        return "marks deleted rows in another way"
    if snake_case(column.name) != DELETED_AT:
        return ""
    if not is_timestamp(column.type):
        return f"is of type {column.type}"
    if column.generated is not None:
        return "is computed"
    if column.default is not None:
        return f"has the default {column.default}"
    return "" if column.nullable else "is NOT NULL"


def _fix(table: Table, column: Column) -> tuple[Operation, ...]:
    """What mends the shape and leaves the rows: a flag or a date does not become a time."""
    if not is_timestamp(column.type) or column.generated is not None:
        return ()
    if column.name in table.key_columns:
        return ()
    named = replace(column, name=DELETED_AT)
    shaped = replace(named, nullable=True, default=None)
    fix: list[Operation] = []
    if column.name != DELETED_AT:
        fix += mend_column_name(table, column.name, DELETED_AT)
        if not fix:
            return ()
    if named != shaped:
        fix.append(AlterColumn(table=table.qualified, before=named, after=shaped))
    return tuple(fix)
