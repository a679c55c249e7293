"""The statements that add, drop and change constraints."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import (
    AddConstraint,
    AdoptIndex,
    AlterForeignKey,
    DropConstraint,
    RenameConstraint,
    ValidateConstraint,
)
from designkit.model import Constraint, PrimaryKey, QualifiedName, Unique
from designkit.sql.definitions import constraint_definition, index_definition
from designkit.sql.text import SQL, Text, identifier, literal

_Operation = (
    AddConstraint
    | DropConstraint
    | RenameConstraint
    | ValidateConstraint
    | AlterForeignKey
    | AdoptIndex
)


def statements(operation: _Operation) -> Iterator[Text]:
    """What adds, drops and renames a constraint, or makes it another one."""
    match operation:
        case AddConstraint():
            yield from _added(operation.table, operation.constraint)
        case DropConstraint():
            yield _dropped(operation.table, operation.constraint.name)
        case RenameConstraint():
            yield SQL(
                "ALTER TABLE {table} RENAME CONSTRAINT {before} TO {after}",
                table=identifier(operation.table),
                before=operation.before,
                after=operation.after,
            )
        case ValidateConstraint():
            yield from _validation(operation)
        case AlterForeignKey():
            yield from _foreign_key(operation)
        case AdoptIndex():
            yield from _adoption(operation)


def _added(table: QualifiedName, constraint: Constraint) -> Iterator[Text]:
    definition = constraint_definition(constraint)
    yield SQL("ALTER TABLE {table} ADD {d}", table=identifier(table), d=definition)
    yield from _commented(table, constraint)


def _validation(operation: ValidateConstraint) -> Iterator[Text]:
    """Read the rows that were there; or drop the constraint and add it without."""
    table, constraint = identifier(operation.table), operation.constraint
    if operation.validated:
        yield SQL(
            "ALTER TABLE {table} VALIDATE CONSTRAINT {name}", table=table, name=constraint.name
        )
        return
    # No statement says "not validated any more", and adding it anew reads no row.
    yield _dropped(operation.table, constraint.name)
    yield from _added(operation.table, operation.reached)


def _foreign_key(operation: AlterForeignKey) -> Iterator[Text]:
    """ALTER CONSTRAINT, a statement for each aspect."""
    before, after = operation.before, operation.after
    head = SQL(
        "ALTER TABLE {table} ALTER CONSTRAINT {name}",
        table=identifier(operation.table),
        name=after.name,
    )
    if before.deferrable != after.deferrable:
        match after.deferrable:
            case None:
                yield head + SQL(" NOT DEFERRABLE")
            case "immediate":
                yield head + SQL(" DEFERRABLE INITIALLY IMMEDIATE")
            case "deferred":
                yield head + SQL(" DEFERRABLE INITIALLY DEFERRED")
    if before.enforced != after.enforced:
        yield head + (SQL(" ENFORCED") if after.enforced else SQL(" NOT ENFORCED"))


def _adoption(operation: AdoptIndex) -> Iterator[Text]:
    """Make the constraint of its index; or drop it, and build the index again."""
    name, constraint = operation.table, operation.constraint
    if operation.adopted:
        body = by_index(constraint, operation.index.name)
        yield SQL("ALTER TABLE {table} ADD {body}", table=identifier(name), body=body)
        yield from _commented(name, constraint)
    else:
        yield _dropped(name, constraint.name)
        yield index_definition(name, operation.index)


def by_index(constraint: PrimaryKey | Unique, index: str) -> Text:
    """The constraint as one that takes over an index, and gives it its name."""
    text = SQL(
        "CONSTRAINT {name} {kind} USING INDEX {index}",
        name=constraint.name,
        kind=SQL("PRIMARY KEY") if isinstance(constraint, PrimaryKey) else SQL("UNIQUE"),
        index=index,
    )
    match constraint.deferrable:
        case "immediate":
            return text + SQL(" DEFERRABLE")
        case "deferred":
            return text + SQL(" DEFERRABLE INITIALLY DEFERRED")
        case None:
            return text


def _dropped(table: QualifiedName, name: str) -> Text:
    return SQL("ALTER TABLE {table} DROP CONSTRAINT {name}", table=identifier(table), name=name)


def _commented(table: QualifiedName, constraint: Constraint) -> Iterator[Text]:
    if constraint.comment is not None:
        yield SQL(
            "COMMENT ON CONSTRAINT {name} ON {table} IS {text}",
            name=constraint.name,
            table=identifier(table),
            text=literal(constraint.comment),
        )
