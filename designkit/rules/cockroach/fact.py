"""What is known of CockroachDB: facts, and the topics under which a reader finds them.

Values only; where they come from stands with each topic, and `judging` makes rules of them.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Final, TypeAlias

from designkit.model import Value
from designkit.rules.finding import Severity
from designkit.sql.tree import Node, Tree

Version: TypeAlias = tuple[int, ...]
# For what no selector can say: whether the fact holds at a node that its selector selects.
Condition: TypeAlias = Callable[[Node, Tree], bool]

# The versions that were looked at; a target without a version is the newest stable one.
VERSIONS: Final = ((24, 3), (25, 1), (25, 2), (25, 3), (25, 4), (26, 1), (26, 2))
NEWEST: Final = VERSIONS[-1]


class Verdict(Enum):
    """What CockroachDB does with what PostgreSQL accepts."""

    UNSUPPORTED = "unsupported"
    IGNORED = "ignored"
    DIFFERENT = "different"
    HOTSPOT = "hotspot"

    @property
    def severity(self) -> Severity:
        """How grave that is, unless a topic says otherwise."""
        return _SEVERITIES[self]


_SEVERITIES: Final = {
    Verdict.UNSUPPORTED: Severity.ERROR,
    Verdict.IGNORED: Severity.INFO,
    Verdict.DIFFERENT: Severity.WARNING,
    Verdict.HOTSPOT: Severity.WARNING,
}


class Fact(Value, frozen=True, kw_only=True):
    """One thing that CockroachDB does otherwise.

    Attributes:
        on: the nodes that it is about, a selector; those of parse trees, or values of the model.
        what: what stands there, to be read in "CockroachDB does not support …"; for what differs,
            a whole sentence. `{}` is the name that the selector compares.
        when: a further condition, where the selector cannot say it.
        since: the first version that behaves so; empty where all known ones do.
        until: the first version that does so no longer.
    """

    on: str
    what: str
    verdict: Verdict
    when: Condition | None = None
    since: Version = ()
    until: Version = ()

    def applies(self, version: Version) -> bool:
        """Whether a version of CockroachDB behaves so."""
        return self.since <= version and (not self.until or version < self.until)


class Topic(Value, frozen=True, kw_only=True, eq=False):
    """Facts that one rule tells; compared by identity, for each stands in the code once.

    Attributes:
        id: the rule's.
        summary: the fault in a sentence.
        why: what CockroachDB does, and what that costs.
        instead: what to write, as the end of each message: an order without a full stop.
        good: the example without the fault; "" where there is nothing to put in its place, and the
            statement is left out.
        severity: where it is not that of the verdicts.
        target: the database for which the examples are judged.
        banned: whether the platform bans it whatever the database and its version.
    """

    id: str
    summary: str
    why: str
    instead: str
    bad: str
    good: str
    sources: tuple[str, ...]
    facts: tuple[Fact, ...]
    severity: Severity | None = None
    banned: bool = False
    target: str = "cockroachdb=25.2"


def unsupported(
    on: str, what: str, when: Condition | None = None, *, since: Version = (), until: Version = ()
) -> Fact:
    """CockroachDB refuses it, when it reads the statement or when it runs it."""
    return Fact(on=on, what=what, verdict=Verdict.UNSUPPORTED, when=when, since=since, until=until)


def ignored(
    on: str, what: str, when: Condition | None = None, *, since: Version = (), until: Version = ()
) -> Fact:
    """CockroachDB accepts it, and it has no effect."""
    return Fact(on=on, what=what, verdict=Verdict.IGNORED, when=when, since=since, until=until)


def different(
    on: str, what: str, when: Condition | None = None, *, since: Version = (), until: Version = ()
) -> Fact:
    """CockroachDB accepts it and does something else."""
    return Fact(on=on, what=what, verdict=Verdict.DIFFERENT, when=when, since=since, until=until)


def hotspot(on: str, what: str, when: Condition | None = None) -> Fact:
    """CockroachDB sends all writes of that moment to one range."""
    return Fact(on=on, what=what, verdict=Verdict.HOTSPOT, when=when)


def docs(page: str) -> str:
    """The address of a page of CockroachDB's documentation, as it was read for version 26.2."""
    return f"https://www.cockroachlabs.com/docs/v26.2/{page}"
