"""What a row must satisfy: the constraints of a table, with those that its parents hand down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pglast import enums

from designkit.migrate.rows.expressions import Node, columns_in, constraint_node
from designkit.model import (
    Column,
    ForeignKey,
    Index,
    OtherConstraint,
    QualifiedName,
    Schema,
    Table,
    Value,
    replace,
)


class Key(Value, frozen=True, kw_only=True):
    """Columns whose values together stand in one row only, as far as their values can tell.

    Attributes:
        deciding: other columns by which a row may escape it, where it binds only some rows.
    """

    columns: tuple[str, ...]
    nulls_distinct: bool = True
    deciding: tuple[str, ...] = ()


class Demands(Value, frozen=True, kw_only=True):
    """All that the rows of one table must satisfy.

    Attributes:
        columns: those that an INSERT may give a value.
        generated: of each other column, the expression.
        checks: expressions, with that of a partition.
    """

    table: QualifiedName
    columns: tuple[Column, ...]
    generated: Mapping[str, str]
    checks: tuple[str, ...]
    keys: tuple[Key, ...]
    foreign_keys: tuple[ForeignKey, ...]

    @property
    def key_columns(self) -> frozenset[str]:
        """Columns of which some key asks for different values."""
        return frozenset(column for key in self.keys for column in key.columns)

    def given(self, columns: frozenset[str]) -> frozenset[str]:
        """The columns that an INSERT gives and on which these depend, through generated ones."""
        found: set[str] = set()
        for name in columns:
            expression = self.generated.get(name)
            found |= {name} if expression is None else self.given(columns_in(expression))
        return frozenset(found & {column.name for column in self.columns})


def demands_on(table: Table, schema: Schema, bounds: tuple[str, ...] = ()) -> Demands:
    """The demands on the rows of a table; `bounds` are the expressions of it as a partition."""
    checks = [check.expression for check in table.checks if check.enforced]
    keys = [*_keys(table)]
    foreign_keys = [*_foreign_keys(table)]
    for parent in _ancestors(table, schema):
        checks += [
            check.expression for check in parent.checks if check.enforced and check.inherited
        ]
        if table.partition_bound is not None:
            keys += _keys(parent)
            foreign_keys += _foreign_keys(parent)
    demands = Demands(
        table=table.qualified,
        columns=tuple(column for column in table.columns if column.generated is None),
        generated={
            column.name: column.generated
            for column in table.columns
            if column.generated is not None
        },
        checks=tuple(dict.fromkeys((*checks, *bounds))),
        keys=(),
        foreign_keys=tuple(foreign_keys),
    )
    return _with_keys(demands, keys)


def _with_keys(demands: Demands, keys: list[Key]) -> Demands:
    """The demands, with the keys spoken of in columns that an INSERT gives."""
    order = [column.name for column in demands.columns]
    found: dict[Key, None] = {}
    for key in keys:
        given = demands.given(frozenset(key.columns))
        others = demands.given(frozenset(key.deciding)) - given
        whole = Key(
            columns=tuple(name for name in order if name in given),
            nulls_distinct=key.nulls_distinct,
            deciding=tuple(name for name in order if name in others),
        )
        if whole.columns:
            found[whole] = None
    return replace(demands, keys=tuple(found))


def _ancestors(table: Table, schema: Schema) -> Iterator[Table]:
    for name in table.inherits:
        parent = schema.find_table(name)
        if parent is not None:
            yield parent
            yield from _ancestors(parent, schema)


def _keys(table: Table) -> Iterator[Key]:
    if table.primary_key:
        yield Key(columns=table.primary_key.columns)
    for unique in table.uniques:
        yield Key(columns=unique.columns, nulls_distinct=not unique.nulls_not_distinct)
    for index in table.indexes:
        if index.unique:
            yield _index_key(index)
    for other in table.other_constraints:
        yield from _other_key(other)


def _index_key(index: Index) -> Key:
    columns: list[str] = []
    for key in index.keys:
        columns += [key.column] if key.column else sorted(columns_in(key.expression or ""))
    return Key(
        columns=tuple(dict.fromkeys(columns)),
        nulls_distinct=not index.nulls_not_distinct,
        deciding=tuple(sorted(columns_in(index.predicate or "true"))),
    )


def _other_key(other: OtherConstraint) -> Iterator[Key]:
    """The key that EXCLUDE or WITHOUT OVERLAPS comes to, if ranges are kept apart."""
    node = constraint_node(other.definition)
    match node.contype:
        case enums.ConstrType.CONSTR_PRIMARY | enums.ConstrType.CONSTR_UNIQUE:
            yield Key(columns=tuple(name.sval for name in node.keys))
        case enums.ConstrType.CONSTR_EXCLUSION:
            names = (element.name for element, _ in node.exclusions)
            yield Key(columns=tuple(name for name in names if name))
        case _:
            return


def _foreign_keys(table: Table) -> Iterator[ForeignKey]:
    yield from (key for key in table.foreign_keys if key.enforced)
    for other in table.other_constraints:
        node = constraint_node(other.definition)
        if node.contype == enums.ConstrType.CONSTR_FOREIGN:
            yield _period_key(other, node)


def _period_key(other: OtherConstraint, node: Node) -> ForeignKey:
    """A foreign key with PERIOD: the very period that stands there is within it."""
    there = node.pktable
    referenced = QualifiedName.of(there.relname)
    if there.schemaname:
        referenced = QualifiedName(namespace=there.schemaname, name=there.relname)
    return ForeignKey(
        name=other.name,
        columns=tuple(name.sval for name in node.fk_attrs),
        referenced_table=referenced,
        referenced_columns=tuple(name.sval for name in node.pk_attrs),
    )
