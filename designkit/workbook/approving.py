"""Approvals of a workbook, and what people say of the change that they approve."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from designkit.config import Config, Service
from designkit.database import Scratch
from designkit.errors import ModelError, NotApproved
from designkit.model import replace
from designkit.review import Approved, Proposal, Review, approve, confirm, of_approved, read_base
from designkit.review import write as write_documents
from designkit.sql.annotations import Decided
from designkit.workbook.assessment import Assessment
from designkit.workbook.saved_draft import SavedDraft
from designkit.workbook.workbook_queries import WorkbookQueries


class Approving:
    """What was reviewed of a draft, and its approval."""

    def __init__(
        self,
        service: Service,
        draft: SavedDraft,
        assessment: Assessment,
        queries: WorkbookQueries,
        documented: Config | None,
    ) -> None:
        """Approve a draft; the documents of the project follow, if that is told."""
        self._service = service
        self._draft = draft
        self._assessment = assessment
        self._queries = queries
        self._documented = documented
        self._seen: Proposal | None = None

    def reviewed(self, *, safe: bool | None) -> Review:
        """The whole review, with the plans that change; what is approved next must be this."""
        review = self._assessment.reviewed(safe)
        self._seen = review.proposal
        return replace(review, plans=self._queries.compared())

    def approve(
        self,
        description: str,
        *,
        by: str | Sequence[str],
        accept_loss: bool,
        safe: bool | None,
        on: date | None,
    ) -> Approved:
        """Write the next migrations of the service; the design and the documents follow."""
        self._draft.confirm()  # What is approved is what stands in the design file.
        review = self._assessment.reviewed(safe)
        self._demand_seen(review.proposal)
        approved = approve(review, description, by=by, accept_loss=accept_loss, on=on)
        with Scratch() as scratch:
            self._draft.rebased(read_base(self._service, scratch))
        self._seen = None
        if self._documented is not None:
            schema = self._draft.base.schema
            write_documents(of_approved(self._service, schema, self._documented))
        return approved

    def confirm(self, description: str, committed: Path, *, safe: bool | None) -> tuple[Path, ...]:
        """Make sure that what an approval would write is committed already."""
        self._draft.confirm()
        return confirm(self._assessment.reviewed(safe), description, committed)

    def _demand_seen(self, now: Proposal) -> None:
        """Refuse what is not what was reviewed last, if anything was."""
        moved = self._seen.moved(now) if self._seen is not None else ()
        if moved:
            raise NotApproved(
                f"{now.service}: not approved, nothing was written. Since it was reviewed these "
                f"have changed: {', '.join(moved)}. Review it again: wb.review()."
            )


def taken(draft: SavedDraft, indexes: Iterable[str]) -> tuple[Decided, ...]:
    """What was decided, with these indexes taken as advised."""
    return _decided(draft, [Decided(index=index, taken=True) for index in indexes])


def refused(draft: SavedDraft, index: str, reason: str) -> tuple[Decided, ...]:
    """What was decided, with an advised index refused.

    Raises:
        ModelError: no reason is given.
    """
    if not reason.strip():
        raise ModelError(f"advice of {index}", "say why it is refused")
    said = " ".join(reason.split())
    return _decided(draft, [Decided(index=index, taken=False, reason=said)])


def _decided(draft: SavedDraft, new: Sequence[Decided]) -> tuple[Decided, ...]:
    names = {item.index for item in new}
    return (*(item for item in draft.state.decided if item.index not in names), *new)
