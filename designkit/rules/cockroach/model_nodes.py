"""The values of a schema as nodes, so that a selector speaks of them as of parse trees."""

from __future__ import annotations

from collections.abc import Collection, Iterator
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
    """A value as a node; of a column, `type` is the type without modifiers and brackets."""
    fields = msgspec.structs.asdict(value)
    if isinstance(value, Column):
        fields["type"] = base_type(value.type)
    return Node(kind, fields, parent, "")


def parts_of(table: Table, kinds: Collection[str]) -> Iterator[tuple[Node, str]]:
    """The table and those of its parts that are of one of the kinds, each with its name."""
    whole = node_of("Table", table, None)
    name = str(table.qualified)
    if "Table" in kinds:
        yield whole, name
    if "Column" in kinds:
        for column in table.columns:
            yield node_of("Column", column, whole), f"{name}.{column.name}"
    for constraint in table.constraints:
        kind = type(constraint).__name__
        if kind in kinds:
            yield node_of(kind, constraint, whole), constraint.name
    for index in table.indexes:
        if "Index" in kinds:
            yield node_of("Index", index, whole), index.name
        if "IndexKey" in kinds:
            for key in index.keys:
                yield node_of("IndexKey", key, whole), index.name
