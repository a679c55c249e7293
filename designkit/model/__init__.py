"""Immutable values of a schema: no SQL statements, no input or output."""

from __future__ import annotations

from designkit.model.names import (
    MAX_NAME_BYTES,
    PUBLIC,
    QualifiedName,
    checked,
    fitted,
    is_snake_case,
    snake_case,
    spelled,
)
from designkit.model.schema import Carried, Enum, Schema, Sequence, View
from designkit.model.table import (
    Check,
    Column,
    Constraint,
    Counting,
    ForeignKey,
    Index,
    IndexKey,
    OtherConstraint,
    PrimaryKey,
    Table,
    Unique,
)
from designkit.model.value import Value, replace
from designkit.model.volumes import ColumnVolume, Volume

__all__ = [
    "MAX_NAME_BYTES",
    "PUBLIC",
    "Carried",
    "Check",
    "Column",
    "ColumnVolume",
    "Constraint",
    "Counting",
    "Enum",
    "ForeignKey",
    "Index",
    "IndexKey",
    "OtherConstraint",
    "PrimaryKey",
    "QualifiedName",
    "Schema",
    "Sequence",
    "Table",
    "Unique",
    "Value",
    "View",
    "Volume",
    "checked",
    "fitted",
    "is_snake_case",
    "replace",
    "snake_case",
    "spelled",
]
