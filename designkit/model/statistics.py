"""Statistics: all that a planner asks about relations, complete enough to plan by.

A volume is what a person says; these are what PostgreSQL keeps in `pg_class` and `pg_statistic`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from operator import attrgetter

import msgspec

from designkit.errors import ModelError
from designkit.model.names import QualifiedName
from designkit.model.value import Value, replace

_WHOLE = 0.999
_FEW = 100


class ColumnStatistics(Value, frozen=True, kw_only=True):
    """How the values of a column are spread, or those of an expression that an index keeps.

    Attributes:
        column: the column's name; "" for an expression.
        key: for an expression, its place among the keys of the index, from 1.
        null_share: share of NULLs, from 0 to 1.
        width: bytes of an average value as it is stored.
        distinct: as in `pg_stats`: a number of values; negative, a share of the rows; 0, unknown.
        common: the most common values, each with its share of all rows, the most common first.
        bounds: values that cut all others into parts with equally many rows, ascending.
        correlation: of the order of the values with that of the rows on disk; None for unknown.
        elements: what there is for arrays, texts and ranges, by the name of the argument of
            `pg_restore_attribute_stats`, in the text that it takes.
    """

    column: str
    key: int | None = None
    null_share: float = 0.0
    width: int = 4
    distinct: float = 0.0
    common: tuple[tuple[str, float], ...] = ()
    bounds: tuple[str, ...] = ()
    correlation: float | None = None
    elements: tuple[tuple[str, str], ...] = ()

    def distinct_of(self, rows: float) -> float:
        """The number of different values among so many rows; of what is unknown, a tenth of them.

        Never more than there are rows that have a value.
        """
        told = -self.distinct * rows if self.distinct < 0 else self.distinct
        return max(1.0, min(told or rows / 10, rows * (1 - self.null_share)))

    @property
    def is_closed(self) -> bool:
        """Whether more rows bring no further values: the common ones are all, or they are few."""
        covered = self.null_share + sum(share for _, share in self.common)
        return (not self.bounds and covered >= _WHOLE) or 0 < self.distinct <= _FEW

    def times(self, factor: float) -> ColumnStatistics:
        """The column of a table that grew by a factor."""
        if self.distinct <= 0 or self.is_closed:
            return self
        return replace(self, distinct=max(1.0, self.distinct * factor))


class RelationStatistics(Value, frozen=True, kw_only=True):
    """What the planner knows of a table, a materialized view or an index.

    Attributes:
        rows: live ones; of an index, its entries, None where they follow from its table.
        pages: of 8 KiB; None where they are to be computed from rows and widths.
        visible_share: the share of pages of which the visibility map says that all may see all.
        columns: sorted by name and key.
        inherited: those of the table together with its partitions or children.
    """

    name: QualifiedName
    rows: float | None
    pages: int | None = None
    visible_share: float = 1.0
    columns: tuple[ColumnStatistics, ...] = ()
    inherited: tuple[ColumnStatistics, ...] = ()

    def __post_init__(self) -> None:
        if (self.rows or 0) < 0 or (self.pages or 0) < 0:
            raise ModelError(f"statistics of {self.name}", "rows and pages may not be negative")
        for field in ("columns", "inherited"):
            ordered = tuple(sorted(getattr(self, field), key=_BY_COLUMN))
            msgspec.structs.force_setattr(self, field, ordered)

    def find(self, column: str) -> ColumnStatistics | None:
        """What is known of a column, or None."""
        return next((item for item in self.columns if item.column == column), None)

    def times(self, factor: float) -> RelationStatistics:
        """The relation grown by a factor."""
        pages = None if self.pages is None else max(1, round(self.pages * factor))
        return replace(
            self,
            rows=None if self.rows is None else self.rows * factor,
            pages=pages if self.rows else self.pages,
            columns=tuple(item.times(factor) for item in self.columns),
            inherited=tuple(item.times(factor) for item in self.inherited),
        )


class ExtendedStatistics(Value, frozen=True, kw_only=True):
    """What CREATE STATISTICS keeps of several columns together, in PostgreSQL's own bytes."""

    name: QualifiedName
    distinct: bytes | None = None
    dependencies: bytes | None = None
    common: bytes | None = None
    inherited: bool = False


class Statistics(Value, frozen=True, kw_only=True, dict=True):
    """The statistics of a database; relations sorted by name."""

    relations: tuple[RelationStatistics, ...] = ()
    extended: tuple[ExtendedStatistics, ...] = ()

    def __post_init__(self) -> None:
        for field in ("relations", "extended"):
            ordered = tuple(sorted(getattr(self, field), key=attrgetter("name")))
            msgspec.structs.force_setattr(self, field, ordered)

    @cached_property
    def by_name(self) -> Mapping[QualifiedName, RelationStatistics]:
        """The relations by name."""
        return {item.name: item for item in self.relations}

    def times(self, factor: float) -> Statistics:
        """The database grown by a factor; values of a closed set stay as many as they are."""
        if factor == 1.0:
            return self
        return replace(self, relations=tuple(item.times(factor) for item in self.relations))


def _by_column(item: ColumnStatistics) -> tuple[str, int]:
    return item.column, item.key or 0


_BY_COLUMN = _by_column
