"""A review: a proposal with its evidence, and what stands against its approval."""

from __future__ import annotations

from designkit.config import SeverityName
from designkit.diagram import Diagram, draw
from designkit.diagram.markdown import text as plain
from designkit.migrate import Rehearsal
from designkit.model import Value
from designkit.review.proposal import Proposal
from designkit.rules import Findings


class Review(Value, frozen=True, kw_only=True):
    """What reviewers and CI read before they approve.

    Attributes:
        rehearsal: what was observed on a real database; None where nothing changes.
    """

    proposal: Proposal
    rehearsal: Rehearsal | None

    @property
    def obstacles(self) -> tuple[str, ...]:
        """Why the proposal cannot be approved, a sentence each; empty where it can."""
        found: list[str] = []
        if not self.proposal.changes:
            found.append("nothing changes: the design equals what the migrations build")
        found += [
            f"{finding.object}: {finding.message} [{finding.rule}]"
            for finding in self.proposal.findings.errors
        ]
        if self.rehearsal is not None and not self.rehearsal.proven:
            found += _failures(self.rehearsal)
        return tuple(found)

    @property
    def approvable(self) -> bool:
        """Whether nothing stands against the approval."""
        return not self.obstacles

    def diagram(self) -> Diagram:
        """The schema with the proposal coloured: what comes, what goes, what changes."""
        proposal = self.proposal
        return draw(
            proposal.draft,
            before=proposal.base.schema,
            marks=marks(proposal.findings),
        )

    def markdown(self) -> str:
        """The whole review as Markdown: operations, hazards, findings, evidence, SQL."""
        proposal = self.proposal
        changes = proposal.changes
        parts = [
            f"# Review of {proposal.service}: {len(changes)} operations",
            _verdict(self),
            _section("Operations", [operation.describe() for operation in changes]),
            _section("Hazards", [str(hazard) for hazard in changes.hazards]),
            _section("Findings", [str(item) for item in proposal.findings.unwaived]),
            _section("Waived", [str(item) for item in proposal.findings.waived]),
            _section("Evidence", evidence(self.rehearsal)),
            f"## UP\n\n{_code(changes.up)}" if changes else "",
            f"## DOWN\n\n{_code(changes.down)}" if changes else "",
        ]
        return "\n\n".join(part for part in parts if part) + "\n"

    def __str__(self) -> str:
        return self.markdown()


def marks(findings: Findings) -> dict[str, SeverityName]:
    """The worst standing severity of each object, as a diagram marks it."""
    return {
        name: max(item.severity for item in standing).value
        for name, items in findings.by_object().items()
        if (standing := [item for item in items if item.waived is None])
    }


def evidence(rehearsal: Rehearsal | None, *, timed: bool = True) -> list[str]:
    """What was run and observed, a line each; with how long it took, which differs each time."""
    if rehearsal is None:
        return []
    lines: list[str] = []
    for name, step in rehearsal.steps:
        if step.state != "ok":
            lines.append(f"{name}: {step.state}")
            continue
        took = sum(item.seconds for item in step.statements)
        count = len(step.statements)
        ran = f"{count} statement{'s' * (count != 1)}" + (f" in {took:.3f} s" if timed else "")
        gives = "does not give" if step.differences else "gives exactly"
        lines.append(f"{name} ({ran}) {gives} {step.goal}")
    return [f"on {rehearsal.server}", *lines, *_failures(rehearsal)]


# What to do about refusals that the server's own words do not tell a designer.
_ADVICE = {
    # unsafe_new_enum_value_usage: https://www.postgresql.org/docs/18/sql-altertype.html#NOTES
    "55P04": ". Approve the new value alone, and what uses it in a migration after it",
}


def _failures(rehearsal: Rehearsal) -> list[str]:
    found: list[str] = []
    if rehearsal.up.error is not None:
        advice = _ADVICE.get(rehearsal.up.error.sqlstate, "")
        found.append(f"UP does not run: {rehearsal.up.error.message}{advice}")
    if rehearsal.down_error is not None:
        found.append(f"{rehearsal.down_error}")
    return [*found, *rehearsal.differences]


def _verdict(review: Review) -> str:
    if review.approvable:
        return "**Ready to approve.**"
    lines = "\n".join(f"- {plain(item)}" for item in review.obstacles)
    return f"**Not ready to approve:**\n\n{lines}"


def _section(title: str, lines: list[str]) -> str:
    if not lines:
        return ""
    return f"## {title}\n\n" + "\n".join(f"- {plain(line)}" for line in lines)


def _code(text: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}sql\n{text}{fence}"
