"""Comments, which every object may carry and no structure depends on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from designkit.changes.operation import Operation, with_table
from designkit.changes.tables import indexes_of, with_constraint, with_indexes, without_constraint
from designkit.changes.targets import Target, bearers, inside, known, with_set
from designkit.errors import ModelError
from designkit.model import QualifiedName, Schema, replace


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
            case "constraint":
                return self._on_constraint(schema)
            case "index":
                return self._on_index(schema)
            case _:
                return with_set(schema, self.target, comment=self.after)

    def _on_constraint(self, schema: Schema) -> Schema:
        table = schema.table(known(self.target.table))
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

    def inverse(self) -> SetComment:
        return SetComment(target=self.target, before=self.after, after=self.before)

    def describe(self) -> str:
        verb = "remove" if self.after is None else "set" if self.before is None else "change"
        return f"{verb} the comment on {self.target}"


def comments_of(schema: Schema) -> Mapping[Target, str | None]:
    """The comment, or None, of everything in a schema that may carry one."""
    return dict(_comments(schema))


def _comments(schema: Schema) -> Iterator[tuple[Target, str | None]]:
    yield from ((target, bearer.comment) for target, bearer in bearers(schema))
    for table in schema.tables:
        for constraint in table.constraints:
            target = inside("constraint", table.qualified, constraint.name)
            yield target, constraint.comment
    for owner in _index_owners(schema):
        for index in indexes_of(schema, owner):
            yield _index_target(owner, index.name), index.comment


def _index_target(owner: QualifiedName, name: str) -> Target:
    return Target(kind="index", name=QualifiedName(namespace=owner.namespace, name=name))


def _index_owners(schema: Schema) -> Iterator[QualifiedName]:
    yield from (table.qualified for table in schema.tables)
    yield from (view.qualified for view in schema.views if view.materialized)
