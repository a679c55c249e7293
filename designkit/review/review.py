"""A review: a proposal with its evidence, and what stands against its approval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest

from designkit.changes import AddIndex, Create
from designkit.config import SeverityName
from designkit.diagram import Diagram, draw
from designkit.diagram.markdown import text as plain
from designkit.migrate import Rehearsals
from designkit.migrate.staging import statements_text
from designkit.model import Table, Value
from designkit.review.evidence import evidence, failed_on_rows, failures, hazards
from designkit.review.planned import PlanChanges
from designkit.review.proposal import Proposal
from designkit.rules import Findings
from designkit.sql.annotations import Decided, reads_as_annotation


class Review(Value, frozen=True, kw_only=True):
    """What reviewers and CI read before they approve.

    Attributes:
        rehearsals: what was observed of each file on a real database; None where nothing changes.
        plans: how the plans of the service's queries change; None where it has no queries, or
            nobody asked. Nothing of it stands against an approval.
    """

    proposal: Proposal
    rehearsals: Rehearsals | None
    plans: PlanChanges | None = None

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
        # What is lost for want of an answer was never accepted.
        found += [f"a question is open: {question}" for question in self.proposal.changes.questions]
        found += [
            f"the author's words would read as an annotation: {line}"
            for line in self.proposal.why.splitlines()
            if reads_as_annotation(line)
        ]
        several = len(self.proposal.stages) > 1
        for rehearsal in self.rehearsals or ():
            if not rehearsal.proven:
                where = f"{rehearsal.file}: " if several else ""
                found += [f"{where}{failure}" for failure in failures(rehearsal)]
        return tuple(found)

    @property
    def hazards(self) -> tuple[str, ...]:
        """What must be accepted with an approval, a sentence each.

        What the change loses or demands of rows, what a target refuses, and what failed on rows.
        """
        proposal = self.proposal
        found = [str(hazard) for hazard in proposal.changes.hazards]
        several = len(proposal.stages) > 1
        for stage, rehearsal in zip_longest(proposal.stages, self.rehearsals or ()):
            where = f"file {stage.place}: " if several else ""
            failed = () if rehearsal is None else failed_on_rows(rehearsal)
            found += [f"{where}{line}" for line in (*stage.refused, *failed)]
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

    def diagram_before(self) -> Diagram:
        """The schema as the migrations build it."""
        return draw(self.proposal.base.schema)

    @property
    def advice(self) -> tuple[Decided, ...]:
        """What became of advice: what was refused, and what was taken and is part of the change."""
        added = {it.index.name for it in self.proposal.changes if isinstance(it, AddIndex)}
        for item in self.proposal.changes:
            if isinstance(item, Create) and isinstance(item.object, Table):
                added |= {index.name for index in item.object.indexes}
        return tuple(it for it in self.proposal.decided if not it.taken or it.index in added)

    def markdown(self, pictures: Mapping[str, str] | None = None) -> str:
        """The whole review as Markdown: why, operations, hazards, findings, evidence, SQL.

        The same review is the same text: nothing in it was measured by a clock.

        Args:
            pictures: the address of each picture, by its title.
        """
        proposal = self.proposal
        changes = proposal.changes
        parts = [
            f"# Review of {plain(proposal.service)}: {_operations(len(changes))}",
            _verdict(self),
            *(plain(line) for line in proposal.why.splitlines()),
            *(f"![{plain(title)}]({place})" for title, place in (pictures or {}).items()),
            _section("Operations", [operation.describe() for operation in changes]),
            _section("Hazards, to be accepted", list(self.hazards)),
            _section("Findings", [str(item) for item in proposal.findings.unwaived]),
            _section("Waived", [str(item) for item in proposal.findings.waived]),
            _section("Index advice", list(map(advice_line, self.advice))),
            _section("Plans at production's scale", list(self.plans.lines)) if self.plans else "",
            *_files(self),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"

    def __str__(self) -> str:
        return self.markdown()


def _files(review: Review) -> Iterator[str]:
    """Each file with what it is for, its evidence, and its SQL both ways."""
    proposal = review.proposal
    for stage, label, rehearsal in zip_longest(
        proposal.stages, proposal.labels, review.rehearsals or ()
    ):
        head = "###" if stage.of > 1 else "##"
        if stage.of > 1:
            yield f"## File {stage.place}: {plain(f'{label}_…_{stage.suffix}.sql')}"
        yield "\n".join(f"- {plain(line)}" for line in stage.why)
        if rehearsal is not None:
            yield _section("Evidence", evidence(rehearsal, timed=False), head)
            yield _section("Observed hazards", list(hazards(rehearsal)), head)
        yield f"{head} UP\n\n{_code(statements_text(stage.up))}"
        yield f"{head} DOWN\n\n{_code(statements_text(stage.down))}"


def advice_line(decided: Decided) -> str:
    """What became of the advice to add an index."""
    if decided.taken:
        return f"Advice taken: index {decided.index}."
    return f"Advice refused: index {decided.index}: {decided.reason.rstrip('.')}."


def _operations(number: int) -> str:
    return f"{number} operation{'s' * (number != 1)}"


def marks(findings: Findings) -> dict[str, SeverityName]:
    """The worst standing severity of each object, as a diagram marks it."""
    return {
        name: max(item.severity for item in standing).value
        for name, items in findings.by_object().items()
        if (standing := [item for item in items if item.waived is None])
    }


def _verdict(review: Review) -> str:
    if review.approvable:
        return "**Ready to approve.**"
    lines = "\n".join(f"- {plain(item)}" for item in review.obstacles)
    return f"**Not ready to approve:**\n\n{lines}"


def _section(title: str, lines: list[str], head: str = "##") -> str:
    if not lines:
        return ""
    return f"{head} {title}\n\n" + "\n".join(f"- {plain(line)}" for line in lines)


def _code(text: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}sql\n{text}{fence}"
