"""Measuring: the best of several runs, by turns, so that a busy machine tells on both sides."""

from __future__ import annotations

import time
from collections.abc import Callable

from designkit.model import Value


class Measured(Value, frozen=True, kw_only=True):
    """A figure, the limit that it is held against, and what both count."""

    name: str
    value: float
    limit: float
    unit: str

    @property
    def holds(self) -> bool:
        """Whether the figure keeps its limit."""
        return self.value <= self.limit

    def __str__(self) -> str:
        verdict = "ok" if self.holds else "TOO MUCH"
        return (
            f"{self.name:<58} {self.value:9.2f} {self.unit:<9} limit {self.limit:6.1f}  {verdict}"
        )


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes once."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def best(work: Callable[[], object], *, runs: int) -> float:
    """The seconds of the quickest of several runs."""
    return min(seconds(work) for _ in range(runs))


def ratio(ours: Callable[[], object], theirs: Callable[[], object], *, runs: int) -> float:
    """How long ours takes for each second of theirs; both run by turns, the quickest count."""
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(runs)]
    return min(own for own, _ in pairs) / min(other for _, other in pairs)
