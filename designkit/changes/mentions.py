"""Which columns a constraint, an index or a carried object names: what must make way for them.

Expressions are text here, so a word that only looks like a column counts as one: what is taken away
too much is put back all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from designkit.changes.expressions import names_in
from designkit.changes.objects import Whole
from designkit.model import (
    Carried,
    Check,
    Column,
    Constraint,
    ForeignKey,
    Index,
    OtherConstraint,
    QualifiedName,
    Table,
    View,
)

# A column: its table and its name.
Place = tuple[QualifiedName, str]
# A unique key: its table and its columns, in whatever order.
UniqueKey = tuple[QualifiedName, frozenset[str]]


class Moving(NamedTuple):
    """The columns and the unique keys that no foreign key can point to all along."""

    columns: AbstractSet[Place] = frozenset()
    keys: AbstractSet[UniqueKey] = frozenset()

    def under(self, key: ForeignKey) -> bool:
        """Whether a foreign key points to one of them."""
        table, columns = key.referenced_table, key.referenced_columns
        return (table, frozenset(columns)) in self.keys or any(
            (table, column) in self.columns for column in columns
        )


def mentions(table: Table, item: Constraint | Index, places: AbstractSet[Place]) -> bool:
    """Whether a constraint or index of the table names one of those columns."""
    if isinstance(item, ForeignKey):
        there = {(item.referenced_table, column) for column in item.referenced_columns}
        if there & places:
            return True
    if points(item) and isinstance(item, OtherConstraint):
        named = names_in(item.definition)
        if any(other.name in named and column in named for other, column in places):
            return True
    columns = _columns_of(table.qualified, places)
    return not columns.isdisjoint(key_columns(item)) or _any_named(part_texts(item), columns)


def points(item: Constraint | Index) -> bool:
    """Whether it is a foreign key, be it one of periods."""
    return isinstance(item, ForeignKey) or (isinstance(item, OtherConstraint) and item.points)


def expression_mentions(table: QualifiedName, index: Index, places: set[Place]) -> bool:
    """Whether an expression or the predicate of an index names one of those columns."""
    return _any_named(part_texts(index), _columns_of(table, places))


def generation_mentions(table: QualifiedName, column: Column, places: set[Place]) -> bool:
    """Whether a column is generated from one of those columns."""
    return _any_named((column.generated or "",), _columns_of(table, places))


def carried_mentions(item: Carried, places: set[Place]) -> bool:
    """Whether a trigger, policy or rule names one of those columns of its table."""
    return item.table is not None and _any_named(
        (item.definition,), _columns_of(item.table, places)
    )


def bare_name(item: Carried) -> str:
    """The name by which texts speak of an object: no namespace, no arguments, no quotes."""
    return item.identity.partition("(")[0].rpartition(".")[2].strip('"')


def type_names(item: Carried) -> frozenset[str]:
    """The bare names of the types that a type brings: a range type has a multirange type beside it.

    https://www.postgresql.org/docs/18/rangetypes.html#RANGETYPES-DEFINING
    """
    name = bare_name(item)
    if item.kind != "range type":
        return frozenset({name})
    told = item.definition.partition("MULTIRANGE_TYPE_NAME = ")[2].removesuffix(")")
    if told:
        return frozenset({name, told.rpartition(".")[2].strip('"')})
    usual = name.replace("range", "multirange", 1) if "range" in name else f"{name}_multirange"
    return frozenset({name, usual})


def texts_of(item: Whole) -> Iterator[str]:
    """Every text of an object in which it may name another: types, expressions, definitions."""
    match item:
        case Table():
            for column in item.columns:
                yield from column_texts(column)
            for part in (*item.constraints, *item.indexes):
                yield from part_texts(part)
            yield from (item.partition_key or "", item.partition_bound or "")
        case View():
            yield item.definition
            yield from (type_name for _, type_name in item.columns)
            for index in item.indexes:
                yield from part_texts(index)
        case Carried():
            yield item.definition
        case _:
            return


def column_texts(column: Column) -> tuple[str, ...]:
    """The type of a column, and what computes its values."""
    return (column.type, column.default or "", column.generated or "")


def _columns_of(table: QualifiedName, places: AbstractSet[Place]) -> set[str]:
    return {column for owner, column in places if owner == table}


def key_columns(item: Constraint | Index) -> set[str]:
    """The columns that a constraint or an index names outside of expressions."""
    match item:
        case Check() | OtherConstraint():
            return set()
        case Index():
            return {key.column for key in item.keys if key.column} | set(item.include)
        case ForeignKey():
            return set(item.columns)
        case _:
            return set(item.columns) | set(item.include)


def part_texts(item: Constraint | Index) -> tuple[str, ...]:
    """The expressions of a constraint or an index."""
    match item:
        case Check():
            return (item.expression,)
        case OtherConstraint():
            return (item.definition,)
        case Index():
            return (*(key.expression or "" for key in item.keys), item.predicate or "")
        case _:
            return ()


def _any_named(texts: tuple[str, ...], columns: set[str]) -> bool:
    return any(not columns.isdisjoint(names_in(text)) for text in texts)
