"""Fixes that put one thing in the place of another: an index, or the type of a column."""

from __future__ import annotations

import re

from designkit.changes import AddIndex, AlterColumn, DropIndex, Operation
from designkit.model import Column, Index, Table, replace

# A default that is a literal: a number, or a text with its cast.
_LITERAL = re.compile(r"(?P<number>\d+(?:\.\d+)?)|(?P<text>'(?:[^']|'')*')::[a-z][a-z ]*")


def exchange_index(table: Table, before: Index, after: Index) -> tuple[Operation, ...]:
    """Put one index in the place of another, unless a foreign key is served by the first alone."""
    for key in table.foreign_keys:
        columns, size = set(key.columns), len(key.columns)
        if set(before.columns[:size]) == columns != set(after.columns[:size]):
            return ()
    where = table.qualified
    return DropIndex(table=where, index=before), AddIndex(table=where, index=after)


def retype(table: Table, column: Column, after: str) -> tuple[Operation, ...]:
    """Change the type of a column on which nothing else is built; else nothing, for people to do.

    A key would leave its partner behind, and the text of an expression would change with the type.
    """
    if column.generated is not None or column.collation is not None:
        return ()
    default = _retyped_default(column.default or "", after)
    if bool(default) != bool(column.default) or _built_on(table, column.name):
        return ()
    retyped = replace(column, type=after, default=default or None)
    return (AlterColumn(table=table.qualified, before=column, after=retyped),)


def _built_on(table: Table, name: str) -> bool:
    """Whether a key or an expression of the table speaks of a column."""
    keys = [key.columns for key in table.foreign_keys]
    keys += [unique.columns for unique in table.uniques]
    keys += [index.columns for index in table.indexes if index.unique]
    if name in table.key_columns or any(name in columns for columns in keys):
        return True
    texts = [check.expression for check in table.checks]
    texts += [item.definition for item in table.other_constraints]
    texts += [column.generated or "" for column in table.columns]
    for index in table.indexes:
        texts += [index.predicate or "", *(key.expression or "" for key in index.keys)]
        if any(key.column == name and (key.operator_class or key.collation) for key in index.keys):
            return True
    word = re.compile(rf"\b{re.escape(name)}\b")
    return any(word.search(text) for text in texts)


def _retyped_default(default: str, after: str) -> str:
    """The default as the engine prints it for the new type, or "" where that is not known."""
    found = _LITERAL.fullmatch(default)
    if found is None:
        return ""
    return default if found["number"] else f"{found['text']}::{after}"
