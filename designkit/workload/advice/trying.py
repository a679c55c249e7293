"""What a choice of indexes costs: asked of the planner at production's scale, and remembered.

All candidates are in the scratch database at once, and hidden but for those that are tried. Each is
tried alone for each query, and so are pairs on two tables: a plan takes one index of a table, but
for rare ones that combine several. A choice then costs a query what the best of these costs that it
holds, so thousands of choices are compared without asking again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations
from operator import itemgetter

from designkit.changes import AddIndex
from designkit.database.scale import Explained, Scaled
from designkit.errors import StatementFailed
from designkit.model import QualifiedName
from designkit.workload.advice.choosing import Choice
from designkit.workload.examined import Examined

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
    try:
        scaled.what_if(*candidates)
    except StatementFailed:
        return tuple(item for item in candidates if _is_taken(scaled, item))
    return tuple(candidates)


def _is_taken(scaled: Scaled, candidate: AddIndex) -> bool:
    try:
        scaled.what_if(candidate)
    except StatementFailed:
        return False
    return True


class Trial:
    """A workload over a scaled database that holds all candidates.

    Args:
        scaled: with the schema, its statistics, and the candidates, which who made the trial
            takes back.
        workload: the queries that the planner takes, in order.
        candidates: what may be added.

    Attributes:
        promising: the candidates that are among the best for some query.
    """

    def __init__(
        self, scaled: Scaled, workload: Sequence[Examined], candidates: Sequence[AddIndex]
    ) -> None:
        self._scaled = scaled
        self._workload = workload
        self._candidates = candidates
        self._names = [_name(candidate) for candidate in candidates]
        self._pages = [scaled.pages_of(name) for name in self._names]
        self._weight = sum(item.query.weight for item in workload)
        self._costs: list[dict[Choice, float]] = [{} for _ in workload]
        self._taxes = [self._tax(number) for number in range(len(candidates))]
        self._learn(range(len(workload)), frozenset())
        for number in range(len(candidates)):
            self._learn(self._concerned(number), frozenset({number}))
        self._learn_together()
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
        reads = sum(item.query.weight * self._explained(item).cost for item in self._workload)
        return reads + self._price(choice)

    def of_query(self, number: int, choice: Choice) -> float:
        """What one query costs with a choice, once."""
        return next(cost for tried, cost in self._ranked[number] if tried <= choice)

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

    def is_used(self, index: QualifiedName, choice: Choice) -> bool:
        """Whether some query costs more without an index that is there already."""
        self._scaled.hide([index, *self._hidden(choice)])
        return any(
            self._explained(item).cost > (1 + _NOISE) * self.of_query(number, choice)
            for number, item in enumerate(self._workload)
        )

    def tax(self, number: int) -> float:
        """What the writes of the workload pay for a candidate."""
        return self._taxes[number]

    def size_bytes(self, number: int) -> int:
        """How large a candidate would be."""
        return self._pages[number] * _PAGE_BYTES

    def _tax(self, number: int) -> float:
        candidate = self._candidates[number]
        per_row = self._scaled.settings.random_page_cost + _TUPLE_COST
        return per_row * sum(_written(item, candidate) for item in self._workload)

    def _rent(self, number: int) -> float:
        """What the room of a candidate costs; small, so that of two equals the smaller is taken."""
        return self._pages[number] * _RENT_PER_PAGE * self._weight

    def _concerned(self, number: int) -> list[int]:
        """The queries that touch the table of a candidate."""
        table = self._candidates[number].table
        return [
            place
            for place, item in enumerate(self._workload)
            if item.references is not None and table in item.references.touched
        ]

    def _learn_together(self) -> None:
        """Try what plans take where everything is there, and pairs of the best on two tables."""
        together: dict[Choice, list[int]] = {}
        self._scaled.hide(())
        for place, item in enumerate(self._workload):
            explained = self._explained(item)
            self._costs[place].setdefault(frozenset(self._used(explained)), explained.cost)
        for place in range(len(self._workload)):
            for pair in combinations(sorted(self._best(place)), 2):
                if self._candidates[pair[0]].table != self._candidates[pair[1]].table:
                    together.setdefault(frozenset(pair), []).append(place)
        for choice, places in together.items():
            self._learn(places, choice)

    def _best(self, place: int) -> frozenset[int]:
        """The candidates that are most worth their price for a query, of those that help it."""
        costs, weight = self._costs[place], self._workload[place].query.weight
        bare = costs[frozenset()]
        helping = sorted(
            (weight * cost + self._price(choice), sorted(choice))
            for choice, cost in costs.items()
            if cost < bare * (1 - _NOISE)
        )
        return frozenset(number for _, choice in helping[:_BEST] for number in choice)

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
                self._costs[place][choice] = self._explained(self._workload[place]).cost

    def _hidden(self, choice: Choice) -> list[QualifiedName]:
        return [name for number, name in enumerate(self._names) if number not in choice]

    def _explained(self, item: Examined) -> Explained:
        return self._scaled.explain(item.query.sql, generic=True)


def _name(addition: AddIndex) -> QualifiedName:
    return QualifiedName(namespace=addition.table.namespace, name=addition.index.name)


def _written(item: Examined, candidate: AddIndex) -> float:
    """How many entries a query puts into a candidate, times its weight."""
    if item.references is None:
        return 0.0
    index = candidate.index
    held = {key.column for key in index.keys} | {*index.include}
    rows = 0.0
    for use in item.references.of(candidate.table):
        told = index.predicate or "".join(key.expression or "" for key in index.keys)
        # An UPDATE that changes no column of an index leaves it alone (heap-only tuples).
        # https://www.postgresql.org/docs/18/storage-hot.html
        touches = any(name in held or name in told for name in use.assigned)
        if use.written in {"insert", "merge"} or (use.written == "update" and touches):
            rows += item.rows_written
    return rows * item.query.weight
