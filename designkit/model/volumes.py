"""Volumes: how many rows a table will hold, and how its values are spread."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Literal

import msgspec

from designkit.errors import ModelError
from designkit.model.names import QualifiedName
from designkit.model.value import Value

# Shares are read from decimal digits, whose sum in binary may pass 1 by a hair.
_TOLERANCE = 1e-6


class ColumnVolume(Value, frozen=True, kw_only=True):
    """How the values of one column are spread.

    Attributes:
        distinct: number of different values.
        null_share: share of NULLs, from 0 to 1.
        common: the most common values, as the database prints them, each with its share of all
            rows; the most common first.
        minimum: the least value, and `maximum` the greatest, as the database prints them.
        bounds: instead of these, values that cut all rows with other values than the common ones
            into parts of equally many, ascending: the quantiles.
        correlation: of the order of the values with that of the rows on disk, from -1 to 1.
        width: bytes of an average value as it is stored.
    """

    column: str
    distinct: int | None = None
    null_share: float | None = None
    common: tuple[tuple[str, float], ...] = ()
    minimum: str | None = None
    maximum: str | None = None
    bounds: tuple[str, ...] = ()
    correlation: float | None = None
    width: int | None = None

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.common, key=lambda item: -item[1]))
        msgspec.structs.force_setattr(self, "common", ordered)
        for problem, holds in (
            ("distinct may not be negative", self.distinct is None or self.distinct >= 0),
            ("the null share lies between 0 and 1", _is_share(self.null_share)),
            ("shares of common values lie between 0 and 1", self._has_shares()),
            ("the shares of nulls and common values are more than 1", self._fits()),
            ("a common value stands twice", self._is_without_twins()),
            ("there are fewer distinct than common values", self._has_enough()),
            ("bounds are two values or more", len(self.bounds) != 1),
            ("give bounds, or a minimum and a maximum", self._has_one_range()),
            ("the minimum is greater than the maximum", self._is_ascending()),
            ("the correlation lies between -1 and 1", _is_share(abs(self.correlation or 0.0))),
            ("the width is at least one byte", self.width is None or self.width >= 1),
        ):
            if not holds:
                raise ModelError(f"volume of {self.column}", problem)

    def _has_shares(self) -> bool:
        return all(_is_share(share) for _, share in self.common)

    def _fits(self) -> bool:
        known = (self.null_share or 0.0) + sum(share for _, share in self.common)
        return known <= 1 + _TOLERANCE

    def _is_without_twins(self) -> bool:
        return len({value for value, _ in self.common}) == len(self.common)

    def _has_enough(self) -> bool:
        return self.distinct is None or self.distinct >= len(self.common)

    def _has_one_range(self) -> bool:
        return not self.bounds or (self.minimum is None and self.maximum is None)

    def _is_ascending(self) -> bool:
        """Whether numbers ascend; of other types the database alone knows the order."""
        if self.minimum is None or self.maximum is None:
            return True
        try:
            return Decimal(self.minimum) <= Decimal(self.maximum)
        except InvalidOperation:
            return True


class Growth(Value, frozen=True, kw_only=True):
    """How a table grows in a month: by so many rows, or by a share of those that it has."""

    rows: int | None = None
    share: float | None = None

    def __post_init__(self) -> None:
        if (self.rows is None) == (self.share is None):
            raise ModelError("growth", "give rows per month, or a share of the rows")
        if (self.rows or 0) < 0 or (self.share or 0.0) < 0:
            raise ModelError("growth", "a table does not shrink")

    def months(self, rows: int) -> float | None:
        """How many months ago the table began, if it always grew so; None if it never did."""
        if self.rows is not None:
            return rows / self.rows if self.rows else None
        # What grows by a share has been young for ever: as long as it took for nine tenths.
        return 2.302585 / self.share if self.share else None


class Volume(Value, frozen=True, kw_only=True):
    """The rows of one table, as declared by a designer or measured on a database."""

    table: QualifiedName
    rows: int | None = None
    columns: tuple[ColumnVolume, ...] = ()
    growth: Growth | None = None
    source: Literal["declared", "measured"] = "declared"

    def __post_init__(self) -> None:
        if self.rows is not None and self.rows < 0:
            raise ModelError(f"volume of {self.table}", "rows may not be negative")
        ordered = tuple(sorted(self.columns, key=lambda item: item.column))
        msgspec.structs.force_setattr(self, "columns", ordered)

    def find(self, column: str) -> ColumnVolume | None:
        """What is known of a column, or None."""
        return next((item for item in self.columns if item.column == column), None)

    def distinct(self, column: str) -> int | None:
        """The number of different values in a column, or None where nobody said."""
        found = self.find(column)
        return None if found is None else found.distinct


def _is_share(number: float | None) -> bool:
    return number is None or 0 <= number <= 1
