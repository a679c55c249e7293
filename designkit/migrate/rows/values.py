"""Values to try for the types of PostgreSQL and of its usual extensions: pure, always the same.

A value is the text of a literal. Which of them a column takes is decided by the database.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from designkit.model.types import base_type

# Long enough to meet every limit that people set, short enough for an index.
_LONG = 300
_LONGEST = 10_000
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_MODIFIER = re.compile(r"\((\d+)(?:,(-?\d+))?\)")
_ODD_TEXT = 'It\'s “odd”: "quoted" \\ Ünï 漢字 🙂'

_TEXTS = frozenset({"text", "character varying", "character", "citext", "name"})
_NUMBERS = frozenset({"smallint", "integer", "bigint", "numeric", "real", "double precision"})
_WHOLE = ("integer", "bigint", "numeric", "real", "double precision", "oid", "money", "xid8")
# Types that have a limit without being given one.
_LIMITS = {"character": 1, "name": 63, "bit": 1}
_VECTORS = frozenset({"vector", "halfvec", "sparsevec"})
_RANGES = {
    "int4range": "integer",
    "int8range": "bigint",
    "numrange": "numeric",
    "daterange": "date",
    "tsrange": "timestamp without time zone",
    "tstzrange": "timestamp with time zone",
}

# Per type: an ordinary value, the low end, the high end, an odd one, and more where it helps.
_FIXED: dict[str, tuple[str, ...]] = {
    "smallint": ("471", "-32768", "32767", "0", "1", "2"),
    "integer": ("4711", "-2147483648", "2147483647", "0", "1", "2"),
    "bigint": ("4711", "-9223372036854775808", "9223372036854775807", "0", "1", "2"),
    "real": ("1.5", "-3.4e38", "3.4e38", "0", "1"),
    "double precision": ("1.5", "-1.7e308", "1.7e308", "0", "1"),
    "money": ("12.50", "-92233720368547758.08", "92233720368547758.07", "0"),
    "boolean": ("true", "false"),
    "uuid": (
        "5f0c1a52-8d3e-4b7a-9c46-2e1d7f3b6a90",
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "a8098c1a-f86e-11da-bd1a-00112444be1e",
    ),
    "date": (
        *("2024-05-17", "0001-01-02", "9999-12-30", "2024-02-29", "2024-01-01"),
        *(f"2024-05-{day}" for day in range(18, 24)),  # With the first, each day of a week.
    ),
    "time without time zone": ("12:34:56", "00:00:00", "23:59:59.999999", "01:02:03"),
    "time with time zone": ("12:34:56+00", "00:00:00+00", "23:59:59.999999+00", "01:02:03-08"),
    "interval": ("1 day 02:03:04", "-1 year", "100 years", "0"),
    "bytea": (r"\xdeadbeef", r"\x", rf"\x{'00ff' * 100}", r"\x00"),
    "json": ('{"key": "value", "number": 1}', "{}", '{"a": {"b": ["c", null]}}', "[]", '"x"', "1"),
    "xml": ("<a>ordinary</a>", "<a/>", "<a><b c='d'>e</b></a>"),
    "inet": ("192.0.2.1", "10.0.0.0", "255.255.255.255", "2001:db8::1", "192.0.2.0/24"),
    "cidr": ("192.0.2.0/24", "10.0.0.0/8", "255.255.255.255/32", "2001:db8::/32"),
    "macaddr": ("08:00:2b:01:02:03", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"),
    "macaddr8": ("08:00:2b:01:02:03:04:05", "00:00:00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff:ff:ff"),
    "point": ("(1.5,2.5)", "(-1e10,-1e10)", "(1e10,1e10)", "(0,0)"),
    "line": ("{1,2,3}", "{1,0,0}", "{0,1,0}"),
    "lseg": ("[(0,0),(1,1)]", "[(0,0),(0,0)]"),
    "box": ("(1,1),(0,0)", "(0,0),(0,0)"),
    "path": ("[(0,0),(1,1)]", "((0,0),(1,1))"),
    "polygon": ("((0,0),(1,0),(1,1))", "((0,0))"),
    "circle": ("<(0,0),1>", "<(0,0),0>"),
    "tsvector": ("'ordinary':1", "", "'high':3A 'low':1", "'odd'"),
    "tsquery": ("'ordinary'", "", "'high' & !'low'"),
    "oid": ("4711", "0", "4294967295", "1"),
    "regclass": ("pg_class", "pg_type"),
    "regtype": ("text", "integer"),
    "regproc": ("now", "version"),
    "regprocedure": ("now()", "version()"),
    "regnamespace": ("public", "pg_catalog"),
    "regrole": ("pg_monitor",),
    "regconfig": ("simple", "english"),
    '"char"': ("o", "a", "z"),
    "xid": ("4711", "0"),
    "xid8": ("4711", "0"),
    "pg_lsn": ("16/B374D848", "0/0"),
    "pg_snapshot": ("10:20:10,14", "1:1:"),
    "txid_snapshot": ("10:20:10,14", "1:1:"),
    "tid": ("(0,1)", "(0,0)"),
    "int4multirange": ("{}", "{(,)}"),
    "int8multirange": ("{}", "{(,)}"),
    "nummultirange": ("{}", "{(,)}"),
    "datemultirange": ("{}", "{(,)}"),
    "tsmultirange": ("{}", "{(,)}"),
    "tstzmultirange": ("{}", "{(,)}"),
    "jsonpath": ("$.key", "$"),
    "hstore": ('"key"=>"value"', "", '"odd"=>NULL'),
    "ltree": ("top.middle.low", "", "top"),
    "lquery": ("top.*", "*"),
    "ltxtquery": ("top", "low"),
    "cube": ("(1,2)", "(0)"),
    "seg": ("1.5", "0 .. 1"),
    "geometry": ("POINT(1 2)", "POINT EMPTY"),
    "geography": ("POINT(1 2)", "POINT EMPTY"),
    "int2vector": ("1 2", ""),
    "oidvector": ("1 2", ""),
    "refcursor": ("ordinary", ""),
}


def _day(number: int) -> str:
    """A day that has this number; the days of numbers in a row lie in different months."""
    place, step = divmod(number, 100)
    return str(date(2001, 1, 1) + timedelta(days=place % 5_000 + step * 37))


_KEYS: Mapping[str, Callable[[int], str]] = {
    "smallint": lambda number: str(20_000 + number % 12_000),
    **dict.fromkeys(_WHOLE, lambda number: str(700_000 + number)),
    "uuid": lambda number: str(uuid.UUID(bytes=hashlib.sha256(b"%d" % number).digest()[:16])),
    "date": _day,
    "timestamp without time zone": lambda number: f"{_day(number)} 12:00:00",
    "timestamp with time zone": lambda number: f"{_day(number)} 12:00:00+00",
    "time without time zone": lambda number: str(timedelta(seconds=number % 86_400)),
    "interval": lambda number: f"{number} seconds",
    "bytea": lambda number: rf"\x{number:08x}",
    "json": lambda number: f'{{"key": {number}}}',
    "jsonb": lambda number: f'{{"key": {number}}}',
    "inet": lambda number: f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
    "cidr": lambda number: f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
    "macaddr": lambda number: f"02:00:00:00:{number >> 8 & 255:02x}:{number & 255:02x}",
    "point": lambda number: f"({number},0)",
    "ltree": lambda number: f"key{number}",
}
_FIXED["jsonb"] = _FIXED["json"]
_MOMENTS = (*(f"{day} 12:34:56" for day in _FIXED["date"]), "2024-01-01 00:00:00")
_FIXED["timestamp without time zone"] = _MOMENTS
_FIXED["timestamp with time zone"] = tuple(f"{moment}+00" for moment in _MOMENTS)
# A server may be built without support for these.
_BY_SERVER = frozenset({"xml"})
# What some value of a type that nobody here knows may look like.
_GUESSES = ("0", "", "{}", "ordinary", "(0,0)", "[0]", "1", "a", "POINT(0 0)")


def is_text(type_name: str) -> bool:
    """Whether the type holds text of any length."""
    return base_type(type_name) in _TEXTS and not type_name.endswith("[]")


def is_number(type_name: str) -> bool:
    """Whether the type holds numbers."""
    return base_type(type_name) in _NUMBERS and not type_name.endswith("[]")


def is_sure(type_name: str) -> bool:
    """Whether every candidate is a value of the type; else they are guesses, or servers differ."""
    return base_type(type_name) not in _BY_SERVER and _known(type_name) is not None


def candidates(type_name: str) -> tuple[str, ...]:
    """Values of a type: an ordinary one, the low end, the high end, an odd one, then more."""
    return _known(type_name) or _GUESSES


def key_value(type_name: str, number: int) -> str | None:
    """The value of a type that has this number, unlike that of another; None where it has none.

    Values of different numbers also differ without regard to case and to blanks at the ends.
    """
    base = base_type(type_name)
    length, scale = _modifiers(type_name)
    if base in _RANGES:
        return range_text(_RANGES[base], number)
    if is_text(type_name):
        return _text_key(number, length or _LIMITS.get(base))
    if base == "numeric" and length is not None:
        digits = min(length - scale, 7)
        return str((700_000 + number) % 10**digits) if 0 <= scale < length else None
    if base in {"bit", "bit varying"}:
        return _bits(number, length or _LIMITS.get(base, 32))
    return _KEYS[base](number) if base in _KEYS else None


def sized_key(type_name: str, number: int, length: int) -> str | None:
    """The text or the bytes of exactly this length that have this number."""
    if is_text(type_name):
        return _text_key(number, length).rjust(length, "x")
    return rf"\x{number % 256**length:0{2 * length}x}" if base_type(type_name) == "bytea" else None


def range_text(subtype: str, number: int) -> str | None:
    """A range of a type that has this number; it does not meet that of another."""
    match base_type(subtype):
        case "date":
            return f"[{_day(number)},{_day(number)}]"
        case "timestamp without time zone":
            return f'["{_day(number)} 12:00:00","{_day(number)} 18:00:00")'
        case "timestamp with time zone":
            return f'["{_day(number)} 12:00:00+00","{_day(number)} 18:00:00+00")'
        case _:
            low, high = key_value(subtype, number * 2), key_value(subtype, number * 2 + 1)
            return None if low is None or high is None else f'["{low}","{high}")'


def _known(type_name: str) -> tuple[str, ...] | None:
    base = base_type(type_name)
    length, scale = _modifiers(type_name)
    if is_text(type_name):
        return _texts(length or _LIMITS.get(base))
    if base == "numeric":
        return _numbers(length, scale)
    if base in {"bit", "bit varying"}:
        size = length or _LIMITS.get(base, 100)
        return _bits(5, size), "0" * size, "1" * size
    if base in _RANGES:
        whole = (range_text(_RANGES[base], number) for number in (1, 2))
        return (*(text for text in whole if text is not None), "empty", "(,)")
    return _vectors(base, length or 3) if base in _VECTORS else _FIXED.get(base)


def _vectors(base: str, size: int) -> tuple[str, ...]:
    return (f"{{1:1}}/{size}",) if base == "sparsevec" else (f"[{','.join('1' * size)}]",)


def _modifiers(type_name: str) -> tuple[int | None, int]:
    found = _MODIFIER.search(type_name)
    return (int(found[1]), int(found[2] or 0)) if found else (None, 0)


def _texts(limit: int | None) -> tuple[str, ...]:
    length = _LONG if limit is None else min(limit, _LONGEST)
    whole = ("ordinary", "", "long " * (length // 5) + "x" * (length % 5), _ODD_TEXT)
    more = ("a", "A", "0", "https://example.org/", "someone@example.org", "1.2.3", "Some words")
    return tuple(dict.fromkeys(text if limit is None else text[:limit] for text in whole + more))


def _numbers(precision: int | None, scale: int) -> tuple[str, ...]:
    if precision is None:
        full = f"{'9' * 20}.{'9' * 10}"
        return "12.5", f"-{full}", full, "0", "1"
    if not 0 <= scale <= precision:  # Such a type holds round or tiny numbers only; zero is one.
        return ("0",)
    full = f"{'9' * (precision - scale) or '0'}.{'9' * scale}".removesuffix(".")
    ordinary = "12.5" if precision - scale > 1 else "0"
    return ordinary, f"-{full}", full, "0", *(("1",) if precision > scale else ())


def _text_key(number: int, length: int | None) -> str:
    word = ""
    while number or not word:
        number, digit = divmod(number, len(_DIGITS))
        word = _DIGITS[digit] + word
    word = f"key{word.rjust(4, '0')}"
    return word if length is None else word[-length:]


def _bits(number: int, size: int) -> str:
    return f"{number % 2**size:0{size}b}"
