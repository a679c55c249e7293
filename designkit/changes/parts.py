"""What leads from the constraints and indexes of a table to those that are wanted."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple, TypeVar

from designkit.changes.constraints import altered
from designkit.changes.expressions import uses_in
from designkit.changes.mentions import Moving, Place, mentions, part_texts, points
from designkit.changes.operation import Operation
from designkit.changes.renames import RenameConstraint, RenameIndex
from designkit.changes.tables import AddConstraint, AddIndex, DropConstraint, DropIndex
from designkit.model import Constraint, ForeignKey, Index, QualifiedName, Table, replace

_Named = TypeVar("_Named", bound="Constraint | Index")


def indexes_between(
    owner: QualifiedName, old: tuple[Index, ...], new: tuple[Index, ...]
) -> Iterator[Operation]:
    """Operations that lead from some indexes of a table to others."""
    if old == new:
        return
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


class Passing(NamedTuple):
    """What is not there all along, and what must make way for it.

    Attributes:
        remade: the columns that are dropped and added again.
        loosened: what no foreign key can point to all along.
        going: routines that go, and types that casts name: what uses one makes way for it.
        again: table and name of constraints that are dropped and added again whatever they are.
    """

    remade: AbstractSet[Place]
    loosened: Moving
    going: AbstractSet[str]
    again: AbstractSet[Place]

    @property
    def is_nothing(self) -> bool:
        """Whether all that stays on both sides can stay where it is."""
        return not (self.remade or any(self.loosened) or self.going or self.again)


def constraints_between(old: Table, new: Table, passing: Passing) -> Iterator[Operation]:
    """Operations that lead from the constraints of a table to those of another."""
    if passing.is_nothing and old.constraints == new.constraints:
        return
    name = old.qualified
    again = {
        item.name
        for item in old.constraints
        if mentions(old, item, passing.loosened.columns if points(item) else passing.remade)
        or (isinstance(item, ForeignKey) and passing.loosened.under(item))
        or calls(item, passing.going)
        or (name, item.name) in passing.again
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


def calls(item: Constraint | Index, going: AbstractSet[str]) -> bool:
    """Whether an expression of a part uses something that goes."""
    return any(not going.isdisjoint(uses_in(text)) for text in part_texts(item))


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
