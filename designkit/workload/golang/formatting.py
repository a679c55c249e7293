"""`fmt.Sprintf` and its kin as texts: what each verb writes, and whether that can carry SQL."""

from __future__ import annotations

import re
from typing import Final

from designkit.workload.golang.context import Reading
from designkit.workload.golang.parsing import Syntax
from designkit.workload.golang.pieces import (
    Alternative,
    Folded,
    at_site,
    constant,
    either,
    joined,
    unknown,
    with_piece,
)
from designkit.workload.golang.types import is_plain, type_of

# https://pkg.go.dev/fmt: flags, width, precision, an argument's number, the verb.
_VERB: Final = re.compile(
    r"%(?P<flags>[-+# 0]*)(?P<width>\*|\d+)?(?:\.(?P<precision>\*|\d+)?)?"
    r"(?:\[(?P<number>\d+)\])?(?P<verb>[a-zA-Z%])"
)
# What these write of a number, a truth value or a pointer holds no quote and no word of SQL.
_NUMERIC: Final = frozenset("bdoOeEfFgGtUp")
# These leave hexadecimal digits of anything.
_DIGITS: Final = frozenset("xX")


def formatted(reading: Reading, written: list[Syntax], call: Syntax) -> Folded:
    """The text that a format and its arguments make."""
    if not written:
        return constant("")
    pattern, values = reading.fold(written[0]), written[1:]
    site = reading.here(call)
    if any(value.kind == "variadic_argument" for value in values):
        return at_site(joined(pattern, unknown("value", values[-1].text)), site)
    if not pattern.is_constant:
        return at_site(joined(pattern, *(_of_value(reading, value) for value in values)), site)
    made = [_filled(reading, one, values) for one in pattern.alternatives]
    return at_site(either(*made), site)


def printed(reading: Reading, written: list[Syntax], call: Syntax) -> Folded:
    """The text that `fmt.Sprint` makes of its arguments."""
    folded = [_of_value(reading, value) for value in written]
    return at_site(joined(constant(""), *folded), reading.here(call))


def _filled(reading: Reading, pattern: Alternative, values: list[Syntax]) -> Folded:
    parts: list[Folded] = [constant("", pattern.spot)]
    end, following = 0, 0
    for match in _VERB.finditer(pattern.text):
        parts.append(constant(pattern.text[end : match.start()], pattern.spot))
        end = match.end()
        if match["verb"] == "%":
            parts.append(constant("%"))
            continue
        following += (match["width"] == "*") + (match["precision"] == "*")
        if match["number"]:
            following = int(match["number"]) - 1
        if 0 <= following < len(values):
            parts.append(_by_verb(reading, match["verb"], values[following]))
        following += 1
    parts.append(constant(pattern.text[end:], pattern.spot))
    return joined(*parts)


def _by_verb(reading: Reading, verb: str, value: Syntax) -> Folded:
    folded = _of_value(reading, value)
    if folded.is_constant:
        plain = verb in {"s", "v", "d"}
        return folded if plain else with_piece(folded, "repeated", value.text)
    type_ = type_of(value, reading.scope)
    is_text = type_ is not None and type_.name == "string"
    if verb in _DIGITS or (verb in _NUMERIC and not is_text):
        return unknown("number", value.text)
    return folded


def _of_value(reading: Reading, value: Syntax) -> Folded:
    is_literal = value.kind in {"int_literal", "float_literal"}
    if not is_literal and is_plain(type_of(value, reading.scope), reading.scope):
        return unknown("number", value.text)
    return reading.fold(value)
