"""Advice for a workload: which indexes to add, what each gains and costs, which are idle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from designkit.changes import AddIndex
from designkit.database.scale import Scaled
from designkit.model import Schema, Value
from designkit.progress import Progress, unheard
from designkit.sql.definitions import index_definition
from designkit.workload.advice.candidates import candidates, conventional
from designkit.workload.advice.choosing import Choice, choose
from designkit.workload.advice.crediting import Gain, gain_of
from designkit.workload.advice.idling import Idle, idle
from designkit.workload.advice.trying import Trial, added
from designkit.workload.advice.writes import Writes, Written
from designkit.workload.examined import Examined

# Nobody keeps up an index for less, whatever the sum says.
_NOTICEABLE = 1.25
# The same rows in the same order are there already, in fewer entries a page.
_NOTICEABLE_OF_PREFIX = 2.0


class Advice(Value, frozen=True, kw_only=True):
    """An index worth having.

    Attributes:
        operation: what adds it, under its conventional name.
        gains: of each query that is cheaper for it, the largest first.
        write_cost: what the writes to its table pay for it, in the units of the planner.
        writes: which these are.
        size_bytes: how large it would be.
    """

    operation: AddIndex
    gains: tuple[Gain, ...]
    write_cost: float
    writes: Writes
    size_bytes: int

    @property
    def sql(self) -> str:
        """The statement that adds it, without a semicolon."""
        return index_definition(self.operation.table, self.operation.index).text

    @property
    def gain(self) -> float:
        """What the workload gains, writes not counted."""
        return sum((item.before - item.after) * item.weight for item in self.gains)


class Advised(Value, frozen=True, kw_only=True):
    """All that is advised for a workload.

    Attributes:
        advice: the most gainful first.
        before: what the workload costs now, each query times its weight.
        after: what it costs with all that is advised, writes and room counted.
        tried: how many indexes were tried.
        writes: the registered queries that write; no others are counted but declared growth.
    """

    advice: tuple[Advice, ...] = ()
    idle: tuple[Idle, ...] = ()
    before: float = 0.0
    after: float = 0.0
    tried: int = 0
    writes: tuple[str, ...] = ()


def advise(
    workload: Sequence[Examined], schema: Schema, scaled: Scaled, progress: Progress = unheard
) -> Advised:
    """Indexes for all queries together, tried at the scale of a database.

    Args:
        workload: those that the database refused have no say.
        schema: what the scaled database holds.
        scaled: it is left as it was.
        progress: hears of each index that is tried, then of each pair.
    """
    asked = [item for item in workload if not item.is_refused and item.references]
    touched = [item.references for item in asked if item.references is not None]
    try:
        tried = added(scaled, candidates(touched, schema, scaled.statistics))
        written = Written(workload=tuple(asked), schema=schema, statistics=scaled.statistics)
        trial = Trial(scaled, written, tried, progress)
        chosen = _weighed(trial)
        none: Choice = frozenset()
        advised = _named(chosen, tried, schema)
        advice = [_advice(trial, written, number, advised) for number in advised]
        return Advised(
            advice=tuple(sorted(advice, key=lambda item: -item.gain)),
            idle=tuple(idle(trial, schema, scaled, advised)),
            before=trial.asked(none),
            after=trial.asked(chosen),
            tried=len(tried),
            writes=written.registered,
        )
    finally:
        scaled.hide(())
        scaled.take_back()


def _named(chosen: Choice, tried: Sequence[AddIndex], schema: Schema) -> dict[int, AddIndex]:
    """The candidates of those numbers, each under the name that it shall have."""
    taken: set[str] = set()
    found: dict[int, AddIndex] = {}
    for number in sorted(chosen):
        found[number] = conventional(tried[number], schema, taken)
        taken.add(found[number].index.name)
    return found


def _weighed(trial: Trial) -> Choice:
    """The choice among the promising candidates; what helps no query in common stands apart."""
    chosen: set[int] = set()
    for part in trial.parts():
        chosen |= choose(part, trial.part_cost(part))
    return _without_trifles(trial, frozenset(chosen))


def _without_trifles(trial: Trial, chosen: Choice) -> Choice:
    """The choice without what makes no query noticeably cheaper beside the others."""
    for number in sorted(chosen, reverse=True):
        others = chosen - {number}
        longer = any(trial.begins(number, other) for other in others)
        least = _NOTICEABLE_OF_PREFIX if longer else _NOTICEABLE
        if all(
            trial.of_query(place, others) < least * trial.of_query(place, chosen)
            for place in range(trial.queries)
        ):
            chosen = others
    return chosen


def _advice(trial: Trial, written: Written, number: int, advised: Mapping[int, AddIndex]) -> Advice:
    gains = [
        gain
        for place, item in enumerate(written.workload)
        if (gain := gain_of(trial, place, item, number, advised)) is not None
    ]
    return Advice(
        operation=advised[number],
        gains=tuple(sorted(gains, key=lambda it: (-(it.before - it.after) * it.weight, it.query))),
        write_cost=trial.tax(number),
        writes=written.to(advised[number].table),
        size_bytes=trial.size_bytes(number),
    )
