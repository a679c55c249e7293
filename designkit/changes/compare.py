"""From two schemas to the operations between them.

Renames are given, never guessed; only a constraint or an index that is the same but for its name is
renamed on its own account, since nothing but the name can be lost there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from designkit.changes.comments import SetComment, comments_of
from designkit.changes.creation import creations, removals
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
from designkit.changes.renames import Rename
from designkit.changes.standing import ATTACHED, attached_to
from designkit.changes.table_changes import (
    changing_targets,
    indexes_between,
    remade_columns,
    table_changes,
    type_changes,
)
from designkit.errors import DiffIncomplete, ModelError
from designkit.model import Carried, Enum, QualifiedName, Schema, View, replace
from designkit.model import Sequence as SequenceObject


def diff(before: Schema, after: Schema, renames: Sequence[Rename] = ()) -> tuple[Operation, ...]:
    """The ordered operations that lead from one schema to the other; none if they are equal.

    Column order, owners and volumes do not count. Applying the operations to `before` gives
    `after`, which is checked here.

    Raises:
        DiffIncomplete: the schemas differ in something that no operation expresses.
        ModelError: a rename names something that `before` does not hold.
    """
    start, goal = before.structure(), after.structure()
    for rename in renames:
        start = rename.apply(start)
    structural = in_order(_structural(start, goal))
    reached = start
    for operation in structural:
        reached = _applied(operation, reached)
    comments = tuple(_comments(reached, goal))
    for operation in comments:
        reached = operation.apply(reached)
    _demand_arrival(reached.canonical(), goal.canonical())
    return (*renames, *structural, *comments)


def _applied(operation: Operation, schema: Schema) -> Schema:
    try:
        return operation.apply(schema)
    except ModelError as error:
        raise DiffIncomplete(f"cannot {operation.describe()}: {error}") from error


def _structural(start: Schema, goal: Schema) -> Iterator[Operation]:
    yield from (
        CreateNamespace(name=name) for name in goal.namespaces if name not in start.namespaces
    )
    yield from (
        DropNamespace(name=name) for name in start.namespaces if name not in goal.namespaces
    )
    old = {name_of(item): item for item in parts(start)}
    new = {name_of(item): item for item in parts(goal)}
    rebuilt = _rebuilt_views(start, goal) | _rebuilt_attached(start, goal)
    gone = [item for name, item in old.items() if name not in new or name in rebuilt]
    come = [item for name, item in new.items() if name not in old or name in rebuilt]
    for item in (*gone, *come):
        _demand_definition(item)
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
            yield AlterEnum(before=old, after=replace(new, comment=old.comment))
        case SequenceObject(), SequenceObject():
            yield from _sequence(old, replace(new, comment=old.comment))
        case Carried(), Carried() if (old.definition, old.drop) != (new.definition, new.drop):
            yield ReplaceCarried(before=old, after=replace(new, comment=old.comment))
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


def _rebuilt_views(start: Schema, goal: Schema) -> set[str]:
    """Names of views that must be dropped and made again.

    Those whose query or columns change, those over a column whose type changes or that is made
    anew (PostgreSQL refuses that under a view), and those over such a view.
    """
    after = {view.qualified: view for view in goal.views}
    columns = type_changes(start, goal) | remade_columns(start, goal)
    moved: set[QualifiedName] = {table for table, _ in columns}
    waiting = list(start.views)
    found: set[str] = set()
    while True:
        hit = [view for view in waiting if _moves(view, after.get(view.qualified), moved)]
        if not hit:
            return found
        for view in hit:
            waiting.remove(view)
            moved.add(view.qualified)
            if view.qualified in after:
                found.add(name_of(view))


def _rebuilt_attached(start: Schema, goal: Schema) -> set[str]:
    """Names of triggers, policies and rules that must be dropped and made again.

    Those that change, since the new one may name a column that is still to come, and those that
    name a column which cannot change under them.
    """
    after = {name_of(item): item for item in goal.carried}
    columns = type_changes(start, goal) | remade_columns(start, goal)
    standing = {name_of(item) for item in attached_to(start, columns)}
    changed = {
        name
        for item in start.carried
        if item.kind in ATTACHED
        and (name := name_of(item)) in after
        and after[name].definition != item.definition
    }
    return changed | (standing & after.keys())


def _moves(view: View, other: View | None, moved: set[QualifiedName]) -> bool:
    return other is None or _body(view) != _body(other) or not moved.isdisjoint(view.depends_on)


def _body(view: View) -> View:
    return replace(view, indexes=(), comment=None)


def _demand_definition(item: Whole) -> None:
    if isinstance(item, Carried) and not item.definition:
        raise DiffIncomplete(
            f"{name_of(item)} is on one side only, and PostgreSQL cannot print its definition: "
            "write its creation and removal into a migration by hand"
        )


def _comments(reached: Schema, goal: Schema) -> Iterator[SetComment]:
    present = comments_of(reached)
    for target, comment in comments_of(goal).items():
        if target in present and present[target] != comment:
            yield SetComment(target=target, before=present[target], after=comment)


def _demand_arrival(reached: Schema, goal: Schema) -> None:
    if reached == goal:
        return
    here = {name_of(item): item for item in parts(reached)}
    there = {name_of(item): item for item in parts(goal)}
    different = sorted(
        name for name in here.keys() | there.keys() if here.get(name) != there.get(name)
    )
    raise DiffIncomplete(
        "no operation covers the difference in " + (", ".join(different) or "the schemas' names")
    )
