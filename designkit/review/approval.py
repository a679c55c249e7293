"""Approval: a reviewed proposal becomes numbered, immutable migration files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from difflib import unified_diff
from pathlib import Path

from designkit.errors import NotApproved
from designkit.migrate import seal
from designkit.migrate.publish import plan, publish
from designkit.migrate.script import read_text
from designkit.model import Value
from designkit.review.evidence import evidence
from designkit.review.proposal import Proposal
from designkit.review.review import Review, advice_line
from designkit.rules import CATALOGUE
from designkit.sql.annotations import waiver_line
from designkit.sql.statements import split


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


def approve(
    review: Review,
    description: str,
    *,
    by: str | Sequence[str],
    accept_loss: bool = False,
    on: date | None = None,
) -> Approved:
    """Write the migrations of a review: all of them, with their checksums, or nothing.

    Args:
        review: what was reviewed; the migrations may not have moved since.
        description: snake_case; it becomes part of the files' names.
        by: who approves; of several people each.
        accept_loss: whether the hazards of the review are accepted, which the header then names.
        on: the day of the approval; that of SOURCE_DATE_EPOCH, or today, where it is left out.

    Raises:
        NotApproved: something stands against it, or another approval is running.
        FileError: a migration could not be written.

    Source: https://reproducible-builds.org/specs/source-date-epoch/
    """
    proposal = review.proposal
    people = _approvers(proposal, by)
    _demand_approvable(review)
    if review.hazards and not accept_loss:
        listed = "\n".join(f"  - {hazard}" for hazard in review.hazards)
        raise NotApproved(
            f"{proposal.service}: not approved, nothing was written. These hazards must be "
            f"accepted (accept_loss=True, --accept-loss):\n{listed}"
        )
    planned = publish(
        proposal.directory,
        proposal.exports(description, _headers(review, people, on or _today())),
        file_format=proposal.format,
        reviewed=proposal.base.total,
    )
    texts = (text for _, text in planned.files)
    return Approved(
        files=tuple(zip(planned.paths, texts, strict=True)), total=planned.checksums.total
    )


def confirm(review: Review, description: str, committed: Path) -> tuple[Path, ...]:
    """Make sure that what an approval would write is committed already; nothing is written.

    Who approved, when, and what was counted then stand in the header, which is not compared.

    Args:
        review: of the change on the migrations before the committed ones.
        description: as for the approval.
        committed: the folder of the committed migrations.

    Returns:
        The committed files, in the order in which they run.

    Raises:
        NotApproved: a file is missing or holds other statements, or something stands against the
            review.
    """
    _demand_approvable(review)
    proposal = review.proposal
    headers = ((),) * len(proposal.stages)
    planned = plan(
        proposal.directory, proposal.exports(description, headers), file_format=proposal.format
    )
    return tuple(_confirmed(committed / name, text) for name, text in planned.files)


def _confirmed(path: Path, text: str) -> Path:
    if not path.is_file():
        raise NotApproved(
            f"{path}: is not there, and the design leads to it. Approve the design, and commit "
            "what that writes."
        )
    there, here = (_statements(part) for part in (read_text(path), text))
    if there != here:
        compared = "\n".join(unified_diff(there, here, "committed", "designed", lineterm="", n=2))
        raise NotApproved(
            f"{path}: is not what the design leads to. Committed migrations never change: bring "
            f"the notebook back to what was approved, or write a further migration.\n{compared}"
        )
    return path


def _statements(text: str) -> list[str]:
    """The lines of the statements, up before down, without what stands above and between them."""
    return [line for statement in split(text) for line in f"{statement.text};".splitlines()]


def _demand_approvable(review: Review) -> None:
    if review.obstacles:
        listed = "\n".join(f"  - {obstacle}" for obstacle in review.obstacles)
        raise NotApproved(
            f"{review.proposal.service}: not approved, nothing was written:\n{listed}"
        )


def _approvers(proposal: Proposal, by: str | Sequence[str]) -> tuple[str, ...]:
    """The people, each once."""
    named = (by,) if isinstance(by, str) else tuple(by)
    people = tuple(dict.fromkeys(" ".join(name.split()) for name in named if name.strip()))
    if not people:
        raise NotApproved(f"{proposal.service}: say who approves: by='Your Name'")
    if len(people) < proposal.approvers:
        raise NotApproved(
            f"{proposal.service}: an approval takes {proposal.approvers} different people "
            f"(approvers in [tool.designkit]), and {len(people)} approved: {', '.join(people)}. "
            "Name all of them: by=('Ann', 'Bob'), --by Ann --by Bob."
        )
    return people


def _today() -> date:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return moment.date()


def _headers(review: Review, by: Sequence[str], on: date) -> Iterator[tuple[str, ...]]:
    """Who approved what, when, on what grounds.

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
            f"Service {proposal.service}; approved by {', '.join(by)} on {on.isoformat()}.",
            *(proposal.why.splitlines() if stage.number == 1 else ()),
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
    yield from map(advice_line, review.advice)
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
