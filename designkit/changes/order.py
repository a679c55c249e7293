"""In which order operations run, so that each finds what it needs and breaks nothing.

The order is deterministic: by phase, inside a phase by dependency, inside that by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from enum import IntEnum, auto

from designkit.changes.comments import SetComment
from designkit.changes.mentions import Place
from designkit.changes.objects import (
    AlterEnum,
    AlterSequence,
    Create,
    CreateNamespace,
    Drop,
    DropNamespace,
    ReplaceCarried,
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
    Column,
    Enum,
    ForeignKey,
    QualifiedName,
    Sequence,
    Table,
    View,
    replace,
)


class Phase(IntEnum):
    """What runs before what."""

    # Tables and columns first: all else speaks their new names.
    RENAME = auto()
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
    ALTER_TABLE = auto()
    OWN_SEQUENCE = auto()
    ADD_CONSTRAINT = auto()
    ADD_INDEX = auto()
    ADD_FOREIGN_KEY = auto()
    CREATE_VIEW = auto()
    CREATE_ATTACHED = auto()
    DROP_FUNCTION = auto()
    DROP_SEQUENCE = auto()
    DROP_TYPE = auto()
    DROP_EXTENSION = auto()
    DROP_NAMESPACE = auto()
    COMMENT = auto()


def in_order(operations: Iterable[Operation]) -> tuple[Operation, ...]:
    """The operations by phase; inside a phase they keep the order in which they came."""
    return tuple(sorted(operations, key=_phase))


def _phase(operation: Operation) -> Phase:
    match operation:
        case Create():
            return _creation_phase(operation.object)
        case Drop():
            return _DROPPED[_creation_phase(operation.object)]
        case AddConstraint(constraint=ForeignKey()) | DropConstraint(constraint=ForeignKey()):
            return _FOREIGN_KEYS[type(operation)]
        case AddColumn(column=Column(generated=str())) | DropColumn(column=Column(generated=str())):
            return _GENERATED[type(operation)]
        case AlterColumn() | AlterSequence():
            return _alteration_phase(operation)
        case _:
            return _PHASES[type(operation)]


def _alteration_phase(operation: AlterColumn | AlterSequence) -> Phase:
    match operation:
        case AlterSequence():
            owned = operation.after.owned_by is not None
            return Phase.OWN_SEQUENCE if owned else Phase.DISOWN_SEQUENCE
        case AlterColumn():
            released = operation.aspects == ("default",) and operation.after.default is None
            return Phase.DROP_DEFAULT if released else Phase.ALTER_COLUMN


_PHASES: Mapping[type[Operation], Phase] = {
    RenameTable: Phase.RENAME,
    RenameColumn: Phase.RENAME,
    RenameConstraint: Phase.RENAME_PART,
    RenameIndex: Phase.RENAME_PART,
    DropIndex: Phase.DROP_INDEX,
    DropConstraint: Phase.DROP_CONSTRAINT,
    DropColumn: Phase.DROP_COLUMN,
    CreateNamespace: Phase.CREATE_NAMESPACE,
    AlterEnum: Phase.CREATE_TYPE,
    ReplaceCarried: Phase.CREATE_FUNCTION,
    AddColumn: Phase.ADD_COLUMN,
    AlterTable: Phase.ALTER_TABLE,
    AddConstraint: Phase.ADD_CONSTRAINT,
    AddIndex: Phase.ADD_INDEX,
    DropNamespace: Phase.DROP_NAMESPACE,
    SetComment: Phase.COMMENT,
}

_FOREIGN_KEYS: Mapping[type[Operation], Phase] = {
    AddConstraint: Phase.ADD_FOREIGN_KEY,
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
    Phase.CREATE_FUNCTION: Phase.DROP_FUNCTION,
    Phase.CREATE_SEQUENCE: Phase.DROP_SEQUENCE,
    Phase.CREATE_TYPE: Phase.DROP_TYPE,
    Phase.CREATE_EXTENSION: Phase.DROP_EXTENSION,
}


def _creation_phase(item: Whole) -> Phase:
    if isinstance(item, Carried):
        return _CARRIED.get(item.kind, Phase.CREATE_TYPE)
    return _CREATED[type(item)]


_CREATED: Mapping[type[Whole], Phase] = {
    Table: Phase.CREATE_TABLE,
    View: Phase.CREATE_VIEW,
    Sequence: Phase.CREATE_SEQUENCE,
    Enum: Phase.CREATE_TYPE,
}

# Carried kinds that are not listed are types, or like types.
_CARRIED: Mapping[str, Phase] = {
    "extension": Phase.CREATE_EXTENSION,
    **dict.fromkeys(("function", "procedure", "aggregate"), Phase.CREATE_FUNCTION),
    **dict.fromkeys(("operator", "cast"), Phase.CREATE_FUNCTION),
    **dict.fromkeys(("trigger", "policy", "rule", "statistics"), Phase.CREATE_ATTACHED),
    **dict.fromkeys(("event trigger", "publication"), Phase.CREATE_ATTACHED),
}


def creations(
    items: Iterable[Whole], changing: AbstractSet[Place] = frozenset()
) -> tuple[Operation, ...]:
    """Operations that create all these objects, each after what it needs.

    A foreign key that closes a cycle is added at the end, and so is one to columns that are
    `changing`; a sequence gets its owner when there is one. The inverses, reversed, drop the same
    objects.
    """
    found = tuple(items)
    tables = [item for item in found if isinstance(item, Table)]
    tables, closing = _tables_in_order(tables, changing)
    sequences = [item for item in found if isinstance(item, Sequence)]
    views = views_in_order(item for item in found if isinstance(item, View))
    others = [item for item in found if isinstance(item, Enum | Carried)]
    unowned = [replace(sequence, owned_by=None) for sequence in sequences]
    return in_order(
        [
            *(Create(object=item) for item in (*others, *unowned, *tables, *views)),
            *(
                AlterSequence(before=free, after=sequence)
                for free, sequence in zip(unowned, sequences, strict=True)
                if sequence.owned_by is not None
            ),
            *closing,
        ]
    )


def removals(
    items: Iterable[Whole], changing: AbstractSet[Place] = frozenset()
) -> tuple[Operation, ...]:
    """Operations that drop all these objects, each before what it needs."""
    return tuple(operation.inverse() for operation in reversed(creations(items, changing)))


def _tables_in_order(
    tables: list[Table], changing: AbstractSet[Place]
) -> tuple[list[Table], list[AddConstraint]]:
    by_name = {table.qualified: table for table in sorted(tables, key=lambda item: item.qualified)}
    needed = {name: _needs(table) & by_name.keys() for name, table in by_name.items()}
    order = _depth_first(needed)
    place = {name: number for number, name in enumerate(order)}
    created: list[Table] = []
    closing: list[AddConstraint] = []
    for name in order:
        table = by_name[name]
        late = tuple(
            key
            for key in table.foreign_keys
            if place.get(key.referenced_table, -1) > place[name]
            or not changing.isdisjoint((key.referenced_table, it) for it in key.referenced_columns)
        )
        early = tuple(key for key in table.foreign_keys if key not in late)
        created.append(replace(table, foreign_keys=early))
        closing += [AddConstraint(table=name, constraint=key) for key in late]
    return created, closing


def _needs(table: Table) -> set[QualifiedName]:
    referenced = {key.referenced_table for key in table.foreign_keys}
    return (referenced | set(table.inherits)) - {table.qualified}


def views_in_order(views: Iterable[View]) -> list[View]:
    """Every view after those that it reads."""
    by_name = {view.qualified: view for view in sorted(views, key=lambda item: item.qualified)}
    needed = {name: set(view.depends_on) & by_name.keys() for name, view in by_name.items()}
    return [by_name[name] for name in _depth_first(needed)]


def _depth_first(needed: Mapping[QualifiedName, set[QualifiedName]]) -> list[QualifiedName]:
    """Every name after those it needs, except where needs go in a circle."""
    order: list[QualifiedName] = []
    seen: set[QualifiedName] = set()
    for start in needed:
        stack = [(start, iter(sorted(needed[start])))]
        if start in seen:
            continue
        seen.add(start)
        while stack:
            name, rest = stack[-1]
            following = next((other for other in rest if other not in seen), None)
            if following is None:
                order.append(name)
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, iter(sorted(needed[following]))))
    return order
