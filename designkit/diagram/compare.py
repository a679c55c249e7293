"""Boxes and relations as they stand, each with what a proposal does to it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import TypeVar

from designkit.diagram.collect import Collection, Reference
from designkit.diagram.describe import index_text
from designkit.diagram.picture import Box, BoxName, Change, Relation, Row
from designkit.model import Column, Table, View, replace
from designkit.model.types import short_name

K = TypeVar("K", bound=Hashable)


def compared_boxes(after: Collection, before: Collection | None) -> tuple[Box, ...]:
    """One box per table and view of either side, with every row; missing parents as well."""
    old = before or after
    aims = _aims(after) | _aims(old)
    boxes: dict[BoxName, Box] = {}
    for name, table in {**old.tables, **after.tables}.items():
        box = _table_box(name, table, old.tables.get(name, table), aims)
        boxes[name] = replace(box, change=_change(name, after.tables, old.tables))
    for name, view in {**old.views, **after.views}.items():
        boxes[name] = replace(_view_box(name, view), change=_change(name, after.views, old.views))
    for reference in (*after.references, *old.references):
        boxes.setdefault(reference.parent, Box(name=reference.parent, kind="missing"))
    return tuple(boxes.values())


def compared_relations(after: Collection, before: Collection | None) -> tuple[Relation, ...]:
    """Every foreign key and every reading view of either side, sorted, each once."""
    new = _relations(after)
    old = new if before is None else _relations(before)
    found = [
        replace(relation, change=_change(identity, new, old))
        for identity, relation in {**old, **new}.items()
    ]
    return tuple(
        sorted(found, key=lambda item: (item.parent, item.child, item.label, item.note, item.kind))
    )


def _aims(collection: Collection) -> frozenset[tuple[BoxName, str]]:
    return frozenset(
        (reference.parent, column)
        for reference in collection.references
        for column in reference.key.referenced_columns
    )


def _change(name: K, after: Mapping[K, object], before: Mapping[K, object]) -> Change:
    if name not in before:
        return "added"
    if name not in after:
        return "removed"
    return "same" if _structure(after[name]) == _structure(before[name]) else "changed"


def _structure(item: object) -> object:
    # Column order is nothing that a migration can change, so it is no change to show.
    return item.canonical() if isinstance(item, Table) else item


def _table_box(
    name: BoxName, table: Table, before: Table, aims: frozenset[tuple[BoxName, str]]
) -> Box:
    return Box(
        name=name,
        rows=tuple(
            replace(row, referenced=(name, row.name) in aims)
            for row in _compared_rows(table, before)
        ),
        footer=tuple(index_text(index) for index in table.indexes),
        comment=table.comment,
    )


def _compared_rows(after: Table, before: Table) -> Iterator[Row]:
    for column in after.columns:
        row = _row(after, column)
        earlier = before.find_column(column.name)
        if earlier is None:
            yield replace(row, change="added")
            continue
        facts = zip(_facts(after, column), _facts(before, earlier), strict=True)
        was = [old for new, old in facts if new != old]
        yield replace(row, change="changed", was=", ".join(was)) if was else row
    for column in before.columns:
        if after.find_column(column.name) is None:
            yield replace(_row(before, column), change="removed")


def _row(table: Table, column: Column) -> Row:
    return Row(
        name=column.name,
        type=short_name(column.type),
        nullable=column.nullable,
        primary=column.name in table.key_columns,
        foreign=any(column.name in key.columns for key in table.foreign_keys),
        unique=table.is_unique(frozenset({column.name}))
        and table.key_columns != frozenset({column.name}),
        loops_to=_loops_to(table, column),
        default=column.generated or column.default,
        comment=column.comment,
    )


def _loops_to(table: Table, column: Column) -> str:
    pairs = (
        pair
        for key in table.foreign_keys
        if key.referenced_table == table.qualified
        for pair in zip(key.columns, key.referenced_columns, strict=True)
    )
    return next((there for here, there in pairs if here == column.name), "")


def _facts(table: Table, column: Column) -> tuple[str, ...]:
    row = _row(table, column)
    generated = "generated" if column.generated is not None else "default"
    return (
        row.type,
        "null" if row.nullable else "not null",
        f"{generated} {row.default}" if row.default is not None else "no default",
        f"identity {column.identity}" if column.identity else "no identity",
        f"collation {column.collation}" if column.collation else "no collation",
        "primary key" if row.primary else "not in the primary key",
        "foreign key" if row.foreign else "no foreign key",
        "unique" if row.unique else "not unique",
        f"comment {column.comment}" if column.comment else "no comment",
    )


def _view_box(name: BoxName, view: View) -> Box:
    return Box(
        name=name,
        kind="materialized view" if view.materialized else "view",
        rows=tuple(Row(name=column, type=short_name(kind)) for column, kind in view.columns),
        comment=view.comment,
    )


def _relations(collection: Collection) -> dict[tuple[object, ...], Relation]:
    found: dict[tuple[object, ...], Relation] = {}
    for reference in collection.references:
        key = reference.key
        identity = (reference.parent, reference.child, key.columns, key.referenced_columns)
        found[identity] = _key_relation(collection.tables[reference.child], reference)
    for view, parents in collection.reads.items():
        for parent in parents:
            found[parent, view] = Relation(
                kind="reads", parent=parent, child=view, crosses=_crosses(parent, view)
            )
    return found


def _crosses(one: BoxName, other: BoxName) -> bool:
    return bool(one.service and other.service) and one.service != other.service


def _key_relation(child: Table, reference: Reference) -> Relation:
    key = reference.key
    columns = [child.find_column(name) for name in key.columns]
    actions = "".join(
        f", on {event} {action}"
        for event, action in (("delete", key.on_delete), ("update", key.on_update))
        if action != "no action"
    )
    return Relation(
        parent=reference.parent,
        child=reference.child,
        label=", ".join(key.columns),
        columns=(key.referenced_columns[0], key.columns[0]),
        many=not child.is_unique(frozenset(key.columns)),
        optional=any(column is None or column.nullable for column in columns),
        crosses=_crosses(reference.parent, reference.child),
        note=f"→ {reference.parent}.{', '.join(key.referenced_columns)}{actions}",
    )
