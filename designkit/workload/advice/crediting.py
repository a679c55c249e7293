"""Which index a query owes its gain to, also where another would have brought most of it."""

from __future__ import annotations

from collections.abc import Mapping

from designkit.changes import AddIndex
from designkit.model import Value
from designkit.workload.advice.choosing import Choice
from designkit.workload.advice.trying import Trial
from designkit.workload.examined import Examined

# A gain below this part of a query's cost is within the planner's own guessing.
_WORTH_TELLING = 0.01


class Gain(Value, frozen=True, kw_only=True):
    """What a query costs without an index and with it, everything else that is advised in place.

    Attributes:
        weight: how often the query runs compared with the others.
        also: other indexes that are advised and would bring most of it too; `before` is without
            them, since that gain would be nobody's otherwise.
        otherwise: what the query costs with those alone; 0 where there are none.
    """

    query: str
    before: float
    after: float
    weight: float = 1.0
    also: tuple[str, ...] = ()
    otherwise: float = 0.0

    @property
    def factor(self) -> float:
        """How many times cheaper it is."""
        return self.before / self.after if self.after else float("inf")


def gain_of(
    trial: Trial, place: int, item: Examined, number: int, advised: Mapping[int, AddIndex]
) -> Gain | None:
    """What one query gains by an index that is advised; None where that is nothing.

    Args:
        trial: of the workload.
        place: of the query in it.
        item: the query.
        number: of the index.
        advised: all that is advised, by the number of the candidate.
    """
    chosen: Choice = frozenset(advised)
    if number not in trial.used_by(place, chosen):
        return None
    after = trial.of_query(place, chosen)
    most = trial.of_query(place, frozenset()) - after
    left, twins = chosen - {number}, frozenset[int]()
    # Those that would stand in for it are taken away as well, the best first.
    while trial.of_query(place, left) - after < most / 2:
        standing_in = trial.used_by(place, left)
        if not standing_in - trial.used_by(place, chosen):
            break
        twins |= standing_in - trial.used_by(place, chosen)
        left -= twins
    before = trial.of_query(place, left)
    if before - after <= _WORTH_TELLING * before:
        return None
    return Gain(
        query=item.query.name,
        before=before,
        after=after,
        weight=item.query.weight,
        also=tuple(sorted(advised[twin].index.name for twin in twins)),
        otherwise=trial.of_query(place, chosen - {number}) if twins else 0.0,
    )
