"""Which of some candidates to take, where what one is worth depends on the others.

Pure search: what a choice costs is told by a function, which asks a planner or, in a test, a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product

Choice = frozenset[int]

# Less than this part of the whole is noise of the estimates.
_WORTH = 1e-6


def choose(candidates: Iterable[int], cost: Callable[[Choice], float]) -> Choice:
    """A choice of the candidates that no single step makes cheaper.

    A step takes one more, leaves one out, or puts one in the place of another. The search begins
    with nothing and with everything, since what is only worth its price together is not found from
    below, and what replaces several others not from above. Of equals the smaller choice is taken.

    Args:
        candidates: their numbers.
        cost: what a choice costs in all. It is asked about as many times as there are pairs of
            candidates for each step, so it should remember its answers.
    """
    everything = frozenset(candidates)
    found = (_descend(start, everything, cost) for start in (frozenset[int](), everything))
    return min(found, key=lambda choice: (cost(choice), len(choice), sorted(choice)))


def _descend(start: Choice, everything: Choice, cost: Callable[[Choice], float]) -> Choice:
    best, price = start, cost(start)
    while True:
        step = min(
            _steps(best, everything),
            key=lambda choice: (cost(choice), len(choice), sorted(choice)),
            default=best,
        )
        gained = price - cost(step)
        is_smaller = len(step) < len(best) and gained >= 0
        if gained <= _WORTH * abs(price) and not is_smaller:
            return best
        best, price = step, cost(step)


def _steps(choice: Choice, everything: Choice) -> Iterator[Choice]:
    others, taken = sorted(everything - choice), sorted(choice)
    yield from (choice | {number} for number in others)
    yield from (choice - {number} for number in taken)
    yield from (choice - {left} | {right} for left, right in product(taken, others))
