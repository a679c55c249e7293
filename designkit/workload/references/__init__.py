"""Which tables and columns a query touches, and what it does with them."""

from __future__ import annotations

from designkit.workload.references.compared import CONTAINING, is_cast
from designkit.workload.references.expressions import as_key, comparable, conjuncts, text_columns
from designkit.workload.references.indexable import is_indexable, is_virtual
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
    "CONTAINING",
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
    "is_cast",
    "is_indexable",
    "is_virtual",
    "references",
    "text_columns",
]
