"""Fixes that several rules share, and whether a fix can be applied as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from designkit.changes import (
    AlterColumn,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameTable,
)
from designkit.errors import ModelError
from designkit.model import QualifiedName, Schema, Table, snake_case
from designkit.rules.conventional import REQUIRED_COLUMNS, index_name, key_name


def rename_column(table: Table, before: str, after: str) -> tuple[Operation, ...]:
    """Rename a column, and with it the indexes and keys whose names spell it.

    A column that every table has keeps its name: its type is wrong then, which no name mends.
    """
    if snake_case(before) in REQUIRED_COLUMNS and snake_case(before) != after:
        return ()
    rename = RenameColumn(table=table.qualified, before=before, after=after)
    return rename, *_renamed_parts(table, rename)


def rename_table(table: Table, after: str) -> tuple[Operation, ...]:
    """Rename a table, and with it the indexes and keys whose names spell it."""
    name = QualifiedName(namespace=table.namespace, name=after)
    rename = RenameTable(before=table.qualified, after=name)
    return rename, *_renamed_parts(table, rename)


def _renamed_parts(
    table: Table, rename: RenameColumn | RenameTable
) -> Iterator[RenameIndex | RenameConstraint]:
    try:
        schema = rename.apply(Schema(tables=(table,)))
    except ModelError:
        # The new name is taken: nothing follows, and `applicable` withdraws the fix.
        return
    (renamed,) = schema.tables
    for before, after in zip(table.indexes, renamed.indexes, strict=True):
        old, new = index_name(table.name, before.keys), index_name(renamed.name, after.keys)
        if before.name == old != new:
            yield RenameIndex(table=renamed.qualified, before=old, after=new)
    for key, follower in zip(table.constraints, renamed.constraints, strict=True):
        old, new = key_name(table.name, key), key_name(renamed.name, follower)
        if key.name == old != new:
            yield RenameConstraint(table=renamed.qualified, before=old, after=new)


def names_given(fix: tuple[Operation, ...], schema: Schema) -> frozenset[QualifiedName] | None:
    """The names of relations that a fix gives, which must be free; None where it cannot be applied.

    Args:
        fix: operations inside one table of the schema.
        schema: the schema that is to be mended.
    """
    before = _subject(fix[0], schema)
    try:
        after = reduce(lambda done, operation: operation.apply(done), fix, before)
    except ModelError:
        return None
    old, new = tuple(relation_names(before)), tuple(relation_names(after))
    if len(set(new)) != len(new) or any(_held(operation, schema) for operation in fix):
        return None
    return frozenset(new).difference(old)


def relation_names(schema: Schema) -> Iterator[QualifiedName]:
    """The names of tables, indexes, keys, views and sequences: each stands once in a namespace."""
    for table in schema.tables:
        yield from names_of(table)
    yield from names_beside(schema)


def names_of(table: Table) -> Iterator[QualifiedName]:
    """The names that a table takes: its own, and those of its indexes and keys."""
    yield table.qualified
    for index in table.indexes:
        yield QualifiedName(namespace=table.namespace, name=index.name)
    for key in (table.primary_key, *table.uniques):
        if key is not None:
            yield QualifiedName(namespace=table.namespace, name=key.name)


def names_beside(schema: Schema) -> Iterator[QualifiedName]:
    """The names that no table takes: those of views, with their indexes, and of sequences."""
    for view in schema.views:
        yield view.qualified
        for index in view.indexes:
            yield QualifiedName(namespace=view.namespace, name=index.name)
    yield from (sequence.qualified for sequence in schema.sequences)


def _subject(operation: Operation, schema: Schema) -> Schema:
    """The part of a schema that a fix changes: its one table, or a view with its indexes."""
    name = operation.before if isinstance(operation, RenameTable) else operation.table_name
    table = schema.find_table(name) if name else None
    if table is not None:
        return Schema(tables=(table,))
    return Schema(views=tuple(view for view in schema.views if view.qualified == name))


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
