"""Indexes that may serve some query: equal values first, then a range or an order, and variations.

More are made than are ever taken; which of them the planner would use is tried, not guessed.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from itertools import chain, count

from designkit.changes import AddIndex
from designkit.model import (
    Index,
    IndexKey,
    QualifiedName,
    Schema,
    Statistics,
    Table,
    Value,
    fitted,
    replace,
)
from designkit.model.conventional import index_name
from designkit.workload.references import CONTAINING, References, Role, TableUse, as_key

# More columns than these make an index that nobody keeps up gladly.
_MOST_KEYS = 4
_MOST_INCLUDED = 3
# What is wider is read from the row: an index of whole texts is a second table.
_WIDEST_BYTES = 64


class _Form(Value, frozen=True, kw_only=True):
    """An index without its name."""

    table: QualifiedName
    keys: tuple[IndexKey, ...]
    predicate: str | None = None
    include: tuple[str, ...] = ()
    method: str = "btree"

    def under(self, name: str) -> AddIndex:
        """The index of that name."""
        index = Index(
            name=name,
            keys=self.keys,
            method=self.method,
            include=self.include,
            predicate=self.predicate,
        )
        return AddIndex(table=self.table, index=index)


def candidates(
    workload: Iterable[References], schema: Schema, statistics: Statistics
) -> tuple[AddIndex, ...]:
    """The indexes that are worth a try for some queries, each once, in the order of the queries.

    Several may have the same keys, and so one conventional name: they are only numbered here.

    None of them does what an index or a key of the schema does already.

    Args:
        workload: what each query touches.
        schema: whose tables they are.
        statistics: how the values of its columns are spread.
    """
    makers = [
        _Maker(use, references, table, statistics)
        for references in workload
        for use in references.tables
        if (table := schema.find_table(use.table)) is not None
    ]
    groups: dict[QualifiedName, dict[frozenset[IndexKey], None]] = {}
    for maker in makers:
        groups.setdefault(maker.table, {}).update(dict.fromkeys(maker.groups()))
    found: dict[_Form, None] = {}
    for maker in makers:
        found |= dict.fromkeys(maker.forms(tuple(groups[maker.table])))
    new = [form for form in found if not _is_there(form, schema.table(form.table))]
    return tuple(form.under(f"candidate {number}") for number, form in enumerate(new, start=1))


def conventional(addition: AddIndex, schema: Schema, taken: Container[str]) -> AddIndex:
    """The index under its conventional name, with a number behind it where that is taken.

    Args:
        addition: under whatever name it was tried.
        schema: what it shall be added to.
        taken: further names that are not free.
    """
    table = schema.table(addition.table)
    known = _relation_names(schema, table.namespace)
    wanted = index_name(table.name, addition.index.keys)
    names = chain([wanted], (fitted(f"{wanted}_{number}") for number in count(2)))
    free = next(name for name in names if name not in known and name not in taken)
    return replace(addition, index=replace(addition.index, name=free))


class _Maker:
    """Makes what may serve one mention of a table.

    Attributes:
        table: its name.
    """

    def __init__(
        self, use: TableUse, references: References, table: Table, statistics: Statistics
    ) -> None:
        self.table = use.table
        self._use = use
        self._order = _order(use, references)
        told = statistics.by_name.get(use.table)
        columns = (*told.inherited, *told.columns) if told is not None else ()
        rows = (told.rows if told is not None else None) or 0.0
        self._distinct = {item.column: item.distinct_of(rows) for item in columns}
        narrow = {item.column for item in columns if item.width <= _WIDEST_BYTES}
        self._narrow = narrow & {column.name for column in table.columns}
        keys = (key for key in (table.primary_key, *table.uniques) if key is not None)
        self._unique = [frozenset(key.columns) for key in keys]
        self._required = [item for item in use.uses if item.required]
        self._constants = [
            item
            for item in self._required
            if item.predicate and (item.role == "equality" or item.operator == "is not null")
        ]
        self._fixed = {item.column for item in self._constants if item.role == "equality"}

    def groups(self) -> Iterator[frozenset[IndexKey]]:
        """Yield what it asks for by equal values together."""
        equal = self._of("equality")
        varying = [key for key in equal if key.column not in self._fixed]
        for group in (equal, varying, self._of("join")):
            if group:
                yield frozenset(group)

    def forms(self, groups: Iterable[frozenset[IndexKey]]) -> Iterator[_Form]:
        """Yield them, plain ones first.

        Args:
            groups: what all mentions of the table ask for together: an index that begins with what
                another asks for serves both.
        """
        predicate = " AND ".join(dict.fromkeys(item.predicate for item in self._constants)) or None
        fixed = self._fixed
        for keys in self._keys(groups):
            # What is the same in all rows of a partial index finds none of them.
            partial = predicate if fixed.isdisjoint(key.column for key in keys) else None
            for condition in dict.fromkeys((None, partial)):
                yield _Form(table=self._use.table, keys=keys, predicate=condition)
                covering = self._included(keys, is_partial=condition is not None)
                if covering:
                    yield _Form(
                        table=self._use.table, keys=keys, predicate=condition, include=covering
                    )
        for item in self._required:
            if item.role == "filter" and item.operator in CONTAINING and item.column:
                keys = (IndexKey(column=item.column),)
                yield _Form(table=self._use.table, keys=keys, method="gin")

    def _keys(self, groups: Iterable[frozenset[IndexKey]]) -> tuple[tuple[IndexKey, ...], ...]:
        """Keys that find rows by equal values, by a range behind them, in the order of the result.

        Of equal values the most selective goes first, as the convention has it, or what another
        query asks for without the rest.
        """
        equal, joined, ranges = self._of("equality"), self._of("join"), self._of("range")
        varying = [key for key in equal if key.column not in self._fixed]
        starts = [equal, varying, [*equal, *joined], [*varying, *joined], joined]
        starts += [[key] for key in (*equal, *joined)]
        found: dict[tuple[IndexKey, ...], None] = {}
        for start in starts:
            if any(key <= {item.column for item in start} for key in self._unique):
                continue  # Who finds one row at the most finds it as well by the key.
            best = tuple(sorted(dict.fromkeys(start), key=self._selective))
            known = {(key.column, key.expression) for key in best}
            behind = [it for it in self._order if (it.column, it.expression) not in known]
            for first in (best, *_shared(best, groups)):
                for begin in (first, (*first, *behind)):
                    found |= dict.fromkeys([begin, *((*begin, key) for key in ranges)])
        return tuple(keys for keys in found if keys and _is_sound(keys))

    def _of(self, role: Role) -> list[IndexKey]:
        """What may be a key, of the columns in one role."""
        found: dict[IndexKey, None] = {}
        for item in self._required:
            if item.role != role:
                continue
            if item.expression and item.wrapper != "cast":
                found[IndexKey(expression=as_key(item.expression))] = None
            elif item.column and not item.wrapper:
                found[IndexKey(column=item.column)] = None
        return list(found)

    def _selective(self, key: IndexKey) -> float:
        """Where a key stands; an expression is taken to have as many values as it needs."""
        return -self._distinct.get(key.column, 1.0) if key.column is not None else float("-inf")

    def _included(self, keys: tuple[IndexKey, ...], *, is_partial: bool) -> tuple[str, ...]:
        """The other columns that the query needs, if they are few: then no row is looked up."""
        use = self._use
        if use.whole or use.written is not None:
            return ()
        # What a predicate says of all rows of an index need not be in it.
        needed = {it.column for it in use.uses if it.column and not (is_partial and it.predicate)}
        others = needed - {key.column for key in keys}
        fits = 0 < len(others) <= _MOST_INCLUDED and others <= self._narrow
        return tuple(sorted(others)) if fits else ()


def _shared(
    keys: tuple[IndexKey, ...], groups: Iterable[frozenset[IndexKey]]
) -> Iterator[tuple[IndexKey, ...]]:
    """The keys with those first that a group has of them, where it has some and not all."""
    for group in groups:
        common = tuple(key for key in keys if key in group)
        if 0 < len(common) < len(keys):
            yield (*common, *(key for key in keys if key not in group))


def _is_sound(keys: tuple[IndexKey, ...]) -> bool:
    names = [(key.column, key.expression) for key in keys]
    return len(set(names)) == len(names) <= _MOST_KEYS


def _order(use: TableUse, references: References) -> tuple[IndexKey, ...]:
    """The order of the result, where it is one of this table's columns alone."""
    wanted = [item for item in use.uses if item.role == "order"]
    level = references.levels[use.level]
    ranks = [item.rank for item in wanted]
    if not wanted or level.grouped or ranks != list(range(len(ranks))):
        return ()
    return tuple(
        IndexKey(
            column=item.column if not item.expression else None,
            expression=as_key(item.expression) if item.expression else None,
            descending=item.descending,
            nulls_first=item.nulls_first if item.nulls_first != item.descending else None,
        )
        for item in wanted
    )


def _is_there(form: _Form, table: Table) -> bool:
    """Whether an index or a key begins with the same keys and holds the same rows."""
    if form.method != "btree":
        wanted = [key.column for key in form.keys]
        return any(
            index.method == form.method and [key.column for key in index.keys] == wanted
            for index in table.indexes
        )
    owned = [key for key in (table.primary_key, *table.uniques) if key is not None]
    paths = chain(
        ((tuple(IndexKey(column=name) for name in key.columns), None, ()) for key in owned),
        ((index.keys, index.predicate, index.include) for index in table.indexes if index.valid),
    )
    return any(
        keys[: len(form.keys)] == form.keys
        and predicate in {None, form.predicate}
        and {*form.include} <= {*include, *(key.column for key in keys)}
        for keys, predicate, include in paths
    )


def _relation_names(schema: Schema, namespace: str) -> frozenset[str]:
    """What no index of a namespace can be called, since something else is."""
    found: set[str] = set()
    for table in (item for item in schema.tables if item.namespace == namespace):
        found.add(table.name)
        found.update(item.name for item in (*table.indexes, *table.constraints))
    for view in (item for item in schema.views if item.namespace == namespace):
        found.add(view.name)
        found.update(index.name for index in view.indexes)
    found.update(item.name for item in schema.sequences if item.namespace == namespace)
    return frozenset(found)
