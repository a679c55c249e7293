"""A query that a service will run: its text as it was written, and as the database gets it."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal

from designkit.model import Value

# How many rows a caller takes, as sqlc writes it: `-- name: GetUserByID :one`.
Cardinality = Literal["one", "many", "exec", "execrows"]


class Place(Value, frozen=True, kw_only=True):
    """Where a query is written.

    Attributes:
        file: a path, or a name for what is no file, such as a notebook's cell; "" for nowhere.
        line: of its first character, from 1.
        function: the Go function that sends it; "" where there is none.
    """

    file: str = ""
    line: int = 1
    function: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.file else f"line {self.line}"
        return f"{where} ({self.function})" if self.function else where


class Parameter(Value, frozen=True, kw_only=True):
    """A value that the caller gives.

    Attributes:
        name: as it was written without its mark, `user_id`; `p1`, `p2` where it was `$1` or `?`.
        number: its place on the wire: `$1` is 1.
        nullable: whether it is written as one that may be NULL: `sqlc.narg('name')`.
    """

    name: str
    number: int
    nullable: bool = False


class Query(Value, frozen=True, kw_only=True):
    """One statement with parameters, under a name that is its own in its service.

    Attributes:
        text: as it was written, with `:name`, `@name`, `$1` or `?`.
        sql: as the database gets it, with `$1`, `$2`.
        parameters: by number.
        cardinality: None where nobody said.
        weight: how often it runs compared with the others.
        shifts: (offset in `sql`, offset in `text`) wherever the two come apart, ascending, so that
            a place in one is found in the other.
    """

    name: str
    text: str
    sql: str
    parameters: tuple[Parameter, ...] = ()
    cardinality: Cardinality | None = None
    weight: float = 1.0
    service: str = ""
    place: Place = Place()
    shifts: tuple[tuple[int, int], ...] = ()

    def offset_in_text(self, offset: int) -> int:
        """Where a character of `sql` stands in `text`; inside of a parameter, where that begins."""
        number = bisect_right(self.shifts, offset, key=lambda shift: shift[0]) - 1
        if number < 0:
            return offset
        begin, origin = self.shifts[number]
        return min(origin + offset - begin, len(self.text))

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """The line of the file and the column, from 1, of a character of `sql`."""
        before = self.text[: self.offset_in_text(offset)]
        return self.place.line + before.count("\n"), len(before) - before.rfind("\n")
