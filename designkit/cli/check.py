"""`designkit check`: what the rules say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from designkit.cli.outcome import Outcome
from designkit.cli.parameters import (
    SEVERITY_COLOURS,
    Format,
    OutputFormat,
    Sources,
    sources_or_services,
)
from designkit.cli.terminal import complain, say, say_json
from designkit.config import load

if TYPE_CHECKING:
    from designkit.review import Checked
    from designkit.rules import Finding

# Where this stands, nobody knows whether the migration can be taken back.
_NOT_REHEARSED = "migration-without-down"


def check(
    sources: Sources = None,
    output_format: OutputFormat = Format.TEXT,
    base: Annotated[
        str | None,
        typer.Option(
            metavar="REV", help="A git revision whose migrations may not have changed since."
        ),
    ] = None,
) -> Outcome:
    """Say what the rules find in sources.

    Migrations are also rehearsed on a real database.

    Ends with 1 if an error or a warning stands; waived findings and notes do not count. Ends with
    2 if a source could not be read or run, or a migration has no DOWN that could be rehearsed.
    """
    from designkit.review import check as check_sources

    config = load()
    checked = check_sources(sources_or_services(sources, config), config, base=base)
    if output_format is Format.JSON:
        say_json(_document(checked))
    else:
        _say_findings(checked)
    for failure in checked.failures:
        complain(str(failure))
    unproven = [item for item in checked.findings.unwaived if item.rule == _NOT_REHEARSED]
    if unproven:
        complain(f"not rehearsed for want of a DOWN: {', '.join(item.file for item in unproven)}")
    if checked.failures or unproven:
        return Outcome.FAILED
    stand = checked.findings.errors or checked.findings.warnings
    return Outcome.FINDINGS if stand else Outcome.CLEAN


def _document(checked: Checked) -> dict[str, object]:
    from designkit.cli.documents import failure_document, finding_document

    return {
        "findings": [finding_document(finding) for finding in checked.findings],
        "failures": [failure_document(failure) for failure in checked.failures],
    }


def _say_findings(checked: Checked) -> None:
    for finding in checked.findings.unwaived:
        severity = finding.severity.value
        fixable = " (fixable)" if finding.fixable else ""
        say(
            _place(finding),
            (severity, SEVERITY_COLOURS[severity]),
            f": {finding.message} [{finding.rule}]{fixable}",
        )
    # Where nothing could be looked at, "no findings" would mislead.
    if checked.findings.items or not checked.failures:
        say(checked.findings.summary)


def _place(finding: Finding) -> str:
    line = f":{finding.line}" if finding.line is not None else ""
    return f"{finding.file}{line}: " if finding.file else ""
