"""The rule `timestamp-name`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from designkit.changes import AlterColumn
from designkit.model import Column, Table, replace, snake_case
from designkit.model.types import has_time_zone, is_timestamp
from designkit.rules.conventions.soft_delete_shape import marks_deletion
from designkit.rules.finding import Finding, Severity
from designkit.rules.fixes import mend_column_name
from designkit.rules.rule import SchemaRule

# What a name ends or begins with that `_at` replaces.
_OTHER_ENDING = re.compile(r"_(?:on|time|date|datetime|timestamp|ts|dt|tstamp)$|^(?:date|time)_")
# Names that are nothing but such a word.
_WORD_FOR_TIME = re.compile(r"at|on|time|date|datetime|timestamp|ts|dt|tstamp")


class TimestampName(SchemaRule, frozen=True, kw_only=True):
    """A timestamp's name does not end in `_at`, a name in `_at` is no timestamp, or has no zone.

    `timestamp` without time zone is a warning. A column that marks deleted rows in another way than
    by `deleted_at` is left to `soft-delete-shape`.

    Why:
        The name tells a point in time from a day or a duration. Without a zone, two sessions read
        two different points in time from one value.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            last_login timestamptz,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            last_login_at timestamptz,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Sources:
        https://docs.getdbt.com/best-practices/how-we-style/1-how-we-style-our-dbt-models
        https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_timestamp_.28without_time_zone.29
        https://www.postgresql.org/docs/18/datatype-datetime.html
    """

    def suspects(self, column: Column) -> bool:
        """Whether the column is a timestamp with another name or no zone, or named like one."""
        if is_timestamp(column.type):
            return not _is_named_right(column) or not has_time_zone(column.type)
        return _is_named_so(column.name) and not marks_deletion(column.name)

    def check_column(self, table: Table, column: Column) -> Iterator[Finding]:
        """Yield each timestamp with another name, each such name without a timestamp, each zone."""
        if is_timestamp(column.type):
            yield from self._name(table, column)
            yield from self._zone(table, column)
        else:
            subject = f"{table.qualified}.{column.name}"
            yield self.finding(
                subject,
                f"column {subject} is named like a timestamp and is of type {column.type}; make it "
                "timestamptz, or give it another name",
            )

    def _name(self, table: Table, column: Column) -> Iterator[Finding]:
        if _is_named_right(column):
            return
        subject = f"{table.qualified}.{column.name}"
        message = f"timestamp column {subject} does not end in _at"
        after = _right_name(snake_case(column.name))
        if after:
            fix = mend_column_name(table, column.name, after)
            yield self.finding(subject, f"{message}; name it {after}", fix=fix)
        else:
            yield self.finding(subject, f"{message}; name it by what happened, as in created_at")

    def _zone(self, table: Table, column: Column) -> Iterator[Finding]:
        if has_time_zone(column.type):
            return
        subject = f"{table.qualified}.{column.name}"
        zoned = replace(column, type=column.type.replace("without", "with"))
        fix = AlterColumn(table=table.qualified, before=column, after=zoned)
        yield self.finding(
            subject,
            f"column {subject} is a timestamp without time zone; make it timestamptz",
            severity=Severity.WARNING,
            fix=() if column.generated is not None else (fix,),
        )


def _is_named_so(name: str) -> bool:
    return snake_case(name).endswith("_at")


def _is_named_right(column: Column) -> bool:
    return _is_named_so(column.name) or marks_deletion(column.name)


def _right_name(name: str) -> str:
    """The name with `_at`, or "" where only people can say what happened then."""
    stem = _OTHER_ENDING.sub("", name)
    return "" if _WORD_FOR_TIME.fullmatch(stem) else f"{stem}_at"
