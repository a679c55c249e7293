"""The steps that operations take, each in the form that least holds up those who use the tables.

A form is one that all targets run; what only PostgreSQL runs stands only where it is alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from designkit.changes import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AdoptIndex,
    AlterColumn,
    AlterEnum,
    AlterForeignKey,
    AlterTable,
    Create,
    Drop,
    DropColumn,
    DropConstraint,
    DropIndex,
    Operation,
    SetComment,
    ValidateConstraint,
    index_of,
)
from designkit.changes.inheritance import heirs
from designkit.migrate.staging.columns import REWRITTEN, add_columns, alter_columns
from designkit.migrate.staging.indexes import blocks, locks_partitions, take_comment, take_index
from designkit.migrate.staging.keys import keys_together
from designkit.migrate.staging.labels import free, label, label_of, names_in
from designkit.migrate.staging.operations import ReplacePrimaryKey, replacement_by, written
from designkit.migrate.staging.step import Company, Steps, validate
from designkit.model import Check, ForeignKey, PrimaryKey, QualifiedName, Unique, View, replace
from designkit.sql.altering import enum_columns

_INSIDE = (
    AddConstraint,
    AddIndex,
    AdoptIndex,
    AlterEnum,
    AlterForeignKey,
    AlterTable,
    DropColumn,
    DropConstraint,
    DropIndex,
    ValidateConstraint,
)

_TRUSTED_LATER = "NOT VALID: new rows are held to it at once, the next file reads those that stand."
_AFTER_CREATION = (
    "In the transaction that makes the table CockroachDB would leave the key NOT VALID."
)
_BUILT_UNDER_LOCK = (
    "CockroachDB builds it while others write; PostgreSQL locks the table meanwhile. "
    "No statement that both know does better."
)
_PARTITIONS_LOCKED = (
    "PostgreSQL builds no index concurrently on a partitioned table: nobody writes meanwhile."
)
_UNIQUE_GOES = (
    "Where the constraint was made with its table, CockroachDB asks for DROP INDEX … CASCADE."
)
_ENUM_VALUE = "A new value may be used only after the transaction that adds it."


def take(steps: Steps, operations: Sequence[Operation]) -> None:
    """Take the steps of operations that follow one another."""
    unproven: list[ValidateConstraint] = []
    known = list(_known_to_all(steps, operations))
    ordered = _views_close(_indexes_last(keys_together(known, steps.schema)))
    for _, found in groupby(ordered, key=_batch):
        batch = list(found)
        if not isinstance(batch[0], AddConstraint | AddIndex | SetComment):
            validate(steps, unproven)
        match batch[0]:
            case AddColumn():
                add_columns(steps, [item for item in batch if isinstance(item, AddColumn)])
            case AlterColumn():
                alter_columns(steps, [item for item in batch if isinstance(item, AlterColumn)])
            case _:
                for operation in batch:
                    if _is_bequeathed(steps, operation, unproven):
                        validate(steps, unproven)
                    unproven += _single(steps, operation)
    validate(steps, unproven)


def _is_bequeathed(
    steps: Steps, operation: Operation, unproven: Sequence[ValidateConstraint]
) -> bool:
    """Whether an heir has a check of that name that waits: no way leads back from there later.

    PostgreSQL drops no constraint that a table inherits, and DOWN of a validation drops and adds.
    """
    return isinstance(operation, AddConstraint) and any(
        item.constraint.name == operation.constraint.name
        and item.table in heirs(steps.schema, operation.table)
        for item in unproven
    )


def _known_to_all(steps: Steps, operations: Sequence[Operation]) -> Iterator[Operation]:
    """The operations; a constraint that changes where it stands is made again where it must be.

    CockroachDB validates constraints, and knows no other such statement; PostgreSQL reads all rows
    under its lock where a foreign key comes to be enforced.
    https://www.cockroachlabs.com/docs/v25.2/alter-table
    """
    for operation in operations:
        match operation:
            case AdoptIndex() if steps.form.cockroachdb:
                yield from operation.steps
            case ValidateConstraint(validated=False) if steps.form.cockroachdb:
                yield DropConstraint(table=operation.table, constraint=operation.constraint)
                yield AddConstraint(table=operation.table, constraint=operation.reached)
            case AlterForeignKey(before=old, after=new) if steps.form.cockroachdb or (
                new.enforced and not old.enforced and blocks(steps, operation.table, new)
            ):
                yield DropConstraint(table=operation.table, constraint=old)
                yield AddConstraint(table=operation.table, constraint=new)
            case _:
                yield operation


def _indexes_last(operations: Sequence[Operation]) -> list[Operation]:
    """Behind the constraints that come along, so that those stay together; no key rests on them."""
    ordered: list[Operation] = []
    waiting: list[Operation] = []
    for operation in operations:
        if isinstance(operation, AddIndex) and not operation.index.unique:
            waiting.append(operation)
            continue
        if not isinstance(operation, AddConstraint | AddIndex):
            ordered += waiting
            waiting.clear()
        ordered.append(operation)
    return [*ordered, *waiting]


def _views_close(operations: Sequence[Operation]) -> list[Operation]:
    """Views go as late and come as early as they can: whoever reads one misses it between files."""
    late = _brought_forward(list(reversed(operations)), Drop)
    return _brought_forward(list(reversed(late)), Create)


def _brought_forward(operations: Sequence[Operation], kind: type[Create | Drop]) -> list[Operation]:
    ordered: list[Operation] = []
    for operation in operations:
        place = len(ordered)
        if isinstance(operation, kind) and isinstance(operation.object, View):
            while place and _is_nothing_to_views(ordered[place - 1]):
                place -= 1
        ordered.insert(place, operation)
    return ordered


def _is_nothing_to_views(operation: Operation) -> bool:
    """Whether no view can rest on it; on a primary key one may, by what it groups."""
    match operation:
        case AddConstraint(constraint=part) | DropConstraint(constraint=part):
            return isinstance(part, Check | ForeignKey)
        case _:
            return isinstance(operation, AddIndex | DropIndex)


def _batch(operation: Operation) -> tuple[type[Operation], QualifiedName | None]:
    together = operation.table_name if isinstance(operation, AddColumn) else None
    return type(operation), together


def _single(steps: Steps, operation: Operation) -> Iterator[ValidateConstraint]:
    """Take one operation; return what is to be validated later."""
    match operation:
        case AddConstraint() if blocks(steps, operation.table, operation.constraint):
            yield from _add_constraint(steps, operation)
        case AddIndex() | DropIndex() if blocks(steps, operation.table):
            take_index(steps, operation)
        case ReplacePrimaryKey():
            _replace_key(steps, operation)
        case _:
            steps.add(
                label_of(operation),
                _company(steps, operation),
                [operation],
                why=_why(steps, operation),
            )


def _add_constraint(steps: Steps, operation: AddConstraint) -> Iterator[ValidateConstraint]:
    table, constraint = operation.table, operation.constraint
    match constraint:
        case Check(validated=True, enforced=True) | ForeignKey(validated=True, enforced=True):
            added = AddConstraint(table=table, constraint=replace(constraint, validated=False))
            steps.add(label_of(operation), Company.TABLE, [added], why=(_TRUSTED_LATER,))
            yield ValidateConstraint(table=table, constraint=constraint)
        case PrimaryKey() | Unique() if not steps.form.cockroachdb:
            bare = replace(constraint, comment=None)
            take_index(steps, AddIndex(table=table, index=index_of(bare)))
            adopted = AdoptIndex(table=table, index=index_of(bare), constraint=bare)
            steps.add_special(label("adopt", constraint.name), Company.TABLE, adopted)
            take_comment(steps, operation, constraint.comment)
        case _:
            steps.add(label_of(operation), Company.TABLE, [operation], why=_why(steps, operation))


def _replace_key(steps: Steps, operation: ReplacePrimaryKey) -> None:
    """The new key's index is built before, where PostgreSQL alone is to know of it."""
    table, name = operation.table, label("replace", operation.before.name)
    if steps.form.cockroachdb or not blocks(steps, table):
        why = (_BUILT_UNDER_LOCK,) if steps.form.cockroachdb and blocks(steps, table) else ()
        steps.add_special(name, Company.TABLE, operation, why=why)
        return
    aside = operation.ready or free(f"{operation.after.name}_new", names_in(steps.schema))
    key = replace(operation.after, name=aside, comment=None)
    built = AddIndex(table=table, index=index_of(key))
    if built.index not in steps.schema.table(table).indexes:
        take_index(steps, built)
    steps.add(
        name,
        Company.TABLE,
        [built.inverse(), operation],
        up=replacement_by(operation, key.name),
        down=(*written(operation.inverse(), steps.schema), *written(built, steps.schema)),
    )


def _company(steps: Steps, operation: Operation) -> Company:
    match operation:
        case SetComment():
            return Company.COMMENT
        case ValidateConstraint(validated=True):
            return Company.VALIDATION
        case AlterEnum(only_adds=True):
            return Company.NOBODY
        case AddConstraint() if not steps.ground.stands(operation.table):
            return Company.TABLE
        case _:
            return Company.TABLE if isinstance(operation, _INSIDE) else Company.CATALOGUE


def _why(steps: Steps, operation: Operation) -> tuple[str, ...]:
    match operation:
        case AlterEnum(only_adds=True):
            return (_ENUM_VALUE,)
        case AlterEnum():
            return tuple(_said_of_values(steps, operation))
        case AddConstraint() if steps.form.cockroachdb and not steps.ground.stands(operation.table):
            return (_AFTER_CREATION,)
        case AddIndex() | AddConstraint(constraint=Unique() | PrimaryKey()):
            return _why_locked(steps, operation.table)
        case DropConstraint(constraint=Unique()) if steps.form.cockroachdb:
            return (_UNIQUE_GOES,)
        case _:
            return ()


def _why_locked(steps: Steps, table: QualifiedName) -> tuple[str, ...]:
    """What to know of an index that is built where it stands, of a key or by itself."""
    if locks_partitions(steps, table):
        return (_PARTITIONS_LOCKED,)
    return (_BUILT_UNDER_LOCK,) if steps.form.cockroachdb and blocks(steps, table) else ()


def _said_of_values(steps: Steps, operation: AlterEnum) -> Iterator[str]:
    """What to know where values go or change places, so that every column moves to a new type."""
    if operation.removed:
        listed = ", ".join(map(repr, operation.removed))
        yield f"Fails where a row holds {listed}: change those rows before."
    tables = [table for table, _ in enum_columns(operation.before, steps.schema)]
    if steps.form.careful and any(map(steps.ground.may_be_large, tables)):
        yield REWRITTEN
