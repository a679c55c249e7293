"""Bounds between bounds: as many as ANALYZE keeps, where the type lets them be reckoned.

With few bounds the planner takes no range for less than a hundredth of a part: with two, one in a
hundred rows. So what lies between is filled evenly.

Source: `ineq_histogram_selectivity` in src/backend/utils/adt/selfuncs.c of PostgreSQL 18.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import pairwise
from typing import Final

from designkit.model.types import base_type, is_array, is_timestamp

# What is only guessed is worth fewer: to put bounds into a database takes time.
PARTS: Final = 100
GUESSED_PARTS: Final = 20

_WHOLE: Final = frozenset({"smallint", "integer", "bigint"})
_REAL: Final = frozenset({"numeric", "real", "double precision"})
_BEGIN: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


@lru_cache(maxsize=4096)
def refined(bounds: tuple[str, ...], type_name: str, parts: int = PARTS) -> tuple[str, ...]:
    """The bounds with others evenly between them; as they are, where the type has no distances."""
    if not 1 < len(bounds) <= parts or is_array(type_name):
        return bounds
    try:
        numbers = [as_number(bound, type_name) for bound in bounds]
    except (ValueError, InvalidOperation):
        # Such as `infinity`, or another way of writing that the database knows.
        return bounds
    if None in numbers:
        return bounds
    steps = parts // (len(bounds) - 1)
    known = [number for number in numbers if number is not None]
    filled = [
        one + (other - one) * step / steps
        for one, other in pairwise(known)
        for step in range(steps)
    ]
    return (*(_text(number, type_name) for number in filled), bounds[-1])


def as_number(text: str, type_name: str) -> Decimal | None:
    """A value as a number that goes up as the values do, or None where the type has none.

    Raises:
        ValueError, InvalidOperation: it is no finite number, or is written in another way.
    """
    base = base_type(type_name)
    if base in _WHOLE or base in _REAL:
        number = Decimal(text)
        if not number.is_finite():
            raise ValueError(text)
        return number
    if base == "date":
        return Decimal(date.fromisoformat(text).toordinal())
    if is_timestamp(type_name):
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
        return Decimal((moment - _BEGIN) // _MICROSECOND)
    return None


def _text(number: Decimal, type_name: str) -> str:
    base = base_type(type_name)
    if base in _WHOLE:
        return str(int(number))
    if base in _REAL:
        return f"{number:f}"
    if base == "date":
        return date.fromordinal(int(number)).isoformat()
    return (_BEGIN + int(number) * _MICROSECOND).isoformat(sep=" ")
