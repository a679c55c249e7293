"""The base of every value: immutable, compared by content, built by keyword."""

from __future__ import annotations

from typing import TypeVar

import msgspec

V = TypeVar("V", bound=msgspec.Struct)


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """An immutable value whose equality is that of its fields."""


def replace(value: V, /, **changes: object) -> V:
    """The same value with some fields changed."""
    return msgspec.structs.replace(value, **changes)
