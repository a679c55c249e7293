"""The JSON of findings, rehearsals, changes and rules: what other programs rely on.

A key is never renamed or taken away without a new version number; keys may be added.
"""

from __future__ import annotations

from collections.abc import Iterator

from designkit.cli.rehearsals import Rehearsed
from designkit.concealment import concealed
from designkit.errors import DesignkitError
from designkit.migrate import Rehearsal, Step
from designkit.rules import Finding, Rule, explain
from designkit.sql.script import Changes


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


def rehearsal_document(item: Rehearsed) -> dict[str, object]:
    """What was observed of a migration; each error, difference and statement names its step."""
    seen = item.rehearsal
    steps = tuple(_steps(seen))
    return {
        "file": str(item.migration.files[0]),
        "number": item.migration.number,
        **{name: step.state for name, step in steps},
        "error": next((_error(name, step) for name, step in steps if step.error), None),
        "restored": seen.restored,
        "differences": [
            {
                "step": name,
                "change": difference.change,
                "kind": difference.kind,
                "object": difference.object,
                "before": difference.before,
                "after": difference.after,
            }
            for name, step in steps
            for difference in step.differences
        ],
        "statements": [
            {"step": name, "line": ran.line, "seconds": round(ran.seconds, 6)}
            for name, step in steps
            for ran in step.statements
        ],
    }


def failure_document(failure: DesignkitError) -> dict[str, object]:
    """What could not be looked at, and why."""
    return {"kind": failure.slug, "message": concealed(str(failure))}


def changes_document(changes: Changes, *, down: bool) -> dict[str, object]:
    """The way from one schema to another, or back, in the order in which it runs."""
    way = changes.inverse() if down else changes
    return {
        "direction": "down" if down else "up",
        "operations": [operation.describe() for operation in way],
        "hazards": [
            {"operation": hazard.operation, "message": hazard.message} for hazard in way.hazards
        ],
        "statements": [
            {"sql": text} for text in (changes.down_statements if down else changes.up_statements)
        ],
    }


def rule_document(rule: Rule) -> dict[str, object]:
    """A rule in words."""
    words = explain(rule)
    return {
        "rule": rule.id,
        "severity": rule.severity.value,
        "summary": words.summary,
        "why": words.why,
        "bad": words.bad,
        "good": words.good,
        "options": dict(words.options),
        "sources": list(words.sources),
    }


def _steps(seen: Rehearsal) -> Iterator[tuple[str, Step]]:
    yield "up", seen.up
    yield "down", seen.down
    yield "up_again", seen.up_again


def _error(name: str, step: Step) -> dict[str, object] | None:
    if step.error is None:
        return None
    return {
        "step": name,
        "statement": step.error.statement,
        "line": step.error.line,
        "sqlstate": step.error.sqlstate,
        "message": step.error.message,
    }
