"""What a change of a column does to the tables that inherit it: what PostgreSQL does, in memory.

Partitions inherit the columns of their table as children do.
https://www.postgresql.org/docs/18/ddl-inherit.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from designkit.changes.operation import with_table
from designkit.model import UNASKED, Column, QualifiedName, Schema, Table, replace

# Of a column's settings, those that ALTER TABLE sets on the heirs as well.
# https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/commands/tablecmds.c
_PASSED_ON = ("storage=", "statistics=")


def heirs(schema: Schema, table: QualifiedName) -> set[QualifiedName]:
    """A table, and those that inherit its columns, at any distance."""
    found = {table}
    while True:
        more = {
            item.qualified
            for item in schema.tables
            if item.inherits and not found.isdisjoint(item.inherits)
        } - found
        if not more:
            return found
        found |= more


def sources(schema: Schema, heir: Table, name: str) -> tuple[QualifiedName, ...]:
    """The parents from which a table has a column."""
    return tuple(
        parent
        for parent in heir.inherits
        if (table := schema.find_table(parent)) is not None and table.find_column(name) is not None
    )


def other_sources(
    schema: Schema, source: QualifiedName, heir: Table, name: str
) -> Iterator[Column]:
    """The column as parents of an heir have it that have it from elsewhere than the source."""
    if len(heir.inherits) > 1:
        known = heirs(schema, source)
        for parent in sources(schema, heir, name):
            if parent not in known:
                yield schema.table(parent).column(name)


def children(schema: Schema, table: QualifiedName) -> tuple[Table, ...]:
    """The tables that inherit from a table directly."""
    return tuple(item for item in schema.tables if table in item.inherits)


def parents_first(tables: Iterable[Table]) -> Iterator[Table]:
    """The tables, each after those that it inherits from."""
    waiting = {table.qualified: table for table in tables}
    while waiting:
        ready = [item for item in waiting.values() if waiting.keys().isdisjoint(item.inherits)]
        yield from ready
        for table in ready:
            del waiting[table.qualified]


def depths(schema: Schema) -> Mapping[QualifiedName, int]:
    """How many generations are above each table, at most."""
    found = dict.fromkeys((table.qualified for table in schema.tables), 0)
    if not any(table.inherits for table in schema.tables):
        return found
    for table in parents_first(schema.tables):
        known = [found[parent] for parent in table.inherits if parent in found]
        found[table.qualified] = 1 + max(known, default=-1)
    return found


def inherited(schema: Schema, table: Table, name: str) -> Column | None:
    """The column as a table has it from another; None where no other gives it one."""
    found = [schema.table(parent).column(name) for parent in sources(schema, table, name)]
    if not found:
        return None
    given = handed_down(found[0], table)
    nullable = all(column.nullable for column in found)
    return given if given.nullable == nullable else replace(given, nullable=nullable)


def handed_down(column: Column, child: Table) -> Column:
    """What a child gets of a column that its parent gets; identity is for partitions alone."""
    partition = child.partition_bound is not None
    return replace(
        column,
        comment=None,
        access=UNASKED,
        counting=None,
        identity=column.identity if partition else None,
        settings=tuple(item for item in column.settings if item.startswith(_PASSED_ON)),
        inherited=not partition,
    )


def with_column_handed_down(schema: Schema, parent: QualifiedName, column: Column) -> Schema:
    """The schema with a new column on what inherits from its table; one of its name stays."""
    for child in children(schema, parent):
        if child.find_column(column.name) is None:
            given = handed_down(column, child)
            schema = with_table(schema, replace(child, columns=(*child.columns, given)))
            schema = with_column_handed_down(schema, child.qualified, given)
    return schema


def with_column_taken_back(schema: Schema, parent: QualifiedName, name: str) -> Schema:
    """The schema without the column on what had it from its table only."""
    for child in children(schema, parent):
        column = child.find_column(name)
        borrowed = column is not None and (column.inherited or child.partition_bound is not None)
        if borrowed and inherited(schema, child, name) is None:
            kept = tuple(item for item in child.columns if item is not column)
            schema = with_table(schema, replace(child, columns=kept))
            schema = with_column_taken_back(schema, child.qualified, name)
    return schema


def with_column_passed_on(
    schema: Schema, table: QualifiedName, before: Column, after: Column
) -> Schema:
    """The schema with what changes in a column changed on all heirs of its table."""
    for name in heirs(schema, table) - {table}:
        heir = schema.table(name)
        column = heir.find_column(before.name)
        if column is not None:
            changed = taking(schema, table, heir, before, after)
            columns = tuple(changed if item is column else item for item in heir.columns)
            schema = with_table(schema, replace(heir, columns=columns))
    return schema


def taking(
    schema: Schema, source: QualifiedName, heir: Table, before: Column, after: Column
) -> Column:
    """An heir's column with those aspects of `after` in which it differs from `before`.

    Args:
        schema: where the heir may have other parents.
        source: the table whose column changes.
        heir: a table that has the column from there.
        before: the column of the source.
        after: what becomes of it.
    """
    column = heir.column(before.name)
    retyped = (before.type, before.collation) != (after.type, after.collation)
    # The default is taken off and set again around a change of type.
    anew = retyped and (before.default, after.default) != (None, None)
    changes: dict[str, object] = {}
    for aspect in ("type", "collation", "nullable", "default"):
        if getattr(before, aspect) != getattr(after, aspect) or (anew and aspect == "default"):
            changes[aspect] = getattr(after, aspect)
    if changes.get("nullable") and any(
        not other.nullable for other in other_sources(schema, source, heir, column.name)
    ):
        changes["nullable"] = column.nullable
    if heir.partition_bound is not None and before.identity != after.identity:
        changes["identity"] = after.identity
    if before.settings != after.settings:
        changed = set(before.settings) ^ set(after.settings)
        keys = {item.partition("=")[0] for item in changed if item.startswith(_PASSED_ON)}
        own = {item for item in column.settings if item.partition("=")[0] not in keys}
        new = {item for item in after.settings if item.partition("=")[0] in keys}
        changes["settings"] = tuple(sorted(own | new))
    return replace(column, **changes)
