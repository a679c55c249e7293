"""Which changes of a column's type keep every value, so that the way back restores them."""

from __future__ import annotations

from designkit.model.types import base_type, is_array, modifiers

# https://www.postgresql.org/docs/18/datatype-numeric.html
_INTEGERS = frozenset({"smallint", "integer", "bigint"})
# Where a value is too long, the change is refused: nothing is cut.
_TEXTS = frozenset({"text", "character varying"})


def keeps_values(before: str, after: str) -> bool:
    """Whether every row that survives a change of type has its value back after the way back.

    A value that does not fit stops the change; only what is rounded, cut or rewritten is lost.
    What is not known to keep values is taken to lose some.
    """
    if is_array(before) != is_array(after):
        return False
    old, new = base_type(before), base_type(after)
    if old == new:
        return old in _TEXTS or _holds(_digits(after), _digits(before))
    if new == "text":
        return True
    if old in _INTEGERS:
        return new in _INTEGERS | {"numeric"} or (old != "bigint" and new == "double precision")
    return (old in _TEXTS and new in _TEXTS) or (old == "date" and new.startswith("timestamp"))


def _holds(after: int | None, before: int | None) -> bool:
    """Whether so many digits behind the point hold so many; None is as many as there are."""
    return after is None or (before is not None and before <= after)


def _digits(type_name: str) -> int | None:
    """The scale of a number, the precision of a time or the length of a string, or None."""
    return next(reversed(modifiers(type_name)), None)
