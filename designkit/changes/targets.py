"""What comments and rights stand on: whole objects, columns, namespaces; and how they get there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeVar

from designkit.changes.objects import Whole, kind_of, parts
from designkit.changes.operation import with_table
from designkit.errors import ModelError
from designkit.model import (
    PUBLIC,
    Access,
    Carried,
    Column,
    Enum,
    NamespaceSettings,
    QualifiedName,
    Schema,
    Sequence,
    Table,
    Value,
    View,
    ViewColumn,
    replace,
)

Bearer = Table | Enum | Sequence | View | Carried | Column | ViewColumn | NamespaceSettings
_Bearer = TypeVar(
    "_Bearer", Table, Enum, Sequence, View, Carried, Column, ViewColumn, NamespaceSettings
)

_Whole = TypeVar("_Whole", Table, Enum, Sequence, View, Carried)


class Target(Value, frozen=True, kw_only=True, order=True):
    """What a comment or a right stands on.

    Attributes:
        kind: the word after COMMENT ON.
        table: for a column or a constraint, its table or view; for a trigger, policy or rule too.
        name: the object's name; for a whole object its identity.
    """

    kind: str
    table: QualifiedName | None = None
    name: QualifiedName

    def __str__(self) -> str:
        return f"{self.kind} {self.table}.{self.name}" if self.table else f"{self.kind} {self.name}"


def target_of(item: Whole) -> Target:
    """Where the comment of a whole object stands."""
    if isinstance(item, Carried):
        name = QualifiedName(name=item.identity)
        return Target(kind=item.kind, table=item.table, name=name)
    return Target(kind=kind_of(item), name=item.qualified)


def inside(kind: Literal["column", "constraint"], table: QualifiedName, name: str) -> Target:
    """Where the comment of a part of a table stands."""
    return Target(kind=kind, table=table, name=QualifiedName(name=name))


def bearers(schema: Schema) -> Iterator[tuple[Target, Bearer]]:
    """Everything that bears comments and rights alike, with where those stand."""
    for name in (PUBLIC, *schema.namespaces):
        target = Target(kind="schema", name=QualifiedName(name=name))
        yield target, schema.namespace_setting(name)
    for item in parts(schema):
        yield target_of(item), item
    for table in schema.tables:
        for column in table.columns:
            yield inside("column", table.qualified, column.name), column
    for view in schema.views:
        for name, _ in view.columns:
            yield inside("column", view.qualified, name), view.column_setting(name)


def with_set(
    schema: Schema, target: Target, *, comment: str | None = None, access: Access | None = None
) -> Schema:
    """The schema with an access at the target; with a comment there, where none is given."""

    def changed(bearer: _Bearer) -> _Bearer:
        if access is None:
            return replace(bearer, comment=comment)
        return replace(bearer, access=access)

    def on_whole(items: tuple[_Whole, ...]) -> tuple[_Whole, ...]:
        return tuple(changed(item) if target_of(item) == target else item for item in items)

    name = target.name.name
    if target.kind == "schema":
        return schema.with_namespace_setting(changed(schema.namespace_setting(name)))
    if target.kind != "column":
        return replace(
            schema,
            tables=on_whole(schema.tables),
            enums=on_whole(schema.enums),
            sequences=on_whole(schema.sequences),
            views=on_whole(schema.views),
            carried=on_whole(schema.carried),
        )
    table = schema.find_table(owner := known(target.table))
    if table is not None:
        columns = (changed(item) if item.name == name else item for item in table.columns)
        return with_table(schema, replace(table, columns=tuple(columns)))
    views = (
        view.with_column_setting(changed(view.column_setting(name)))
        if view.qualified == owner
        else view
        for view in schema.views
    )
    return replace(schema, views=tuple(views))


def known(table: QualifiedName | None) -> QualifiedName:
    """The table of a column or a constraint, which such a target has."""
    if table is None:
        raise ModelError("target", "a column or a constraint needs its table")
    return table
