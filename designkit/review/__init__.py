"""Reviews: checks of sources, proposals with their evidence, approval, generated documents.

The names are imported when they are first asked for: a check of files needs no driver.
"""

from __future__ import annotations

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from designkit.review.approval import Approved, approve, confirm
    from designkit.review.checking import Checked, check, check_text
    from designkit.review.documents import Document, of_approved, stale, write
    from designkit.review.histories import contradictions
    from designkit.review.planned import PlanChange, PlanChanges, Planned
    from designkit.review.proposal import Base, Proposal, read_base
    from designkit.review.queries import Answered, Queries
    from designkit.review.review import Review, marks
    from designkit.review.saving import save
    from designkit.review.services import expected_services, owners

__all__ = [
    "Answered",
    "Approved",
    "Base",
    "Checked",
    "Document",
    "PlanChange",
    "PlanChanges",
    "Planned",
    "Proposal",
    "Queries",
    "Review",
    "approve",
    "check",
    "check_text",
    "confirm",
    "contradictions",
    "expected_services",
    "marks",
    "of_approved",
    "owners",
    "read_base",
    "save",
    "stale",
    "write",
]

_MODULES = {
    "Answered": "queries",
    "Approved": "approval",
    "Base": "proposal",
    "Checked": "checking",
    "Document": "documents",
    "PlanChange": "planned",
    "PlanChanges": "planned",
    "Planned": "planned",
    "Proposal": "proposal",
    "Queries": "queries",
    "Review": "review",
    "approve": "approval",
    "check": "checking",
    "check_text": "checking",
    "confirm": "approval",
    "contradictions": "histories",
    "expected_services": "services",
    "marks": "review",
    "of_approved": "documents",
    "owners": "services",
    "read_base": "proposal",
    "save": "saving",
    "stale": "documents",
    "write": "documents",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(_import_module(f"{__name__}.{_MODULES[name]}"), name)
