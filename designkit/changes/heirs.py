"""How a change of a column is made so that its heirs arrive too, and come back; what cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from designkit.changes.expressions import cast_to, names_in, uses_in
from designkit.changes.inheritance import (
    handed_down,
    heirs,
    inherited,
    other_sources,
    parents_first,
    sources,
    taking,
)
from designkit.changes.operation import Operation
from designkit.changes.tables import AlterColumn, DropColumn
from designkit.errors import DiffIncomplete
from designkit.model import Column, QualifiedName, Schema, Table

# What a column has from its parent for good: no statement changes it on the heir alone.
_FROM_PARENT = ("type", "collation", "generated", "stored", "identity", "inherited")


def with_heirs_alike(schema: Schema, operation: Operation) -> Iterator[Operation]:
    """The operation, after others that make the heirs' columns like the one that it changes.

    So the way back gives each heir what it had of its own: a change reaches all heirs.
    """
    match operation:
        case DropColumn(column=column):
            change = (column, column)
        case AlterColumn(before=before, after=after):
            change = (after, before)
            if {"type", "collation"} & set(operation.aspects):
                demand_one_source(schema, operation.table, before.name)
        case _:
            yield operation
            return
    reached = schema
    losing = {operation.table}
    known = heirs(schema, operation.table) - {operation.table}
    for child in parents_first(table for table in schema.tables if table.qualified in known):
        heir = reached.table(child.qualified)
        present = heir.find_column(change[0].name)
        if present is None:
            continue
        if isinstance(operation, DropColumn):
            if not losing.issuperset(sources(reached, heir, present.name)):
                continue  # It stays, with what is below.
            losing.add(heir.qualified)
        alike = (
            _given(child, present, change[0])
            if isinstance(operation, DropColumn)
            else taking(reached, operation.table, heir, *change)
        )
        if alike != present:
            aligned = AlterColumn(table=child.qualified, before=present, after=alike)
            for step in with_heirs_alike(reached, aligned):
                yield step
                reached = step.apply(reached)
    yield operation


def _given(child: Table, present: Column, column: Column) -> Column:
    """What a child's column must be for its parent's to bring it back; one of its own may stay."""
    given = handed_down(column, child)
    if given.inherited and not present.inherited:
        return present
    if present.comment is not None or present.access != given.access:
        raise DiffIncomplete(
            f"column {child.qualified}.{present.name} goes with that of its parent, and has a "
            "comment or rights of its own, which DOWN would not give back: take those away in a "
            "migration before"
        )
    return given


def demand_one_source(schema: Schema, table: QualifiedName, name: str) -> None:
    """Refuse to change the type or the name of a column that an heir has from elsewhere as well.

    https://www.postgresql.org/docs/18/ddl-inherit.html

    Raises:
        DiffIncomplete: an heir has it from another parent.
    """
    for heir in schema.tables:
        if heir.qualified in heirs(schema, table) and any(other_sources(schema, table, heir, name)):
            raise DiffIncomplete(
                f"column {heir.qualified}.{name} comes from several parents, so PostgreSQL changes "
                f"neither its type nor its name at {table} alone: write that change into a "
                "migration by hand"
            )


def shared_checks(start: Schema, goal: Schema) -> set[tuple[QualifiedName, str]]:
    """Table and name of each check that must go and come, since parent and heir both have it.

    PostgreSQL gives an heir a check of its own beside an inherited one, takes none back from there,
    and renames both as one: so the parent's goes first, and comes last.
    """
    found: set[tuple[QualifiedName, str]] = set()
    for child in start.tables:
        wanted = goal.find_table(child.qualified)
        if not child.inherits or wanted is None or child.partition_bound is not None:
            continue
        here, there = _check_names(child), _check_names(wanted)
        if not here and not there:
            continue
        for table in start.tables:
            other = goal.find_table(table.qualified)
            if other is None or child.qualified not in heirs(start, table.qualified):
                continue
            kept = _check_names(table) & _check_names(other)
            # Under another name it may look renamed.
            moved = (_check_names(table) - kept) | (here ^ there)
            found |= {(table.qualified, name) for name in moved & _check_names(table)}
            found |= {(child.qualified, name) for name in (moved | (here - there)) & here}
    return found


def _check_names(table: Table) -> set[str]:
    return {item.name for item in table.checks if item.inherited}


def demand_unkeyed(schema: Schema, types: AbstractSet[str]) -> None:
    """Refuse to make types anew that a partition key holds, of which these are the bare names.

    Raises:
        DiffIncomplete: a table is partitioned by one of them.
    """
    for table in schema.tables:
        if table.partition_key is None:
            continue
        key = names_in(table.partition_key)
        held = {_bare(column.type): column.name for column in table.columns if column.name in key}
        for name in sorted(types):
            if name in held or cast_to(name) in uses_in(table.partition_key):
                raise DiffIncomplete(
                    f"type {name} changes while table {table.qualified} is partitioned by it "
                    f"({table.partition_key}), and PostgreSQL changes no type there: make the "
                    "table anew in a migration by hand"
                )


def _bare(type_name: str) -> str:
    return type_name.removesuffix("[]").rpartition(".")[2].strip('"')


def demand_inheritance(schema: Schema, present: Table, goal: Table) -> None:
    """Refuse what no statement changes: an inherited column by itself, a partition key's type.

    Args:
        schema: what the table's parents have reached.
        present: the table, as far as their changes brought it.
        goal: the table as it is wanted.

    Raises:
        DiffIncomplete: the table is wanted so.
    """
    if (present.inherits, present.partition_bound) != (goal.inherits, goal.partition_bound):
        raise DiffIncomplete(
            f"no operation covers the difference in table {goal.qualified}: what it inherits from, "
            "or its bounds as a partition, are others. Attach or detach it in a migration by hand"
        )
    for column in present.columns:
        wanted = goal.find_column(column.name)
        place = f"column {goal.qualified}.{column.name}"
        if inherited(schema, present, column.name) is not None and (
            wanted is None
            or any(getattr(column, aspect) != getattr(wanted, aspect) for aspect in _FROM_PARENT)
        ):
            raise DiffIncomplete(
                f"{place} comes from a parent, and is wanted otherwise than there: change that of "
                "the parent, or write the change into a migration by hand"
            )
        if (
            wanted is not None
            and (column.type, column.collation) != (wanted.type, wanted.collation)
            and column.name in names_in(present.partition_key or "")
            and inherited(schema, present, column.name) is None
        ):
            raise DiffIncomplete(
                f"{place} is part of its table's partition key, and PostgreSQL changes no type "
                "there: make the table anew in a migration by hand"
            )
