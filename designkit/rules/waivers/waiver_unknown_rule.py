"""The rule `waiver-unknown-rule`."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from designkit.rules.finding import Finding
from designkit.rules.rule import WaiverContext, WaiverRule


class WaiverUnknownRule(WaiverRule, frozen=True, kw_only=True):
    """A waiver names a rule that does not exist.

    Why:
        A misspelled waiver waives nothing, and its author believes that it does.
    Bad:
        [[tool.designkit.waivers]]
        rule = "boolean-names"
        object = "users.email_verified"
        reason = "The name is part of the public token format."
    Good:
        [[tool.designkit.waivers]]
        rule = "boolean-name"
        object = "users.email_verified"
        reason = "The name is part of the public token format."
    Sources:
        https://doc.rust-lang.org/rustc/lints/listing/warn-by-default.html#unknown-lints
    """

    def check(self, context: WaiverContext) -> Iterator[Finding]:
        """Yield the waivers of rules that the catalogue does not hold."""
        for waiver in context.waivers:
            if waiver.rule in context.known:
                continue
            near = difflib.get_close_matches(waiver.rule, sorted(context.known), n=1)
            advice = f"did you mean {near[0]}?" if near else "`designkit rules` lists the rules"
            yield self.finding(
                waiver.subject,
                f"the waiver for {waiver.subject} names the rule {waiver.rule}, which does not "
                f"exist; {advice}",
                file=waiver.place,
                line=waiver.line,
                service=waiver.service,
            )
