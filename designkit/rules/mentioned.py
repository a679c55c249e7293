"""A table as a query mentions it: which of its conditions an index serves, and what is in the way.

What serves is judged by the indexes that there are; where a plan shows that one is used, by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final, NamedTuple

from designkit.model import Column, IndexKey, QualifiedName, Schema, Table, Value
from designkit.model.conventional import DELETED_AT
from designkit.model.types import base_type, is_array, is_boolean
from designkit.rules.access_paths import AccessPath, access_paths
from designkit.workload.examined import Examined
from designkit.workload.plans import Node
from designkit.workload.references import (
    CONTAINING,
    TableUse,
    Use,
    comparable,
    conjuncts,
    is_cast,
    is_indexable,
    is_virtual,
    text_columns,
)

# An index over so few different values finds too many rows to be worth its way.
_FEW_VALUES: Final = 10
_MOST_KEYS: Final = 3
# How many times its cost a scan would cost that runs to its end.
_STOPPED_EARLY: Final = 100
_ORDERED: Final = frozenset({"btree", "hash"})
# What indexes of other kinds serve is told by their operator classes: any condition may be.
# https://www.postgresql.org/docs/18/indexes-types.html
_CONDITIONS: Final = ("equality", "range", "join", "filter")
_WRITES: Final = frozenset({"Insert", "Update", "Delete", "Merge"})
_TEXTS: Final = frozenset({"character varying", "text"})
_OF_PREDICATES: Final = frozenset({"is null", "is not null", "is"})


class Wanted(NamedTuple):
    """An index that a query could use and that is not there.

    Attributes:
        leading: what it begins with.
        keys: what it is made of; empty where only PostgreSQL can spell the expression.
        among_live: whether the query looks only at rows that are not deleted.
        method: the kind of index.
        possible: whether an index can hold the expression.
    """

    leading: Use
    keys: tuple[IndexKey, ...]
    among_live: bool
    method: str = "btree"
    possible: bool = True


class Mention(Value, frozen=True, kw_only=True, dict=True):
    """One mention of a table of the schema; what several rules ask is found out once.

    Attributes:
        parts: the partitions that hold its rows.
    """

    item: Examined
    use: TableUse
    table: Table
    parts: frozenset[QualifiedName]
    schema: Schema

    @cached_property
    def conditions(self) -> tuple[Use, ...]:
        """What each row that counts fulfils."""
        return tuple(use for use in self.use.used(*_CONDITIONS) if use.required)

    @cached_property
    def paths(self) -> tuple[AccessPath, ...]:
        """The indexes that hold all rows which the query looks for."""
        texts = text_columns(self.table)
        known = {use.predicate for use in self.conditions if use.predicate}
        return tuple(
            path
            for path in access_paths(self.table)
            if path.predicate is None or conjuncts(path.predicate, texts) <= known
        )

    @cached_property
    def steps(self) -> tuple[Node, ...]:
        """The steps of the plan that read the table for this mention."""
        if self.item.plan is None:
            return ()
        names = {self.use.table, *self.parts}
        nodes = self.item.plan.walk()
        found = tuple(it for it in nodes if it.table in names and it.kind not in _WRITES)
        # PostgreSQL numbers an alias that stands twice: `u_1`.
        own = {self.use.alias}
        exact = tuple(it for it in found if {it.alias, it.alias.rpartition("_")[0]} & own)
        return exact or found

    @cached_property
    def scans(self) -> tuple[Node, ...]:
        """The steps that read the table, or a whole index of it, from end to end."""
        return tuple(node for node in self.steps if self._reads_whole(node))

    @cached_property
    def is_served(self) -> bool:
        """Whether an index finds the rows by one of the conditions, or gives them one by one."""
        return any(map(self._is_by_index, self.steps)) or any(
            serves(path, use, self.table)
            for use in self.conditions
            if not self.is_recast(use)
            for path in self.paths
        )

    def _reads_whole(self, node: Node) -> bool:
        if not node.scans_whole and (not node.index or node.condition):
            return False
        if any(index.name == node.index and index.predicate for index in self.table.indexes):
            return False
        # LIMIT ends most scans long before their end.
        root = self.item.plan
        return root is not None and root.total_cost >= node.total_cost / _STOPPED_EARLY

    def _is_by_index(self, node: Node) -> bool:
        return node.kind == "Bitmap Heap Scan" or bool(node.index and not self._reads_whole(node))

    def leads(self, column: str) -> AccessPath | None:
        """An ordinary index that begins with a column, or None."""
        paths = (path for path in self.paths if path.method in _ORDERED)
        return next((path for path in paths if path.keys[0].column == column), None)

    def obstructed(self) -> Iterator[Use]:
        """The conditions that no index serves for the way they are written."""
        if self.is_served:
            return
        for use in self.conditions:
            if use.leading_wildcard or (use.wrapper and use.column and self.leads(use.column)):
                yield use

    def recast(self) -> Iterator[tuple[Use, Node | None]]:
        """The conditions on indexed columns that PostgreSQL casts itself, each with the scan.

        Where nobody planned the query, or the join filters, the types tell.
        """
        for use in self.conditions:
            if use.column and not use.wrapper and self.leads(use.column):
                scan = next((it for it in self.scans if self._casts(it, use.column)), None)
                if scan is not None:
                    yield use, scan
                elif self.is_recast(use) and not self.is_served:
                    yield use, next(iter(self.scans), None)

    def is_recast(self, use: Use) -> bool:
        """Whether a condition compares a column with a type to which PostgreSQL casts it."""
        column = self.table.find_column(use.column) if not use.wrapper else None
        return column is not None and is_cast(column.type, use.beside)

    def given_patterns(self) -> Iterator[Use]:
        """The patterns that begin with what the caller gives, where no index finds the rows."""
        if not self.is_served:
            yield from (use for use in self.conditions if use.given_pattern and use.column)

    @property
    def is_explained(self) -> bool:
        """Whether something is to be said of how it is reached, beside what the plan does."""
        told = (self.obstructed(), self.recast(), self.given_patterns())
        return any(next(it, None) is not None for it in told) or self.wanted is not None

    def _casts(self, scan: Node, column: str) -> bool:
        """Whether the filter of a scan casts a column; varchar as text is no cast of its value."""
        found = re.search(rf"(?<!\w){re.escape(column)}\)?::(?P<type>[a-z ]+)", scan.filter)
        if found is None:
            return False
        types = {base_type(self.table.column(column).type), found["type"].strip()}
        return not types <= _TEXTS

    @cached_property
    def wanted(self) -> Wanted | None:
        """The index by which the rows would be found; None where there is one, or none helps."""
        if self.is_served:
            return None
        conditions = [use for use in self.conditions if self._is_sought(use)]
        plain = [use for use in conditions if not use.wrapper]
        equal = [use for use in plain if use.role in {"equality", "join"}]
        equal.sort(key=lambda use: -(self.distinct(use.column) or 0))
        ranges = [use for use in plain if use.role == "range"]
        leading = [*equal, *ranges]
        if leading and (self.distinct(leading[0].column) or _FEW_VALUES) >= _FEW_VALUES:
            names = list(dict.fromkeys(use.column for use in equal))[: _MOST_KEYS - 1]
            rest = [IndexKey(column=use.column) for use in ranges[:1]] or list(self._order())
            keys = [IndexKey(column=name) for name in names]
            keys += [key for key in rest if key.column not in names]
            return Wanted(leading[0], tuple(keys[:_MOST_KEYS]), self._among_live)
        wrapped = [use for use in conditions if use.wrapper and not self.leads(use.column)]
        if wrapped and not leading:
            possible = is_indexable(wrapped[0].expression, self.table)
            return Wanted(wrapped[0], (), self._among_live, possible=possible)
        contained = next(filter(self._is_contained, self.conditions), None)
        if contained is not None:
            key = IndexKey(column=contained.column)
            return Wanted(contained, (key,), self._among_live, method="gin")
        return None if conditions else self._wanted_for_order()

    def distinct(self, name: str) -> int | None:
        """The number of different values in a column, as somebody said or its type says."""
        volume = self.schema.volume(self.use.table)
        known = volume.distinct(name) if volume is not None else None
        column = self.table.find_column(name)
        return known if known is not None or column is None else self._values(column)

    def _values(self, column: Column) -> int | None:
        if is_boolean(column.type):
            return 2
        enum = next(
            (it for it in self.schema.enums if column.type in {it.name, str(it.qualified)}), None
        )
        return len(enum.values) if enum is not None else None

    def _is_sought(self, use: Use) -> bool:
        """Whether a condition names a value by which rows could be found."""
        column = self.table.find_column(use.column)
        if column is None or is_boolean(column.type) or is_virtual(column) or self.is_recast(use):
            return False
        return use.role != "filter" and use.operator not in _OF_PREDICATES

    def _is_contained(self, use: Use) -> bool:
        """Whether an inverted index would find the rows by what a document or an array holds."""
        column = self.table.find_column(use.column) if not use.wrapper else None
        if column is None or use.operator not in CONTAINING or is_virtual(column):
            return False
        return is_array(column.type) or column.type == "jsonb"

    @property
    def _among_live(self) -> bool:
        return any(
            use.column == DELETED_AT and use.operator == "is null" for use in self.conditions
        )

    def _order(self) -> Iterator[IndexKey]:
        """What an index has behind its first keys, so that its rows come in the query's order."""
        references = self.item.references
        level = references.levels[self.use.level] if references is not None else None
        if level is None or level.grouped or level.distinct or level.windowed or not level.limit:
            return
        uses = sorted(self.use.used("order"), key=lambda use: use.rank)
        if [use.rank for use in uses] != list(range(len(uses))) or any(it.wrapper for it in uses):
            return
        # An index is read backwards where all of them descend.
        mixed = len({use.descending for use in uses}) > 1
        for use in uses:
            column = self.table.find_column(use.column)
            if use.nulls_first is not use.descending or column is None or is_virtual(column):
                return
            yield IndexKey(column=use.column, descending=mixed and use.descending)

    def _wanted_for_order(self) -> Wanted | None:
        keys = tuple(self._order())[:_MOST_KEYS]
        if not keys or self.leads(keys[0].column or ""):
            return None
        first = next(use for use in self.use.used("order") if use.column == keys[0].column)
        return Wanted(first, keys, self._among_live)


def serves(path: AccessPath, use: Use, table: Table) -> bool:
    """Whether an index finds rows by a condition alone."""
    first = path.keys[0]
    if path.method not in _ORDERED:
        texts = text_columns(table)
        return any(_is_of(key, use, texts) for key in path.keys)
    return use.role != "filter" and _is_of(first, use, text_columns(table))


def _is_of(key: IndexKey, use: Use, texts: frozenset[str]) -> bool:
    if use.expression:
        return comparable(key.expression or "", texts) == use.expression
    return key.column == use.column
