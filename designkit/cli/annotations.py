"""Findings as workflow commands of GitHub Actions, which shows them beside the changed lines.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from designkit.concealment import concealed

if TYPE_CHECKING:
    from designkit.rules import Finding

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def annotation(finding: Finding) -> str:
    """The command that shows a finding."""
    properties = {
        "file": finding.file,
        "line": finding.line,
        "col": finding.column,
        "title": finding.rule,
    }
    told = ",".join(
        f"{name}={_escaped(str(value), ':,')}" for name, value in properties.items() if value
    )
    return f"::{_LEVELS[finding.severity.value]} {told}::{_escaped(finding.message)}"


def failure_annotation(failure: Exception) -> str:
    """The command that shows what could not be looked at."""
    return f"::error title=designkit::{_escaped(concealed(str(failure)))}"


def _escaped(text: str, more: str = "") -> str:
    for letter in f"%\r\n{more}":
        text = text.replace(letter, f"%{ord(letter):02X}")
    return text
