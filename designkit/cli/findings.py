"""Findings for people: a line each, the source with a caret below it, and how many of each rule."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from designkit.cli.parameters import SEVERITY_COLOURS
from designkit.cli.source_lines import line_of
from designkit.cli.terminal import say

if TYPE_CHECKING:
    from designkit.rules import Finding, Findings

_LONGEST = 160


def say_finding(finding: Finding) -> None:
    """Print one finding with its place in the source."""
    severity = finding.severity.value
    fixable = " (fixable)" if finding.fixable else ""
    say(
        place(finding),
        (severity, SEVERITY_COLOURS[severity]),
        f": {finding.message} [{finding.rule}]{fixable}",
    )
    for line in source(finding):
        say(line)


def place(finding: Finding) -> str:
    """File, line and column as compilers write them, and a colon; "" where there is no file."""
    if not finding.file:
        return ""
    numbers = [str(item) for item in (finding.line, finding.column) if item is not None]
    return f"{':'.join((finding.file, *numbers))}: "


def source(finding: Finding) -> list[str]:
    """The line of the source and a caret below it; nothing where it is not there or too long."""
    if finding.line is None:
        return []
    text = line_of(finding.file, finding.line)
    if not text.strip() or len(text) > _LONGEST:
        return []
    # A tab is as wide as a terminal wants: the caret stands below by the same tabs.
    column = (finding.column or len(text) - len(text.lstrip()) + 1) - 1
    before = "".join("\t" if letter == "\t" else " " for letter in text[:column])
    number = str(finding.line)
    return [f"  {number} | {text}", f"  {' ' * len(number)} | {before}^"]


def say_summary(findings: Findings) -> None:
    """Print how many findings stand of each severity, and of each rule where there are several."""
    say(findings.summary)
    counts = Counter(finding.rule for finding in findings.unwaived)
    if len(counts) < 2:  # noqa: PLR2004  (one rule is in the line above)
        return
    widest = len(str(max(counts.values())))
    for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        say(f"  {count:{widest}} {rule}")
