"""The values of a schema as nodes, so that a selector speaks of them as of parse trees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Final

import msgspec

from designkit.model import (
    Carried,
    Check,
    Column,
    ForeignKey,
    Index,
    IndexKey,
    OtherConstraint,
    PrimaryKey,
    Sequence,
    Table,
    Unique,
    Value,
)
from designkit.model.types import base_type
from designkit.sql.tree import Node

MODEL_KINDS: Final = frozenset(
    kind.__name__
    for kind in (
        Carried,
        Check,
        Column,
        ForeignKey,
        Index,
        IndexKey,
        OtherConstraint,
        PrimaryKey,
        Sequence,
        Table,
        Unique,
    )
)


def node_of(kind: str, value: Value, parent: Node | None) -> Node:
    """A value as a node, without fields that say nothing; a column's type without modifiers."""
    told = {name: held for name, held in msgspec.structs.asdict(value).items() if held}
    if isinstance(value, Column):
        told["type"] = base_type(value.type)
    return Node(kind, told, parent, "")


def _whole(table: Table) -> tuple[Table]:
    return (table,)


def _primary_key(table: Table) -> tuple[PrimaryKey, ...]:
    return () if table.primary_key is None else (table.primary_key,)


def _index_keys(table: Table) -> list[IndexKey]:
    return [key for index in table.indexes for key in index.keys]


# The parts of a table by their kind, and the table itself.
PARTS: Final[Mapping[str, Callable[[Table], Iterable[Value]]]] = {
    "Table": _whole,
    "Column": attrgetter("columns"),
    "PrimaryKey": _primary_key,
    "Unique": attrgetter("uniques"),
    "Check": attrgetter("checks"),
    "ForeignKey": attrgetter("foreign_keys"),
    "OtherConstraint": attrgetter("other_constraints"),
    "Index": attrgetter("indexes"),
    "IndexKey": _index_keys,
}


def subject_of_part(table: Table, part: Value) -> str:
    """What a finding on a part calls its object: a column with its table, the rest by its name."""
    match part:
        case Column():
            return f"{table.qualified}.{part.name}"
        case IndexKey():
            return next(
                index.name for index in table.indexes if any(key is part for key in index.keys)
            )
        case PrimaryKey() | Unique() | Check() | ForeignKey() | OtherConstraint() | Index():
            return part.name
        case _:
            return str(table.qualified)
