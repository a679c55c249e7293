"""From the text of a query to what the database gets: parameters by number, their names kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from designkit.errors import QueryError
from designkit.workload.marks import Mark, Marked, Unreadable, read_marks
from designkit.workload.query import Cardinality, Parameter, Place, Query

_ONE_STYLE: Final = (
    "Use one style in a query: :name, @name (with sqlc.arg and sqlc.narg), $1, or ?. "
    "The operators ? and @ stand behind an operand; @ in front of one has a blank behind it."
)


def read_query(
    text: str,
    *,
    name: str,
    place: Place = Place(),  # noqa: B008  (a frozen value)
    service: str = "",
    cardinality: Cardinality | None = None,
    weight: float = 1.0,
) -> Query:
    """The query that a text is.

    A name that is written twice is one parameter. The comments before the statement and the
    semicolon behind it belong to the text and are not sent.

    Args:
        text: one statement with `:name`, `@name`, `sqlc.arg(name)`, `sqlc.narg('name')`, `$1` or
            `?` where the caller's values go.
        name: its own in its service.
        place: where the text begins.
        service: whose query it is.
        cardinality: how many rows a caller takes, where somebody said so.
        weight: how often it runs compared with the others.

    Raises:
        QueryError: the text holds no statement or several, mixes styles, leaves out a number, or
            is none that PostgreSQL's scanner takes.
    """
    try:
        found = read_marks(text)
        numbers = _numbers(found.marks)
    except Unreadable as error:
        raise _error(text, error, place) from error
    sql, shifts = _rewritten(text, found, numbers)
    return Query(
        name=name,
        text=text,
        sql=sql,
        parameters=tuple(_parameters(found.marks, numbers)),
        cardinality=cardinality,
        weight=weight,
        service=service,
        place=place,
        shifts=shifts,
    )


def _error(text: str, error: Unreadable, place: Place) -> QueryError:
    before = text[: error.offset]
    return QueryError(
        file=place.file,
        line=place.line + before.count("\n"),
        column=len(before) - before.rfind("\n"),
        problem=error.problem,
    )


def _numbers(found: Sequence[Mark]) -> tuple[int, ...]:
    """The number of each mark: one for each name, in the order of the text."""
    for mark in found[1:]:
        if mark.style != found[0].style:
            raise Unreadable(mark.start, f"{found[0].style} and {mark.style} mixed. {_ONE_STYLE}")
    if not found or found[0].style == "?":
        return tuple(range(1, len(found) + 1))
    if found[0].style == "$1":
        _demand_all(found)
        return tuple(mark.number for mark in found)
    known: dict[str, int] = {}
    return tuple(known.setdefault(mark.name, len(known) + 1) for mark in found)


def _demand_all(found: Sequence[Mark]) -> None:
    used = {mark.number for mark in found}
    first = min(found, key=lambda mark: mark.number)
    if first.number == 0:
        raise Unreadable(first.start, "$0 is no parameter. Count from $1.")
    missing = next((number for number in range(1, len(used) + 1) if number not in used), None)
    if missing is not None:
        last = max(found, key=lambda mark: mark.number)
        raise Unreadable(
            last.start,
            f"${last.number} is used and ${missing} is not, so nobody can tell the type of "
            f"${missing}. Number the parameters without a gap.",
        )


def _rewritten(
    text: str, found: Marked, numbers: Sequence[int]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The statement with its parameters as `$1`, `$2`, and where it comes apart from the text."""
    parts: list[str] = []
    shifts = [(0, found.start)] if found.start else []
    length, place = 0, found.start
    for mark, number in zip(found.marks, numbers, strict=True):
        # `?and` are two words; `$1and` is none.
        glued = text[mark.end : mark.end + 1]
        written = f"${number} " if glued.isalnum() or glued == "_" else f"${number}"
        parts += [text[place : mark.start], written]
        length += mark.start - place
        if mark.style != "$1":
            # Each character inside of `$12` is where the mark begins.
            inside = range(length + 1, length + len(written))
            shifts += [(offset, mark.start) for offset in inside]
            shifts.append((length + len(written), mark.end))
        length, place = length + len(written), mark.end
    return "".join([*parts, text[place : found.end]]), tuple(shifts)


def _parameters(found: Sequence[Mark], numbers: Sequence[int]) -> Iterator[Parameter]:
    marks = dict(zip(numbers, found, strict=True))
    nullable = {number for number, mark in zip(numbers, found, strict=True) if mark.nullable}
    for number in sorted(marks):
        yield Parameter(
            name=marks[number].name or f"p{number}", number=number, nullable=number in nullable
        )
