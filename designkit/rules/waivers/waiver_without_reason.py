"""The rule `waiver-without-reason`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.rules.finding import Finding
from designkit.rules.rule import WaiverContext, WaiverRule


class WaiverWithoutReason(WaiverRule, frozen=True, kw_only=True):
    """A waiver gives no reason, so it waives nothing.

    Why:
        Whoever meets the exception later must be able to judge whether its reason still holds.
    Bad:
        [[tool.designkit.waivers]]
        rule = "boolean-name"
        object = "users.email_verified"
    Good:
        [[tool.designkit.waivers]]
        rule = "boolean-name"
        object = "users.email_verified"
        reason = "The name is part of the public token format."
    Sources:
        https://rust-lang.github.io/rust-clippy/master/index.html#allow_attributes_without_reason
    """

    def check(self, context: WaiverContext) -> Iterator[Finding]:
        """Yield the waivers whose reason is missing or blank."""
        for waiver in context.waivers:
            if not waiver.reason.strip():
                yield self.finding(
                    waiver.subject,
                    f"the waiver of {waiver.rule} for {waiver.subject} gives no reason, so it "
                    "waives nothing; add one",
                    file=waiver.place,
                    line=waiver.line,
                    service=waiver.service,
                )
