"""Approval: a reviewed proposal becomes numbered, immutable migration files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from designkit.errors import NotApproved
from designkit.migrate import seal
from designkit.migrate.publish import publish
from designkit.model import Value
from designkit.review.evidence import evidence
from designkit.review.review import Review
from designkit.rules import CATALOGUE
from designkit.sql.annotations import waiver_line


class Approved(Value, frozen=True, kw_only=True):
    """What an approval wrote.

    Attributes:
        files: path and text of each file, in the order in which they run.
        total: the name of the state of the migrations with the new ones.
    """

    files: tuple[tuple[Path, str], ...]
    total: str

    @property
    def paths(self) -> tuple[Path, ...]:
        """Where the files are."""
        return tuple(path for path, _ in self.files)

    @property
    def path(self) -> Path:
        """Where the first file is."""
        return self.files[0][0]

    @property
    def text(self) -> str:
        """What the files hold, one after the other."""
        return "\n".join(text for _, text in self.files)

    def __str__(self) -> str:
        return "\n".join(map(str, self.paths))


def approve(review: Review, description: str, *, by: str, accept_loss: bool = False) -> Approved:
    """Write the migrations of a review: all of them, with their checksums, or nothing.

    Args:
        review: what was reviewed; the migrations may not have moved since.
        description: snake_case; it becomes part of the files' names.
        by: who approves.
        accept_loss: whether the hazards of the review are accepted, which the header then names.

    Raises:
        NotApproved: something stands against it, or another approval is running.
        FileError: a migration could not be written.
    """
    if not by.strip():
        raise NotApproved(f"{review.proposal.service}: say who approves: by='Your Name'")
    if review.obstacles:
        listed = "\n".join(f"  - {obstacle}" for obstacle in review.obstacles)
        raise NotApproved(
            f"{review.proposal.service}: not approved, nothing was written:\n{listed}"
        )
    proposal = review.proposal
    if review.hazards and not accept_loss:
        listed = "\n".join(f"  - {hazard}" for hazard in review.hazards)
        raise NotApproved(
            f"{proposal.service}: not approved, nothing was written. These hazards must be "
            f"accepted (accept_loss=True, --accept-loss):\n{listed}"
        )
    planned = publish(
        proposal.directory,
        proposal.exports(description, _headers(review, by)),
        file_format=proposal.format,
        reviewed=proposal.base.total,
    )
    texts = (text for _, text in planned.files)
    return Approved(
        files=tuple(zip(planned.paths, texts, strict=True)), total=planned.checksums.total
    )


def _headers(review: Review, by: str) -> Iterator[tuple[str, ...]]:
    """Who approved what, on what grounds; no date, so that the same approval is the same file.

    What concerns the whole change stands in its first file.
    """
    proposal = review.proposal
    findings = proposal.findings
    counts = (
        f"{len(findings.errors)} errors, {len(findings.warnings)} warnings, "
        f"{len(findings.waived)} waived"
    )
    for stage, rehearsal in zip(proposal.stages, review.rehearsals or (), strict=True):
        server, *observed = evidence(rehearsal, timed=False)
        yield (
            f"Service {proposal.service}; approved by {' '.join(by.split())}.",
            *((f"File {stage.place} of one change, run in this order.",) * (stage.of > 1)),
            *stage.why,
            f"Design {proposal.design.name}, sha256 {_digest(proposal.design)}.",
            f"Checks: {len(CATALOGUE)} rules: {counts}.",
            f"Rehearsed {server}:",
            *(f"  {line}" for line in observed),
            seal.LINE,
            *(_accepted(review) if stage.number == 1 else ()),
        )


def _accepted(review: Review) -> Iterator[str]:
    for hazard in review.hazards:
        yield f"Accepted hazard: {hazard.rstrip('.')}."
    yield from _waivers(review)


def _digest(design: Path) -> str:
    return hashlib.sha256(design.read_bytes()).hexdigest()[:16] if design.is_file() else "unsaved"


def _waivers(review: Review) -> tuple[str, ...]:
    """The waivers that the change rests on, so that they travel with the file."""
    proposal = review.proposal
    changed = {str(item.table_name) for item in proposal.changes if item.table_name is not None}
    lines = {
        waiver_line(waiver).removeprefix("-- "): None
        for waiver in proposal.waivers
        if waiver.object.split(".")[0] in changed
    }
    return tuple(lines)
