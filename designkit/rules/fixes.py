"""Fixes that several rules share: renames with what follows them, and references."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import (
    AddConstraint,
    AddIndex,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameTable,
)
from designkit.errors import ModelError
from designkit.model import Constraint, Index, QualifiedName, Table, snake_case
from designkit.model.conventional import (
    REQUIRED_COLUMNS,
    column_index,
    index_name,
    key_name,
    reference,
)
from designkit.model.names import checked


def reference_column(table: Table, column: str, parent: Table) -> tuple[Operation, ...]:
    """Let a column point to another table, with an index where none begins with it.

    Raises:
        ModelError: the key of the other table is not of one column.
    """
    key = reference(table.name, column, parent)
    added = AddConstraint(table=table.qualified, constraint=key)
    leading = [item.columns[:1] for item in table.indexes if item.predicate is None and item.valid]
    leading += [item.columns[:1] for item in table.uniques]
    leading += [table.primary_key.columns[:1]] if table.primary_key else []
    if (column,) in leading:
        return (added,)
    index = column_index(table.name, (column,))
    return added, AddIndex(table=table.qualified, index=index)


def rename_column(table: Table, before: str, after: str) -> tuple[Operation, ...]:
    """Rename a column, and with it the indexes and keys whose names spell it.

    Where that is not possible the rename stands alone, and says why when it is applied.
    """
    rename = RenameColumn(table=table.qualified, before=before, after=after)
    return _with_followers(rename, table) or (rename,)


def rename_table(table: Table, after: str) -> tuple[Operation, ...]:
    """Rename a table as `rename_column` does a column."""
    name = QualifiedName(namespace=table.namespace, name=after)
    rename = RenameTable(before=table.qualified, after=name)
    return _with_followers(rename, table) or (rename,)


def mend_column_name(table: Table, before: str, after: str) -> tuple[Operation, ...]:
    """Rename a column, with what follows, as a fix; () where that is not possible.

    A column that every table has keeps its name: its type is wrong then, which no name mends.
    """
    if snake_case(before) in REQUIRED_COLUMNS and snake_case(before) != after:
        return ()
    return _with_followers(RenameColumn(table=table.qualified, before=before, after=after), table)


def mend_table_name(table: Table, after: str) -> tuple[Operation, ...]:
    """Rename a table, with what follows, as a fix; () where that is not possible."""
    name = QualifiedName(namespace=table.namespace, name=after)
    return _with_followers(RenameTable(before=table.qualified, after=name), table)


def _with_followers(rename: RenameColumn | RenameTable, table: Table) -> tuple[Operation, ...]:
    """A rename with those that follow it; () where the new name is taken, or none at all."""
    try:
        return rename, *_followers(rename, table)
    except ModelError:
        return ()


def _followers(
    rename: RenameColumn | RenameTable, table: Table
) -> Iterator[RenameIndex | RenameConstraint]:
    """The renames of the indexes and keys whose names spell what is renamed.

    Raises:
        ModelError: the new name is taken, or cannot be one; or an expression cannot be read.
    """
    if isinstance(rename, RenameColumn):
        rename.refuse(table)
        owner, name = table.qualified, table.name
        for text in (table.partition_key, *(column.generated for column in table.columns)):
            if text is not None:
                rename.expression(text)
    else:
        owner, name = rename.after, checked(rename.after.name, "table")
    for part in (*table.indexes, *table.constraints):
        after = rename.follower(part) if isinstance(rename, RenameColumn) else part
        if after is part and name == table.name:
            continue
        old = _right_name(table.name, part)
        if part.name != old:
            continue  # It was chosen.
        new = _right_name(name, after)
        if new != old:
            kind = RenameIndex if isinstance(part, Index) else RenameConstraint
            yield kind(table=owner, before=old, after=new)


def _right_name(table: str, part: Constraint | Index) -> str:
    return index_name(table, part.keys) if isinstance(part, Index) else key_name(table, part)
