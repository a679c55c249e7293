"""In which order operations run, so that each finds what it needs and breaks nothing.

The order is deterministic: by dependency first, then by phase, then by name.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum, auto

from designkit.changes.access import SetAccess
from designkit.changes.comments import SetComment
from designkit.changes.constraints import AdoptIndex, AlterForeignKey, ValidateConstraint
from designkit.changes.counters import MoveCounter
from designkit.changes.enum_values import RenameValue
from designkit.changes.mentions import points
from designkit.changes.needs import (
    ROUTINES,
    TYPES,
    Key,
    columns_named,
    columns_of,
    needed,
    provided,
    words,
)
from designkit.changes.objects import (
    AlterEnum,
    AlterSequence,
    Create,
    CreateNamespace,
    Drop,
    DropNamespace,
    ReplaceCarried,
    ReplaceView,
    Whole,
)
from designkit.changes.operation import Operation
from designkit.changes.renames import RenameColumn, RenameConstraint, RenameIndex, RenameTable
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
    Carried,
    Check,
    Column,
    Enum,
    Table,
    View,
    spelled,
)
from designkit.model import Sequence as SequenceObject


class Phase(IntEnum):
    """What runs before what."""

    # Tables and columns first: all else speaks their new names.
    RENAME = auto()
    RESET_TABLE = auto()
    DROP_ATTACHED = auto()
    DROP_VIEW = auto()
    DROP_FOREIGN_KEY = auto()
    DROP_INDEX = auto()
    DROP_CONSTRAINT = auto()
    DISOWN_SEQUENCE = auto()
    DROP_TABLE = auto()
    # What is generated from columns goes before they change, and comes after.
    DROP_GENERATED = auto()
    DROP_COLUMN = auto()
    # Indexes and constraints when the names that they take are free.
    RENAME_PART = auto()
    # Before a type changes of which the default is no value any more.
    DROP_DEFAULT = auto()
    CREATE_NAMESPACE = auto()
    CREATE_EXTENSION = auto()
    CREATE_TYPE = auto()
    CREATE_SEQUENCE = auto()
    CREATE_FUNCTION = auto()
    CREATE_TABLE = auto()
    ADD_COLUMN = auto()
    ALTER_COLUMN = auto()
    ADD_GENERATED = auto()
    # What inherits columns gets them as they are by then.
    CREATE_HEIR = auto()
    ALTER_TABLE = auto()
    OWN_SEQUENCE = auto()
    ADD_CONSTRAINT = auto()
    ADD_INDEX = auto()
    ADD_FOREIGN_KEY = auto()
    # What a table says of an index goes before the index does, and comes after it.
    SET_TABLE = auto()
    CREATE_VIEW = auto()
    CREATE_ATTACHED = auto()
    DROP_FUNCTION = auto()
    DROP_SEQUENCE = auto()
    DROP_TYPE = auto()
    DROP_EXTENSION = auto()
    DROP_NAMESPACE = auto()
    GRANT = auto()
    COMMENT = auto()


def in_order(operations: Iterable[Operation]) -> tuple[Operation, ...]:
    """The operations, each after what it needs; else by phase, then in the order they came in.

    Where needs go in a circle, as those of functions that call each other do, the phase decides.
    """
    found = tuple(operations)
    ranks = [(_phase(operation), place) for place, operation in enumerate(found)]
    following = _following(found)
    blocked = Counter(place for after in following for place in after)
    ready = [rank for rank in ranks if not blocked[rank[1]]]
    heapq.heapify(ready)
    done: dict[int, None] = {}
    while len(done) < len(found):
        if not ready:
            ready.append(_first_of_circle(ranks, following, done))
        _, place = heapq.heappop(ready)
        if place in done:
            continue
        done[place] = None
        for other in following[place]:
            blocked[other] -= 1
            if not blocked[other]:
                heapq.heappush(ready, ranks[other])
    return tuple(found[place] for place in done)


def _first_of_circle(
    ranks: Sequence[tuple[Phase, int]], following: Sequence[set[int]], done: Mapping[int, None]
) -> tuple[Phase, int]:
    """The first operation of a circle that waits for nothing but itself."""
    waiting = [rank for rank in ranks if rank[1] not in done]
    behind = {place: following[place] - done.keys() for _, place in waiting}
    ahead: dict[int, set[int]] = {place: set() for place in behind}
    for place, others in behind.items():
        for other in others:
            ahead[other].add(place)
    place = min(waiting)[1]
    while outside := _reached(place, ahead) - _reached(place, behind):
        place = min(outside)
    return min(ranks[other] for other in _reached(place, ahead))


def _reached(start: int, edges: Mapping[int, set[int]]) -> set[int]:
    """All that edges lead to; the start itself where it stands in a circle."""
    found: set[int] = set()
    waiting = [start]
    while waiting:
        more = edges[waiting.pop()] - found
        found |= more
        waiting.extend(more)
    return found


def _following(operations: Sequence[Operation]) -> list[set[int]]:
    """For each operation the places of those that must come after it."""
    brings: dict[Key, list[int]] = {}
    takes: dict[Key, list[int]] = {}
    for place, operation in enumerate(operations):
        taken, brought = provided(operation)
        for key in brought:
            brings.setdefault(key, []).append(place)
        for key in taken:
            takes.setdefault(key, []).append(place)
    following: list[set[int]] = [set() for _ in operations]
    coming, going = columns_of(brings), columns_of(takes)
    for place, operation in enumerate(operations):
        before, after = needed(operation)
        old_words, new_words = words(operation)
        for key in (*after, *columns_named(new_words, coming)):
            for other in brings.get(key, ()):
                following[other].add(place)
        for key in (*before, *columns_named(old_words, going)):
            following[place].update(takes.get(key, ()))
        following[place].discard(place)
    _free_names_first(operations, following)
    _heirs_alike_first(operations, following)
    _proofs_last(operations, following)
    for place, after_it in enumerate(following):
        after_it.discard(place)
    return following


def _free_names_first(operations: Sequence[Operation], following: list[set[int]]) -> None:
    """What goes makes way for what comes under its name."""
    dropped: dict[tuple[object, ...], list[int]] = {}
    for place, operation in enumerate(operations):
        if isinstance(operation, Drop | DropConstraint | DropIndex):
            dropped.setdefault(_place_taken(operation.inverse()), []).append(place)
    for place, operation in enumerate(operations):
        if isinstance(operation, Create | AddConstraint | AddIndex):
            for before in dropped.get(_place_taken(operation), ()):
                following[before].add(place)


def _heirs_alike_first(operations: Sequence[Operation], following: list[set[int]]) -> None:
    """An heir gets the default of its parent before the parent's goes, so that it comes back."""
    alike: dict[tuple[str, str], list[int]] = {}
    for place, operation in enumerate(operations):
        if isinstance(operation, AlterColumn) and operation.aspects == ("default",):
            name, default = operation.after.name, operation.after.default
            if default is not None:
                alike.setdefault((name, default), []).append(place)
            elif operation.before.default is not None:
                for before in alike.get((name, operation.before.default), ()):
                    if operations[before].table_name != operation.table:
                        following[before].add(place)


def _proofs_last(operations: Sequence[Operation], following: list[set[int]]) -> None:
    """A check that says NOT NULL stays until its column does: it spares reading the table.

    https://www.postgresql.org/docs/18/sql-altertable.html
    """
    proofs = {
        (operation.table, operation.constraint.expression): place
        for place, operation in enumerate(operations)
        if isinstance(operation, DropConstraint) and isinstance(operation.constraint, Check)
    }
    for place, operation in enumerate(operations):
        if isinstance(operation, AlterColumn) and operation.aspects == ("nullable",):
            proof = f"{spelled(operation.after.name)} IS NOT NULL"
            after_it = proofs.get((operation.table, proof))
            if after_it is not None and not operation.after.nullable:
                following[place].add(after_it)


def _place_taken(operation: Create | AddConstraint | AddIndex) -> tuple[object, ...]:
    match operation:
        case Create():
            return _place_of(operation.object)
        case AddConstraint():
            return "part", operation.table, operation.constraint.name
        case AddIndex():
            return "part", operation.table, operation.index.name


def _place_of(item: Whole) -> tuple[object, ...]:
    """What no two objects may share: relations and types have one space of names, routines too.

    Of routines it is the name without arguments: beside one that goes, a call of one that comes
    might be ambiguous, since arguments may have defaults.
    """
    if isinstance(item, Carried) and item.kind in ROUTINES:
        return "routine", item.identity.partition("(")[0]
    if isinstance(item, Carried) and item.kind in TYPES:
        return "", item.identity.replace('"', "")
    if isinstance(item, Carried):
        return item.kind, item.table, item.identity
    return "", str(item.qualified)


def _phase(operation: Operation) -> Phase:
    match operation:
        case Create():
            return _creation_phase(operation.object)
        case Drop():
            return _DROPPED[_creation_phase(operation.object)]
        case AddConstraint() | DropConstraint() | ValidateConstraint() if points(
            operation.constraint
        ):
            return _FOREIGN_KEYS[type(operation)]
        case AddColumn(column=Column(generated=str())) | DropColumn(column=Column(generated=str())):
            return _GENERATED[type(operation)]
        case AlterColumn() | AlterSequence() | AlterTable() | MoveCounter():
            return _alteration_phase(operation)
        case _:
            return _PHASES[type(operation)]


def _alteration_phase(
    operation: AlterColumn | AlterSequence | AlterTable | MoveCounter,
) -> Phase:
    match operation:
        case MoveCounter():
            # While all else changes, the column counts by the sequence.
            last = operation.to == "identity"
            return Phase.OWN_SEQUENCE if last else Phase.CREATE_SEQUENCE
        case AlterTable(setting="settings"):
            return Phase.SET_TABLE if operation.after else Phase.RESET_TABLE
        case AlterTable():
            return Phase.ALTER_TABLE
        case AlterSequence():
            owned = operation.after.owned_by is not None
            return Phase.OWN_SEQUENCE if owned else Phase.DISOWN_SEQUENCE
        case AlterColumn():
            released = operation.aspects == ("default",) and operation.after.default is None
            return Phase.DROP_DEFAULT if released else Phase.ALTER_COLUMN


_PHASES: Mapping[type[Operation], Phase] = {
    RenameTable: Phase.RENAME,
    RenameColumn: Phase.RENAME,
    RenameValue: Phase.RENAME,
    RenameConstraint: Phase.RENAME_PART,
    RenameIndex: Phase.RENAME_PART,
    DropIndex: Phase.DROP_INDEX,
    DropConstraint: Phase.DROP_CONSTRAINT,
    DropColumn: Phase.DROP_COLUMN,
    CreateNamespace: Phase.CREATE_NAMESPACE,
    AlterEnum: Phase.CREATE_TYPE,
    ReplaceCarried: Phase.CREATE_FUNCTION,
    ReplaceView: Phase.CREATE_VIEW,
    AddColumn: Phase.ADD_COLUMN,
    AddConstraint: Phase.ADD_CONSTRAINT,
    ValidateConstraint: Phase.ADD_CONSTRAINT,
    AdoptIndex: Phase.ADD_CONSTRAINT,
    AlterForeignKey: Phase.ADD_FOREIGN_KEY,
    AddIndex: Phase.ADD_INDEX,
    DropNamespace: Phase.DROP_NAMESPACE,
    SetAccess: Phase.GRANT,
    SetComment: Phase.COMMENT,
}

_FOREIGN_KEYS: Mapping[type[Operation], Phase] = {
    AddConstraint: Phase.ADD_FOREIGN_KEY,
    ValidateConstraint: Phase.ADD_FOREIGN_KEY,
    DropConstraint: Phase.DROP_FOREIGN_KEY,
}

_GENERATED: Mapping[type[Operation], Phase] = {
    AddColumn: Phase.ADD_GENERATED,
    DropColumn: Phase.DROP_GENERATED,
}

_DROPPED = {
    Phase.CREATE_ATTACHED: Phase.DROP_ATTACHED,
    Phase.CREATE_VIEW: Phase.DROP_VIEW,
    Phase.CREATE_TABLE: Phase.DROP_TABLE,
    Phase.CREATE_HEIR: Phase.DROP_TABLE,
    Phase.CREATE_FUNCTION: Phase.DROP_FUNCTION,
    Phase.CREATE_SEQUENCE: Phase.DROP_SEQUENCE,
    Phase.CREATE_TYPE: Phase.DROP_TYPE,
    Phase.CREATE_EXTENSION: Phase.DROP_EXTENSION,
}


def _creation_phase(item: Whole) -> Phase:
    if isinstance(item, Carried):
        return _CARRIED.get(item.kind, Phase.CREATE_TYPE)
    if isinstance(item, Table) and item.inherits:
        return Phase.CREATE_HEIR
    return _CREATED[type(item)]


_CREATED: Mapping[type[Whole], Phase] = {
    Table: Phase.CREATE_TABLE,
    View: Phase.CREATE_VIEW,
    SequenceObject: Phase.CREATE_SEQUENCE,
    Enum: Phase.CREATE_TYPE,
}

# Carried kinds that are not listed are types, or like types.
_CARRIED: Mapping[str, Phase] = {
    "extension": Phase.CREATE_EXTENSION,
    **dict.fromkeys(sorted(ROUTINES), Phase.CREATE_FUNCTION),
    **dict.fromkeys(("operator", "cast"), Phase.CREATE_FUNCTION),
    **dict.fromkeys(("trigger", "policy", "rule", "statistics"), Phase.CREATE_ATTACHED),
    "dependency": Phase.CREATE_ATTACHED,
    **dict.fromkeys(("event trigger", "publication"), Phase.CREATE_ATTACHED),
    # What is created under default privileges has them: they go first and come last.
    "default privileges": Phase.CREATE_ATTACHED,
}
