"""What changes inside the tables that two schemas share."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Literal, TypeVar

from designkit.changes.constraints import adoptions, altered, with_adopted
from designkit.changes.expressions import uses_in
from designkit.changes.heirs import demand_inheritance, with_heirs_alike
from designkit.changes.inheritance import inherited, parents_first
from designkit.changes.mentions import (
    Moving,
    Place,
    UniqueKey,
    bare_name,
    generation_mentions,
    mentions,
    part_texts,
)
from designkit.changes.objects import AlterEnum, name_of
from designkit.changes.operation import Operation
from designkit.changes.renames import RenameConstraint, RenameIndex
from designkit.changes.tables import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    AlterTable,
    DropColumn,
    DropConstraint,
    DropIndex,
)
from designkit.model import (
    Constraint,
    ForeignKey,
    Index,
    PrimaryKey,
    QualifiedName,
    Schema,
    Table,
    Unique,
    replace,
)

_SETTINGS: tuple[Literal["unlogged", "parameters", "row_security"], ...] = (
    "unlogged",
    "parameters",
    "row_security",
)
_Named = TypeVar("_Named", bound="Constraint | Index")
_Key = PrimaryKey | Unique | Index


def table_changes(
    start: Schema, goal: Schema, going: AbstractSet[str] = frozenset()
) -> Iterator[Operation]:
    """Operations inside the tables that are on both sides; comments are left out.

    Args:
        start: what is there.
        goal: what is wanted.
        going: routines and types that go, as `uses_in` finds them: what uses one makes way for it.
    """
    pairs = _pairs(start, goal)
    remade = remade_columns(start, goal, going)
    enums = _changing_enums(start, goal)
    computing = going | rewritten_routines(start, goal)
    loosened = Moving(
        columns=remade | type_changes(start, goal),
        keys={key for old, new in pairs for key in _lost_keys(old, new)},
    )
    yield from _columns_of_all(start, pairs, remade, enums, going)
    for old, new in pairs:
        kept = tuple(
            item
            for item in old.indexes
            if not mentions(old, item, remade) and not _calls(item, computing)
        )
        again = tuple(item for item in old.indexes if item not in kept)
        adopted = tuple(adoptions(old, new, kept, goal))
        yield from adopted
        kept = tuple(item for item in kept if all(item != it.index for it in adopted))
        present = with_adopted(old, adopted)
        yield from _constraints(present, new, remade, loosened, computing)
        yield from (DropIndex(table=old.qualified, index=item) for item in again)
        yield from indexes_between(old.qualified, kept, new.indexes)
        for setting in _SETTINGS:
            before, after = getattr(old, setting), getattr(new, setting)
            if before != after:
                yield AlterTable(table=old.qualified, setting=setting, before=before, after=after)
        yield from _settings(old, new)


def _settings(old: Table, new: Table) -> Iterator[AlterTable]:
    """Settings go first and come last, since they may name an index, which may go and come."""
    changed = old.settings != new.settings
    if not changed and _named_by_settings(old) == _named_by_settings(new):
        return
    if old.settings:
        yield AlterTable(table=old.qualified, setting="settings", before=old.settings, after=())
    if new.settings:
        yield AlterTable(table=new.qualified, setting="settings", before=(), after=new.settings)


def _named_by_settings(table: Table) -> tuple[object, ...]:
    """The keys and indexes that settings of a table name, and the columns that may move them."""
    named = tuple(
        replace(item, comment=None)
        for item in (*table.constraints, *table.indexes)
        if table.settings and any(setting.endswith(item.name) for setting in table.settings)
    )
    return (*named, table.columns) if named else ()


def type_changes(start: Schema, goal: Schema) -> set[Place]:
    """Table and name of each column whose type or collation changes."""
    return {
        (old.qualified, column.name)
        for old, new in _pairs(start, goal)
        if old.columns != new.columns
        for column in old.columns
        if (other := new.find_column(column.name)) is not None
        and (column.type, column.collation) != (other.type, other.collation)
    }


def remade_columns(
    start: Schema, goal: Schema, going: AbstractSet[str] = frozenset()
) -> set[Place]:
    """Table and name of each column that is dropped and added again.

    PostgreSQL cannot change how a column is generated, nor the type of one that others are
    generated from, nor let go a routine or a type that computes one.
    """
    otherwise = {
        (old.qualified, column.name)
        for old, new in _pairs(start, goal)
        if old.columns != new.columns
        for column in old.columns
        if (other := new.find_column(column.name)) is not None
        and (column.generated, column.stored) != (other.generated, other.stored)
    }
    moved = otherwise | type_changes(start, goal)
    rewritten = rewritten_routines(start, goal)
    retyped = moved | _columns_of_enums(start, set(rebuilt_enums(start, goal).values()))
    if not retyped and not going and not rewritten:
        return moved
    return otherwise | {
        (old.qualified, column.name)
        for old, new in _pairs(start, goal)
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


def _calls(item: Constraint | Index, going: AbstractSet[str]) -> bool:
    return any(not going.isdisjoint(uses_in(text)) for text in part_texts(item))


def changing_targets(start: Schema, goal: Schema, going: AbstractSet[str] = frozenset()) -> Moving:
    """What no foreign key can point to all along: the type or the key changes."""
    return Moving(
        columns=type_changes(start, goal) | remade_columns(start, goal, going),
        keys={
            key
            for old, new in _pairs(start, goal)
            for key in (*_lost_keys(old, new), *_lost_keys(new, old))
        },
    )


def unkeyed_tables(start: Schema, goal: Schema) -> set[QualifiedName]:
    """The tables of which the primary key goes or changes."""
    return {
        old.qualified
        for old, new in _pairs(start, goal)
        if old.primary_key is not None and _unnamed(old.primary_key) not in _unnamed_keys(new)
    }


def _pairs(start: Schema, goal: Schema) -> list[tuple[Table, Table]]:
    return [
        (old, new) for old in start.tables if (new := goal.find_table(old.qualified)) is not None
    ]


def _lost_keys(old: Table, new: Table) -> Iterator[UniqueKey]:
    """The keys that go or change: no foreign key can point to them meanwhile."""
    kept = _unnamed_keys(new)
    for key in _keys(old):
        if _unnamed(key) not in kept:
            yield old.qualified, frozenset(key.columns)


def _unnamed_keys(table: Table) -> set[_Key]:
    return set(map(_unnamed, _keys(table)))


def _unnamed(key: _Key) -> _Key:
    return replace(key, name="_", comment=None)


def _keys(table: Table) -> tuple[_Key, ...]:
    primary = (table.primary_key,) if table.primary_key else ()
    return (*primary, *table.uniques, *(index for index in table.indexes if index.unique))


def indexes_between(
    owner: QualifiedName, old: tuple[Index, ...], new: tuple[Index, ...]
) -> Iterator[Operation]:
    """Operations that lead from some indexes of a table to others."""
    renamed = _same_but_for_name(old, new)
    for before, after in renamed.items():
        yield RenameIndex(table=owner, before=before, after=after)
    there = {replace(item, comment=None): item for item in new}
    here = {replace(item, comment=None) for item in old}
    for item in old:
        if item.name not in renamed and replace(item, comment=None) not in there:
            yield DropIndex(table=owner, index=item)
    for item in new:
        if item.name not in renamed.values() and replace(item, comment=None) not in here:
            yield AddIndex(table=owner, index=item)


def _changing_enums(start: Schema, goal: Schema) -> set[str]:
    """The names, as types spell them but without quotes, of enums whose values change."""
    after = {enum.qualified: enum.values for enum in goal.enums}
    return {
        str(enum.qualified)
        for enum in start.enums
        if after.get(enum.qualified, enum.values) != enum.values
    }


def _columns_of_all(
    start: Schema,
    pairs: list[tuple[Table, Table]],
    remade: set[Place],
    enums: set[str],
    going: AbstractSet[str],
) -> Iterator[Operation]:
    """Columns change from parents to heirs, since what a parent's change brings is there then."""
    if not any(old.inherits or new.inherits or old.partition_key for old, new in pairs):
        for old, new in pairs:
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


def _constraints(
    old: Table, new: Table, remade: set[Place], loosened: Moving, going: AbstractSet[str]
) -> Iterator[Operation]:
    name = old.qualified
    again = {
        item.name
        for item in old.constraints
        if mentions(old, item, loosened.columns if isinstance(item, ForeignKey) else remade)
        or (isinstance(item, ForeignKey) and loosened.under(item))
        or _calls(item, going)
    }
    renamed = _same_but_for_name(
        tuple(item for item in old.constraints if item.name not in again), new.constraints
    )
    for before, after in renamed.items():
        yield RenameConstraint(table=name, before=before, after=after)
    there = {item.name: replace(item, comment=None) for item in new.constraints}
    here = {item.name: replace(item, comment=None) for item in old.constraints}
    in_place: dict[str, tuple[Operation, ...]] = {}
    for item in old.constraints:
        other = there.get(item.name)
        if item.name in renamed or (here[item.name] == other and item.name not in again):
            continue
        if item.name not in again and other is not None:
            in_place[item.name] = altered(name, item, other)
        yield from in_place.get(item.name) or (DropConstraint(table=name, constraint=item),)
    for item in new.constraints:
        changed = there[item.name] != here.get(item.name)
        made = changed or item.name in again
        if item.name not in renamed.values() and made and not in_place.get(item.name):
            yield AddConstraint(table=name, constraint=item)


def _same_but_for_name(old: tuple[_Named, ...], new: tuple[_Named, ...]) -> dict[str, str]:
    """Old name to new name, where exactly one on each side is the same but for its name."""
    stay = {item.name for item in old} & {item.name for item in new}
    gone = _by_content(item for item in old if item.name not in stay)
    come = _by_content(item for item in new if item.name not in stay)
    return {
        names[0]: come[content][0]
        for content, names in gone.items()
        if len(names) == 1 and len(come.get(content, ())) == 1
    }


def _by_content(items: Iterator[_Named]) -> dict[object, list[str]]:
    found: dict[object, list[str]] = {}
    for item in items:
        found.setdefault(replace(item, name="_", comment=None), []).append(item.name)
    return found
