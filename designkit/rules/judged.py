"""Scripts that were judged before, and scripts that wait to be: who knows a text parses it once."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from designkit.model import Value
from designkit.rules.finding import Finding
from designkit.rules.statement_rule import ScriptContext


class Judged(Value, frozen=True, kw_only=True):
    """What rules on statements said of a script, before settings and waivers.

    Attributes:
        starts: the first line of each statement, by which a finding is told to be of it.
    """

    starts: tuple[int, ...]
    findings: tuple[Finding, ...]


class WaitingScript(NamedTuple):
    """A script that is parsed where nobody knows what was said of it.

    Attributes:
        key: a name for all that the judgement depends on.
        script: parses it.
    """

    key: str
    service: str
    script: Callable[[], ScriptContext]


class Memory:
    """What was said of scripts, by their keys.

    Attributes:
        fresh: whether something came to it since it was made.
    """

    def __init__(self, known: dict[str, Judged] | None = None) -> None:
        self.known = known if known is not None else {}
        self.fresh = False

    def add(self, key: str, judged: Judged) -> Judged:
        """Remember what was said of a script."""
        self.known[key] = judged
        self.fresh = True
        return judged
