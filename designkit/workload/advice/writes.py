"""What the writes to a table put into an index of it: those of the workload, or declared growth.

Queries are weighed against each other, and growth is rows a month. So that both can be added, a
query of weight 1 goes for one that runs once a minute.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final, Literal

from designkit.changes import AddIndex
from designkit.model import QualifiedName, Schema, Statistics, Value
from designkit.workload.examined import Examined

MINUTES_A_MONTH: Final = 43_830
_INSERTS: Final = frozenset({"insert", "merge"})


class Writes(Value, frozen=True, kw_only=True):
    """Which writes to a table its indexes pay for.

    Attributes:
        queries: the registered ones that write to it, in order.
        growth: the rows that it gains in a month, as declared, where no registered query inserts
            any; else 0.
    """

    table: QualifiedName
    queries: tuple[str, ...] = ()
    growth: float = 0.0

    @property
    def origins(self) -> tuple[Literal["registered", "declared"], ...]:
        """Who said that there are writes; nobody where it is empty."""
        return (*(("registered",) if self.queries else ()), *(("declared",) if self.growth else ()))


class Written(Value, frozen=True, kw_only=True, dict=True):
    """The writes of a workload, with what its schema declares of growth.

    Args:
        statistics: of the rows that a share of growth is of.
    """

    workload: tuple[Examined, ...]
    schema: Schema
    statistics: Statistics

    @cached_property
    def registered(self) -> tuple[str, ...]:
        """The queries that write, in order."""
        return tuple(
            item.query.name for item in self.workload if item.references and item.references.written
        )

    def to(self, table: QualifiedName) -> Writes:
        """The writes to one table."""
        writing = [item for item in self.workload if _commands(item, table)]
        inserted = any(_commands(item, table) & _INSERTS for item in writing)
        return Writes(
            table=table,
            queries=tuple(item.query.name for item in writing),
            growth=0.0 if inserted else self._growth(table),
        )

    def entries(self, candidate: AddIndex) -> float:
        """How many entries go into an index each minute, or each time that weight 1 runs."""
        queries = sum(_entries(item, candidate) for item in self.workload)
        return queries + self.to(candidate.table).growth / MINUTES_A_MONTH

    def _growth(self, table: QualifiedName) -> float:
        volume = next((item for item in self.schema.volumes if item.table == table), None)
        if volume is None or volume.growth is None:
            return 0.0
        if volume.growth.rows is not None:
            return float(volume.growth.rows)
        told = self.statistics.by_name.get(table)
        return (volume.growth.share or 0.0) * (told.rows or 0.0 if told is not None else 0.0)


def _commands(item: Examined, table: QualifiedName) -> frozenset[str]:
    """By which commands a query writes to a table."""
    uses: Sequence[str | None] = (
        [use.written for use in item.references.of(table)] if item.references is not None else []
    )
    return frozenset(command for command in uses if command is not None)


def _entries(item: Examined, candidate: AddIndex) -> float:
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
        if use.written in _INSERTS or (use.written == "update" and touches):
            rows += item.rows_written
    return rows * item.query.weight
