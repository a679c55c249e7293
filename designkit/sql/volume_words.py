"""The words of an annotation that declare a volume: `rows=10M distinct(status)=3`.

rows=10M growth=5%/month growth=100k/month
distinct(status)=3 nulls(deleted_at)=0.98 width(body)=800 correlation(created_at)=1
common(status)='active':0.7,'closed':0.2 min(amount)=0 max(amount)=1000
bounds(amount)=0,5,20,1000
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from designkit.errors import ModelError
from designkit.model import ColumnVolume, Growth, Volume, replace
from designkit.sql.annotated import (
    NAME,
    TEXT,
    name_of,
    named,
    number_of,
    short_number,
    text_in_quotes,
    text_of,
)

# A value without quotes ends where the next one or its share may begin.
_VALUE: Final = rf"(?:{TEXT}|[^\s,':]+)"
_SHARED: Final = rf"{_VALUE}:[^\s,']+"
_WORD: Final = re.compile(
    rf"(?P<what>[a-z]+)(?:\((?P<column>{NAME})\))?="
    rf"(?P<told>{_SHARED}(?:,{_SHARED})*|{_VALUE}(?:,{_VALUE})*)(?:\s+|$)"
)
_VALUES: Final = re.compile(_VALUE)
_LISTED: Final = re.compile(rf"{_VALUE}(?:,{_VALUE})*")
_SHARES: Final = re.compile(rf"(?P<value>{_VALUE}):(?P<share>[^\s,']+)")
_GROWTH: Final = re.compile(r"(?P<number>[^\s%/]+)(?P<share>%)?/month")
_BARE: Final = re.compile(r"[+-]?[0-9][0-9.]*")

OF_TABLE: Final = ("rows", "growth")
KNOWN: Final = (
    "rows=1M, growth=5%/month, distinct(a)=3, nulls(a)=0.5, common(a)='x':0.7,'y':0.2, min(a)=0, "
    "max(a)=9, bounds(a)=0,3,9, correlation(a)=1, width(a)=80"
)


def read_volume(words: str, known: Volume) -> Volume:
    """What is known of a table together with what words declare.

    Raises:
        ModelError: a word is none of these, or says what no volume may hold.
    """
    place = 0
    while place < len(words):
        match = _WORD.match(words, place)
        if match is None:
            raise ModelError(words[place:], f"write {KNOWN}")
        place = match.end()
        what, name, told = match["what"], match["column"], match["told"]
        if what in OF_TABLE:
            known = _of_table(known, what, told)
        elif what not in OF_COLUMN:
            raise ModelError(match[0].strip(), f"write {KNOWN}")
        elif name is None:
            raise ModelError(match[0].strip(), f"say of which column: {what}(status)=…")
        else:
            known = _with_column(known, name_of(name), what, told)
    return known


def _of_table(known: Volume, what: str, told: str) -> Volume:
    if what == "rows":
        return replace(known, rows=int(number_of(told)))
    match = _GROWTH.fullmatch(told)
    if match is None:
        raise ModelError(f"growth={told}", "write growth=5%/month or growth=100k/month")
    number = number_of(match["number"])
    if match["share"]:
        return replace(known, growth=Growth(share=float(number / 100)))
    return replace(known, growth=Growth(rows=int(number)))


def _with_column(known: Volume, name: str, what: str, told: str) -> Volume:
    column = known.find(name) or ColumnVolume(column=name)
    others = tuple(item for item in known.columns if item is not column)
    field, read = _FIELDS[what]
    return replace(known, columns=(*others, replace(column, **{field: read(told)})))


def _common(told: str) -> tuple[tuple[str, float], ...]:
    found = list(_SHARES.finditer(told))
    if sum(len(item[0]) + 1 for item in found) != len(told) + 1:
        raise ModelError(told, "write each common value with its share: 'active':0.7,'closed':0.2")
    return tuple((text_of(item["value"]), float(number_of(item["share"]))) for item in found)


def _listed(told: str) -> tuple[str, ...]:
    if _LISTED.fullmatch(told) is None:
        raise ModelError(told, "write the values with commas between them: 0,5,'2024-01-01 10:30'")
    return tuple(map(text_of, _VALUES.findall(told)))


def _one(told: str) -> str:
    if _VALUES.fullmatch(told) is None:
        raise ModelError(told, "write one value; put it in quotes: '2024-01-01 10:30'")
    return text_of(told)


def _whole(told: str) -> int:
    return int(number_of(told))


def _real(told: str) -> float:
    return float(number_of(told))


# Of each word, the field that it fills, and how what it says is read.
_FIELDS: Final[dict[str, tuple[str, Callable[[str], object]]]] = {
    "distinct": ("distinct", _whole),
    "nulls": ("null_share", _real),
    "common": ("common", _common),
    "min": ("minimum", _one),
    "max": ("maximum", _one),
    "bounds": ("bounds", _listed),
    "correlation": ("correlation", _real),
    "width": ("width", _whole),
}
OF_COLUMN: Final = tuple(_FIELDS)


def volume_words(volume: Volume) -> str:
    """A volume in the words that declare it; "" where it says nothing.

    Raises:
        ModelError: a name or a value holds a line break.
    """
    words = [] if volume.rows is None else [f"rows={short_number(volume.rows)}"]
    if volume.growth is not None:
        words.append(f"growth={_growth(volume.growth)}/month")
    for column in volume.columns:
        name = named(column.column)
        words += [f"{what}({name})={told}" for what, told in _told(column)]
    return " ".join(words)


def _growth(growth: Growth) -> str:
    if growth.rows is not None:
        return short_number(growth.rows)
    return f"{_decimal(Decimal(repr(growth.share)) * 100)}%"


def _told(column: ColumnVolume) -> Iterator[tuple[str, str]]:
    if column.distinct is not None:
        yield "distinct", short_number(column.distinct)
    if column.null_share is not None:
        yield "nulls", repr(column.null_share)
    if column.common:
        yield "common", ",".join(f"{_written(value)}:{share!r}" for value, share in column.common)
    if column.minimum is not None:
        yield "min", _written(column.minimum)
    if column.maximum is not None:
        yield "max", _written(column.maximum)
    if column.bounds:
        yield "bounds", ",".join(map(_written, column.bounds))
    if column.correlation is not None:
        yield "correlation", repr(column.correlation)
    if column.width is not None:
        yield "width", str(column.width)


def _written(value: str) -> str:
    return value if _BARE.fullmatch(value) else text_in_quotes(value)


def _decimal(number: Decimal) -> str:
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
