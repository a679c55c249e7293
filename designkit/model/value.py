"""The base of every value: immutable, compared by content, built by keyword."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager
from typing import TypeVar

import msgspec

V = TypeVar("V", bound=msgspec.Struct)


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """An immutable value whose equality is that of its fields."""


def replace(value: V, /, **changes: object) -> V:
    """The same value with some fields changed."""
    return msgspec.structs.replace(value, **changes)


@contextmanager
def uncollected() -> Generator[None]:
    """Leave out the search for garbage in cycles while many values are made, which hold none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
