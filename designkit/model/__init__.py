"""Immutable values of a schema: no SQL statements, no input or output."""

from __future__ import annotations

from designkit.model.access import UNASKED, Access, Grant
from designkit.model.bookkeeping import BOOKKEEPING_TABLES, without_bookkeeping
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
from designkit.model.schema import (
    Carried,
    Enum,
    NamespaceSettings,
    Schema,
    Sequence,
    View,
    ViewColumn,
)
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
    "BOOKKEEPING_TABLES",
    "MAX_NAME_BYTES",
    "PUBLIC",
    "UNASKED",
    "Access",
    "Carried",
    "Check",
    "Column",
    "ColumnVolume",
    "Constraint",
    "Counting",
    "Enum",
    "ForeignKey",
    "Grant",
    "Index",
    "IndexKey",
    "NamespaceSettings",
    "OtherConstraint",
    "PrimaryKey",
    "QualifiedName",
    "Schema",
    "Sequence",
    "Table",
    "Unique",
    "Value",
    "View",
    "ViewColumn",
    "Volume",
    "checked",
    "fitted",
    "is_snake_case",
    "replace",
    "snake_case",
    "spelled",
    "without_bookkeeping",
]
