"""The JSON of findings and failures: what other programs rely on.

A key is never renamed or taken away without a new version number; keys may be added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from designkit.concealment import concealed
from designkit.errors import DesignkitError

if TYPE_CHECKING:
    from designkit.rules import Finding


def finding_document(finding: Finding) -> dict[str, object]:
    """A finding; `waived` is the reason, or null where it stands."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "service": finding.service,
        "object": finding.object,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "fixable": finding.fixable,
        "waived": finding.waived,
        "evidence": finding.evidence,
    }


def failure_document(failure: Exception) -> dict[str, object]:
    """What could not be looked at, and why; a `bug` is a fault of designkit itself."""
    kind = failure.slug if isinstance(failure, DesignkitError) else "bug"
    return {"kind": kind, "message": concealed(str(failure))}
