"""Rows from the options of groups: no key holds twice, and what need not differ is the same."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from designkit.migrate.rows.demands import Key
from designkit.migrate.rows.options import NULLS, ORDINARY, Group, Row

_TRIES = 60
# How many other rows are offered in place of one that the database refuses.
_MIXED = 12
_NEARLY = 400
_TWINS = 6

# Of each group, the number of the option that a row takes.
Picks = tuple[int, ...]


class Assembly:
    """The rows of one table, made one after the other; remembers those that are kept."""

    def __init__(self, groups: Sequence[Group], keys: Sequence[Key], seed: str) -> None:
        self._groups = groups
        self._keys = keys
        self._seed = seed
        self._last: Row | None = None
        self._values: dict[str, set[str | None]] = {}
        self._seen: list[set[tuple[str | None, ...]]] = [set() for _ in keys]
        self._used: list[Counter[tuple[str | None, ...]]] = [Counter() for _ in groups]
        self._places = [
            [
                number
                for number, group in enumerate(groups)
                if not {*key.columns}.isdisjoint(group.columns)
            ]
            for key in keys
        ]

        # What was used before counts in these only: groups of a key, and groups of many columns.
        self._keyed = sorted({place for places in self._places for place in places})
        self._mixed = [n for n, group in enumerate(groups) if not group.is_single]

    def copy(self) -> Assembly:
        """The same, to go on with and leave this one as it is."""
        other = Assembly(self._groups, self._keys, self._seed)
        other._seen = [set(seen) for seen in self._seen]
        other._used = [Counter(used) for used in self._used]
        other._last = self._last
        other._values = {name: set(values) for name, values in self._values.items()}
        return other

    def row(self, shape: int) -> Row | None:
        """A row of a shape that fits to those kept; None where none was found."""
        return self._fitted(self._best(shape), shape)

    def others(self, shape: int) -> Iterator[Row]:
        """Other rows that fit, for when the database refuses one.

        If some row was kept, the shape's with a part of that one, and that one nearly as it is;
        else a plain one, mixed ones, and nearly plain ones.
        """
        wanted = self._best(shape)
        if self._last is None:
            plain = self._best(ORDINARY)
            chance = random.Random(f"{self._seed}\n{shape}")  # noqa: S311  (the same in every run)
            mixed = (self._random(chance) for _ in range(_MIXED))
            tried = chain((plain,), mixed, islice(self._nearly(plain), _NEARLY))
        else:
            kept = self._picked(self._last)
            parts = (
                (*wanted[:place], pick, *wanted[place + 1 :])
                for place, pick in enumerate(kept)
                if pick != wanted[place]
            )
            tried = chain(parts, (kept,))
        fitted = (self._fitted(picks, shape) for picks in tried)
        return (row for row in fitted if row is not None)

    def twins(self, row: Row) -> Iterator[tuple[Row, ...]]:
        """For each key that binds only some rows: rows like a kept one that may escape it."""
        picks = self._picked(row)
        for number, key in enumerate(self._keys):
            tried = (
                (*picks[:place], option, *picks[place + 1 :])
                for place, group in enumerate(self._groups)
                if not {*key.deciding}.isdisjoint(group.columns)
                for option in reversed(range(len(group.options)))
            )
            found = (self._fitted(some, ORDINARY, free=number) for some in islice(tried, _TWINS))
            yield tuple(twin for twin in found if twin is not None)

    def _best(self, shape: int) -> Picks:
        return tuple(
            group.best(shape) if shape == ORDINARY or group.is_single else self._fresh(group, shape)
            for group in self._groups
        )

    def _fresh(self, group: Group, shape: int) -> int:
        """The option like a shape and unlike what the kept rows hold: so each case has its row."""
        known = [self._values.get(name, set()) for name in group.columns]
        scores = [
            option.places.count(shape)
            + sum(value not in seen for value, seen in zip(option.values, known, strict=True))
            for option in group.options
        ]
        return scores.index(max(scores))

    def _picked(self, row: Row) -> Picks:
        return tuple(_number(group, row) for group in self._groups)

    def _nearly(self, plain: Picks) -> Iterator[Picks]:
        """The plain row with one group changed, each option in turn."""
        return (
            (*plain[:place], option, *plain[place + 1 :])
            for place, group in enumerate(self._groups)
            for option in range(len(group.options))
            if option != plain[place]
        )

    def keep(self, row: Row) -> None:
        """Take a row as one that the table holds."""
        self._last = row
        for key, seen in zip(self._keys, self._seen, strict=True):
            seen.add(tuple(row.get(name) for name in key.columns))
        for place in self._keyed:
            self._used[place][tuple(row.get(name) for name in self._groups[place].columns)] += 1
        for place in self._mixed:
            for name in self._groups[place].columns:
                self._values.setdefault(name, set()).add(row.get(name))

    def _row(self, picks: Picks) -> Row:
        row: dict[str, str | None] = {}
        for group, pick in zip(self._groups, picks, strict=True):
            row.update(zip(group.columns, group.options[pick].values, strict=True))
        return row

    def _fitted(self, picks: Picks, shape: int, *, free: int | None = None) -> Row | None:
        """The row of some picks, changed where a key, but for a free one, holds its values."""
        bound = [number for number in range(len(self._keys)) if number != free]
        for _ in range(2 * len(bound) + 1):
            row = self._row(picks)
            broken = next((number for number in bound if self._holds(number, row)), None)
            if broken is None:
                return row
            varied = self._varied(picks, broken, shape)
            if varied is None:
                return None
            picks = varied
        return None

    def _holds(self, number: int, row: Row) -> bool:
        key = self._keys[number]
        values = tuple(row.get(name) for name in key.columns)
        return values in self._seen[number] and not (key.nulls_distinct and None in values)

    def _varied(self, picks: Picks, broken: int, shape: int) -> Picks | None:
        """Picks with other values for a key: first where some value already stands twice."""
        places = sorted(self._places[broken], key=lambda place: -self._repeats(place))
        for place in places:
            for option in self._in_turn(place, shape):
                tried = (*picks[:place], option, *picks[place + 1 :])
                if not self._holds(broken, self._row(tried)):
                    return tried
        chance = random.Random(f"{self._seed}\n{picks}")  # noqa: S311  (the same in every run)
        for _ in range(_TRIES):
            found = self._random(chance)
            tried = tuple(found[n] if n in places else pick for n, pick in enumerate(picks))
            if not self._holds(broken, self._row(tried)):
                return tried
        return None

    def _repeats(self, place: int) -> int:
        return max(self._used[place].values(), default=0)

    def _in_turn(self, place: int, shape: int) -> list[int]:
        """The options of a group, from the last: those that no shape asks for stand there."""
        options = self._groups[place].options
        order = range(len(options) - 1, -1, -1)
        return sorted(order, key=lambda n: (NULLS in options[n].places) != (shape == NULLS))

    def _random(self, chance: random.Random) -> Picks:
        return tuple(chance.randrange(len(group.options)) for group in self._groups)


def _number(group: Group, row: Row) -> int:
    """The option that a row holds; an ordinary one where it holds another, as first rows may."""
    values = tuple(row.get(name) for name in group.columns)
    found = (number for number, option in enumerate(group.options) if option.values == values)
    return next(found, group.best(ORDINARY))
