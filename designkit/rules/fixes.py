"""Fixes that several rules share, and whether a fix can be applied as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from designkit.changes import (
    AlterColumn,
    Operation,
    RenameColumn,
    RenameIndex,
    RenameTable,
)
from designkit.errors import ModelError
from designkit.model import QualifiedName, Schema, Table, View, snake_case
from designkit.rules.conventional import REQUIRED_COLUMNS, index_name


def rename_column(table: Table, before: str, after: str) -> tuple[Operation, ...]:
    """Rename a column, and with it the indexes whose names spell it.

    A column that every table has keeps its name: its type is wrong then, which no name mends.
    """
    if snake_case(before) in REQUIRED_COLUMNS and snake_case(before) != after:
        return ()
    rename = RenameColumn(table=table.qualified, before=before, after=after)
    return rename, *_renamed_indexes(table, rename)


def rename_table(table: Table, after: str) -> tuple[Operation, ...]:
    """Rename a table, and with it the indexes whose names spell it."""
    name = QualifiedName(namespace=table.namespace, name=after)
    rename = RenameTable(before=table.qualified, after=name)
    return rename, *_renamed_indexes(table, rename)


def _renamed_indexes(table: Table, rename: RenameColumn | RenameTable) -> Iterator[RenameIndex]:
    try:
        schema = rename.apply(Schema(tables=(table,)))
    except ModelError:
        # The new name is taken: no index follows, and `applicable` withdraws the fix.
        return
    (renamed,) = schema.tables
    for before, after in zip(table.indexes, renamed.indexes, strict=True):
        old, new = index_name(table.name, before.keys), index_name(renamed.name, after.keys)
        if before.name == old != new:
            yield RenameIndex(table=renamed.qualified, before=old, after=new)


def applicable(fix: tuple[Operation, ...], schema: Schema, taken: frozenset[QualifiedName]) -> bool:
    """Whether the fix can be applied: each name that it gives is free, each type can change.

    Args:
        fix: operations inside one table of the schema.
        schema: the schema that is to be mended.
        taken: its `relation_names`, given so that many fixes share them.
    """
    before = _subject(fix[0], schema)
    try:
        after = reduce(lambda done, operation: operation.apply(done), fix, before)
    except ModelError:
        return False
    old, new = tuple(_relations(before)), tuple(_relations(after))
    free = len(set(new)) == len(new) and taken.isdisjoint(set(new).difference(old))
    return free and not any(_held(operation, schema) for operation in fix)


def relation_names(schema: Schema) -> frozenset[QualifiedName]:
    """The names of tables, indexes, views and sequences: each stands once in a namespace."""
    return frozenset(_relations(schema))


def _subject(operation: Operation, schema: Schema) -> Schema:
    """The part of a schema that a fix changes: its one table, or a view with its indexes."""
    name = operation.before if isinstance(operation, RenameTable) else operation.table_name
    table = schema.tables_by_name.get(name) if name else None
    if table is not None:
        return Schema(tables=(table,))
    return Schema(views=tuple(view for view in schema.views if view.qualified == name))


def _relations(schema: Schema) -> Iterator[QualifiedName]:
    holders: tuple[Table | View, ...] = (*schema.tables, *schema.views)
    for item in holders:
        yield item.qualified
        for index in item.indexes:
            yield QualifiedName(namespace=item.namespace, name=index.name)
    for table in schema.tables:
        for key in (table.primary_key, *table.uniques):
            if key is not None:
                yield QualifiedName(namespace=table.namespace, name=key.name)
    yield from (sequence.qualified for sequence in schema.sequences)


def _held(operation: Operation, schema: Schema) -> bool:
    """Whether PostgreSQL would refuse the change of a type: a view or a partition key uses it.

    Source: https://www.postgresql.org/docs/18/sql-altertable.html
    """
    if not isinstance(operation, AlterColumn) or "type" not in operation.aspects:
        return False
    table = schema.table(operation.table)
    return table.partition_key is not None or any(
        table.qualified in view.depends_on for view in schema.views
    )
