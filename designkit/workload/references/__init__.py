"""Which tables and columns a query touches, and what it does with them."""

from __future__ import annotations

from designkit.workload.references.expressions import as_key, comparable, conjuncts, text_columns
from designkit.workload.references.reading import references
from designkit.workload.references.values import (
    Command,
    Level,
    References,
    Role,
    TableUse,
    Use,
    Wrapper,
)

__all__ = [
    "Command",
    "Level",
    "References",
    "Role",
    "TableUse",
    "Use",
    "Wrapper",
    "as_key",
    "comparable",
    "conjuncts",
    "references",
    "text_columns",
]
