"""The numbers of migrations and the names that they give to files. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from designkit.errors import FileError, NotApproved
from designkit.migrate.formats.names import numbered
from designkit.migrate.history import SORTED_AS_TEXT, History
from designkit.model import is_snake_case, snake_case

# A number with as many digits is a date, as 20170426 or 2019-03-22-170700.
_DATE_DIGITS = 8


def next_number(history: History | None, width: int = 3) -> tuple[int, str]:
    """Return the number behind the last one of a history, and its digits at the history's width.

    Raises:
        FileError: no further number sorts behind the last one.
    """
    return next(next_numbers(history, width))


def next_numbers(history: History | None, width: int = 3) -> Iterator[tuple[int, str]]:
    """Return all numbers behind the last one of a history, one after the other, with their digits.

    They are written as the last one is: as wide, and at least `width`, with its hyphens.

    Raises:
        FileError: while they are counted, that no further one sorts behind the last.
    """
    if history is None or not history.migrations:
        return ((number, f"{number:0{width}}") for number in count(1))
    last = history.migrations[-1]
    behind = max((last.number, *foreign_numbers(history)))
    return ((number, labelled(number, last.label, history, width)) for number in count(behind + 1))


def foreign_numbers(history: History) -> Iterator[int]:
    """Yield the numbers that migrations have taken which are not written in SQL."""
    for file in history.foreign:
        found = numbered(file.stem)
        if found is not None:
            yield found.number


def labelled(number: int, like: str, history: History, width: int = 3) -> str:
    """Return the digits of a number in the manner of another one of the history.

    Raises:
        FileError: the tool sorts by text, and the number has a digit more than the others.
    """
    as_text = history.format in SORTED_AS_TEXT
    digits = sum(character.isdigit() for character in like)
    text = f"{number:0{digits if as_text else max(width, digits)}}"
    if as_text and len(text) > digits:
        raise FileError(
            f"{history.directory}: {history.format} sorts names as text, so {text} would not run "
            f"behind {like}. Write the numbers of the directory with more digits."
        )
    if "-" not in like or len(text) != digits:
        return text
    rest = iter(text)
    return "".join(next(rest) if character.isdigit() else character for character in like)


def is_dated(label: str) -> bool:
    """Whether a number is a date, so that gaps between numbers say nothing."""
    return sum(character.isdigit() for character in label) >= _DATE_DIGITS


def file_name(label: str, description: str) -> str:
    """Return the name of a migration without its ending: `003_create_orders`.

    Raises:
        NotApproved: the description is not snake_case.
    """
    if not is_snake_case(description):
        raise NotApproved(
            f"migration {description!r}: a description is lower snake_case. "
            f"Call it {snake_case(description)}."
        )
    return f"{label}_{description}"
