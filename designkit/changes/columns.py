"""Which columns change between two schemas, and which of them must be dropped and added again."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from designkit.changes.expressions import uses_in
from designkit.changes.heirs import demand_inheritance, with_heirs_alike
from designkit.changes.inheritance import inherited, parents_first
from designkit.changes.keys import pairs_of
from designkit.changes.mentions import Place, bare_name, generation_mentions
from designkit.changes.objects import AlterEnum, name_of
from designkit.changes.operation import Operation
from designkit.changes.tables import AddColumn, AlterColumn, DropColumn
from designkit.model import Column, Schema, Table, replace


def type_changes(start: Schema, goal: Schema) -> set[Place]:
    """Table and name of each column whose type or collation changes."""
    return {
        (old.qualified, column.name)
        for old, new in pairs_of(start, goal)
        for column, other in _changed(old, new)
        if (column.type, column.collation) != (other.type, other.collation)
    }


def _changed(old: Table, new: Table) -> Iterator[tuple[Column, Column]]:
    """The columns that stay and change, each as it is and as it is wanted."""
    if old.columns == new.columns:
        return
    wanted = {column.name: column for column in new.columns}
    for column in old.columns:
        other = wanted.get(column.name)
        if other is not None and other != column:
            yield column, other


def remade_columns(
    start: Schema, goal: Schema, going: AbstractSet[str] = frozenset()
) -> set[Place]:
    """Table and name of each column that is dropped and added again.

    PostgreSQL cannot change how a column is generated, nor the type of one that others are
    generated from, nor let go a routine or a type that computes one.
    """
    otherwise = {
        (old.qualified, column.name)
        for old, new in pairs_of(start, goal)
        for column, other in _changed(old, new)
        if (column.generated, column.stored) != (other.generated, other.stored)
    }
    moved = otherwise | type_changes(start, goal)
    rewritten = rewritten_routines(start, goal)
    retyped = moved | _columns_of_enums(start, set(rebuilt_enums(start, goal).values()))
    if not retyped and not going and not rewritten:
        return moved
    return otherwise | {
        (old.qualified, column.name)
        for old, new in pairs_of(start, goal)
        for column in old.columns
        if column.generated is not None
        and new.find_column(column.name) is not None
        and (
            generation_mentions(old.qualified, column, retyped)
            or not going.isdisjoint(uses_in(column.generated))
            or (column.stored and not rewritten.isdisjoint(uses_in(column.generated)))
        )
    }


def rebuilt_enums(start: Schema, goal: Schema) -> dict[str, str]:
    """The enums of which values go or move, by their bare names: each becomes a new type."""
    after = {enum.qualified: enum for enum in goal.enums}
    return {
        enum.name: identity
        for enum in start.enums
        if (other := after.get(enum.qualified)) is not None
        and not AlterEnum(before=enum, after=other).only_adds
        and (identity := str(enum.qualified))
    }


def rewritten_routines(start: Schema, goal: Schema) -> set[str]:
    """The bare names of immutable functions that get another body: what keeps their results is old.

    https://www.postgresql.org/docs/18/xfunc-volatility.html
    """
    after = {name_of(item): item for item in goal.carried if item.kind == "function"}
    return {
        bare_name(item)
        for item in start.carried
        if item.kind == "function"
        and (other := after.get(name_of(item))) is not None
        and item.definition != other.definition
        and (" IMMUTABLE" in item.definition or " IMMUTABLE" in other.definition)
    }


def column_changes(
    start: Schema,
    goal: Schema,
    pairs: list[tuple[Table, Table]],
    remade: set[Place],
    going: AbstractSet[str],
) -> Iterator[Operation]:
    """Operations on the columns of tables that are on both sides.

    They change from parents to heirs, since what a parent's change brings is there then.

    Args:
        start: what is there.
        goal: what is wanted.
        pairs: the tables, each as it is and as it is wanted.
        remade: the columns that are dropped and added again.
        going: routines and types that go, as `uses_in` finds them.
    """
    enums = _changing_enums(start, goal)
    if not any(old.inherits or new.inherits or old.partition_key for old, new in pairs):
        touched = {table for table, _ in remade}
        for old, new in pairs:
            if going or old.columns != new.columns or old.qualified in touched:
                yield from _columns(old, new, remade, enums, going)
        return
    reached = start
    goals = {old.qualified: new for old, new in pairs}
    for old in parents_first(old for old, _ in pairs):
        present, new = reached.table(old.qualified), goals[old.qualified]
        demand_inheritance(reached, present, new)
        bequeathed = {
            (table, name)
            for table, name in remade
            if table == old.qualified and inherited(reached, present, name) is not None
        }
        for operation in _columns(present, new, remade - bequeathed, enums, going):
            for step in with_heirs_alike(reached, operation):
                yield step
                reached = step.apply(reached)


def _columns(
    old: Table, new: Table, remade: set[Place], enums: set[str], going: AbstractSet[str]
) -> Iterator[Operation]:
    name = old.qualified
    for column in old.columns:
        other = new.find_column(column.name)
        if other is None or (name, column.name) in remade:
            yield DropColumn(table=name, column=column)
        elif column != (after := replace(other, comment=column.comment, access=column.access)):
            present = column
            if column.default and (
                (other.default and _unquoted(column.type) in enums)
                or not going.isdisjoint(uses_in(column.default) & uses_in(other.default or ""))
            ):
                # Neither default need be a value of both types, nor call what is there all along.
                present = replace(column, default=None)
                yield AlterColumn(table=name, before=column, after=present)
            if present != after:
                yield AlterColumn(table=name, before=present, after=after)
        elif not going.isdisjoint(uses_in(column.default or "")):
            bare = replace(column, default=None)
            yield AlterColumn(table=name, before=column, after=bare)
            yield AlterColumn(table=name, before=bare, after=column)
    for column in new.columns:
        other = old.find_column(column.name)
        if other is None or (name, column.name) in remade:
            yield AddColumn(table=name, column=column)


def _changing_enums(start: Schema, goal: Schema) -> set[str]:
    """The names, as types spell them but without quotes, of enums whose values change."""
    after = {enum.qualified: enum.values for enum in goal.enums}
    return {
        str(enum.qualified)
        for enum in start.enums
        if after.get(enum.qualified, enum.values) != enum.values
    }


def _columns_of_enums(schema: Schema, enums: AbstractSet[str]) -> set[Place]:
    if not enums:
        return set()
    return {
        (table.qualified, column.name)
        for table in schema.tables
        for column in table.columns
        if _unquoted(column.type) in enums
    }


def _unquoted(type_name: str) -> str:
    return type_name.removesuffix("[]").replace('"', "")
