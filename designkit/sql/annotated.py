"""Names, texts and numbers as an annotation holds them: as SQL does, on one line."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from designkit.changes.enum_values import quoted
from designkit.errors import ModelError
from designkit.model import QualifiedName
from designkit.sql.text import identifier

# A name stands as it is, or in the double quotes of SQL where it is no plain word.
NAME: Final = r"(?:\"(?:[^\"]|\"\")+\"|[^\s\".()=]+)"
# A text in the quotes of SQL.
TEXT: Final = r"'(?:[^']|'')*'"

_LARGEST: Final = 10**18
_SCALES: Final = {"k": 10**3, "m": 10**6, "b": 10**9}


def named(name: str | QualifiedName) -> str:
    """A name for an annotation.

    Raises:
        ModelError: the name holds a line break.
    """
    return on_one_line(identifier(name).text)


def name_of(words: str) -> str:
    """The name that stands there, with or without quotes."""
    return words[1:-1].replace('""', '"') if words.startswith('"') else words


def text_in_quotes(value: str) -> str:
    """A text for an annotation.

    Raises:
        ModelError: the text holds a line break.
    """
    return on_one_line(quoted(value))


def text_of(words: str) -> str:
    """The text that stands there, with or without quotes."""
    return words[1:-1].replace("''", "'") if words.startswith("'") else words


def on_one_line(text: str) -> str:
    """The text itself.

    Raises:
        ModelError: it holds a line break.
    """
    if "\n" in text or "\r" in text:
        raise ModelError(f"name {text}", "no annotation can hold a name with a line break")
    return text


def number_of(words: str) -> Decimal:
    """The number that stands there: `1000`, `10k`, `2.5M`, `1B`, `0.98`.

    Raises:
        ModelError: it is none.
    """
    scale = _SCALES.get(words[-1:].lower(), 1)
    digits = words[:-1] if scale > 1 else words
    try:
        number = Decimal(digits.replace("_", "")) * scale
    except ArithmeticError:
        number = Decimal("NaN")
    if not number.is_finite() or number > _LARGEST:
        raise ModelError(words, "write a number: 1000, 10k, 2.5M, 1B, 0.98")
    return number


def short_number(number: int) -> str:
    """A whole number as people write it, where no digit is lost: `10M`."""
    for letter, scale in (("B", 10**9), ("M", 10**6), ("k", 10**3)):
        if number >= scale and number % (scale // 10) == 0:
            whole, tenth = divmod(number * 10 // scale, 10)
            return f"{whole}.{tenth}{letter}" if tenth else f"{whole}{letter}"
    return str(number)
