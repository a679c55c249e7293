"""Waivers against findings: which accepts which, and which accepts none."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from designkit.config import Waiver
from designkit.model import replace
from designkit.rules.finding import Finding


def waive(
    findings: Iterable[Finding], waivers: tuple[Waiver, ...]
) -> tuple[tuple[Finding, ...], frozenset[Waiver]]:
    """Return the findings, the accepted ones with the reason, and the waivers that did it.

    A waiver without a reason accepts nothing.
    """
    by_rule: dict[str, list[Waiver]] = {}
    for waiver in waivers:
        if waiver.reason.strip():
            by_rule.setdefault(waiver.rule, []).append(waiver)
    judged: list[Finding] = []
    used: set[Waiver] = set()
    for finding in findings:
        accepting = [item for item in by_rule.get(finding.rule, ()) if accepts(item, finding)]
        used.update(accepting)
        judged.append(replace(finding, waived=accepting[0].reason) if accepting else finding)
    return tuple(judged), frozenset(used)


def accepts(waiver: Waiver, finding: Finding) -> bool:
    """Whether a waiver means a finding: by rule, service, and object or pattern (`users.*`)."""
    return (
        waiver.rule == finding.rule
        and waiver.service in {"", finding.service}
        and (waiver.object == finding.object or fnmatchcase(finding.object, waiver.object))
    )
