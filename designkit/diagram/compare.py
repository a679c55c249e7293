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


def every_box(after: Collection, before: Collection | None) -> frozenset[BoxName]:
    """The names of the tables and views of either side, and of parents that are missing."""
    sides = (after, before or after)
    return frozenset(
        name
        for side in sides
        for name in (*side.tables, *side.views, *(item.parent for item in side.references))
    )


def every_join(after: Collection, before: Collection | None) -> frozenset[tuple[BoxName, BoxName]]:
    """Parent and child of each key and of each reading view of either side."""
    sides = (after, before or after)
    keys = {(item.parent, item.child) for side in sides for item in side.references}
    reads = {
        (parent, view)
        for side in sides
        for view, parents in side.reads.items()
        for parent in parents
    }
    return frozenset(keys | reads)


def changed_boxes(after: Collection, before: Collection) -> frozenset[BoxName]:
    """The tables and views that one side lacks, or has otherwise."""
    return frozenset(
        name
        for new, old in ((after.tables, before.tables), (after.views, before.views))
        for name in {**old, **new}
        if _change(name, new, old) != "same"
    )


def compared_boxes(
    after: Collection,
    before: Collection | None,
    shown: frozenset[BoxName],
    *,
    with_rows: bool = True,
) -> tuple[Box, ...]:
    """One box per table and view that is shown, with every row; missing parents as well."""
    old = before or after
    aims = _aims(after, shown) | _aims(old, shown)
    boxes: dict[BoxName, Box] = {}
    for name in shown:
        if name in after.tables or name in old.tables:
            table = after.tables.get(name) or old.tables[name]
            box = (
                _table_box(name, table, old.tables.get(name, table), aims)
                if with_rows
                else Box(name=name)
            )
            boxes[name] = replace(box, change=_change(name, after.tables, old.tables))
    for name in shown:
        if name in after.views or name in old.views:
            view = after.views.get(name) or old.views[name]
            boxes[name] = replace(
                _view_box(name, view), change=_change(name, after.views, old.views)
            )
        elif name not in boxes:
            boxes[name] = Box(name=name, kind="missing")
    return tuple(sorted(boxes.values(), key=lambda box: box.name))


def compared_relations(
    after: Collection, before: Collection | None, shown: frozenset[BoxName]
) -> tuple[Relation, ...]:
    """Every foreign key and every reading view between boxes that are shown, sorted, each once."""
    new = _relations(after, shown)
    old = new if before is None else _relations(before, shown)
    found = [
        replace(relation, change=_change(identity, new, old))
        for identity, relation in {**old, **new}.items()
    ]
    return tuple(
        sorted(found, key=lambda item: (item.parent, item.child, item.label, item.note, item.kind))
    )


def _aims(collection: Collection, shown: frozenset[BoxName]) -> frozenset[tuple[BoxName, str]]:
    return frozenset(
        (reference.parent, column)
        for reference in collection.references
        if reference.parent in shown
        for column in reference.key.referenced_columns
    )


def _change(name: K, after: Mapping[K, object], before: Mapping[K, object]) -> Change:
    if name not in before:
        return "added"
    if name not in after:
        return "removed"
    if after[name] is before[name]:
        return "same"
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
        if after is before:
            yield row
            continue
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


def _relations(
    collection: Collection, shown: frozenset[BoxName]
) -> dict[tuple[object, ...], Relation]:
    found: dict[tuple[object, ...], Relation] = {}
    for reference in collection.references:
        if reference.parent not in shown or reference.child not in shown:
            continue
        key = reference.key
        identity = (reference.parent, reference.child, key.columns, key.referenced_columns)
        found[identity] = _key_relation(collection.tables[reference.child], reference)
    for view, parents in collection.reads.items():
        for parent in parents if view in shown else ():
            if parent not in shown:
                continue
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
