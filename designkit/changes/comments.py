"""Comments, which every object may carry and no structure depends on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, TypeVar

from designkit.changes.objects import Whole, kind_of, parts
from designkit.changes.operation import Operation, with_table
from designkit.changes.tables import indexes_of, with_constraint, with_indexes, without_constraint
from designkit.errors import ModelError
from designkit.model import (
    Carried,
    Enum,
    QualifiedName,
    Schema,
    Sequence,
    Table,
    Value,
    View,
    replace,
)

_Whole = TypeVar("_Whole", Table, Enum, Sequence, View, Carried)


class Target(Value, frozen=True, kw_only=True, order=True):
    """What a comment stands on.

    Attributes:
        kind: the word after COMMENT ON.
        table: for a column or a constraint, its table; for a trigger, policy or rule too.
        name: the object's name; for a whole object its identity.
    """

    kind: str
    table: QualifiedName | None = None
    name: QualifiedName

    def __str__(self) -> str:
        return f"{self.kind} {self.table}.{self.name}" if self.table else f"{self.kind} {self.name}"


class SetComment(Operation, frozen=True, kw_only=True):
    """Set, change or remove a comment."""

    target: Target
    before: str | None
    after: str | None

    @property
    def table_name(self) -> QualifiedName | None:
        return self.target.name if self.target.kind == "table" else self.target.table

    def apply(self, schema: Schema) -> Schema:
        if self.target not in comments_of(schema):
            raise ModelError(str(self.target), "it does not exist, so it cannot have a comment")
        match self.target.kind:
            case "column":
                return self._on_column(schema)
            case "constraint":
                return self._on_constraint(schema)
            case "index":
                return self._on_index(schema)
            case _:
                return self._on_whole(schema)

    def _on_column(self, schema: Schema) -> Schema:
        table = schema.table(_known(self.target.table))
        columns = tuple(
            replace(column, comment=self.after) if column.name == self.target.name.name else column
            for column in table.columns
        )
        return with_table(schema, replace(table, columns=columns))

    def _on_constraint(self, schema: Schema) -> Schema:
        table = schema.table(_known(self.target.table))
        name = self.target.name.name
        present = next(item for item in table.constraints if item.name == name)
        commented = with_constraint(
            without_constraint(table, name), replace(present, comment=self.after)
        )
        return with_table(schema, commented)

    def _on_index(self, schema: Schema) -> Schema:
        for owner in _index_owners(schema):
            indexes = indexes_of(schema, owner)
            if any(_index_target(owner, item.name) == self.target for item in indexes):
                commented = tuple(
                    replace(item, comment=self.after)
                    if item.name == self.target.name.name
                    else item
                    for item in indexes
                )
                return with_indexes(schema, owner, commented)
        raise ModelError(str(self.target), "it does not exist")

    def _on_whole(self, schema: Schema) -> Schema:
        return replace(
            schema,
            tables=self._commented(schema.tables),
            enums=self._commented(schema.enums),
            sequences=self._commented(schema.sequences),
            views=self._commented(schema.views),
            carried=self._commented(schema.carried),
        )

    def _commented(self, items: tuple[_Whole, ...]) -> tuple[_Whole, ...]:
        return tuple(
            replace(item, comment=self.after) if target_of(item) == self.target else item
            for item in items
        )

    def inverse(self) -> SetComment:
        return SetComment(target=self.target, before=self.after, after=self.before)

    def describe(self) -> str:
        verb = "remove" if self.after is None else "set" if self.before is None else "change"
        return f"{verb} the comment on {self.target}"


def comments_of(schema: Schema) -> Mapping[Target, str | None]:
    """The comment, or None, of everything in a schema that may carry one."""
    return dict(_comments(schema))


def _comments(schema: Schema) -> Iterator[tuple[Target, str | None]]:
    for item in parts(schema):
        yield target_of(item), item.comment
    for table in schema.tables:
        owner = table.qualified
        for column in table.columns:
            yield _inside("column", owner, column.name), column.comment
        for constraint in table.constraints:
            yield _inside("constraint", owner, constraint.name), constraint.comment
    for owner in _index_owners(schema):
        for index in indexes_of(schema, owner):
            yield _index_target(owner, index.name), index.comment


def target_of(item: Whole) -> Target:
    """Where the comment of a whole object stands."""
    if isinstance(item, Carried):
        name = QualifiedName(name=item.identity)
        return Target(kind=item.kind, table=item.table, name=name)
    return Target(kind=kind_of(item), name=item.qualified)


def _inside(kind: Literal["column", "constraint"], table: QualifiedName, name: str) -> Target:
    return Target(kind=kind, table=table, name=QualifiedName(name=name))


def _index_target(owner: QualifiedName, name: str) -> Target:
    return Target(kind="index", name=QualifiedName(namespace=owner.namespace, name=name))


def _index_owners(schema: Schema) -> Iterator[QualifiedName]:
    yield from (table.qualified for table in schema.tables)
    yield from (view.qualified for view in schema.views if view.materialized)


def _known(table: QualifiedName | None) -> QualifiedName:
    if table is None:
        raise ModelError("comment", "a column or a constraint needs its table")
    return table
