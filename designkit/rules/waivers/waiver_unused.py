"""The rule `waiver-unused`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import WaiverContext, WaiverRule


class WaiverUnused(WaiverRule, frozen=True, kw_only=True):
    """A waiver waives nothing: its object is gone, is right by now, or is spelled otherwise.

    Why:
        A stale waiver hides the same fault when it comes back, and reads as if it were there.
    Bad:
        [[tool.designkit.waivers]]
        rule = "boolean-name"
        object = "users.is_active"
        reason = "The name is part of the public token format."
    Good:
        [[tool.designkit.waivers]]
        rule = "boolean-name"
        object = "users.email_verified"
        reason = "The name is part of the public token format."
    Sources:
        https://eslint.org/docs/latest/use/configure/rules#report-unused-eslint-disable-comments
    """

    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: WaiverContext) -> Iterator[Finding]:
        """Yield the waivers that met no finding; those with other faults are named by those."""
        for waiver in context.unused:
            if waiver.reason.strip() and waiver.rule in context.known:
                yield self.finding(
                    waiver.subject,
                    f"the waiver of {waiver.rule} for {waiver.subject} waives nothing; remove it, "
                    "or correct its object",
                    file=waiver.place,
                    line=waiver.line,
                    service=waiver.service,
                )
