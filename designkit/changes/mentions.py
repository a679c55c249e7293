"""Which columns a constraint, an index or a carried object names: what must make way for them.

Expressions are text here, so a word that only looks like a column counts as one: what is taken away
too much is put back all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

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
)

# A column: its table and its name.
Place = tuple[QualifiedName, str]

_WORD = re.compile(r"[^\W\d]\w*")


def mentions(table: Table, item: Constraint | Index, places: set[Place]) -> bool:
    """Whether a constraint or index of the table names one of those columns."""
    if isinstance(item, ForeignKey):
        there = {(item.referenced_table, column) for column in item.referenced_columns}
        if there & places:
            return True
    columns = _columns_of(table.qualified, places)
    return not columns.isdisjoint(_keys(item)) or _any_named(_texts(item), columns)


def expression_mentions(table: QualifiedName, index: Index, places: set[Place]) -> bool:
    """Whether an expression or the predicate of an index names one of those columns."""
    return _any_named(_texts(index), _columns_of(table, places))


def generation_mentions(table: QualifiedName, column: Column, places: set[Place]) -> bool:
    """Whether a column is generated from one of those columns."""
    return _any_named((column.generated or "",), _columns_of(table, places))


def carried_mentions(item: Carried, places: set[Place]) -> bool:
    """Whether a trigger, policy or rule names one of those columns of its table."""
    return item.table is not None and _any_named(
        (item.definition,), _columns_of(item.table, places)
    )


def names_table(routine: Carried, tables: Iterable[Table]) -> bool:
    """Whether the definition of a routine names one of those tables."""
    return _any_named((routine.definition,), {table.name for table in tables})


def needs_routine(table: Table, routine: Carried) -> bool:
    """Whether a default, a generated column, a check or an index of the table calls a routine."""
    texts = [column.default or column.generated or "" for column in table.columns]
    for item in (*table.constraints, *table.indexes):
        texts += _texts(item)
    return any(calls(text, routine) for text in texts)


def calls(text: str, routine: Carried) -> bool:
    """Whether a text calls a routine, by its bare name."""
    name = routine.identity.partition("(")[0].rpartition(".")[2]
    return re.search(rf"(?<![\w]){re.escape(name)}\s*\(", text) is not None


def _columns_of(table: QualifiedName, places: set[Place]) -> set[str]:
    return {column for owner, column in places if owner == table}


def _keys(item: Constraint | Index) -> set[str]:
    match item:
        case Check() | OtherConstraint():
            return set()
        case Index():
            return {key.column for key in item.keys if key.column} | set(item.include)
        case ForeignKey():
            return set(item.columns)
        case _:
            return set(item.columns) | set(item.include)


def _texts(item: Constraint | Index) -> tuple[str, ...]:
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
    quoted = {'"{}"'.format(column.replace('"', '""')) for column in columns}
    return any(
        not columns.isdisjoint(_WORD.findall(text)) or any(name in text for name in quoted)
        for text in texts
    )
