"""Choosing among candidates: no worse than trying everything, on workloads that can be tried."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from designkit.workload.advice import choose
from designkit.workload.advice.choosing import Choice

Costs = Callable[[Choice], float]


def exhaustive(count: int, cost: Costs) -> float:
    numbers = range(count)
    subsets = chain.from_iterable(combinations(numbers, size) for size in range(count + 1))
    return min(cost(frozenset(subset)) for subset in subsets)


@st.composite
def workloads(draw: st.DrawFn) -> tuple[int, Costs]:
    """Queries that each take the best index there is for them, and indexes that each have a tax."""
    count = draw(st.integers(1, 7))
    scans = draw(st.lists(st.integers(10, 1000), min_size=1, max_size=6))
    taxes = draw(st.lists(st.integers(0, 200), min_size=count, max_size=count))
    shares = [draw(st.lists(st.integers(1, 100), min_size=count, max_size=count)) for _ in scans]

    @cache
    def cost(choice: Choice) -> float:
        reading = sum(
            scan * min((share[number] for number in choice), default=100) / 100
            for scan, share in zip(scans, shares, strict=True)
        )
        return reading + sum(taxes[number] for number in choice)

    return count, cost


@given(workloads())
def test_a_choice_is_nearly_as_good_as_the_best_of_all(workload: tuple[int, Costs]) -> None:
    count, cost = workload
    assert cost(choose(range(count), cost)) <= 1.1 * exhaustive(count, cost)


@given(workloads())
def test_no_single_step_makes_a_choice_cheaper(workload: tuple[int, Costs]) -> None:
    count, cost = workload
    chosen = choose(range(count), cost)
    for number in range(count):
        assert cost(chosen ^ {number}) >= cost(chosen) * (1 - 1e-5)


def test_what_is_worth_its_price_only_together_is_found() -> None:
    def cost(choice: Choice) -> float:
        return 10.0 if len(choice) == 2 else 100.0 + len(choice)

    assert choose(range(2), cost) == {0, 1}


def test_what_gains_nothing_is_not_taken() -> None:
    assert choose(range(3), lambda _: 5.0) == frozenset()


def test_nothing_to_choose_from_is_chosen_nothing_of() -> None:
    assert choose((), lambda _: 1.0) == frozenset()
