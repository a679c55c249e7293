"""What goes and what comes that look alike: questions to ask, never answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher

from designkit.changes.concerned import concerned
from designkit.changes.enum_values import RenameValue, quoted
from designkit.changes.renames import Rename, RenameColumn, RenameTable, Told
from designkit.model import Column, Enum, QualifiedName, Schema, Table, Value, spelled

# Shares from 0 to 1 of a name's letters, and of a table's columns.
_NAMES_ALIKE = 0.6
_COLUMNS_ALIKE = 0.6


class LookAlike(Value, frozen=True, kw_only=True):
    """Something dropped and something added that may be one thing under a new name.

    Attributes:
        rename: what it would be; told as one, or as none, it is answered.
    """

    rename: Told

    @property
    def before(self) -> str:
        """What is dropped: `table`, `table.column`, or `enum.value`."""
        match self.rename:
            case RenameTable(before=name):
                return str(name)
            case RenameColumn(table=owner, before=part) | RenameValue(enum=owner, before=part):
                return f"{owner}.{part}"

    @property
    def after(self) -> str:
        """The name of what is added; of a column or value by itself."""
        return str(self.rename.after)

    @property
    def asked(self) -> str:
        """The question: what is dropped, what is added, and whether that is one thing."""
        rename = self.rename
        match rename:
            case RenameTable():
                names = f"table {rename.before} is dropped and {rename.after} added"
            case RenameColumn():
                names = f"column {self.before} is dropped and {rename.table}.{rename.after} added"
            case _:
                old, new = rename.before, rename.after
                names = f"value {old!r} of enum {rename.enum} is dropped and {new!r} added"
        return f"{names}: a rename?"

    def __str__(self) -> str:
        rename = self.rename
        match rename:
            case RenameTable():
                answer = f"renamed from {rename.before.printed}"
            case RenameColumn():
                answer = f"renamed {spelled(rename.after)} from {spelled(rename.before)}"
            case _:
                answer = f"renamed {quoted(rename.after)} from {quoted(rename.before)}"
        kind = "type" if isinstance(rename, RenameValue) else "table"
        return (
            f"{self.asked} then write `-- designkit: {answer}` above its {kind}, "
            f"or else `-- designkit: not {answer}`"
        )


def look_alikes(
    before: Schema, after: Schema, renames: Iterable[Rename] = (), apart: Iterable[Told] = ()
) -> tuple[LookAlike, ...]:
    """The drops and adds that may be renames which nobody told, by kind and name.

    Each is a question for a person: rows are lost where a rename is taken for a drop.

    Args:
        before: the schema that is there.
        after: the schema that is wanted.
        renames: those that were told.
        apart: what was said to be none.
    """
    given, none = tuple(renames), frozenset(apart)
    start, goal = concerned(before, after)
    told = frozenset(item for item in given if isinstance(item, Told))
    tables = {item.before: item.after for item in told if isinstance(item, RenameTable)}
    found: list[Told] = list(_tables(start, goal, tables, none))
    for old in start.tables:
        new = goal.find_table(tables.get(old.qualified, old.qualified))
        if new is not None:
            found += _columns(old, new, told, none)
    enums = {enum.qualified: enum for enum in goal.enums}
    for enum in start.enums:
        if enum.qualified in enums:
            found += _values(enum, enums[enum.qualified], told, none)
    return tuple(LookAlike(rename=rename) for rename in found)


def _tables(
    start: Schema,
    goal: Schema,
    renamed: dict[QualifiedName, QualifiedName],
    apart: AbstractSet[Told],
) -> Iterator[RenameTable]:
    told = set(renamed.values())
    gone = [
        table
        for table in start.tables
        if goal.find_table(table.qualified) is None and table.qualified not in renamed
    ]
    come = [
        table
        for table in goal.tables
        if start.find_table(table.qualified) is None and table.qualified not in told
    ]
    for old in gone:
        alike = {
            rename: _shared(old, new)
            for new in come
            if _shared(old, new) >= _COLUMNS_ALIKE
            and (rename := RenameTable(before=old.qualified, after=new.qualified)) not in apart
        }
        best = max(alike, key=lambda rename: alike[rename], default=None)
        if best is not None:
            come = [new for new in come if new.qualified != best.after]
            yield best


def _shared(old: Table, new: Table) -> float:
    """The share of the columns that both tables have: by name and type."""
    here = {(column.name, column.type) for column in old.columns}
    there = {(column.name, column.type) for column in new.columns}
    return len(here & there) / max(len(here | there), 1)


def _columns(
    old: Table, new: Table, told: AbstractSet[Told], apart: AbstractSet[Told]
) -> Iterator[RenameColumn]:
    """Each dropped column with the likest added one: of the same type, or nearly of the same name.

    Where one goes and one comes, the same type is enough to ask. Inherited columns follow those of
    the parent, which is asked about.
    """
    table = new.qualified
    answered = [item for item in told if isinstance(item, RenameColumn) and item.table == table]
    gone = list(_without(old, new, {item.before for item in answered}))
    come = list(_without(new, old, {item.after for item in answered}))
    single = len(gone) == len(come) == 1
    for column in gone:
        alike = {
            rename: _likeness(column.name, other.name)
            for other in come
            if _likeness(column.name, other.name) >= _NAMES_ALIKE
            or (single and column.type == other.type)
            if (rename := RenameColumn(table=table, before=column.name, after=other.name))
            not in apart
        }
        best = max(alike, key=lambda rename: alike[rename], default=None)
        if best is not None:
            come = [other for other in come if other.name != best.after]
            yield best


def _without(table: Table, other: Table, answered: AbstractSet[str]) -> Iterable[Column]:
    if table.partition_bound is not None:
        return ()
    names = {column.name for column in other.columns} | answered
    return (it for it in table.columns if it.name not in names and not it.inherited)


def _values(
    old: Enum, new: Enum, told: AbstractSet[Told], apart: AbstractSet[Told]
) -> Iterator[RenameValue]:
    enum = old.qualified
    renamed = [item for item in told if isinstance(item, RenameValue) and item.enum == enum]
    answered = {name for item in renamed for name in (item.before, item.after)}
    gone = [value for value in old.values if value not in (*new.values, *answered)]
    come = [value for value in new.values if value not in (*old.values, *answered)]
    for value in gone:
        alike = {
            rename: _likeness(value, other)
            for other in come
            if _likeness(value, other) >= _NAMES_ALIKE or _in_one_place(old, value, new, other)
            if (rename := RenameValue(enum=enum, before=value, after=other)) not in apart
        }
        best = max(alike, key=lambda rename: alike[rename], default=None)
        if best is not None:
            come.remove(best.after)
            yield best


def _in_one_place(old: Enum, value: str, new: Enum, other: str) -> bool:
    places = old.values.index(value), new.values.index(other)
    return len(old.values) == len(new.values) and places[0] == places[1]


def _likeness(one: str, other: str) -> float:
    """How much two names share, from 0 to 1; a name inside the other counts as alike."""
    if one in other or other in one:
        return 1.0
    return SequenceMatcher(None, one.lower(), other.lower()).ratio()
