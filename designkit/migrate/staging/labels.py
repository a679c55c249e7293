"""Names that a change needs on its way: of files, and of what stands only for a while. Pure."""

from __future__ import annotations

from collections.abc import Container

from designkit.changes import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AdoptIndex,
    AlterColumn,
    AlterEnum,
    AlterForeignKey,
    AlterSequence,
    AlterTable,
    Create,
    CreateNamespace,
    Drop,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropNamespace,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameTable,
    RenameValue,
    ReplaceCarried,
    ReplaceView,
    SetComment,
    ValidateConstraint,
)
from designkit.changes.objects import Whole
from designkit.model import Carried, Schema, fitted, snake_case


def label_of(operation: Operation) -> str:
    """The words of an operation: `add_email`, `drop_idx_users_email`."""
    match operation:
        case SetComment():
            return "comments"
        case AlterColumn():
            return label(_verb(operation), operation.after.name)
        case AlterEnum():
            return label("values_of", operation.after.name)
        case _:
            return label(_word(operation), _subject(operation))


def _word(operation: Operation) -> str:
    if isinstance(operation, ValidateConstraint) and not operation.validated:
        return "loosen"
    verbs = (word for word in _VERBS if type(operation).__name__.startswith(word))
    return next(verbs, "change").lower()


def _verb(operation: AlterColumn) -> str:
    match operation.aspects:
        case ("default",):
            return "default_of"
        case ("nullable",):
            return "relax" if operation.after.nullable else "require"
        case ("type",):
            return "retype"
        case _:
            return "change"


def free(wanted: str, taken: Container[str]) -> str:
    """The name itself, or the next one that nobody has."""
    name = fitted(wanted)
    while name in taken:
        name = fitted(f"{name}_too")
    return name


def names_in(schema: Schema) -> set[str]:
    """The names of all relations and constraints, which may not meet in a namespace."""
    return {
        *(table.name for table in schema.tables),
        *(view.name for view in schema.views),
        *(sequence.name for sequence in schema.sequences),
        *(part.name for table in schema.tables for part in (*table.constraints, *table.indexes)),
    }


def label(verb: str, subject: str) -> str:
    """A verb and what it is done to."""
    return fitted(snake_case(f"{verb}_{subject}"))


_VERBS = ("Add", "Adopt", "Create", "Drop", "Rename", "Replace", "Validate")


def _subject(operation: Operation) -> str:
    match operation:
        case Create(object=item) | Drop(object=item):
            return _name(item)
        case AlterSequence(after=named):
            return named.name
        case ReplaceCarried(after=item) | ReplaceView(after=item):
            return _name(item)
        case CreateNamespace(name=name) | DropNamespace(name=name):
            return name
        case _:
            return _inside(operation)


def _inside(operation: Operation) -> str:
    match operation:
        case RenameTable():
            return operation.after.name
        case RenameColumn() | RenameValue() | RenameConstraint() | RenameIndex():
            return operation.after
        case AlterTable():
            return operation.table.name
        case _:
            return _part(operation)


def _part(operation: Operation) -> str:
    match operation:
        case AddColumn(column=part) | DropColumn(column=part):
            return part.name
        case AddConstraint(constraint=part) | DropConstraint(constraint=part):
            return part.name
        case ValidateConstraint(constraint=part) | AdoptIndex(constraint=part):
            return part.name
        case AlterForeignKey(after=part):
            return part.name
        case AddIndex(index=part) | DropIndex(index=part):
            return part.name
        case _:
            return "objects"


def _name(item: Whole) -> str:
    if isinstance(item, Carried):
        return f"{item.kind}_{item.identity.partition('(')[0]}"
    return item.name
