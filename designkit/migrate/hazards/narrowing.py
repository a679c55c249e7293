"""Whether a new type has a place for every value of the old one."""

from __future__ import annotations

from math import inf
from typing import Any, Final, NamedTuple

from pglast import ast, parse_sql

from designkit.sql.text import SQL, verbatim

_INTEGER_DIGITS: Final = {"int2": 5, "int4": 10, "int8": 19}
_EXACT: Final = ("int2", "int4", "int8", "numeric")
# Besides those with themselves, the pairs in which nothing is lost and nothing refused.
# https://www.postgresql.org/docs/18/datatype.html
_WIDER: Final = frozenset(
    {(old, new) for place, old in enumerate(_EXACT) for new in _EXACT[place + 1 :]}
    | {("int2", "float4"), ("int2", "float8"), ("int4", "float8"), ("float4", "float8")}
    | {("date", "timestamp"), ("date", "timestamptz"), ("timestamp", "timestamptz")}
    | {("cidr", "inet"), ("json", "jsonb"), ("macaddr", "macaddr8")}
    | {("bpchar", "varchar"), ("text", "varchar"), ("bit", "varbit"), ("time", "interval")}
)


class _Type(NamedTuple):
    """A type by its short name in the catalogue: `varchar`, (80,), not an array."""

    name: str
    modifiers: tuple[int, ...]
    is_array: bool


def narrows(old: str, new: ast.TypeName) -> bool:
    """Whether a value of the old type, as the engine spells it, may have no place in the new."""
    cast: Any = parse_sql(SQL("SELECT NULL::{type}", type=verbatim(old)).text)[0].stmt
    before, after = _read(cast.targetList[0].val.typeName), _read(new)
    if before.is_array != after.is_array:
        return after.name != "text"
    if after.name == "text":
        return False
    if before.name != after.name and (before.name, after.name) not in _WIDER:
        return True
    return _is_shorter(before, after)


def _read(node: Any) -> _Type:
    # Only a length or a precision that is written as a number is one.
    constants = [item.val for item in node.typmods or () if isinstance(item, ast.A_Const)]
    numbers = tuple(value.ival or 0 for value in constants if isinstance(value, ast.Integer))
    return _Type(node.names[-1].sval, numbers, bool(node.arrayBounds))


def _is_shorter(old: _Type, new: _Type) -> bool:
    """Whether a length or precision does not cover the old one; none at all covers every one."""
    if not new.modifiers:
        return False
    if new.name == "numeric":
        return any(has < needs for has, needs in zip(_digits(new), _digits(old), strict=True))
    if not old.modifiers:
        return old.name != "date"
    return new.modifiers[-1] < old.modifiers[-1]


def _digits(number: _Type) -> tuple[float, float]:
    """How many digits a number may have before and behind its point."""
    if number.name in _INTEGER_DIGITS:
        return _INTEGER_DIGITS[number.name], 0
    if not number.modifiers:
        return inf, inf
    precision, scale = (*number.modifiers, 0)[:2]
    return precision - scale, scale
