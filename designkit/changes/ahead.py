"""Which routines must name what is not there yet: those that stand in a circle with it."""

from __future__ import annotations

from collections.abc import Sequence

from designkit.changes.needs import (
    Key,
    columns_named,
    columns_of,
    needed,
    provided,
    read_while_created,
    words,
)
from designkit.changes.operation import Operation


def reading_ahead(operations: Sequence[Operation]) -> frozenset[int]:
    """The places, in the order in which they run, of routines that name what comes behind them."""
    routines = [place for place, item in enumerate(operations) if read_while_created(item)]
    if not routines:
        return frozenset()
    brought: dict[Key, int] = {}
    for place, operation in enumerate(operations):
        taken, given = provided(operation)
        brought |= dict.fromkeys(given - taken, place)
    columns = columns_of(brought)

    def names_ahead(place: int) -> bool:
        operation = operations[place]
        named = (*needed(operation).after, *columns_named(words(operation)[1], columns))
        return any(brought.get(key, place) > place for key in named)

    return frozenset(filter(names_ahead, routines))
