"""What a check says: findings, each a value that can be shown, waived, and often mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import total_ordering

import msgspec

from designkit.changes import Operation
from designkit.model import Value, replace


@total_ordering
class Severity(Enum):
    """How much a finding matters; `ERROR` is the greatest."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    def __lt__(self, other: Severity) -> bool:
        ranks = tuple(Severity)
        return ranks.index(self) < ranks.index(other)

    def __str__(self) -> str:
        return self.value


class Finding(Value, frozen=True, kw_only=True):
    """One fault that one rule sees in one object.

    Attributes:
        object: `users`, `users.email`, an index's or an enum's name, a file's name.
        file: where the object is written, or "" where it comes from no file.
        line: from 1, or None.
        fix: the operations after which the rule is silent; empty where no mechanical fix exists.
        waived: the reason for which a team accepts the finding, or None.
        evidence: what was observed on a database or in statistics, or None.
    """

    rule: str
    severity: Severity
    message: str
    service: str = ""
    object: str = ""
    file: str = ""
    line: int | None = None
    column: int | None = None
    fix: tuple[Operation, ...] = ()
    waived: str | None = None
    evidence: str | None = None

    @property
    def fixable(self) -> bool:
        """Whether the finding carries its fix."""
        return bool(self.fix)

    @property
    def where(self) -> str:
        """Its place as far as it is known, as editors read it: file, line and column."""
        parts = (self.file, self.line, self.column if self.line else None)
        return ":".join(str(part) for part in parts if part) if self.file else ""

    def __str__(self) -> str:
        place = ": ".join(part for part in (self.service, self.where) if part)
        end = " (fixable)" if self.fixable else ""
        if self.waived is not None:
            end = f" (waived: {self.waived})"
        said = f"{self.severity}: {self.message} [{self.rule}]{end}"
        return f"{place}: {said}" if place else said


class Findings(Value, frozen=True, kw_only=True):
    """Every finding of a check, in a stable order: file, line, object, rule.

    Iteration and length count the waived ones too. It is falsy when no error and no warning is left
    unwaived, so `if findings:` asks whether there is something to do; notes are for reading.
    """

    items: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "items", tuple(sorted(self.items, key=position)))

    @classmethod
    def ordered(cls, items: tuple[Finding, ...]) -> Findings:
        """Those that are in their order already."""
        found = cls()
        msgspec.structs.force_setattr(found, "items", items)
        return found

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __bool__(self) -> bool:
        return any(finding.severity > Severity.INFO for finding in self.unwaived)

    def __add__(self, other: Findings) -> Findings:
        return Findings(items=self.items + other.items)

    @property
    def unwaived(self) -> tuple[Finding, ...]:
        """The findings that stand."""
        return tuple(finding for finding in self.items if finding.waived is None)

    @property
    def waived(self) -> tuple[Finding, ...]:
        """The findings that a team accepts."""
        return tuple(finding for finding in self.items if finding.waived is not None)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stand and are errors."""
        return self._of(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that stand and are warnings."""
        return self._of(Severity.WARNING)

    def _of(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.unwaived if finding.severity is severity)

    @property
    def worst(self) -> Severity | None:
        """The greatest severity that stands, or None."""
        return max((finding.severity for finding in self.unwaived), default=None)

    def by_object(self) -> Mapping[str, tuple[Finding, ...]]:
        """The findings of each object, in order."""
        found: dict[str, list[Finding]] = {}
        for finding in self.items:
            found.setdefault(finding.object, []).append(finding)
        return {name: tuple(items) for name, items in found.items()}

    def at(self, file: str) -> Findings:
        """The same findings, placed in a file wherever they had no place."""
        return Findings(
            items=tuple(
                finding if finding.file else replace(finding, file=file) for finding in self.items
            )
        )

    @property
    def summary(self) -> str:
        """How many there are of each severity: `2 errors, 1 warning, 3 waived`."""
        counts = [
            f"{len(items)} {one if len(items) == 1 else many}"
            for items, one, many in (
                (self.errors, "error", "errors"),
                (self.warnings, "warning", "warnings"),
                (self._of(Severity.INFO), "note", "notes"),
                (self.waived, "waived", "waived"),
            )
            if items
        ]
        return ", ".join(counts) or "no findings"

    def __str__(self) -> str:
        return "\n".join([*map(str, self.items), self.summary])


def position(finding: Finding) -> tuple[str, int, str, str, str, str]:
    """Where a finding stands among others."""
    line = finding.line or 0
    return finding.file, line, finding.object, finding.rule, finding.service, finding.message
