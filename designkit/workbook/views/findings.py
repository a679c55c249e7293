"""How findings look: a table by severity, what is waived folded below it, with its reason."""

from __future__ import annotations

from functools import cache
from pathlib import PurePath

from designkit.diagram.palette import MARKS
from designkit.model import Value
from designkit.rules import CATALOGUE, Explanation, Finding, Findings, Severity, explain
from designkit.workbook.views.page import counted, page

# More rows than this are folded: a page of findings hides what stands below it.
_SHOWN = 30


class FindingRow(Value, frozen=True, kw_only=True):
    """A finding as one row.

    Attributes:
        icon: the sign that diagrams, too, put on what has such a finding.
        place: file and line, or "".
        summary: what the rule says in a sentence, or "" for a rule of no catalogue.
        fix: what the fix would do, a line for each operation.
    """

    severity: str
    icon: str
    object: str
    message: str
    rule: str
    summary: str
    place: str
    fix: tuple[str, ...]
    evidence: str
    waived: str


class FindingsTable(Value, frozen=True, kw_only=True):
    """Findings as rows; the worst first, otherwise in their own order.

    Attributes:
        counts: class, sign and number with its noun, of each severity that stands.
        rest: the rows that are folded because there are many.
    """

    counts: tuple[tuple[str, str, str], ...]
    rows: tuple[FindingRow, ...]
    rest: tuple[FindingRow, ...]
    waived: tuple[FindingRow, ...]


def findings_html(findings: Findings) -> str:
    """The findings as HTML."""
    return page("findings", findings=findings_table(findings))


def finding_html(finding: Finding) -> str:
    """One finding as HTML, with the rule's reason."""
    explanation = _explanations().get(finding.rule)
    return page(
        "finding",
        finding=finding_row(finding),
        why=explanation.why if explanation is not None else "",
    )


def findings_table(findings: Findings) -> FindingsTable:
    """The findings as a page shows them."""
    rows = tuple(map(finding_row, worst_first(findings)))
    return FindingsTable(
        counts=counts(findings),
        rows=rows[:_SHOWN],
        rest=rows[_SHOWN:],
        waived=tuple(finding_row(finding) for finding in findings.waived),
    )


def worst_first(findings: Findings) -> list[Finding]:
    """What stands, the worst first, otherwise in its own order."""
    return sorted(findings.unwaived, key=lambda finding: finding.severity, reverse=True)


def counts(findings: Findings) -> tuple[tuple[str, str, str], ...]:
    """Class, sign and number with its noun, of each severity that stands."""
    nouns = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    found: list[tuple[str, str, str]] = []
    for severity, noun in nouns.items():
        number = sum(finding.severity is severity for finding in findings.unwaived)
        if number:
            found.append((severity.value, MARKS[severity.value][0], counted(number, noun)))
    return tuple(found)


def finding_row(finding: Finding) -> FindingRow:
    """The finding as a page shows it."""
    explanation = _explanations().get(finding.rule)
    # The name is enough to find the file, and the same on every machine.
    file = PurePath(finding.file).name
    return FindingRow(
        severity=finding.severity.value,
        icon=MARKS[finding.severity.value][0],
        object=finding.object,
        message=finding.message,
        rule=finding.rule,
        summary=explanation.summary if explanation is not None else "",
        place=f"{file}:{finding.line}" if file and finding.line else file,
        fix=tuple(operation.describe() for operation in finding.fix),
        evidence=finding.evidence or "",
        waived=finding.waived or "",
    )


@cache
def _explanations() -> dict[str, Explanation]:
    return {rule.id: explain(rule) for rule in CATALOGUE}
