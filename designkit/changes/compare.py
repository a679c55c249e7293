"""From two schemas to the operations between them.

Renames are given, never guessed; only a constraint or an index that is the same but for its name is
renamed on its own account, since nothing but the name can be lost there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from designkit.changes.access import access_changes
from designkit.changes.arranging import arranged, arranged_parts
from designkit.changes.comments import SetComment, comments_of
from designkit.changes.concerned import concerned, differing
from designkit.changes.counters import moved_counters
from designkit.changes.creation import creations, removals
from designkit.changes.expressions import names_in
from designkit.changes.following import followers
from designkit.changes.needs import TYPES
from designkit.changes.objects import (
    AlterEnum,
    AlterSequence,
    CreateNamespace,
    DropNamespace,
    ReplaceCarried,
    Whole,
    name_of,
    parts,
)
from designkit.changes.operation import Operation
from designkit.changes.order import in_order
from designkit.changes.remaking import remade, unable_to_follow
from designkit.changes.renames import (
    Rename,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameSequence,
    RenameTable,
)
from designkit.changes.table_changes import (
    changing_targets,
    indexes_between,
    rebuilt_enums,
    table_changes,
)
from designkit.errors import DiffIncomplete, ModelError
from designkit.model import Carried, Enum, QualifiedName, Schema, View, replace
from designkit.model import Sequence as SequenceObject


def diff(before: Schema, after: Schema, renames: Iterable[Rename] = ()) -> tuple[Operation, ...]:
    """The ordered operations that lead from one schema to the other; none if they are equal.

    Column order, owners and volumes do not count. Applying the operations to `before` gives
    `after`, which is checked here.

    Args:
        before: the schema that is there.
        after: the schema that is wanted.
        renames: all at once: names may be swapped. A table of a column has its new name here.

    Raises:
        DiffIncomplete: the schemas differ in something that no operation expresses.
        ModelError: a rename names something that `before` does not hold.
    """
    given = tuple(renames)
    start, goal = concerned(before, after, _tables_of(given))
    start, goal = start.structure(), goal.structure()
    if start == goal and not given:
        return ()
    preparation = _preparation(start, goal, given)
    reached = start
    for operation in preparation:
        reached = _applied(operation, reached)
    structural = in_order(_names_arranged(_structural(reached, goal)))
    for operation in structural:
        reached = _applied(operation, reached)
    beside = (*access_changes(reached, goal), *_comments(reached, goal))
    for operation in beside:
        reached = operation.apply(reached)
    _demand_arrival(reached, goal)
    return (*preparation, *structural, *beside)


def _tables_of(renames: Iterable[Rename]) -> Iterator[QualifiedName]:
    for rename in renames:
        match rename:
            case RenameTable() | RenameSequence():
                yield from (rename.before, rename.after)
            case _:
                yield rename.table


def _preparation(start: Schema, goal: Schema, given: tuple[Rename, ...]) -> tuple[Operation, ...]:
    """The renames, and before them what speaks of an old name and cannot follow."""
    if not given:
        return ()
    renames = arranged(start, given)
    blocked = unable_to_follow(start, goal, renames)
    away = removals(blocked)
    cleared = start
    for operation in away:
        cleared = operation.apply(cleared)
    return (*away, *renames, *_sequences_that_follow(cleared, goal, renames))


def _sequences_that_follow(
    start: Schema, goal: Schema, renames: Iterable[Rename]
) -> Iterator[RenameSequence]:
    """The sequences that have the name in `goal` that follows from the renames.

    Constraints and indexes need no such help: they are found by what they are.
    """
    wanted = {item.qualified for item in goal.sequences}
    for rename in renames:
        renamed = rename.apply(start)
        if isinstance(rename, RenameTable | RenameColumn):
            for item in followers(start, renamed, rename):
                if isinstance(item, RenameSequence) and item.after in wanted:
                    wanted.discard(item.after)
                    renamed = item.apply(renamed)
                    yield item
        start = renamed


def _names_arranged(operations: Iterable[Operation]) -> Iterator[Operation]:
    """The operations, and last the renames of parts, in an order in which each name is free."""
    parts_renamed: list[RenameConstraint | RenameIndex] = []
    for operation in operations:
        if isinstance(operation, RenameConstraint | RenameIndex):
            parts_renamed.append(operation)
        else:
            yield operation
    yield from arranged_parts(parts_renamed)


def _applied(operation: Operation, schema: Schema) -> Schema:
    try:
        return operation.apply(schema)
    except ModelError as error:
        raise DiffIncomplete(f"cannot {operation.describe()}: {error}") from error


def _structural(start: Schema, goal: Schema) -> Iterator[Operation]:
    moved = tuple(moved_counters(start, goal))
    yield from moved
    # All else changes while these columns count by sequences, which lie in both schemas then.
    for move in moved:
        if move.to == "sequence":
            start = _applied(move, start)
        else:
            goal = _applied(move.inverse(), goal)
    yield from (
        CreateNamespace(name=name, settings=goal.namespace_setting(name))
        for name in goal.namespaces
        if name not in start.namespaces
    )
    yield from (
        DropNamespace(name=name, settings=start.namespace_setting(name))
        for name in start.namespaces
        if name not in goal.namespaces
    )
    old = {name_of(item): item for item in parts(start)}
    new = {name_of(item): item for item in parts(goal)}
    rebuilt = remade(start, goal)
    gone = [item for name, item in old.items() if name not in new or name in rebuilt]
    come = [item for name, item in new.items() if name not in old or name in rebuilt]
    for item in (*gone, *come):
        _demand_definition(item)
    for item in gone:
        if name_of(item) in rebuilt:
            _demand_unused(item, start)
    _demand_no_types_of(rebuilt_enums(start, goal), goal)
    changing = changing_targets(start, goal)
    yield from removals(gone, changing)
    yield from creations(come, changing)
    for name, item in old.items():
        if name in new and name not in rebuilt:
            yield from _between(item, new[name])
    yield from table_changes(start, goal)


def _between(old: Whole, new: Whole) -> Iterator[Operation]:
    """What changes in an object that stays; tables are compared with each other as a whole."""
    match old, new:
        case Enum(), Enum() if old.values != new.values:
            after = replace(new, comment=old.comment, access=old.access)
            yield AlterEnum(before=old, after=after)
        case SequenceObject(), SequenceObject():
            yield from _sequence(old, replace(new, comment=old.comment, access=old.access))
        case Carried(), Carried() if (old.definition, old.drop) != (new.definition, new.drop):
            after_it = replace(new, comment=old.comment, access=old.access)
            yield ReplaceCarried(before=old, after=after_it)
        case View(), View():
            yield from indexes_between(new.qualified, old.indexes, new.indexes)
        case _:
            return


def _sequence(old: SequenceObject, new: SequenceObject) -> Iterator[AlterSequence]:
    if old.owned_by is not None and new.owned_by is not None and old.owned_by != new.owned_by:
        # A sequence goes with the column that owns it, so it leaves the old one in time.
        free = replace(old, owned_by=None)
        yield AlterSequence(before=old, after=free)
        old = free
    if old != new:
        yield AlterSequence(before=old, after=new)


def _demand_definition(item: Whole) -> None:
    if isinstance(item, Carried) and not item.definition:
        problem = "no operation sets it" if item.kind == "setting" else _UNPRINTED
        raise DiffIncomplete(
            f"{name_of(item)} is on one side only, and {problem}: "
            "write its creation and removal into a migration by hand"
        )


_UNPRINTED = "PostgreSQL cannot print its definition"


def _demand_unused(item: Whole, start: Schema) -> None:
    """Refuse to make a type again under a column: its values would have nowhere to be meanwhile."""
    if not isinstance(item, Carried) or item.kind not in TYPES:
        return
    for table in start.tables:
        for column in table.columns:
            if column.type.removesuffix("[]") == item.identity:
                raise DiffIncomplete(
                    f"{name_of(item)} changes while column {table.qualified}.{column.name} has it "
                    "as its type: write that change into a migration by hand"
                )


def _demand_no_types_of(enums: Mapping[str, str], goal: Schema) -> None:
    """Refuse to make an enum again under a type: that would keep the old one."""
    for item in goal.carried:
        if item.kind in TYPES and not enums.keys().isdisjoint(names_in(item.definition)):
            raise DiffIncomplete(
                f"{name_of(item)} is made of an enum of which values go or move "
                f"({', '.join(sorted(enums.values()))}): write that change into a migration by hand"
            )


def _comments(reached: Schema, goal: Schema) -> Iterator[SetComment]:
    present = comments_of(reached)
    for target, comment in comments_of(goal).items():
        if target in present and present[target] != comment:
            yield SetComment(target=target, before=present[target], after=comment)


def _demand_arrival(reached: Schema, goal: Schema) -> None:
    here, there = differing(reached, goal)
    different = sorted({name_of(item) for side in (here, there) for item in parts(side)})
    if not different and _namespaces(here) == _namespaces(there):
        return
    raise DiffIncomplete(
        "no operation covers the difference in " + (", ".join(different) or "the schemas' names")
    )


def _namespaces(schema: Schema) -> tuple[object, ...]:
    return schema.namespaces, schema.namespace_settings
