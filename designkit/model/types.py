"""Types as the engine spells them (`format_type`), and what a rule wants to know of one."""

from __future__ import annotations

import re
from functools import lru_cache

_MODIFIER = re.compile(r"\s*\([^)]*\)")
_NUMBER = re.compile(r"[0-9]+")


@lru_cache(maxsize=1024)
def base_type(type_name: str) -> str:
    """Return the type without length, precision or array brackets.

    `character varying(80)[]` is `character varying`, `timestamp(3) with time zone` is
    `timestamp with time zone`.
    """
    return _MODIFIER.sub("", type_name.removesuffix("[]")).strip()


@lru_cache(maxsize=1024)
def modifiers(type_name: str) -> tuple[int, ...]:
    """Return the length, or the precision and the scale: of `numeric(12,2)[]`, 12 and 2."""
    found = _MODIFIER.search(type_name)
    return tuple(map(int, _NUMBER.findall(found.group()))) if found else ()


def is_array(type_name: str) -> bool:
    """Whether the type is an array of something."""
    return type_name.endswith("[]")


@lru_cache(maxsize=1024)
def is_timestamp(type_name: str) -> bool:
    """Whether the type is a point in time, with or without a zone."""
    return not is_array(type_name) and base_type(type_name) in {
        "timestamp with time zone",
        "timestamp without time zone",
    }


def has_time_zone(type_name: str) -> bool:
    """Whether the type is `timestamptz`."""
    return base_type(type_name) == "timestamp with time zone"


def is_boolean(type_name: str) -> bool:
    """Whether the type is exactly `boolean`."""
    return type_name == "boolean"


def is_uuid(type_name: str) -> bool:
    """Whether the type is exactly `uuid`."""
    return type_name == "uuid"


_SHORT_NAMES = {
    "timestamp with time zone": "timestamptz",
    "timestamp without time zone": "timestamp",
    "time with time zone": "timetz",
    "time without time zone": "time",
    "character varying": "varchar",
    "character": "char",
    "bit varying": "varbit",
    "double precision": "double",
}


def short_name(type_name: str) -> str:
    """Return the type as people write it: `timestamptz` for `timestamp with time zone`.

    For display only: the result still names the type, but it is not the engine's spelling.
    """
    short = _SHORT_NAMES.get(base_type(type_name))
    if short is None:
        return type_name
    modifier = _MODIFIER.search(type_name)
    return f"{short}{modifier.group().strip() if modifier else ''}{'[]' * is_array(type_name)}"
