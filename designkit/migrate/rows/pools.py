"""What to try in a column, by its type and by what constraints say of it; the database judges."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from designkit.migrate.rows.expressions import Hint, hints_in
from designkit.migrate.rows.types import UserType
from designkit.migrate.rows.values import (
    candidates,
    is_number,
    is_sure,
    is_text,
    key_value,
    range_text,
    sized_key,
)
from designkit.model import QualifiedName
from designkit.model.types import base_type

# Behind an ordinary value, the low end, the high end and an odd one, which each shape of row takes.
FIRST_SPARE = 4

_KEYS = 12
_SIZED_KEYS = 6
_LONGEST = 10_000
_MOST_ITEMS = 20
_WHOLE = re.compile(r"-?\d+")


class Pools:
    """Candidates for columns: the same for the same types, seed and column."""

    def __init__(self, types: Mapping[str, UserType], seed: int) -> None:
        self._types = types
        self._seed = seed
        self._sure: dict[str, bool] = {}
        self._plain: dict[tuple[str, tuple[Hint, ...]], tuple[str, ...]] = {}

    def plain(self, type_name: str, hints: Iterable[Hint]) -> tuple[str, ...]:
        """Values of a type, ends and oddities first, and what the hints suggest behind them."""
        told = tuple(hints)
        known = self._plain.get((type_name, told))
        if known is None:
            found = (*self._candidates(type_name), *self._hinted(type_name, told))
            known = self._plain[type_name, told] = tuple(dict.fromkeys(found))
        return known

    def keys(
        self,
        table: QualifiedName,
        column: str,
        type_name: str,
        hints: Iterable[Hint],
        *,
        count: int = _KEYS,
    ) -> tuple[str, ...]:
        """Many different values, none of which a migration that adds rows would take: 1, 2, 3."""
        told = tuple(hints)
        first = self._place(table, column) * 100
        numbers = range(first, first + count)
        made = [text for number in numbers if (text := self._key(type_name, number)) is not None]
        plain = self._candidates(type_name)
        if not made:
            found = plain
        elif is_text(self.under(type_name)):
            found = (made[0], *plain[1:], *made[1:])
        else:
            found = tuple(made)
        sized = self._sized(type_name, told, first)
        return tuple(dict.fromkeys((*found, *self._hinted(type_name, told), *sized)))

    def _sized(self, type_name: str, hints: Iterable[Hint], first: int) -> Iterator[str]:
        """Keys of the lengths that hints speak of."""
        under = self.under(type_name)
        for hint in hints:
            lengths = _lengths(hint.text) if hint.number else ()
            for length in lengths:
                for number in range(first, first + _SIZED_KEYS):
                    text = sized_key(under, number, length)
                    if text is not None:
                        yield text

    def under(self, type_name: str) -> str:
        """The type below a domain, or the type itself."""
        known = self._types.get(type_name)
        return self.under(known.parts[0]) if known and known.kind == "domain" else type_name

    def domains(self, type_name: str) -> Iterator[UserType]:
        """The domains that a type is, from the outermost."""
        known = self._types.get(type_name)
        if known and known.kind == "domain":
            yield known
            yield from self.domains(known.parts[0])

    def is_sure(self, type_name: str) -> bool:
        """Whether every candidate is a value of the type, so that none need be tried."""
        known = self._sure.get(type_name)
        if known is None:
            element = type_name.removesuffix("[]")
            made = self._types.get(element)
            known = self._sure[type_name] = made.kind == "enum" if made else is_sure(element)
        return known

    def _place(self, table: QualifiedName, column: str) -> int:
        named = f"{self._seed}\n{table.namespace}\n{table.name}\n{column}"
        return int.from_bytes(hashlib.sha256(named.encode()).digest()[:4]) % 5_000

    def _candidates(self, type_name: str) -> tuple[str, ...]:
        under = self.under(type_name)
        if under.endswith("[]"):
            return self._arrays(under.removesuffix("[]"))
        known = self._types.get(under)
        if known is None:
            return candidates(under)
        match known.kind:
            case "enum":
                ends = (known.labels[:1], known.labels[:1], known.labels[-1:], known.labels[1:])
                return tuple(dict.fromkeys(label for labels in ends for label in labels))
            case "range":
                found = (range_text(known.parts[0], number) for number in (1, 2))
                return (*(text for text in found if text is not None), "empty", "(,)")
            case _:
                fields = [
                    "" if not part else _quoted(part) for part in map(self._first, known.parts)
                ]
                return (f"({','.join(fields)})",)

    def _first(self, type_name: str) -> str:
        return next(iter(self._candidates(type_name)), "")

    def _arrays(self, element: str) -> tuple[str, ...]:
        items = self._candidates(element)
        return tuple(_array(chosen) for chosen in (items[:2], (), items[:FIRST_SPARE], items[-1:]))

    def _key(self, type_name: str, number: int) -> str | None:
        under = self.under(type_name)
        if under.endswith("[]"):
            text = self._key(under.removesuffix("[]"), number)
            return None if text is None else _array((text,))
        known = self._types.get(under)
        if known is None:
            return key_value(under, number)
        return range_text(known.parts[0], number) if known.kind == "range" else None

    def _hinted(self, type_name: str, hints: Iterable[Hint]) -> Iterator[str]:
        own = (
            hint
            for domain in self.domains(type_name)
            for text in domain.checks
            for hint in hints_in(text)
        )
        under = self.under(type_name)
        if under in self._types:
            return
        for hint in (*hints, *own):
            yield from _suggested(under, hint)


def _suggested(type_name: str, hint: Hint) -> Iterator[str]:
    """Values that a constant suggests: itself, its neighbours, texts that it measures."""
    base = base_type(type_name)
    if type_name.endswith("[]"):
        yield from _lists(hint)
    elif is_number(type_name):
        yield from _neighbours(hint.text)
    elif is_text(type_name):
        yield from _texts(hint)
    elif base in {"json", "jsonb"}:
        if not hint.number:
            yield f'{{"{hint.text}": "x"}}' if '"' not in hint.text else "{}"
            yield f'{{"{hint.text}": 1}}' if '"' not in hint.text else "{}"
    elif base == "bytea" and hint.number:
        yield from (rf"\x{'ab' * length}" for length in _lengths(hint.text))
    elif base == "date" or base.startswith("timestamp"):
        yield from _moments(hint.text, is_date=base == "date")
    elif not hint.number:
        yield hint.text


def _neighbours(text: str) -> Iterator[str]:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return
    if number.is_finite():
        yield from (f"{number + step:f}" for step in (0, 1, -1))


def _texts(hint: Hint) -> Iterator[str]:
    if hint.number:
        yield from (letter * length for length in _lengths(hint.text) for letter in "xX")
        yield from _neighbours(hint.text)
        return
    yield from hint.made_for
    yield from (hint.text, f"x{hint.text}x", hint.text.upper())


def _lists(hint: Hint) -> Iterator[str]:
    if hint.number:
        yield from (
            _array(("1",) * length) for length in _lengths(hint.text) if length <= _MOST_ITEMS
        )
    elif not hint.text.startswith("{"):
        yield _array((hint.text,))
    else:
        yield hint.text


def _lengths(text: str) -> Iterator[int]:
    if _WHOLE.fullmatch(text):
        yield from (n for n in (int(text), int(text) - 1, int(text) + 1) if 0 <= n <= _LONGEST)


def _moments(text: str, *, is_date: bool) -> Iterator[str]:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return
    for step in (timedelta(), timedelta(days=1), timedelta(days=-1)):
        try:
            yield str((moment + step).date() if is_date else moment + step)
        except OverflowError:
            continue


def _array(items: Iterable[str]) -> str:
    return f"{{{','.join(map(_quoted, items))}}}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
