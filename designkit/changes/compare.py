"""From two schemas to the operations between them.

Renames are given, never guessed; only a constraint or an index that is the same but for its name is
renamed on its own account, since nothing but the name can be lost there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from designkit.changes.access import access_changes
from designkit.changes.arranging import arranged, arranged_parts
from designkit.changes.comments import SetComment, comments_of
from designkit.changes.concerned import concerned, differing
from designkit.changes.counters import moved_counters
from designkit.changes.creation import creations, removals
from designkit.changes.enum_values import RenameValue
from designkit.changes.following import sequence_names
from designkit.changes.heirs import demand_unkeyed
from designkit.changes.moving import body, moves, remade
from designkit.changes.objects import (
    AlterEnum,
    CreateNamespace,
    DropNamespace,
    ReplaceCarried,
    ReplaceView,
    Whole,
    name_of,
    parts,
)
from designkit.changes.operation import Operation
from designkit.changes.order import in_order
from designkit.changes.parts import indexes_between
from designkit.changes.refusals import (
    demand_definition,
    demand_renamable,
    demand_settled,
    demand_unused,
    is_setting,
    type_named,
)
from designkit.changes.remaking import unable_to_follow
from designkit.changes.renames import (
    Rename,
    RenameConstraint,
    RenameIndex,
    RenameSequence,
    RenameTable,
)
from designkit.changes.row_types import demand_free_rows
from designkit.changes.sequences import sequence_changes
from designkit.changes.table_changes import changing_targets, table_changes
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
    domains = {item for item in (*before.carried, *after.carried) if item.kind == "domain"}
    demand_free_rows(structural, reached, goal, domains)
    for operation in structural:
        reached = _applied(operation, reached)
    # All that may still differ stands beside the structure.
    here, there = differing(reached, goal)
    beside = (*access_changes(here, there), *_comments(here, there))
    for operation in beside:
        reached = operation.apply(reached)
    _demand_arrival(reached, goal)
    return (*preparation, *structural, *beside)


def _tables_of(renames: Iterable[Rename]) -> Iterator[QualifiedName]:
    for rename in renames:
        match rename:
            case RenameTable() | RenameSequence():
                yield from (rename.before, rename.after)
            case RenameValue():
                continue
            case _:
                yield rename.table


def _preparation(start: Schema, goal: Schema, given: tuple[Rename, ...]) -> tuple[Operation, ...]:
    """The renames, and before them what speaks of an old name and cannot follow."""
    if not given:
        return ()
    renames = arranged(start, given)
    spaces = tuple(_namespaces_for(renames, start, goal))
    for space in spaces:
        start = space.apply(start)
    blocked = unable_to_follow(start, goal, renames)
    away = removals(blocked)
    cleared = start
    for operation in away:
        cleared = operation.apply(cleared)
    for item in blocked:
        demand_unused(item, start)
    renamed = cleared
    for rename in renames:
        demand_renamable(rename, renamed)
        renamed = rename.apply(renamed)
    following = tuple(_sequences_that_follow(cleared, goal, renames))
    return (*spaces, *away, *renames, *arranged(renamed, following))


def _namespaces_for(
    renames: Iterable[Rename], start: Schema, goal: Schema
) -> Iterator[CreateNamespace]:
    """The namespaces that tables move to, where they are not there yet."""
    wanted = {item.after.namespace for item in renames if isinstance(item, RenameTable)}
    for name in sorted(wanted - set(start.namespaces)):
        if name in goal.namespaces:
            yield CreateNamespace(name=name, settings=goal.namespace_setting(name))


def _sequences_that_follow(
    start: Schema, goal: Schema, renames: Iterable[Rename]
) -> Iterator[RenameSequence]:
    """The sequences that have the name in `goal` that follows from all of the renames.

    Constraints and indexes need no such help: they are found by what they are.
    """
    owners = {item.owned_by: item.qualified for item in goal.sequences}
    for before, after, owner in sequence_names(start, renames):
        if before != after and owners.get(owner) == after:
            yield RenameSequence(before=before, after=after)


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
    going = moves(start, goal)
    rebuilt = remade(start, goal, going)
    gone = [item for name, item in old.items() if name not in new or name in rebuilt]
    come = [item for name, item in new.items() if name not in old or name in rebuilt]
    # Objects before what is told of them, since they say more.
    for item in sorted((*gone, *come), key=is_setting):
        demand_definition(item)
    coming = {type_named(item) for item in come}
    for item in gone:
        if name_of(item) in rebuilt or type_named(item) in coming:
            demand_unused(item, start)
        if isinstance(item, Carried) and item.kind == "extension" and name_of(item) in rebuilt:
            demand_settled(item, start, goal)
    demand_unkeyed(start, going.types)
    changing = changing_targets(start, goal, going.uses)
    yield from removals(gone, changing)
    yield from creations(come, changing)
    for name, item in old.items():
        if name not in new or name in rebuilt:
            continue
        other = new[name]
        if isinstance(item, SequenceObject) and isinstance(other, SequenceObject):
            yield from sequence_changes(item, other, start, goal)
        else:
            yield from _between(item, other)
    yield from table_changes(start, goal, going.uses)


def _between(old: Whole, new: Whole) -> Iterator[Operation]:
    """What changes in an object that stays; tables are compared with each other as a whole."""
    match old, new:
        case Enum(), Enum() if old.values != new.values:
            after = replace(new, comment=old.comment, access=old.access)
            yield AlterEnum(before=old, after=after)
        case Carried(), Carried() if (old.definition, old.drop) != (new.definition, new.drop):
            after_it = replace(new, comment=old.comment, access=old.access)
            yield ReplaceCarried(before=old, after=after_it)
        case View(), View():
            if body(old) != body(new):
                yield ReplaceView(before=old, after=_with_marks_of(old, new))
            yield from indexes_between(new.qualified, old.indexes, new.indexes)
        case _:
            return


def _with_marks_of(old: View, new: View) -> View:
    """The new view with comments and rights of the old one, which change by themselves."""
    view = replace(
        new, comment=old.comment, access=old.access, indexes=old.indexes, column_settings=()
    )
    for name, _ in new.columns:
        kept, wanted = old.column_setting(name), new.column_setting(name)
        setting = replace(kept, default=wanted.default, collation=wanted.collation)
        view = view.with_column_setting(setting)
    return view


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
