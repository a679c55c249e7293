"""The statements by which a column goes from a sequence of its own to an identity, and back."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import MoveCounter
from designkit.model import UNASKED, QualifiedName, fitted, replace
from designkit.sql.definitions import default_text, identity_definition, sequence_definition
from designkit.sql.text import SQL, Text, identifier, literal


def to_identity(operation: MoveCounter) -> Iterator[Text]:
    """The sequence makes way for that of the identity, and goes once its position is taken over."""
    head, aside = _head(operation), _aside(operation)
    yield head + SQL(" DROP DEFAULT")
    # What the column owns, pg_get_serial_sequence takes for that of the identity.
    yield SQL("ALTER SEQUENCE {name} OWNED BY NONE", name=identifier(operation.sequence.qualified))
    yield SQL(
        "ALTER SEQUENCE {name} RENAME TO {aside}",
        name=identifier(operation.sequence.qualified),
        aside=aside.name,
    )
    yield head + SQL(" ADD {identity}", identity=identity_definition(operation.after))
    yield SQL(
        "SELECT setval({own}, nextval({aside}), false)",
        own=_own(operation),
        aside=literal(identifier(aside).text),
    )
    yield SQL("DROP SEQUENCE {aside}", aside=identifier(aside))


def to_sequence(operation: MoveCounter) -> Iterator[Text]:
    """The sequence takes over the position before the identity goes, and then its name."""
    head, aside = _head(operation), _aside(operation)
    bare = replace(operation.sequence, name=aside.name, owned_by=None, comment=None, access=UNASKED)
    yield sequence_definition(bare)
    yield SQL(
        "SELECT setval({aside}, nextval({own}), false)",
        aside=literal(identifier(aside).text),
        own=_own(operation),
    )
    yield head + SQL(" DROP IDENTITY")
    yield SQL(
        "ALTER SEQUENCE {aside} RENAME TO {name}",
        aside=identifier(aside),
        name=operation.sequence.name,
    )
    yield head + SQL(" SET DEFAULT {value}", value=default_text(operation.after))


def _head(operation: MoveCounter) -> Text:
    return SQL(
        "ALTER TABLE {table} ALTER COLUMN {name}",
        table=identifier(operation.table),
        name=operation.after.name,
    )


def _own(operation: MoveCounter) -> Text:
    """The sequence of the identity, of which nobody chose the name."""
    return SQL(
        "pg_get_serial_sequence({table}, {column})",
        table=literal(identifier(operation.table).text),
        column=literal(operation.after.name),
    )


def _aside(operation: MoveCounter) -> QualifiedName:
    name = operation.sequence.qualified
    return QualifiedName(namespace=name.namespace, name=fitted(f"{name.name}__aside"))
