"""What a choice of indexes costs: asked of the planner at production's scale, and remembered.

All candidates are in the scratch database at once, and hidden but for those that are tried. Each is
tried alone for each query, and so are pairs of the best, on two tables or on one, where a plan may
intersect them. A choice then costs a query what the best of these costs that it holds, so thousands
of choices are compared without asking again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations
from operator import itemgetter

from designkit.changes import AddIndex
from designkit.database.scale import Explained, Scaled
from designkit.errors import StatementFailed
from designkit.model import QualifiedName
from designkit.progress import Progress, each, unheard
from designkit.workload.advice.choosing import Choice
from designkit.workload.advice.writes import Written
from designkit.workload.paging import paged
from designkit.workload.volumes.expressions import told_of

# What one more index entry costs: a page out of order is dirtied, and a tuple is put in it.
_TUPLE_COST = 0.005
# An index of 100,000 pages (800 MB) costs as much as ten pages read by every query: nothing beside
# a scan that it saves, and more than to read a row's page after its entry.
_RENT_PER_PAGE = 1e-4
_PAGE_BYTES = 8192
# Of those that help a query, so many are kept, the best first.
_BEST = 4
_NOISE = 1e-6


def added(scaled: Scaled, candidates: Sequence[AddIndex]) -> tuple[AddIndex, ...]:
    """Those of the candidates that the server takes, which are in the database then.

    An expression may not be immutable, or a column of a kind that no index holds.
    """
    told = [told_of(candidate, scaled.statistics) for candidate in candidates]
    try:
        scaled.what_if(*candidates, told=[item for item in told if item is not None])
    except StatementFailed:
        return tuple(item for item in candidates if _is_taken(scaled, item))
    return tuple(candidates)


def _is_taken(scaled: Scaled, candidate: AddIndex) -> bool:
    told = told_of(candidate, scaled.statistics)
    try:
        scaled.what_if(candidate, told=() if told is None else (told,))
    except StatementFailed:
        return False
    return True


class Trial:
    """A workload over a scaled database that holds all candidates.

    Args:
        scaled: with the schema, its statistics, and the candidates, which who made the trial
            takes back.
        written: the workload, of queries that the planner takes, and what else is written.
        candidates: what may be added.
        progress: hears of each candidate that is tried, then of each pair.

    Attributes:
        promising: the candidates that are among the best for some query.
    """

    def __init__(
        self,
        scaled: Scaled,
        written: Written,
        candidates: Sequence[AddIndex],
        progress: Progress = unheard,
    ) -> None:
        self._scaled = scaled
        self._workload = workload = written.workload
        self._sql = [paged(item.query).sql for item in workload]
        self._written = written
        self._candidates = candidates
        self._names = [_name(candidate) for candidate in candidates]
        self._pages = [scaled.pages_of(name) for name in self._names]
        self._weight = sum(item.query.weight for item in workload)
        self._costs: list[dict[Choice, float]] = [{} for _ in workload]
        self._taxes = [self._tax(number) for number in range(len(candidates))]
        self._learn(range(len(workload)), frozenset())
        for number in each(range(len(candidates)), progress, self._spoken):
            self._learn(self.concerned(candidates[number].table), frozenset({number}))
        self._learn_together(progress)
        # Of each query the choices that were tried, the cheapest first.
        self._ranked = [sorted(costs.items(), key=itemgetter(1)) for costs in self._costs]
        self._helpful = [self._best(place) for place in range(len(workload))]
        self.promising = sorted(frozenset[int]().union(*self._helpful))

    @property
    def queries(self) -> int:
        """How many queries the workload has."""
        return len(self._workload)

    def cost(self, choice: Choice) -> float:
        """What the workload costs with a choice: queries, writes and the room that it takes."""
        reads = sum(
            item.query.weight * self.of_query(number, choice)
            for number, item in enumerate(self._workload)
        )
        return reads + self._price(choice)

    def asked(self, choice: Choice) -> float:
        """The same, of the planner itself: also where it combines indexes as nobody tried."""
        self._scaled.hide(self._hidden(choice))
        reads = sum(
            item.query.weight * self._explained(place).cost
            for place, item in enumerate(self._workload)
        )
        return reads + self._price(choice)

    def of_query(self, number: int, choice: Choice) -> float:
        """What one query costs with a choice, once."""
        return self._cheapest(number, choice)[1]

    def used_by(self, number: int, choice: Choice) -> Choice:
        """Those of a choice by which one query is at its cheapest."""
        return self._cheapest(number, choice)[0]

    def parts(self) -> list[list[int]]:
        """The promising candidates in parts that have no query in common, each sorted."""
        found: list[set[int]] = []
        for helpful in self._helpful:
            best = set(helpful)
            joined = [part for part in found if part & best]
            found = [part for part in found if not part & best]
            found.append(best.union(*joined))
        return sorted(sorted(part) for part in found if part)

    def part_cost(self, part: Sequence[int]) -> Callable[[Choice], float]:
        """What a choice among the candidates of a part costs all queries that it can help."""
        concerned = [n for n, helpful in enumerate(self._helpful) if not helpful.isdisjoint(part)]

        @cache
        def cost(choice: Choice) -> float:
            reads = sum(
                self._workload[place].query.weight * self.of_query(place, choice)
                for place in concerned
            )
            return reads + self._price(choice)

        return cost

    def costs_without(
        self, choice: Choice, indexes: Iterable[QualifiedName], places: Iterable[int]
    ) -> list[float]:
        """What some queries cost with a choice, without some indexes that are there already."""
        self._scaled.hide([*indexes, *self._hidden(choice)])
        return [self._explained(place).cost for place in places]

    def concerned(self, table: QualifiedName) -> list[int]:
        """The queries that touch a table."""
        return [
            place
            for place, item in enumerate(self._workload)
            if item.references is not None and table in item.references.touched
        ]

    def begins(self, number: int, other: int) -> bool:
        """Whether one candidate is how another begins, over the same rows."""
        short, long = self._candidates[number], self._candidates[other]
        keys = short.index.keys
        return (
            (short.table, short.index.predicate, short.index.method)
            == (long.table, long.index.predicate, long.index.method)
            and long.index.keys[: len(keys)] == keys
            and set(short.index.include) <= {*long.index.include, *long.index.columns}
        )

    def tax(self, number: int) -> float:
        """What the writes of the workload pay for a candidate."""
        return self._taxes[number]

    def size_bytes(self, number: int) -> int:
        """How large a candidate would be."""
        return self._pages[number] * _PAGE_BYTES

    def _cheapest(self, place: int, choice: Choice) -> tuple[Choice, float]:
        return next(item for item in self._ranked[place] if item[0] <= choice)

    def _tax(self, number: int) -> float:
        per_row = self._scaled.settings.random_page_cost + _TUPLE_COST
        return per_row * self._written.entries(self._candidates[number])

    def _rent(self, number: int) -> float:
        """What the room of a candidate costs; small, so that of two equals the smaller is taken."""
        return self._pages[number] * _RENT_PER_PAGE * self._weight

    def _learn_together(self, progress: Progress) -> None:
        """Try what plans take where everything is there, and pairs of the best."""
        together: dict[Choice, list[int]] = {}
        self._scaled.hide(())
        for place in range(self.queries):
            explained = self._explained(place)
            self._costs[place].setdefault(frozenset(self._used(explained)), explained.cost)
        for place in range(len(self._workload)):
            for pair in combinations(sorted(self._best(place)), 2):
                together.setdefault(frozenset(pair), []).append(place)
        pairs = list(together.items())
        for choice, places in each(pairs, progress, lambda pair: self._spoken(*sorted(pair[0]))):
            self._learn(places, choice)

    def _spoken(self, *numbers: int) -> str:
        """What is tried, in words: candidates have no names yet."""
        return f"try {' with '.join(_keys(self._candidates[number]) for number in numbers)}"

    def _best(self, place: int) -> frozenset[int]:
        """The candidates that are most worth their price for a query, of those that help it."""
        costs, weight = self._costs[place], self._workload[place].query.weight
        bare = costs[frozenset()]
        helping = sorted(
            (weight * cost + self._price(choice), sorted(choice))
            for choice, cost in costs.items()
            if cost < bare * (1 - _NOISE)
        )
        # Pairs of the best shall not push out others that are good alone.
        alone = [choice for _, choice in helping if len(choice) == 1][:_BEST]
        best = [choice for _, choice in helping[:_BEST]]
        return frozenset(number for choice in (*best, *alone) for number in choice)

    def _price(self, choice: Choice) -> float:
        """What the writes pay for a choice, and its room."""
        return sum(self.tax(number) + self._rent(number) for number in choice)

    def _used(self, explained: Explained) -> Iterator[int]:
        indexes = {node.index for node in explained.root.walk()}
        return (number for number, name in enumerate(self._names) if name.name in indexes)

    def _learn(self, places: Sequence[int], choice: Choice) -> None:
        """Plan some queries with a choice and nothing else."""
        unknown = [place for place in places if choice not in self._costs[place]]
        if unknown:
            self._scaled.hide(self._hidden(choice))
            for place in unknown:
                self._costs[place][choice] = self._explained(place).cost

    def _hidden(self, choice: Choice) -> list[QualifiedName]:
        return [name for number, name in enumerate(self._names) if number not in choice]

    def _explained(self, place: int) -> Explained:
        return self._scaled.explain(self._sql[place], generic=True)


def _name(addition: AddIndex) -> QualifiedName:
    return QualifiedName(namespace=addition.table.namespace, name=addition.index.name)


def _keys(addition: AddIndex) -> str:
    keys = (key.column or key.expression or "" for key in addition.index.keys)
    return f"{addition.table} ({', '.join(keys)})"
