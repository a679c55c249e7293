"""Histograms as CockroachDB keeps them, from common values and bounds as PostgreSQL keeps them.

PostgreSQL takes the common values out, and cuts the others into parts of equally many rows.
CockroachDB has buckets alone: rows that equal an upper bound, and rows between it and the last one.
So a common value becomes a bound of its own, which cuts the part that it lies in.

Source: https://www.cockroachlabs.com/docs/v25.2/show-statistics
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Final, TypeAlias

from designkit.model import ColumnStatistics, Value
from designkit.model.types import base_type, is_array, is_boolean
from designkit.workload.volumes.spread import as_number

Place: TypeAlias = tuple[Decimal, bytes]

_ORDERED: Final = frozenset(
    {
        *("smallint", "integer", "bigint", "numeric", "real", "double precision", "date"),
        *("timestamp with time zone", "timestamp without time zone"),
        *("text", "character varying", "uuid"),
    }
)
_BOOLEANS: Final = {"f": "false", "t": "true", "false": "false", "true": "true"}
# Of what is left besides the common values, so little is a matter of rounding.
_NOTHING: Final = 0.001


class Bucket(Value, frozen=True, kw_only=True):
    """Rows up to a bound, in the words of INJECT STATISTICS; the server takes whole rows only.

    Attributes:
        num_eq: the rows that have this very value.
        num_range: the rows between it and the bound before.
        distinct_range: the values of these.
    """

    upper_bound: str
    num_eq: int
    num_range: int = 0
    distinct_range: float = 0.0


class Histogram(Value, frozen=True, kw_only=True):
    """The buckets of a column, ascending; or why there are none.

    Attributes:
        missing: "" where there are some, and where CockroachDB keeps none of that type either.
    """

    buckets: tuple[Bucket, ...] = ()
    missing: str = ""


def histogram(
    column: ColumnStatistics, rows: float, type_name: str, enum: Sequence[str] | None = None
) -> Histogram:
    """The histogram of a column.

    Args:
        column: its common values and bounds.
        rows: of the table.
        type_name: as `format_type` prints it.
        enum: the values of its type in their order; None where it is no enum.
    """
    told = (*(value for value, _ in column.common), *column.bounds)
    if not told or not _is_kept(type_name, enum):
        return Histogram()
    try:
        places = {value: _place(value, type_name, enum) for value in told}
    except (ValueError, InvalidOperation):
        return Histogram(missing="its values are written in a way that cannot be put in order")
    rest = rows * max(0.0, 1 - column.null_share - sum(share for _, share in column.common))
    bounds = sorted(places[value] for value in column.bounds)
    if len(bounds) < 2 and rest > rows * _NOTHING:  # noqa: PLR2004  (one bound is no range)
        return Histogram(missing="nobody said where values lie that are not the common ones")
    distinct = max(1.0, len(bounds), column.distinct_of(rows) - len(column.common))
    spread = _Spread(bounds, rest, distinct)
    equal = dict.fromkeys(column.bounds, spread.each)
    equal |= {value: share * rows for value, share in column.common}
    ordered = sorted((places[value], value, number) for value, number in equal.items())
    return Histogram(buckets=_buckets(ordered, spread, type_name))


class _Spread:
    """The rows that are no common value, evenly in the parts between their bounds."""

    def __init__(self, bounds: list[Place], rest: float, distinct: float) -> None:
        self._bounds = bounds
        parts = max(1, len(bounds) - 1)
        self.each = rest / distinct
        # A bound has rows of its own, which are not between it and the next one.
        self.part = max(0.0, rest - self.each * len(bounds)) / parts if len(bounds) > 1 else 0.0

    def part_below(self, place: Place) -> int | None:
        """Which part lies below a value, from 0; None where the value is outside of all."""
        found = bisect_left(self._bounds, place) - 1
        return found if 0 <= found < len(self._bounds) - 1 else None


def _buckets(
    values: Sequence[tuple[Place, str, float]], spread: _Spread, type_name: str
) -> tuple[Bucket, ...]:
    parts = [spread.part_below(place) for place, _, _ in values]
    cuts = Counter(parts)
    found: list[Bucket] = []
    for (_, value, equal), part in zip(values, parts, strict=True):
        between = round(spread.part / cuts[part]) if part is not None else 0
        kinds = between / spread.each if spread.each else 0.0
        found.append(
            Bucket(
                upper_bound=_BOOLEANS[value] if is_boolean(type_name) else value,
                num_eq=max(1, round(equal)),
                num_range=between,
                distinct_range=min(float(between), kinds),
            )
        )
    return tuple(found)


def _is_kept(type_name: str, enum: Sequence[str] | None) -> bool:
    """Whether values of the type have an order that is known on CockroachDB too."""
    if is_array(type_name):
        return False
    return enum is not None or is_boolean(type_name) or base_type(type_name) in _ORDERED


def _place(value: str, type_name: str, enum: Sequence[str] | None) -> Place:
    """Where a value comes among the others of its type.

    Raises:
        ValueError, InvalidOperation: it cannot be told.
    """
    if enum is not None:
        return Decimal(enum.index(value)), b""
    if is_boolean(type_name):
        return Decimal(_BOOLEANS[value] == "true"), b""
    number = as_number(value, type_name)
    # Texts go by their bytes, whatever the collation of the PostgreSQL says where they were
    # counted. Bounds are a sample of the values, and stay one in another order.
    return (number, b"") if number is not None else (Decimal(0), value.encode())
