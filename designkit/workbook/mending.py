"""Fixes of findings, applied to a draft one after the other, since each may change the next."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from designkit.changes import Operation
from designkit.errors import StatementFailed
from designkit.rules import Findings
from designkit.sql.script import Changes
from designkit.workbook.saved_draft import SavedDraft


class Mended(NamedTuple):
    """What fixes changed, and which were left out, each with what would not run any more."""

    changes: Changes
    left_out: tuple[str, ...]


def mend(draft: SavedDraft, check: Callable[[], Findings], rules: Collection[str]) -> Mended:
    """Apply the fixes of all findings, or of those of some rules, until none is left to try."""
    before = draft.schema
    made: list[Operation] = []
    left: list[str] = []
    tried: set[tuple[str, str]] = set()
    while True:
        ready = [
            finding
            for finding in check().unwaived
            if finding.fixable
            and (not rules or finding.rule in rules)
            and (finding.rule, finding.object) not in tried
        ]
        if not ready:
            changes = Changes(before=before, after=draft.schema, operations=tuple(made))
            return Mended(changes, tuple(left))
        finding = ready[0]
        tried.add((finding.rule, finding.object))
        match draft.mend(finding.fix):
            case StatementFailed() as error:
                left.append(
                    f"{finding.rule} of {finding.object}: the design would not run: {error.problem}"
                )
            case changes:
                made += changes
