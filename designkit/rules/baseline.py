"""Baselines: the findings that a team lives with for now, so that only new ones fail a check.

A finding is known again by its fingerprint. That of a statement is made of its file and of the
words of its line, that of an object of its name; neither holds a line's number.
"""

from __future__ import annotations

import hashlib
import os.path
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from designkit.errors import SourceError
from designkit.model import Value
from designkit.rules.finding import Finding, Findings

# The text of a line of a file, "" where there is none.
LineOf = Callable[[str, int], str]


class Known(Value, frozen=True, kw_only=True):
    """A finding of a baseline; all but the fingerprint is for people."""

    fingerprint: str
    rule: str
    service: str
    object: str
    file: str
    message: str

    def __str__(self) -> str:
        return f"{self.file or self.service or self.object}: {self.message} [{self.rule}]"


class Baseline(Value, frozen=True, kw_only=True):
    """The findings that stood when it was written."""

    version: int = 1
    findings: tuple[Known, ...] = ()

    @property
    def text(self) -> str:
        """The baseline as its file holds it, a line for each finding, so that changes merge."""
        lines = ",\n".join(msgspec.json.encode(item).decode() for item in self.findings)
        return f'{{"version": {self.version}, "findings": [\n{lines}\n]}}\n'


class Compared(Value, frozen=True, kw_only=True):
    """Findings against a baseline.

    Attributes:
        new: those that it does not know, and all that are waived.
        known: how many it knows.
        gone: what it knows and nobody found.
    """

    new: Findings
    known: int
    gone: tuple[Known, ...]


def read_baseline(text: str, file: str) -> Baseline:
    """Read what `Baseline.text` wrote.

    Raises:
        SourceError: it is none.
    """
    try:
        found = msgspec.json.decode(text, type=Baseline)
    except (msgspec.MsgspecError, ValueError) as error:
        raise SourceError(
            f"{file}: not a baseline: {error}. Write it anew with --write-baseline."
        ) from error
    if found.version != 1:
        raise SourceError(f"{file}: a baseline of version {found.version}, and this knows 1.")
    return found


def baseline_of(findings: Findings, line_of: LineOf, root: Path) -> Baseline:
    """The baseline that knows every finding that stands."""
    return Baseline(
        findings=tuple(
            Known(
                fingerprint=mark,
                rule=finding.rule,
                service=finding.service,
                object=finding.object,
                file=_relative(finding.file, root),
                message=finding.message,
            )
            for finding, mark in fingerprints(findings.unwaived, line_of, root)
        )
    )


def compare(findings: Findings, baseline: Baseline, line_of: LineOf, root: Path) -> Compared:
    """Tell the new findings from those that a baseline knows."""
    if not baseline.findings:
        return Compared(new=findings, known=0, gone=())
    known = {item.fingerprint: item for item in baseline.findings}
    new: list[Finding] = [*findings.waived]
    seen: set[str] = set()
    for finding, mark in fingerprints(findings.unwaived, line_of, root):
        if mark in known:
            seen.add(mark)
        else:
            new.append(finding)
    gone = tuple(item for mark, item in known.items() if mark not in seen)
    return Compared(new=Findings(items=tuple(new)), known=len(seen), gone=gone)


def fingerprints(
    findings: Iterable[Finding], line_of: LineOf, root: Path
) -> Iterator[tuple[Finding, str]]:
    """Yield findings with their fingerprints; equal ones are told apart by their order."""
    times: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        parts = [finding.rule, finding.service, finding.object]
        if finding.column is not None and finding.line is not None:
            words = " ".join(line_of(finding.file, finding.line).split())
            parts += [_relative(finding.file, root), words]
        identity = tuple(parts)
        times[identity] += 1
        whole = "\0".join((*identity, str(times[identity])))
        yield finding, hashlib.blake2b(whole.encode(), digest_size=12).hexdigest()


def _relative(file: str, root: Path) -> str:
    """The file as seen from the project, wherever the check was run."""
    if not file:
        return ""
    path = Path(os.path.abspath(file))  # noqa: PTH100  (resolve() would follow links)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else file
