"""Volumes: how many rows a table will hold, and how its values are spread."""

from __future__ import annotations

from typing import Literal

import msgspec

from designkit.errors import ModelError
from designkit.model.names import QualifiedName
from designkit.model.value import Value


class ColumnVolume(Value, frozen=True, kw_only=True):
    """How the values of one column are spread.

    Attributes:
        distinct: number of different values.
        null_share: share of NULLs, from 0 to 1.
    """

    column: str
    distinct: int | None = None
    null_share: float | None = None

    def __post_init__(self) -> None:
        if self.distinct is not None and self.distinct < 0:
            raise ModelError(f"volume of {self.column}", "distinct may not be negative")
        if self.null_share is not None and not 0 <= self.null_share <= 1:
            raise ModelError(f"volume of {self.column}", "the null share lies between 0 and 1")


class Volume(Value, frozen=True, kw_only=True):
    """The rows of one table, as declared by a designer or measured on a database."""

    table: QualifiedName
    rows: int | None = None
    columns: tuple[ColumnVolume, ...] = ()
    source: Literal["declared", "measured"] = "declared"

    def __post_init__(self) -> None:
        if self.rows is not None and self.rows < 0:
            raise ModelError(f"volume of {self.table}", "rows may not be negative")
        ordered = tuple(sorted(self.columns, key=lambda item: item.column))
        msgspec.structs.force_setattr(self, "columns", ordered)

    def distinct(self, column: str) -> int | None:
        """The number of different values in a column, or None where nobody said."""
        return next((item.distinct for item in self.columns if item.column == column), None)
