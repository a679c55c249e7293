"""Findings in their order, of which an edit changes a few."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection

from designkit.rules.finding import Finding, position

# Of so many that change, sorting everything again costs less than finding each its place.
_MANY = 8


class Arranged:
    """Findings in their order."""

    def __init__(self) -> None:
        self._order: list[Finding] = []

    def exchange(self, gone: Collection[Finding], come: Collection[Finding]) -> None:
        """Put findings in the place of others; those that go are the very ones that came."""
        if len(gone) + len(come) > len(self._order) // _MANY:
            taken = set(map(id, gone))
            self._order = [item for item in self._order if id(item) not in taken]
            self._order += come
            self._order.sort(key=position)
            return
        for finding in gone:
            del self._order[self._place(finding)]
        for finding in come:
            insort(self._order, finding, key=position)

    def _place(self, finding: Finding) -> int:
        """Where that very finding stands, among others that may say the same."""
        place = bisect_left(self._order, position(finding), key=position)
        while self._order[place] is not finding:
            place += 1
        return place

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them."""
        return tuple(self._order)
