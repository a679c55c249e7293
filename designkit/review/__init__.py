"""Reviews: checks of sources, proposals with their evidence, approval, generated documents."""

from __future__ import annotations

from designkit.review.approval import Approved, approve
from designkit.review.checking import Checked, check, contradictions, expected_services, owners
from designkit.review.documents import Document, documents, of_service, stale, write
from designkit.review.proposal import Base, Proposal, read_base
from designkit.review.review import Review, marks

__all__ = [
    "Approved",
    "Base",
    "Checked",
    "Document",
    "Proposal",
    "Review",
    "approve",
    "check",
    "contradictions",
    "documents",
    "expected_services",
    "marks",
    "of_service",
    "owners",
    "read_base",
    "stale",
    "write",
]
