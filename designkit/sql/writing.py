"""Operations as SQL statements that PostgreSQL runs, and CockroachDB where it can."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    MoveCounter,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameSequence,
    RenameTable,
    RenameValue,
    ReplaceCarried,
    ReplaceView,
    SetAccess,
    SetComment,
    ValidateConstraint,
    taken_away,
)
from designkit.changes.ahead import reading_ahead
from designkit.changes.inheritance import inherited
from designkit.changes.standing import standing_on
from designkit.errors import DiffIncomplete
from designkit.model import (
    Carried,
    Enum,
    QualifiedName,
    Schema,
    Sequence,
    Table,
    View,
)
from designkit.sql import altering, constraining, counting
from designkit.sql.commenting import comment_statement
from designkit.sql.creating import create, owner_of, role_of, view_defaults
from designkit.sql.definitions import (
    column_definition,
    index_definition,
    view_definition,
)
from designkit.sql.granting import (
    access_statements,
    column_access,
    creation_statements,
    namespace_statements,
)
from designkit.sql.settings import columns_set
from designkit.sql.text import SQL, Text, identifier, literal, verbatim


def write(operation: Operation, before: Schema) -> tuple[Text, ...]:
    """The statements that carry out an operation on a database that holds `before`.

    In order, without semicolons; `before` tells what else a change touches.
    """
    return tuple(_statements(operation, before))


def write_all(operations: Iterable[Operation], before: Schema) -> tuple[tuple[Text, ...], ...]:
    """The statements of each operation, run one after the other from `before` on."""
    found = tuple(operations)
    ahead = reading_ahead(found)
    written: list[tuple[Text, ...]] = []
    schema = before
    for place, operation in enumerate(found):
        statements = write(operation, schema)
        written.append((_UNREAD, *statements, _READ) if place in ahead else statements)
        schema = operation.apply(schema)
    return tuple(written)


# Functions in a circle: bodies in quotes are not read then until they run. Not SET LOCAL, which
# says nothing outside of a transaction, and inside of one would last as long as that.
# https://www.postgresql.org/docs/18/runtime-config-client.html
_UNREAD = SQL("SET check_function_bodies = off")
_READ = SQL("RESET check_function_bodies")


def _statements(operation: Operation, before: Schema) -> Iterator[Text]:
    match operation:
        case Create():
            yield from create(operation, before)
        case Drop():
            yield _drop(operation)
        case AddColumn() | DropColumn() | AlterColumn() | RenameColumn():
            yield from _column(operation)
        case AddConstraint() | DropConstraint() | RenameConstraint():
            yield from constraining.statements(operation)
        case AddIndex() | DropIndex() | RenameIndex():
            yield from _index(operation)
        case AlterEnum() if operation.only_adds:
            yield from altering.added_values(operation)
        case AlterEnum():
            yield from _rebuilt_enum(operation, before)
        case AlterSequence():
            yield from _sequence(operation, before)
        case AlterTable():
            yield from altering.table(operation)
        case _:
            yield from _rest(operation, before)


def _rebuilt_enum(operation: AlterEnum, before: Schema) -> Iterator[Text]:
    """A new type in the place of the old one, for the columns of which all on them makes way."""
    columns = altering.enum_columns(operation.before, before)
    away = taken_away(before, {(table, column.name) for table, column in columns})
    for dropped in away:
        yield from _statements(dropped, before)
    heirs = [
        (table, column)
        for table, column in columns
        if inherited(before, before.table(table), column.name) is not None
    ]
    roots = [item for item in columns if item not in heirs]
    yield from altering.rebuilt_enum(operation, roots, heirs)
    yield from creation_statements(Create(object=operation.after), before)
    bare = before
    for dropped in away:
        bare = dropped.apply(bare)
    for dropped in reversed(away):
        yield from _statements(dropped.inverse(), bare)
        bare = dropped.inverse().apply(bare)


def _sequence(operation: AlterSequence, before: Schema) -> Iterator[Text]:
    """A sequence has the owner of the table to which it is tied."""
    old, new = operation.before, operation.after
    if old.owned_by != new.owned_by and new.owned_by is not None:
        yield from role_of(new, owner_of(new, before))
    yield from altering.sequence(operation)
    if new.owned_by is None and owner_of(old, before) is not None:
        yield from role_of(new, "CURRENT_USER")


def _moved_counter(operation: MoveCounter, before: Schema) -> Iterator[Text]:
    if operation.to == "identity":
        yield from counting.to_identity(operation)
    else:
        yield from counting.to_sequence(operation)
        _, *beside = create(Create(object=operation.sequence), before)
        yield from beside


def _rest(operation: Operation, before: Schema) -> Iterator[Text]:
    match operation:
        case MoveCounter():
            yield from _moved_counter(operation, before)
        case CreateNamespace():
            yield SQL("CREATE SCHEMA {name}", name=operation.name)
            yield from namespace_statements(operation, before)
        case DropNamespace():
            yield SQL("DROP SCHEMA {name}", name=operation.name)
        case RenameTable() | RenameValue() | RenameSequence():
            yield from altering.name(operation)
        case ReplaceView():
            yield from _replaced_view(operation, before)
        case ReplaceCarried():
            yield from _replaced(operation, before)
        case ValidateConstraint() | AlterForeignKey() | AdoptIndex():
            yield from constraining.statements(operation)
        case SetComment():
            yield comment_statement(operation)
        case SetAccess():
            yield from access_statements(operation, before)
        case _:
            raise DiffIncomplete(f"no SQL is known for: {operation.describe()}")


def _replaced(operation: ReplaceCarried, before: Schema) -> Iterator[Text]:
    item = operation.after
    if operation.in_place:
        yield verbatim(item.definition)
        return
    yield verbatim(operation.before.drop)
    yield from create(Create(object=item), before)


def _replaced_view(operation: ReplaceView, before: Schema) -> Iterator[Text]:
    """In place where that can be; else dropped and created, with what stands on it out of the way.

    https://www.postgresql.org/docs/18/sql-createview.html
    """
    old, new = operation.before, operation.after
    if operation.in_place:
        if not operation.query_stays:
            yield view_definition(new, replacing=True)
        yield from view_defaults(new, old)
        return
    reached = before
    away = (*standing_on(before, old), Drop(object=old))
    again = (Create(object=new), *(item.inverse() for item in reversed(away[:-1])))
    for step in (*away, *again):
        yield from _statements(step, reached)
        reached = step.apply(reached)


def _drop(operation: Drop) -> Text:
    item = operation.object
    match item:
        case Table():
            return SQL("DROP TABLE {name}", name=identifier(item.qualified))
        case View():
            kind = SQL("MATERIALIZED VIEW") if item.materialized else SQL("VIEW")
            return SQL("DROP {kind} {name}", kind=kind, name=identifier(item.qualified))
        case Enum():
            return SQL("DROP TYPE {name}", name=identifier(item.qualified))
        case Sequence():
            return SQL("DROP SEQUENCE {name}", name=identifier(item.qualified))
        case Carried():
            return verbatim(item.drop)


def _column(
    operation: AddColumn | DropColumn | AlterColumn | RenameColumn,
) -> Iterator[Text]:
    table = identifier(operation.table)
    match operation:
        case AddColumn():
            definition = column_definition(operation.column)
            yield SQL("ALTER TABLE {table} ADD COLUMN {d}", table=table, d=definition)
            if operation.column.comment is not None:
                yield SQL(
                    "COMMENT ON COLUMN {table}.{name} IS {text}",
                    table=table,
                    name=operation.column.name,
                    text=literal(operation.column.comment),
                )
            yield from columns_set(operation.table, (operation.column,))
            yield from column_access(operation)
        case DropColumn():
            yield SQL(
                "ALTER TABLE {table} DROP COLUMN {name}", table=table, name=operation.column.name
            )
        case RenameColumn():
            yield SQL(
                "ALTER TABLE {table} RENAME COLUMN {before} TO {after}",
                table=table,
                before=operation.before,
                after=operation.after,
            )
        case AlterColumn():
            yield from altering.column(operation)


def _index(operation: AddIndex | DropIndex | RenameIndex) -> Iterator[Text]:
    # An index lies in the namespace of its table, and its name is found there.
    def placed(name: str) -> Text:
        return identifier(QualifiedName(namespace=operation.table.namespace, name=name))

    match operation:
        case AddIndex():
            index = operation.index
            yield index_definition(operation.table, index)
            if index.comment is not None:
                text = literal(index.comment)
                yield SQL("COMMENT ON INDEX {name} IS {text}", name=placed(index.name), text=text)
        case DropIndex():
            yield SQL("DROP INDEX {name}", name=placed(operation.index.name))
        case RenameIndex():
            yield SQL(
                "ALTER INDEX {before} RENAME TO {after}",
                before=placed(operation.before),
                after=operation.after,
            )
