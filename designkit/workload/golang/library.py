"""Calls whose result is known without their code: of Go's library, of sqlx, of lib/pq."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from designkit.model import replace
from designkit.workload.golang.context import Reading, arguments, method_call, package_call
from designkit.workload.golang.formatting import formatted, printed
from designkit.workload.golang.imports import LIB_PQ, SQLX, builder_of, unversioned
from designkit.workload.golang.parsing import Syntax
from designkit.workload.golang.pieces import (
    ITEM,
    Folded,
    PieceKind,
    as_items,
    at_site,
    constant,
    each,
    either,
    joined,
    unknown,
    with_piece,
)
from designkit.workload.golang.types import is_plain, type_of

_Reader = Callable[[Reading, Syntax, list[Syntax]], Folded | None]
_STRINGS: Final[dict[str, Callable[[str], str]]] = {
    "TrimSpace": str.strip,
    "ToUpper": str.upper,
    "ToLower": str.lower,
    "Clone": str,
}
_CHANGED: Final = {"Repeat", "Trim", "TrimLeft", "TrimRight", "TrimSuffix", "TrimPrefix", "Title"}
# What escapes a quote in an identifier or literal of SQL.
_DOUBLED: Final = {(('"',), ('""',)), (("'",), ("''",))}
# Results of which only the kind is known, by package.
_KINDS: Final[dict[str, dict[str, PieceKind]]] = {
    "strconv": dict.fromkeys(
        ("Itoa", "FormatInt", "FormatUint", "FormatFloat", "FormatBool"), "number"
    ),
    LIB_PQ: dict.fromkeys(("QuoteIdentifier", "QuoteLiteral"), "quoted"),
    SQLX: dict.fromkeys(("In", "Named", "BindNamed"), "sent"),
}
# ... and by method, whatever it is called on.
_METHOD_KINDS: Final[dict[str, PieceKind]] = {
    "BindNamed": "sent",
    "Sanitize": "quoted",
    **dict.fromkeys(("ToSql", "ToSQL", "MustSql"), "builder"),
}


def library_result(reading: Reading, call: Syntax, result: int) -> Folded | None:
    """The text that a call of a known function gives; None for any other."""
    path, name = package_call(call, reading.scope)
    plain = unversioned(path)
    if result:
        # The query is the first result of all of these; the others are arguments and errors.
        return unknown("value", call.text) if plain in {SQLX, "strings", "fmt"} else None
    kind = _KINDS.get(plain, {}).get(name)
    if kind is not None:
        return unknown(kind, call.text)
    if builder_of(plain):
        return unknown("builder", call.text)
    reader = _FUNCTIONS.get((plain, name))
    if reader is None and plain == "strings":
        return _of_strings(reading, name, call)
    if reader is None and not path:
        reader = _of_word if _is_word(reading, call) else _of_method
    return reader(reading, call, arguments(call)) if reader is not None else None


def _is_word(reading: Reading, call: Syntax) -> bool:
    function = call.child("function")
    return (
        function is not None
        and function.kind == "identifier"
        and reading.scope.local(function) is None
    )


def _of_word(reading: Reading, call: Syntax, passed: list[Syntax]) -> Folded | None:
    function = call.child("function")
    match function.text if function is not None else "":
        case "string" if passed:
            return reading.fold(passed[0])
        case "len" | "cap":
            return unknown("number", call.text)
        case "make" | "new":
            return constant("")
        case "append" if passed:
            return _appended(reading, passed)
        case _:
            return None


def _appended(reading: Reading, passed: list[Syntax]) -> Folded:
    result = reading.fold(passed[0])
    for item in passed[1:]:
        folded = reading.fold(item)
        is_list = item.kind == "variadic_argument" and any(ITEM in text for text in folded.texts)
        result = joined(result, folded if is_list else as_items(folded))
    return result


def _of_method(reading: Reading, call: Syntax, passed: list[Syntax]) -> Folded | None:
    operand, method = method_call(call)
    if operand is None:
        return None
    if method in _METHOD_KINDS:
        return unknown(_METHOD_KINDS[method], call.text)
    if method == "Rebind" and passed:
        return replace(reading.fold(passed[0]), rebound=True)
    if method in {"String", "Format", "Hex"} and is_plain(
        type_of(operand, reading.scope), reading.scope
    ):
        return unknown("number", call.text)
    if method in {"String", "Bytes"} and not passed and operand.kind == "identifier":
        return reading.fold(operand)
    return None


def _of_buffer(reading: Reading, _: Syntax, passed: list[Syntax]) -> Folded | None:
    return reading.fold(passed[0]) if passed else None


def _rebound(reading: Reading, _: Syntax, passed: list[Syntax]) -> Folded | None:
    return replace(reading.fold(passed[-1]), rebound=True) if passed else None


def _of_strings(reading: Reading, name: str, call: Syntax) -> Folded | None:
    folded = [reading.fold(argument) for argument in arguments(call)]
    if not folded:
        return None
    if name in _STRINGS:
        return each(folded[0], {text: _STRINGS[name](text) for text in folded[0].texts})
    if name in _CHANGED:
        return with_piece(folded[0], "repeated", call.text)
    match name, folded:
        case "Join", [listed, separator]:
            made = _joined_by(listed, separator)
        case ("ReplaceAll", [text, old, new]) | ("Replace", [text, old, new, _]):
            made = _replaced(text, old, new, call)
        case _:
            return None
    return at_site(made, reading.here(call))


def _joined_by(listed: Folded, separator: Folded) -> Folded:
    if not separator.is_constant:
        return joined(listed, separator)
    made = [
        each(
            listed,
            {
                text: between.join(text.split(ITEM)[1:]) if ITEM in text else text
                for text in listed.texts
            },
        )
        for between in separator.texts
    ]
    return either(*made)


def _replaced(text: Folded, old: Folded, new: Folded, call: Syntax) -> Folded:
    if (old.texts, new.texts) in _DOUBLED and not text.is_constant:
        return unknown("quoted", call.text)
    if not (old.is_constant and new.is_constant and len(old.texts) == 1 and old.texts[0]):
        # Where it goes is not known; that it goes in, is.
        return joined(text, new, with_piece(constant(""), "repeated", call.text))
    # A count less than all is told from all by nobody who writes SQL.
    made = [
        each(text, {one: one.replace(old.texts[0], by) for one in text.texts}) for by in new.texts
    ]
    return either(*made)


_FUNCTIONS: Final[dict[tuple[str, str], _Reader]] = {
    ("fmt", "Sprintf"): lambda reading, call, passed: formatted(reading, passed, call),
    ("fmt", "Sprint"): lambda reading, call, passed: printed(reading, passed, call),
    ("fmt", "Sprintln"): lambda reading, call, passed: printed(reading, passed, call),
    ("bytes", "NewBufferString"): _of_buffer,
    ("bytes", "NewBuffer"): _of_buffer,
    (SQLX, "Rebind"): _rebound,
}
