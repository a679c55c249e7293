"""From candidates to options: columns that speak of each other take their values together.

A unit is a column, or the columns of a foreign key. Units that a check or a shared column ties
together are one group, and an option is one set of values for all columns of a group.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod

from designkit.model import Value

Row = Mapping[str, str | None]

# What a row is like: it takes the candidate of that place in each column, or NULL.
ORDINARY, LOW, HIGH, ODD, NULLS = 0, 1, 2, 3, -1
SHAPES = (ORDINARY, ORDINARY, LOW, HIGH, NULLS, ODD)

# As many sets of values as a server judges in a few milliseconds.
MOST = 600


class Unit(Value, frozen=True, kw_only=True):
    """Columns whose values come together, and the candidates for them.

    Attributes:
        places: of each candidate, where it stood among all; `NULLS` for that with a NULL.
    """

    columns: tuple[str, ...]
    candidates: tuple[tuple[str | None, ...], ...]
    places: tuple[int, ...]

    def at(self, shape: int) -> int:
        """The candidate that a row of that shape takes."""
        return self.places.index(shape) if shape in self.places else 0


class Option(Value, frozen=True, kw_only=True):
    """Values for the columns of a group, and the place of each unit's candidate."""

    values: tuple[str | None, ...]
    places: tuple[int, ...]


class Group(Value, frozen=True, kw_only=True):
    """Columns that must be chosen together."""

    columns: tuple[str, ...]
    options: tuple[Option, ...]

    @property
    def is_single(self) -> bool:
        """Whether it is one column, or those of one foreign key."""
        return not self.options or len(self.options[0].places) == 1

    def best(self, shape: int) -> int:
        """The option most like a shape; of equals the first."""
        if self.is_single:
            return next((n for n, item in enumerate(self.options) if item.places[0] == shape), 0)
        scores = [option.places.count(shape) for option in self.options]
        return scores.index(max(scores))


def unit(
    columns: Sequence[str], candidates: Iterable[tuple[str | None, ...]], *, first_spare: int
) -> Unit:
    """A unit of candidates in their order; one with a NULL goes last, whatever its place."""
    found = tuple(dict.fromkeys(candidates))
    whole = [item for item in found if None not in item]
    without = [item for item in found if None in item]
    return Unit(
        columns=tuple(columns),
        candidates=(*whole, *without),
        places=(
            *range(len(whole)),
            *(NULLS if i == 0 else first_spare for i in range(len(without))),
        ),
    )


def tied(units: Sequence[Unit], ties: Iterable[frozenset[str]]) -> tuple[tuple[Unit, ...], ...]:
    """The units by group: those that share a column, or that a tie of columns names."""
    groups: list[tuple[set[str], list[Unit]]] = [({*item.columns}, [item]) for item in units]
    for tie in (*ties, *(frozenset(item.columns) for item in units)):
        joined = [group for group in groups if not tie.isdisjoint(group[0])]
        if len(joined) > 1:
            apart = [group for group in groups if tie.isdisjoint(group[0])]
            columns = {name for names, _ in joined for name in names}
            groups = [*apart, (columns, [item for _, items in joined for item in items])]
    return tuple(tuple(items) for _, items in groups)


def group_of(units: Sequence[Unit], seed: str, most: int = MOST) -> Group:
    """All options of some units, or a sample of them where they are more than `most`."""
    columns = tuple(dict.fromkeys(name for item in units for name in item.columns))
    if len(units) == 1:  # Nine of ten.
        pairs = zip(units[0].candidates, units[0].places, strict=True)
        alone = tuple(Option(values=values, places=(place,)) for values, place in pairs)
        return Group(columns=columns, options=alone)
    sizes = [range(len(item.candidates)) for item in units]
    picks = product(*sizes) if count_of(units) <= most else islice(_sampled(units, seed), most)
    joined = (_joined(units, pick, columns) for pick in picks)
    found = {option.values: option for option in joined if option is not None}
    return Group(columns=columns, options=tuple(found.values()))


def count_of(units: Sequence[Unit]) -> int:
    """How many sets of values some units have together."""
    return prod(len(item.candidates) for item in units)


def _sampled(units: Sequence[Unit], seed: str) -> Iterator[tuple[int, ...]]:
    """Picks of one shape throughout, nearly NULL or ordinary ones, and random ones without end."""
    shapes = [tuple(item.at(shape) for item in units) for shape in dict.fromkeys(SHAPES)]
    yield from shapes
    chance = random.Random(seed)  # noqa: S311  (the same in every run is what is wanted)
    nearly = (
        (*pick[:number], other, *pick[number + 1 :])
        for number, item in enumerate(units)
        for other in range(len(item.candidates))
        for pick in (shapes[0], shapes[-2])
    )
    while True:
        yield tuple(chance.randrange(len(item.candidates)) for item in units)
        yield from islice(nearly, 1)


def _joined(units: Sequence[Unit], pick: Sequence[int], columns: Sequence[str]) -> Option | None:
    """The values of a pick; None where two units would give a column different ones."""
    values: dict[str, str | None] = {}
    for item, number in zip(units, pick, strict=True):
        for name, value in zip(item.columns, item.candidates[number], strict=True):
            if values.setdefault(name, value) != value:
                return None
    places = tuple(item.places[number] for item, number in zip(units, pick, strict=True))
    return Option(values=tuple(values[name] for name in columns), places=places)
