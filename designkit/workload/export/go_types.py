"""The type of Go that a value of PostgreSQL has on its way through sqlx and lib/pq.

Source: https://github.com/lib/pq/blob/v1.10.9/encode.go (textDecode) and array.go
"""

from __future__ import annotations

from typing import Final, NamedTuple

from designkit.model.types import base_type, is_array

JSON: Final = "json.RawMessage"
BYTES: Final = "[]byte"
TEXT: Final = "string"

_SCALARS: Final = {
    "boolean": "bool",
    "smallint": "int16",
    "integer": "int32",
    "bigint": "int64",
    "oid": "uint32",
    "real": "float32",
    "double precision": "float64",
    "date": "time.Time",
    "time without time zone": "time.Time",
    "time with time zone": "time.Time",
    "timestamp without time zone": "time.Time",
    "timestamp with time zone": "time.Time",
    "json": JSON,
    "jsonb": JSON,
    "bytea": BYTES,
}
# Sent and received as text. No type of Go holds every numeric, and an uuid needs no package then.
_TEXTS: Final = frozenset({"text", "character varying", "character", "name", "citext", "uuid"})
_NUMBERS_AS_TEXT: Final = "numeric"
# What pq.Array makes of slices, and what it therefore reads as well.
_ARRAYS: Final = {
    "bool": "pq.BoolArray",
    "int16": "pq.Int32Array",
    "int32": "pq.Int32Array",
    "int64": "pq.Int64Array",
    "float32": "pq.Float32Array",
    "float64": "pq.Float64Array",
    BYTES: "pq.ByteaArray",
}
_ARRAY_OF_TEXTS: Final = "pq.StringArray"

_IMPORTS: Final = {"json": "encoding/json", "time": "time", "pq": "github.com/lib/pq"}


class GoType(NamedTuple):
    """A type of Go.

    Attributes:
        value: without the pointer: `time.Time`.
        nullable: whether NULL has to have a value of it.
        pointer: whether that is the nil of a pointer.
        note: the type of PostgreSQL, where the one of Go does not tell it; or "".
    """

    value: str
    nullable: bool = False
    pointer: bool = False
    note: str = ""

    @property
    def spelled(self) -> str:
        """The type as a field has it."""
        return f"*{self.value}" if self.pointer else self.value

    @property
    def path(self) -> str:
        """What it needs imported, or ""."""
        return _IMPORTS.get(self.value.partition(".")[0], "")

    @property
    def is_array(self) -> bool:
        """Whether it is an array of PostgreSQL, which nil can stand for."""
        return self.value.startswith("pq.")


def result_type(type_name: str, *, nullable: bool) -> GoType:
    """The type of a column of a result."""
    found = _value(type_name)
    holds_nil = found.is_array or found.value == BYTES
    return found._replace(nullable=nullable, pointer=nullable and not holds_nil)


def parameter_type(type_name: str, *, nullable: bool) -> GoType:
    """The type of a parameter; lib/pq sends a nil `[]byte` as an empty one."""
    found = _value(type_name)
    return found._replace(nullable=nullable, pointer=nullable and not found.is_array)


def _value(type_name: str) -> GoType:
    base = base_type(type_name)
    value = _SCALARS.get(base, TEXT)
    if is_array(type_name):
        array = _ARRAYS.get(value, _ARRAY_OF_TEXTS)
        is_plain = array != _ARRAY_OF_TEXTS or base in _TEXTS
        return GoType(array, note="" if is_plain else type_name)
    is_plain = value != TEXT or base in _TEXTS or base == _NUMBERS_AS_TEXT
    return GoType(value, note="" if is_plain else type_name)
