"""In which order operations run, so that each finds what it needs and breaks nothing.

The order is deterministic: by phase, inside a phase by dependency, inside that by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum, auto

from designkit.changes.comments import SetComment
from designkit.changes.mentions import names_table, needs_routine
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
    Sequence,
    Table,
    View,
)


class Phase(IntEnum):
    """What runs before what."""

    # Tables and columns first: all else speaks their new names.
    RENAME = auto()
    DROP_ATTACHED = auto()
    DROP_VIEW = auto()
    DROP_READING_FUNCTION = auto()
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
    # Functions that name new tables, which PostgreSQL looks up when it reads their bodies.
    CREATE_READING_FUNCTION = auto()
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
    found = tuple(operations)
    reading = {
        kind: _reading(operation.object for operation in found if isinstance(operation, kind))
        for kind in (Create, Drop)
    }

    def phase(operation: Operation) -> Phase:
        if isinstance(operation, Create) and operation.object in reading[Create]:
            return Phase.CREATE_READING_FUNCTION
        if isinstance(operation, Drop) and operation.object in reading[Drop]:
            return Phase.DROP_READING_FUNCTION
        return _phase(operation)

    return tuple(sorted(found, key=phase))


def _reading(items: Iterable[Whole]) -> list[Carried]:
    """The routines that name one of the tables, and that no table needs."""
    found = tuple(items)
    tables = [item for item in found if isinstance(item, Table)]
    return [
        item
        for item in found
        if isinstance(item, Carried)
        and item.kind in ROUTINES
        and names_table(item, tables)
        and not any(needs_routine(table, item) for table in tables)
    ]


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

# What is called by name from expressions and bodies.
ROUTINES = frozenset({"function", "procedure", "aggregate"})

# Carried kinds that are not listed are types, or like types.
_CARRIED: Mapping[str, Phase] = {
    "extension": Phase.CREATE_EXTENSION,
    **dict.fromkeys(sorted(ROUTINES), Phase.CREATE_FUNCTION),
    **dict.fromkeys(("operator", "cast"), Phase.CREATE_FUNCTION),
    **dict.fromkeys(("trigger", "policy", "rule", "statistics"), Phase.CREATE_ATTACHED),
    **dict.fromkeys(("event trigger", "publication"), Phase.CREATE_ATTACHED),
}
