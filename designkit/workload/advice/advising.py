"""Advice for a workload: which indexes to add, what each gains and costs, which are idle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from designkit.changes import AddIndex
from designkit.database.scale import Scaled
from designkit.model import Index, QualifiedName, Schema, Table, Value, replace
from designkit.sql.definitions import index_definition
from designkit.workload.advice.candidates import candidates, conventional
from designkit.workload.advice.choosing import Choice, choose
from designkit.workload.advice.trying import Trial, added
from designkit.workload.examined import Examined

# A gain below this part of a query's cost is within the planner's own guessing.
_WORTH_TELLING = 0.01
# Nobody keeps up an index for less, whatever the sum says.
_NOTICEABLE = 1.25


class Gain(Value, frozen=True, kw_only=True):
    """What a query costs without an index and with it, everything else that is advised in place.

    Attributes:
        weight: how often the query runs compared with the others.
    """

    query: str
    before: float
    after: float
    weight: float = 1.0

    @property
    def factor(self) -> float:
        """How many times cheaper it is."""
        return self.before / self.after if self.after else float("inf")


class Advice(Value, frozen=True, kw_only=True):
    """An index worth having.

    Attributes:
        operation: what adds it, under its conventional name.
        gains: of each query that is cheaper for it, the largest first.
        write_cost: what the writes of the workload pay for it, in the units of the planner.
        size_bytes: how large it would be.
    """

    operation: AddIndex
    gains: tuple[Gain, ...]
    write_cost: float
    size_bytes: int

    @property
    def sql(self) -> str:
        """The statement that adds it, without a semicolon."""
        return index_definition(self.operation.table, self.operation.index).text

    @property
    def gain(self) -> float:
        """What the workload gains, writes not counted."""
        return sum((item.before - item.after) * item.weight for item in self.gains)


class Idle(Value, frozen=True, kw_only=True):
    """An index that no query of the workload gets cheaper by, and that no key needs.

    A unique or a partial one is never named: the first guards the rows, and of the second nobody
    can tell from some queries whom it serves.
    """

    table: QualifiedName
    index: Index
    size_bytes: int


class Advised(Value, frozen=True, kw_only=True):
    """All that is advised for a workload.

    Attributes:
        advice: the most gainful first.
        before: what the workload costs now, each query times its weight.
        after: what it costs with all that is advised, writes and room counted.
        tried: how many indexes were tried.
    """

    advice: tuple[Advice, ...] = ()
    idle: tuple[Idle, ...] = ()
    before: float = 0.0
    after: float = 0.0
    tried: int = 0


def advise(workload: Sequence[Examined], schema: Schema, scaled: Scaled) -> Advised:
    """Indexes for all queries together, tried at the scale of a database.

    Args:
        workload: those that the database refused have no say.
        schema: what the scaled database holds.
        scaled: it is left as it was.
    """
    asked = [item for item in workload if not item.is_refused and item.references]
    touched = [item.references for item in asked if item.references is not None]
    try:
        tried = added(scaled, candidates(touched, schema, scaled.statistics))
        trial = Trial(scaled, asked, tried)
        chosen = _weighed(trial)
        none: Choice = frozenset()
        advice = [_advice(trial, asked, tried[number], number, chosen) for number in sorted(chosen)]
        return Advised(
            advice=tuple(_named(sorted(advice, key=lambda item: -item.gain), schema)),
            idle=tuple(_idle(trial, asked, schema, scaled, chosen)),
            before=trial.asked(none),
            after=trial.asked(chosen),
            tried=len(tried),
        )
    finally:
        scaled.hide(())
        scaled.take_back()


def _named(advice: Iterable[Advice], schema: Schema) -> Iterator[Advice]:
    """The advice with each index under the name that it shall have."""
    taken: set[str] = set()
    for item in advice:
        operation = conventional(item.operation, schema, taken)
        taken.add(operation.index.name)
        yield replace(item, operation=operation)


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
        if all(
            trial.of_query(place, others) < _NOTICEABLE * trial.of_query(place, chosen)
            for place in range(trial.queries)
        ):
            chosen = others
    return chosen


def _advice(
    trial: Trial, asked: Sequence[Examined], addition: AddIndex, number: int, chosen: Choice
) -> Advice:
    others = chosen - {number}
    gains: list[Gain] = []
    for place, item in enumerate(asked):
        before, after = trial.of_query(place, others), trial.of_query(place, chosen)
        if before - after > _WORTH_TELLING * before:
            gains.append(
                Gain(query=item.query.name, before=before, after=after, weight=item.query.weight)
            )
    return Advice(
        operation=addition,
        gains=tuple(sorted(gains, key=lambda it: (-(it.before - it.after) * it.weight, it.query))),
        write_cost=trial.tax(number),
        size_bytes=trial.size_bytes(number),
    )


def _idle(
    trial: Trial, asked: Sequence[Examined], schema: Schema, scaled: Scaled, chosen: Choice
) -> Iterator[Idle]:
    """The indexes whose queries cost no more without them, with what is advised in place."""
    touched = {table for item in asked if item.references for table in item.references.touched}
    for table in schema:
        if table.qualified not in touched:
            continue  # Who registered no query of a table says nothing about its indexes.
        for index in table.indexes:
            if index.unique or index.predicate is not None or _serves_key(table, index):
                continue
            name = QualifiedName(namespace=table.namespace, name=index.name)
            if not trial.is_used(name, chosen):
                size = scaled.size(name).pages * 8192
                yield Idle(table=table.qualified, index=index, size_bytes=size)


def _serves_key(table: Table, index: Index) -> bool:
    """Whether a foreign key of the table finds its rows by this index."""
    return any({*index.columns[: len(key.columns)]} == {*key.columns} for key in table.foreign_keys)
