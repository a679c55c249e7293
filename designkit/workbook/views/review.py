"""How a review and an approval look: the verdict first, then everything that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from markupsafe import Markup

from designkit.migrate.staging import statements_text
from designkit.model import Value
from designkit.review import Approved, Review
from designkit.review.review import advice_line
from designkit.workbook.views.changes import changes_parts
from designkit.workbook.views.findings import findings_table
from designkit.workbook.views.page import page
from designkit.workbook.views.picture import picture
from designkit.workbook.views.plans import plan_changes_parts
from designkit.workbook.views.rehearsal import RehearsalParts, rehearsal_parts
from designkit.workbook.views.sql_text import coloured


class FileParts(Value, frozen=True, kw_only=True):
    """A file of a change as a page shows it.

    Attributes:
        title: its place and its name; "" where it is the only one.
        why: what it is for.
        rehearsal: None where it was not reached.
    """

    title: str
    why: tuple[str, ...]
    rehearsal: RehearsalParts | None
    up: Markup
    down: Markup


def review_html(review: Review) -> str:
    """The review as HTML, all of it: what reviewers read before they approve."""
    proposal = review.proposal
    diagram, before = review.diagram(), review.diagram_before()
    return page(
        "review",
        service=proposal.service,
        approvable=review.approvable,
        obstacles=review.obstacles,
        changes=changes_parts(proposal.changes),
        hazards=review.hazards,
        findings=findings_table(proposal.findings),
        plans=() if review.plans is None else plan_changes_parts(review.plans),
        plans_note="" if review.plans is None else review.plans.note,
        files=tuple(_files(review)),
        why=proposal.why.splitlines(),
        advice=tuple(map(advice_line, review.advice)),
        pictures=tuple(
            (heading, item.title, picture(item))
            for heading, item in (("Before", before), ("After, with what changes", diagram))
            if item.boxes
        ),
    )


def _files(review: Review) -> Iterator[FileParts]:
    proposal = review.proposal
    for stage, label, rehearsal in zip_longest(
        proposal.stages, proposal.labels, review.rehearsals or ()
    ):
        yield FileParts(
            title=f"File {stage.place}: {label}_…_{stage.suffix}.sql" if stage.of > 1 else "",
            why=stage.why,
            rehearsal=None if rehearsal is None else rehearsal_parts(rehearsal),
            up=coloured(statements_text(stage.up)),
            down=coloured(statements_text(stage.down)),
        )


def approved_html(approved: Approved) -> str:
    """The approved migrations as HTML: where they were written, and their text."""
    files = [(path.name, path, coloured(text)) for path, text in approved.files]
    return page("approved", files=files)


def approved_text(approved: Approved) -> str:
    """Where the approved migrations were written, and their text."""
    return "\n".join(f"{path}\n\n{text}" for path, text in approved.files)
