"""Findings as SARIF 2.1.0, which code hosts and editors read.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
"""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from designkit import __version__
from designkit.cli.source_lines import line_of
from designkit.concealment import concealed
from designkit.rules.baseline import fingerprints
from designkit.rules.catalogue import rule_named
from designkit.rules.explanation import explain

if TYPE_CHECKING:
    from designkit.rules import Finding, Findings

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_ROOT = "PROJECT"


def sarif(findings: Findings, failures: Iterable[Exception], root: Path) -> dict[str, object]:
    """The log of one run."""
    used = sorted({finding.rule for finding in findings})
    order = {rule: place for place, rule in enumerate(used)}
    marks = {id(finding): mark for finding, mark in fingerprints(findings, line_of, root)}
    notifications = [
        {"level": "error", "message": {"text": concealed(str(failure))}} for failure in failures
    ]
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "designkit",
                        "version": __version__,
                        "rules": [_rule(rule) for rule in used],
                    }
                },
                "invocations": [
                    {
                        "executionSuccessful": not notifications,
                        "toolExecutionNotifications": notifications,
                    }
                ],
                "originalUriBaseIds": {_ROOT: {"uri": f"{root.as_uri().rstrip('/')}/"}},
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(finding, order, marks[id(finding)], root) for finding in findings
                ],
            }
        ],
    }


def _rule(name: str) -> dict[str, object]:
    rule = rule_named(name)
    words = explain(rule)
    return {
        "id": name,
        "shortDescription": {"text": words.summary},
        "fullDescription": {"text": words.why},
        "help": {"text": "\n".join((words.why, *words.sources))},
        "defaultConfiguration": {"level": _LEVELS[rule.severity.value]},
        "properties": {"tags": [rule.group]},
    }


def _result(finding: Finding, order: Mapping[str, int], mark: str, root: Path) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": order[finding.rule],
        "level": _LEVELS[finding.severity.value],
        "message": {"text": finding.message},
        "partialFingerprints": {"designkit/v1": mark},
        "locations": [_location(finding, root)],
    }
    if finding.waived is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.waived}]
    if finding.evidence:
        result["properties"] = {"evidence": finding.evidence}
    return result


def _location(finding: Finding, root: Path) -> dict[str, object]:
    location: dict[str, object] = {}
    if finding.file:
        physical: dict[str, object] = {"artifactLocation": _artifact(finding.file, root)}
        if finding.line is not None:
            region = {"startLine": finding.line}
            if finding.column is not None:
                region["startColumn"] = finding.column
            physical["region"] = region
        location["physicalLocation"] = physical
    if finding.object:
        name = ".".join(filter(None, (finding.service, finding.object)))
        location["logicalLocations"] = [{"fullyQualifiedName": name}]
    return location


def _artifact(file: str, root: Path) -> dict[str, str]:
    path = Path(os.path.abspath(file))  # noqa: PTH100  (resolve() would follow links)
    if path.is_relative_to(root):
        return {"uri": quote(path.relative_to(root).as_posix()), "uriBaseId": _ROOT}
    return {"uri": path.as_uri()}
