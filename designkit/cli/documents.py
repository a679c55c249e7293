"""The JSON of rehearsals, changes and rules: what other programs rely on.

A key is never renamed or taken away without a new version number; keys may be added.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import to_builtins

from designkit.cli.rehearsals import Rehearsed
from designkit.database.observing import Seen
from designkit.migrate import Rehearsal, Step
from designkit.migrate.rehearsal import Rows
from designkit.rules import Rule, explain
from designkit.sql.hazard import Hazard
from designkit.sql.script import Changes


def rehearsal_document(item: Rehearsed) -> dict[str, object]:
    """What was observed of a migration; each error, difference and statement names its step."""
    seen = item.rehearsal
    steps = tuple(_steps(seen))
    return {
        "file": str(item.migration.files[0]),
        "number": item.migration.number,
        "server": seen.server,
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
            {"step": name, **_statement(seen)} for name, step in steps for seen in step.statements
        ],
        "rows": _rows(seen.rows) if seen.rows is not None else None,
        "hazards": [hazard_document(hazard) for hazard in seen.hazards],
        "failed_before": item.failed_before or None,
    }


def _statement(seen: Seen) -> dict[str, object]:
    """What a statement did; the locks are those that others meet, the strongest on each object."""
    observed = seen.observed
    return {
        "line": seen.line,
        "seconds": round(seen.seconds, 6),
        "locks": [to_builtins(lock) for lock in observed.locks],
        "rewrites": list(observed.rewrites),
        "rebuilt": list(observed.rebuilt),
        "scans": [to_builtins(scan) for scan in observed.scans],
        "rows": [to_builtins(change) for change in observed.changed],
        "unobserved": observed.missing or None,
    }


def _rows(rows: Rows) -> dict[str, object]:
    """What became of the synthetic rows."""
    return {
        "held": rows.held,
        "error": {"step": rows.step, **to_builtins(rows.error)} if rows.error else None,
        "always": rows.always,
        "losses": [
            {
                "table": str(loss.table),
                "column": loss.column,
                "kind": loss.kind,
                "rows": loss.rows,
                "of": loss.of,
            }
            for loss in rows.losses
        ],
        "unfilled": [{"table": str(item.table), "reason": item.reason} for item in rows.unfilled],
    }


def hazard_document(hazard: Hazard) -> dict[str, object]:
    """What a statement or an operation may cost, and how it is done safely."""
    return {
        "kind": hazard.kind,
        "line": hazard.line or None,
        "operation": hazard.operation,
        "message": hazard.message,
        "evidence": hazard.evidence,
        "advice": hazard.advice,
    }


def changes_document(changes: Changes, *, down: bool) -> dict[str, object]:
    """The way from one schema to another, or back, in the order in which it runs."""
    way = changes.inverse() if down else changes
    return {
        "direction": "down" if down else "up",
        "operations": [operation.describe() for operation in way],
        "hazards": [hazard_document(hazard) for hazard in way.hazards],
        "questions": [str(question) for question in changes.questions],
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
