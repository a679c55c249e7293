"""Waivers against findings: which accepts which, and which accepts none."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from designkit.config import Waiver, matches
from designkit.model import replace
from designkit.rules.finding import Finding

# A comment of another linter may accept whatever is found.
EVERY_RULE = "*"


def waive(
    findings: Iterable[Finding], waivers: tuple[Waiver, ...]
) -> tuple[tuple[Finding, ...], frozenset[Waiver]]:
    """Return the findings, the accepted ones with the reason, and the waivers that did it.

    A waiver without a reason accepts nothing.
    """
    if not waivers:
        return tuple(findings), frozenset()
    by_rule: dict[str, list[Waiver]] = {}
    for waiver in waivers:
        if waiver.reason.strip():
            by_rule.setdefault(waiver.rule, []).append(waiver)
    judged: list[Finding] = []
    used: set[Waiver] = set()
    for finding in findings:
        meant = (*by_rule.get(finding.rule, ()), *by_rule.get(EVERY_RULE, ()))
        accepting = [item for item in meant if accepts(item, finding)]
        used.update(accepting)
        judged.append(replace(finding, waived=accepting[0].reason) if accepting else finding)
    return tuple(judged), frozenset(used)


def accepts(waiver: Waiver, finding: Finding) -> bool:
    """Whether a waiver means a finding: by rule, service, file, and object or pattern (`users.*`).

    A comment in SQL that names no object means what is found in the lines of its statement.
    """
    if waiver.rule not in {finding.rule, EVERY_RULE}:
        return False
    if waiver.service not in {"", finding.service}:
        return False
    if waiver.lines is not None and _covers(waiver, waiver.lines, finding):
        return True
    if waiver.lines is None and waiver.file and not _in_file(waiver.file, finding.file):
        return False
    if not waiver.object:
        return waiver.lines is None
    return waiver.object == finding.object or fnmatchcase(finding.object, waiver.object)


def _covers(waiver: Waiver, lines: tuple[int, int], finding: Finding) -> bool:
    first, last = lines
    return waiver.file == finding.file and first <= (finding.line or 0) <= last


def _in_file(wanted: str, file: str) -> bool:
    return wanted == file or bool(file and matches(file, wanted))
