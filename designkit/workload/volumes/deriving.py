"""What the structure alone says of the spread of values, and by which rule.

Guesses, each with its reason. A declared or a measured figure goes before.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from math import log
from typing import Final, Generic, NamedTuple, TypeVar

from designkit.model import Column, Growth, Table
from designkit.model.types import base_type, is_array, is_boolean, is_timestamp, is_uuid, modifiers
from designkit.workload.volumes.figures import NOT_NULL, UNIQUE

T = TypeVar("T")

DEFAULT_ROWS: Final = 1_000_000
_MOSTLY_NULL: Final = 0.98
_SOMETIMES_NULL: Final = 0.1
_MONTHS: Final = 24.0
_DAYS_A_MONTH: Final = 30.4375
_QUANTILES: Final = 10
_SOFT_DELETE: Final = frozenset({"deleted_at", "removed_at", "archived_at", "deleted_on"})
_APPENDED: Final = frozenset({"created_at", "inserted_at", "occurred_at", "recorded_at"})
_WIDTHS: Final = {
    "boolean": 1,
    "smallint": 2,
    "integer": 4,
    "bigint": 8,
    "real": 4,
    "double precision": 8,
    "numeric": 7,
    "date": 4,
    "interval": 16,
    "uuid": 16,
    "inet": 7,
    "json": 200,
    "jsonb": 200,
    "tsvector": 200,
    "bytea": 100,
    "time without time zone": 8,
    "timestamp with time zone": 8,
    "timestamp without time zone": 8,
}
_ENUM_WIDTH: Final = 4
_TEXT_WIDTH: Final = 32
_ARRAY_WIDTH: Final = 48


class Guess(NamedTuple, Generic[T]):
    """A figure, and the rule that it follows from."""

    value: T
    rule: str


def null_share(column: Column, *, in_key: bool) -> Guess[float]:
    """The share of NULLs."""
    if in_key or not column.nullable:
        return Guess(0.0, NOT_NULL)
    if column.name in _SOFT_DELETE:
        return Guess(_MOSTLY_NULL, "few rows are deleted")
    return Guess(_SOMETIMES_NULL, "a column that may be null is so in a tenth of the rows")


def distinct(
    table: Table, column: Column, *, nulls: float, values: int | None, months: float
) -> Guess[float]:
    """The number of values, in the form of `pg_stats`; `values` where the type has so many."""
    present = 1 - nulls
    if table.is_unique(frozenset({column.name})):
        return Guess(-present, UNIQUE)
    if values is not None:
        what = "a boolean" if is_boolean(column.type) else "an enum"
        return Guess(float(values), f"{what} has {values} values")
    if is_timestamp(column.type):
        return Guess(-present, "points in time seldom coincide")
    if base_type(column.type) == "date" and not is_array(column.type):
        return Guess(float(max(1, round(months * _DAYS_A_MONTH))), "a date for each day of growth")
    if is_uuid(column.type):
        return Guess(-present, "a uuid stands for itself")
    return Guess(-present / 10, "each value stands in ten rows")


def lifetime(growth: Growth | None, rows: float) -> Guess[float]:
    """For how many months the table has been filled."""
    told = growth.months(round(rows)) if growth is not None else None
    if told is None:
        return Guess(_MONTHS, f"the rows came over {_MONTHS:.0f} months")
    return Guess(told, "the rows came as the table grows")


def bounds_in_time(
    column: Column, growth: Growth | None, months: float, now: datetime
) -> tuple[str, ...]:
    """The quantiles of points in time up to now, for a table that grew so."""
    share = growth.share if growth is not None else None
    begin = now - timedelta(days=months * _DAYS_A_MONTH)
    if share:
        # Of what grows by a share, half of the rows came in the last few months.
        ages = [
            -log(number / _QUANTILES) / share * _DAYS_A_MONTH for number in range(1, _QUANTILES + 1)
        ]
        moments = [min(begin, now - timedelta(days=ages[0] * 2))]
        moments += [now - timedelta(days=age) for age in ages]
    else:
        moments = [begin, now]
    if base_type(column.type) == "date":
        texts = [f"{moment:%Y-%m-%d}" for moment in moments]
    else:
        texts = [f"{moment:%Y-%m-%d %H:%M:%S}+00" for moment in moments]
    return tuple(texts) if all(one < other for one, other in pairwise(texts)) else ()


def is_in_time(column: Column) -> bool:
    """Whether the values are days, or points in time."""
    return is_timestamp(column.type) or column.type == "date"


def is_counted(column: Column) -> bool:
    """Whether a sequence counts the values."""
    return column.identity is not None or (column.default or "").startswith("nextval(")


def correlation(column: Column) -> Guess[float] | None:
    """Whether the values ascend with the rows, or None where nothing says so."""
    if is_counted(column):
        return Guess(1.0, "rows are added in the order of the sequence")
    if column.name in _APPENDED and is_in_time(column):
        return Guess(1.0, "rows are added as time goes by")
    return None


def width(column: Column, *, is_enum: bool) -> Guess[int]:
    """The bytes of an average value."""
    if is_enum:
        return Guess(_ENUM_WIDTH, "an enum takes 4 bytes")
    if is_array(column.type):
        return Guess(_ARRAY_WIDTH, "an array of a few elements")
    base = base_type(column.type)
    if base in _WIDTHS:
        return Guess(_WIDTHS[base], f"the usual width of {base}")
    if base in {"character varying", "character"} and modifiers(column.type):
        (longest,) = modifiers(column.type)
        share = 1 if base == "character" else 2
        return Guess(1 + min(longest // share, _TEXT_WIDTH), f"a {base} of up to {longest}")
    return Guess(_TEXT_WIDTH, "a short text")
