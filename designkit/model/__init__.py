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
from designkit.model.statistics import (
    ColumnStatistics,
    ExtendedStatistics,
    RelationStatistics,
    Statistics,
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
from designkit.model.volumes import ColumnVolume, Growth, Volume

__all__ = [
    "BOOKKEEPING_TABLES",
    "MAX_NAME_BYTES",
    "PUBLIC",
    "UNASKED",
    "Access",
    "Carried",
    "Check",
    "Column",
    "ColumnStatistics",
    "ColumnVolume",
    "Constraint",
    "Counting",
    "Enum",
    "ExtendedStatistics",
    "ForeignKey",
    "Grant",
    "Growth",
    "Index",
    "IndexKey",
    "NamespaceSettings",
    "OtherConstraint",
    "PrimaryKey",
    "QualifiedName",
    "RelationStatistics",
    "Schema",
    "Sequence",
    "Statistics",
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
