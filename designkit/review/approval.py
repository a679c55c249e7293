"""Approval: a reviewed proposal becomes a numbered, immutable migration file."""

from __future__ import annotations

import hashlib
from pathlib import Path

from designkit.errors import NotApproved
from designkit.migrate.publish import publish
from designkit.model import Value
from designkit.release import VERSION
from designkit.review.review import Review, evidence
from designkit.rules import CATALOGUE
from designkit.sql.annotations import waiver_line


class Approved(Value, frozen=True, kw_only=True):
    """What an approval wrote.

    Attributes:
        total: the name of the state of the migrations with the new one.
    """

    path: Path
    text: str
    total: str

    def __str__(self) -> str:
        return str(self.path)


def approve(review: Review, description: str, *, by: str, accept_loss: bool = False) -> Approved:
    """Write the migration of a review: all of it, with its checksum, or nothing.

    Args:
        review: what was reviewed; the migrations may not have moved since.
        description: snake_case; it becomes part of the file's name.
        by: who approves.
        accept_loss: whether the hazards of the change are accepted.

    Raises:
        NotApproved: something stands against it, or another approval is running.
        FileError: the migration could not be written.
    """
    if not by.strip():
        raise NotApproved(f"{review.proposal.service}: say who approves: by='Your Name'")
    if review.obstacles:
        listed = "\n".join(f"  - {obstacle}" for obstacle in review.obstacles)
        raise NotApproved(
            f"{review.proposal.service}: not approved, nothing was written:\n{listed}"
        )
    proposal = review.proposal
    hazards = proposal.changes.hazards
    if hazards and not accept_loss:
        listed = "\n".join(f"  - {hazard}" for hazard in hazards)
        raise NotApproved(
            f"{proposal.service}: not approved, nothing was written. These hazards must be "
            f"accepted (accept_loss=True, --accept-loss):\n{listed}"
        )
    planned = publish(
        proposal.directory,
        proposal.export(description, _header(review, by)),
        file_format=proposal.format,
        reviewed=proposal.base.total,
    )
    return Approved(path=planned.paths[0], text=planned.files[0][1], total=planned.checksums.total)


def _header(review: Review, by: str) -> tuple[str, ...]:
    """Who approved what, on what grounds; no date, so that the same approval is the same file."""
    proposal = review.proposal
    findings = proposal.findings
    counts = (
        f"{len(findings.errors)} errors, {len(findings.warnings)} warnings, "
        f"{len(findings.waived)} waived"
    )
    server, *observed = evidence(review.rehearsal, timed=False)
    return (
        f"Service {proposal.service}; approved by {' '.join(by.split())}.",
        f"Design {proposal.design.name}, sha256 {_digest(proposal.design)}.",
        f"Checks: {len(CATALOGUE)} rules: {counts}.",
        f"Rehearsed {server}:",
        *(f"  {line}" for line in observed),
        f"Written by designkit {VERSION}. Do not edit: its checksum is in designkit.sum.",
        *(f"Accepted hazard: {hazard}." for hazard in proposal.changes.hazards),
        *_waivers(review),
    )


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
