"""Indexes that are there and that no query gets cheaper by: of twins one stays."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from designkit.changes import AddIndex
from designkit.database.scale import Scaled
from designkit.model import Index, QualifiedName, Schema, Table, Value
from designkit.workload.advice.trying import Trial

_NOISE = 1e-6
_PAGE_BYTES = 8192


class Idle(Value, frozen=True, kw_only=True):
    """An index that no query of the workload gets cheaper by, and that no key needs.

    A unique or a partial one is never named: the first guards the rows, and of the second nobody
    can tell from some queries whom it serves.

    Attributes:
        instead: the index that serves the same queries as well, and stays; "" where none would
            be served.
    """

    table: QualifiedName
    index: Index
    size_bytes: int
    instead: str = ""


def idle(
    trial: Trial, schema: Schema, scaled: Scaled, advised: Mapping[int, AddIndex]
) -> Iterator[Idle]:
    """The indexes that can go, all of them together, with what is advised in place.

    Args:
        trial: of the workload.
        schema: whose indexes they are.
        scaled: knows how large they are.
        advised: what is advised, by the number of the candidate.
    """
    for table in schema:
        places = trial.concerned(table.qualified)
        if places:  # Who registered no query of a table says nothing about its indexes.
            yield from _Idling(trial, table, places, advised).found(scaled)


class _Idling:
    """The indexes of one table, and what is advised for it."""

    def __init__(
        self, trial: Trial, table: Table, places: list[int], advised: Mapping[int, AddIndex]
    ) -> None:
        self._trial = trial
        self._table = table
        self._places = places
        self._advised = advised

    def found(self, scaled: Scaled) -> Iterator[Idle]:
        """Yield what can go: of two that do the same the larger, or else the later by name."""
        pages = {index: scaled.size(self._name(index.name)).pages for index in self._table.indexes}
        gone: dict[Index, int] = {}
        costs = self._without(())
        later = sorted(pages, key=lambda it: it.name, reverse=True)
        for index in sorted(later, key=lambda it: -pages[it]):
            if index.unique or index.predicate is not None or _serves_key(self._table, index):
                continue
            without = self._without([*(it.name for it in gone), index.name])
            if not _costs_more(costs, without):
                gone[index] = pages[index]
                costs = without
        names = frozenset(index.name for index in gone)
        for index, count in gone.items():
            yield Idle(
                table=self._table.qualified,
                index=index,
                size_bytes=count * _PAGE_BYTES,
                instead=self._instead(index, names),
            )

    def _instead(self, index: Index, gone: frozenset[str]) -> str:
        """What stays and begins with the same column, where this one would serve without it."""
        staying = frozenset(self._beginning(_first(index))) - gone
        nobody = gone | staying
        with_it = self._without(nobody - {index.name})
        if not staying or not _costs_more(with_it, self._without(nobody)):
            return ""
        return min(sorted(staying), key=lambda name: sum(self._without(nobody - {name})))

    def _beginning(self, first: str) -> Iterator[str]:
        """The keys and indexes that begin with a column, those that are advised too."""
        for key in (self._table.primary_key, *self._table.uniques):
            if key is not None and key.columns[0] == first:
                yield key.name
        own = (it.index for it in self._advised.values() if it.table == self._table.qualified)
        yield from (it.name for it in (*self._table.indexes, *own) if _first(it) == first)

    def _without(self, hidden: Collection[str]) -> list[float]:
        """What the queries cost without some of the indexes."""
        chosen = {number for number, item in self._advised.items() if item.index.name not in hidden}
        new = {item.index.name for item in self._advised.values()}
        there = [self._name(name) for name in hidden if name not in new]
        return self._trial.costs_without(frozenset(chosen), there, self._places)

    def _name(self, name: str) -> QualifiedName:
        return QualifiedName(namespace=self._table.namespace, name=name)


def _costs_more(before: list[float], after: list[float]) -> bool:
    return any(new > (1 + _NOISE) * old for old, new in zip(before, after, strict=True))


def _first(index: Index) -> str:
    return index.keys[0].column or index.keys[0].expression or ""


def _serves_key(table: Table, index: Index) -> bool:
    """Whether a foreign key of the table finds its rows by this index."""
    return any({*index.columns[: len(key.columns)]} == {*key.columns} for key in table.foreign_keys)
