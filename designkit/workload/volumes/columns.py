"""The statistics of one column: each figure declared, measured or derived."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal, TypeVar

from designkit.model import (
    Column,
    ColumnStatistics,
    ColumnVolume,
    Growth,
    QualifiedName,
    Table,
    Value,
)
from designkit.model.types import is_boolean, is_uuid
from designkit.workload.volumes import deriving
from designkit.workload.volumes.deriving import Guess
from designkit.workload.volumes.figures import (
    Figure,
    Origin,
    What,
    distinct_told,
    number_told,
)
from designkit.workload.volumes.spread import GUESSED_PARTS, PARTS, refined

T = TypeVar("T")

_UUIDS = ("00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff")
_WHOLE = 0.999
_SHOWN = 5


class Known(Value, frozen=True, kw_only=True):
    """What is known of a column.

    Attributes:
        rows: of its table.
        now: when the last of them came.
        parent: of a column that points to another: which, the rows there, and its values there.
        enum: the values of its type.
    """

    table: Table
    column: Column
    rows: float
    now: datetime
    declared: ColumnVolume | None
    source: Literal["declared", "measured"]
    measured: ColumnStatistics | None
    growth: Growth | None
    parent: tuple[str, float, ColumnStatistics] | None
    enum: tuple[str, ...] | None

    @property
    def is_unique(self) -> bool:
        """Whether no two rows have the same value."""
        return self.table.is_unique(frozenset({self.column.name}))

    @property
    def months(self) -> Guess[float]:
        """For how many months the table has been filled."""
        return deriving.lifetime(self.growth, self.rows)


class _Choice:
    """Takes for each figure the best that is known, and writes down where it is from."""

    def __init__(self, table: QualifiedName, column: str, source: Origin) -> None:
        self.figures: list[Figure] = []
        self._table = table
        self._column = column
        self._source: Origin = source

    def take(
        self,
        what: What,
        candidates: tuple[T | None, T | None, Guess[T] | None],
        printed: Callable[[T], str],
    ) -> T | None:
        """The first that there is of what was declared, measured and derived."""
        declared, measured, derived = candidates
        if declared is not None:
            return self._noted(what, declared, printed(declared), self._source)
        if measured is not None:
            return self._noted(what, measured, printed(measured), "measured")
        if derived is not None:
            value, rule = derived
            return self._noted(what, value, printed(value), "derived", rule)
        return None

    def _noted(self, what: What, value: T, text: str, origin: Origin, rule: str = "") -> T:
        figure = Figure(
            table=self._table, column=self._column, what=what, value=text, origin=origin, rule=rule
        )
        self.figures.append(figure)
        return value


def resolve_column(known: Known) -> tuple[ColumnStatistics, list[Figure]]:
    """The statistics of a column, and where each figure is from."""
    column = known.column
    declared = known.declared or ColumnVolume(column=column.name)
    measured = known.measured
    # A range or common values that somebody declares do not mix with other ones that were measured.
    spread = None if declared.common or declared.bounds or declared.minimum else measured
    choice = _Choice(known.table.qualified, column.name, known.source)
    derives = measured is None
    nulls = choice.take(
        "null share",
        (
            declared.null_share,
            measured.null_share if measured else None,
            _nulls_derived(known, declared),
        ),
        number_told,
    )
    nulls = nulls or 0.0
    distinct = choice.take(
        "distinct",
        (
            _distinct_declared(declared, nulls, known.rows),
            measured.distinct if measured else None,
            _distinct_derived(known, nulls),
        ),
        distinct_told,
    )
    guesses = derives and declared.distinct is None
    common = choice.take(
        "common values",
        (
            declared.common or None,
            (spread.common or None) if spread else None,
            _common_derived(known, nulls) if guesses else None,
        ),
        _shares,
    )
    bounds = None
    if sum(share for _, share in common or ()) + nulls < _WHOLE:
        bounds = choice.take(
            "range",
            (
                _bounds_declared(declared),
                (spread.bounds or None) if spread else None,
                _bounds_derived(known) if derives else None,
            ),
            _range,
        )
    correlation = choice.take(
        "correlation",
        (
            declared.correlation,
            measured.correlation if measured else None,
            deriving.correlation(column) if derives else None,
        ),
        number_told,
    )
    width = choice.take(
        "width",
        (
            declared.width,
            measured.width if measured else None,
            deriving.width(column, is_enum=known.enum is not None),
        ),
        str,
    )
    statistics = ColumnStatistics(
        column=column.name,
        null_share=nulls,
        width=width or 1,
        distinct=distinct or 0.0,
        common=common or (),
        bounds=_as_measured(bounds or (), declared, spread, column),
        correlation=correlation,
        elements=measured.elements if measured else (),
    )
    return statistics, choice.figures


def _as_measured(
    bounds: tuple[str, ...],
    declared: ColumnVolume,
    measured: ColumnStatistics | None,
    column: Column,
) -> tuple[str, ...]:
    """The bounds, as many as ANALYZE would keep."""
    if measured is not None and measured.bounds == bounds:
        return bounds
    is_told = bounds == _bounds_declared(declared)
    return refined(bounds, column.type, PARTS if is_told else GUESSED_PARTS)


def _nulls_derived(known: Known, declared: ColumnVolume) -> Guess[float]:
    """A guess that leaves room for the common values."""
    column = known.column
    guess = deriving.null_share(column, in_key=column.name in known.table.key_columns)
    room = max(0.0, 1 - sum(share for _, share in declared.common))
    return guess if guess.value <= room else Guess(room, "what the common values leave")


def _distinct_declared(declared: ColumnVolume, nulls: float, rows: float) -> float | None:
    if declared.distinct is None:
        covered = nulls + sum(share for _, share in declared.common)
        return float(len(declared.common)) if declared.common and covered >= _WHOLE else None
    # As ANALYZE has it: what is more than a tenth of the rows grows with them.
    share = declared.distinct / rows if rows else 0.0
    return -min(1.0, share) if share > 0.1 else float(declared.distinct)  # noqa: PLR2004


def _distinct_derived(known: Known, nulls: float) -> Guess[float]:
    if known.parent is not None and not known.is_unique:
        where, there, told = known.parent
        inherited = min(told.distinct_of(there), known.rows * (1 - nulls))
        return Guess(inherited, f"as many as {where} has")
    values = len(known.enum) if known.enum is not None else None
    if is_boolean(known.column.type):
        values = 2
    return deriving.distinct(
        known.table, known.column, nulls=nulls, values=values, months=known.months.value
    )


def _common_derived(known: Known, nulls: float) -> Guess[tuple[tuple[str, float], ...]] | None:
    values = ("t", "f") if is_boolean(known.column.type) else known.enum
    if not values or known.is_unique:
        return None
    share = (1 - nulls) / len(values)
    return Guess(tuple((value, share) for value in values), "each value is as common as the others")


def _bounds_declared(declared: ColumnVolume) -> tuple[str, ...] | None:
    if declared.bounds:
        return declared.bounds
    if declared.minimum is not None and declared.maximum is not None:
        return (declared.minimum, declared.maximum)
    return None


def _bounds_derived(known: Known) -> Guess[tuple[str, ...]] | None:
    column = known.column
    if known.parent is not None:
        where, _, told = known.parent
        return Guess(told.bounds, f"as {where} has them") if told.bounds else None
    if deriving.is_in_time(column):
        months = known.months
        bounds = deriving.bounds_in_time(column, known.growth, months.value, known.now)
        return Guess(bounds, months.rule) if bounds else None
    if is_uuid(column.type):
        return Guess(_UUIDS, "any uuid")
    if deriving.is_counted(column) and known.is_unique and known.rows > 1:
        return Guess(("1", str(round(known.rows))), "a sequence counts the rows")
    return None


def _shares(value: tuple[tuple[str, float], ...]) -> str:
    shown = [f"{item} {share:.3g}" for item, share in value[:_SHOWN]]
    more = [f"{len(value) - _SHOWN} more"] if len(value) > _SHOWN else []
    return ", ".join(shown + more)


def _range(value: tuple[str, ...]) -> str:
    return f"{value[0]} to {value[-1]}"
