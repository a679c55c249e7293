"""What creates an object, with all that stands on it.

A table that depends on no other is written once: a design is written anew at each edit, which
concerns one of its tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from designkit.changes import AddConstraint, AlterColumn, Create, SetComment, comments_of
from designkit.changes.inheritance import inherited
from designkit.changes.tables import without_constraint
from designkit.model import (
    UNASKED,
    Carried,
    Check,
    Enum,
    ForeignKey,
    Index,
    QualifiedName,
    Schema,
    Sequence,
    Table,
    Unique,
    View,
    replace,
)
from designkit.sql import altering, constraining
from designkit.sql.commenting import comment_statement
from designkit.sql.definitions import (
    enum_definition,
    index_definition,
    sequence_definition,
    table_definition,
    view_definition,
)
from designkit.sql.granting import creation_statements
from designkit.sql.settings import columns_set, table_settings
from designkit.sql.text import SQL, Text, identifier, verbatim


def create(operation: Create, before: Schema) -> Iterator[Text]:
    """What creates an object with its comments and rights; `before` is what is there already."""
    item = operation.object
    match item:
        case Table() if not item.inherits:
            yield from _table_alone(item)
        case Table():
            yield from _create_table(item, before)
        case View():
            yield view_definition(item)
            yield from _indexes(item.qualified, item.indexes)
            yield from view_defaults(item, replace(item, column_settings=()))
        case Enum():
            yield enum_definition(item)
        case Sequence():
            yield sequence_definition(item)
            if item.owned_by is not None:
                yield from role_of(item, owner_of(item, before))
                yield altering.owned_by(item)
        case Carried():
            yield verbatim(item.definition)
    yield from _comments(item)
    yield from creation_statements(operation, before)


@lru_cache(maxsize=4096)
def _table_alone(table: Table) -> tuple[Text, ...]:
    """What creates a table that depends on no other; a design is written anew at each edit."""
    return tuple(_create_table(table, Schema()))


@lru_cache(maxsize=4096)
def _comments(item: Table | View | Enum | Sequence | Carried) -> tuple[Text, ...]:
    alone = Create(object=item).apply(Schema())
    return tuple(
        comment_statement(SetComment(target=target, before=None, after=comment))
        for target, comment in comments_of(alone).items()
        if comment is not None
    )


def view_defaults(view: View, before: View) -> Iterator[Text]:
    """The defaults of a view's columns, where they are not those of the view before."""
    for name, _ in view.columns:
        default = view.column_setting(name).default
        if default == before.column_setting(name).default:
            continue
        how = SQL("DROP DEFAULT")
        if default is not None:
            how = SQL("SET DEFAULT {value}", value=verbatim(default))
        yield SQL(
            "ALTER VIEW {view} ALTER COLUMN {column} {how}",
            view=identifier(view.qualified),
            column=name,
            how=how,
        )


def _create_table(table: Table, before: Schema) -> Iterator[Text]:
    later = _added_later(table)
    first = table
    for constraint in later:
        first = without_constraint(first, constraint.name)
    yield table_definition(first)
    yield from _otherwise_than_inherited(table, before)
    for constraint in later:
        bare = replace(constraint, comment=None)
        yield from constraining.statements(AddConstraint(table=table.qualified, constraint=bare))
    yield from _indexes(table.qualified, table.indexes)
    yield from altering.row_security(table.qualified, None, table.row_security)
    yield from columns_set(table.qualified, table.columns)
    yield from table_settings(table.qualified, (), table.settings)


def _otherwise_than_inherited(table: Table, before: Schema) -> Iterator[Text]:
    for column in table.columns:
        given = inherited(before, table, column.name)
        if given is None or (given.inherited and not column.inherited):
            continue
        # Keys make their columns NOT NULL; settings are written of all columns.
        nullable = column.nullable if column.name in table.key_columns else given.nullable
        given = replace(given, nullable=nullable, settings=column.settings)
        wanted = replace(column, comment=None, access=UNASKED)
        yield from altering.column(AlterColumn(table=table.qualified, before=given, after=wanted))


def _added_later(table: Table) -> tuple[Unique | Check | ForeignKey, ...]:
    """The constraints that would become others inside of CREATE TABLE.

    It leaves out a unique constraint whose columns another key has, and it validates all.
    https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/parser/parse_utilcmd.c
    """
    seen = {table.primary_key.columns} if table.primary_key else set[tuple[str, ...]]()
    doubles: list[Unique] = []
    for unique in table.uniques:
        if unique.columns in seen:
            doubles.append(unique)
        seen.add(unique.columns)
    late_checks = [item for item in table.checks if item.enforced and not item.validated]
    late_keys = [item for item in table.foreign_keys if item.enforced and not item.validated]
    return (*doubles, *late_checks, *late_keys)


def _indexes(owner: QualifiedName, indexes: tuple[Index, ...]) -> Iterator[Text]:
    yield from (index_definition(owner, index) for index in indexes)


def owner_of(sequence: Sequence, schema: Schema) -> str | None:
    """The role that owns the table of a sequence, where the sequence has one and it is told."""
    table = schema.find_table(sequence.owned_by[0]) if sequence.owned_by is not None else None
    return table.access.owner if table is not None else None


def role_of(sequence: Sequence, role: str | None) -> Iterator[Text]:
    """What makes a role the owner of a sequence; nothing where none is told."""
    if role is not None:
        name = identifier(sequence.qualified)
        yield SQL("ALTER SEQUENCE {name} OWNER TO {role}", name=name, role=verbatim(role))
