"""A query with all that is known of it: what it touches, what the database says, its plan."""

from __future__ import annotations

from designkit.model import Value
from designkit.workload.answers import Prepared, Refused
from designkit.workload.plans.node import Node
from designkit.workload.query import Query
from designkit.workload.references.values import References

_WRITES = frozenset({"Insert", "Update", "Delete", "Merge"})


class Examined(Value, frozen=True, kw_only=True):
    """A query and what was found out about it.

    Attributes:
        references: None where the text does not parse.
        answer: what the database said to it; None where nobody asked.
        plan: for whatever values its parameters have, at the scale that was told; None where
            nobody asked, or the database refused it.
    """

    query: Query
    references: References | None = None
    answer: Prepared | Refused | None = None
    plan: Node | None = None

    @property
    def is_refused(self) -> bool:
        """Whether the database refuses it, so that there is nothing further to find out."""
        return isinstance(self.answer, Refused)

    @property
    def rows_written(self) -> float:
        """How many rows it writes each time, as estimated; 1 where nobody planned it."""
        if self.plan is None:
            return 1.0
        writes = [node for node in self.plan.walk() if node.kind in _WRITES]
        return sum(max(1.0, *(child.rows for child in node.children)) for node in writes) or 1.0
