"""The SQL that sets a comment."""

from __future__ import annotations

from designkit.changes import SetComment
from designkit.errors import DiffIncomplete
from designkit.model import QualifiedName
from designkit.sql.text import SQL, Text, identifier, literal, verbatim


def comment_statement(operation: SetComment) -> Text:
    """COMMENT ON, with the object named as its kind wants it."""
    target = operation.target
    if target.kind == "column":
        column = identifier(target.name.name)
        place = SQL("{table}.{column}", table=identifier(_table(target.table)), column=column)
    elif target.table is not None:
        # What sits on a table: constraints; triggers, policies and rules come with their quotes.
        bare = target.kind == "constraint"
        name = identifier(target.name.name) if bare else verbatim(target.name.name)
        place = SQL("{name} ON {table}", name=name, table=identifier(target.table))
    elif target.kind in _NAMED:
        place = identifier(target.name)
    else:
        place = verbatim(target.name.name)
    return SQL(
        "COMMENT ON {kind} {place} IS {text}",
        kind=verbatim(_WORDS.get(target.kind, target.kind.upper())),
        place=place,
        text=literal(operation.after),
    )


# Kinds whose target is a name to quote; the identity of all others comes quoted.
_NAMED = frozenset({"table", "index", "enum", "sequence", "view", "materialized view"})
_WORDS = {"enum": "TYPE", "composite type": "TYPE", "range type": "TYPE"}


def _table(name: QualifiedName | None) -> QualifiedName:
    if name is None:
        raise DiffIncomplete("a comment on a column needs its table")
    return name
