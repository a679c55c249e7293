"""Figures: what plans rest on, each with who said so."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from designkit.model import QualifiedName, Statistics, Value

Origin = Literal["declared", "measured", "derived"]
What = Literal[
    "rows", "distinct", "null share", "common values", "range", "correlation", "width", "pages"
]


# Rules that cannot be wrong, whatever the rows are.
NOT_NULL = "the column is not null"
UNIQUE = "a key is unique"
CERTAIN = frozenset({NOT_NULL, UNIQUE})


class Figure(Value, frozen=True, kw_only=True):
    """One number that plans rest on.

    Attributes:
        column: "" where it is the table's; an expression as `comparable` prints it.
        value: as people read it.
        origin: whether somebody declared it, it was measured, or it follows from the structure.
        rule: why it is so, where it was derived: `a key is unique`; else "".
    """

    table: QualifiedName
    column: str = ""
    what: What
    value: str
    origin: Origin
    rule: str = ""

    @property
    def is_guess(self) -> bool:
        """Whether it was derived from anything but what the schema makes certain."""
        return self.origin == "derived" and self.rule not in CERTAIN


def printed_distinct(value: float) -> str:
    """How many values there are, as people read it: `0.1 of the rows`."""
    return f"{-value:.3g} of the rows" if value < 0 else f"{value:,.0f}"


class Resolved(Value, frozen=True, kw_only=True, dict=True):
    """Statistics for every table and column of a schema, and where each figure is from.

    Attributes:
        unknown: what was measured of tables and columns that the schema does not hold, sorted.
    """

    statistics: Statistics
    figures: tuple[Figure, ...]
    unknown: tuple[str, ...] = ()

    @cached_property
    def by_table(self) -> dict[QualifiedName, tuple[Figure, ...]]:
        """The figures of each table, those of the table itself first."""
        found: dict[QualifiedName, list[Figure]] = {}
        for figure in self.figures:
            found.setdefault(figure.table, []).append(figure)
        return {table: tuple(figures) for table, figures in found.items()}

    def of(self, table: QualifiedName, column: str = "") -> tuple[Figure, ...]:
        """The figures of one column, or of the table itself."""
        return tuple(item for item in self.by_table.get(table, ()) if item.column == column)


def number_told(value: float) -> str:
    """A share or another number as people read it."""
    return f"{value:,.6g}"


def distinct_told(value: float) -> str:
    """A number of values in the form of `pg_stats` as people read it."""
    return f"{-value:.3g} of the rows" if value < 0 else f"{value:,.0f}"
