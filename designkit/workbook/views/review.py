"""How a review and an approval look: the verdict first, then everything that it rests on."""

from __future__ import annotations

from designkit.review import Approved, Review
from designkit.workbook.views.changes import changes_parts
from designkit.workbook.views.findings import findings_table
from designkit.workbook.views.page import page
from designkit.workbook.views.picture import picture
from designkit.workbook.views.rehearsal import rehearsal_parts
from designkit.workbook.views.sql_text import coloured


def review_html(review: Review) -> str:
    """The review as HTML, all of it: what reviewers read before they approve."""
    proposal = review.proposal
    diagram = review.diagram()
    rehearsal = review.rehearsal
    return page(
        "review",
        service=proposal.service,
        approvable=review.approvable,
        obstacles=review.obstacles,
        changes=changes_parts(proposal.changes),
        findings=findings_table(proposal.findings),
        rehearsal=None if rehearsal is None else rehearsal_parts(rehearsal),
        title=diagram.title,
        picture=picture(diagram),
    )


def approved_html(approved: Approved) -> str:
    """The approved migration as HTML: where it was written, and its text."""
    return page(
        "approved", name=approved.path.name, path=approved.path, text=coloured(approved.text)
    )


def approved_text(approved: Approved) -> str:
    """Where the approved migration was written, and its text."""
    return f"{approved.path}\n\n{approved.text}"
