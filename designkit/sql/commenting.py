"""The SQL that sets a comment, and how an object is named there."""

from __future__ import annotations

from designkit.changes import SetComment, Target
from designkit.errors import DiffIncomplete
from designkit.model import QualifiedName
from designkit.sql.text import SQL, Text, identifier, literal, verbatim


def comment_statement(operation: SetComment) -> Text:
    """COMMENT ON, with the object named as its kind wants it."""
    target = operation.target
    if target.kind == "extension" and operation.after is None:
        return _own_comment(target)
    return SQL(
        "COMMENT ON {kind} {place} IS {text}",
        kind=verbatim(_WORDS.get(target.kind, target.kind.upper())),
        place=place_of(target),
        text=literal(operation.after),
    )


def _own_comment(extension: Target) -> Text:
    """Give an extension the comment that it comes with, which its control file holds."""
    body = SQL(
        "BEGIN EXECUTE format('COMMENT ON EXTENSION %I IS %L', {name}, (SELECT comment "
        "FROM pg_available_extensions WHERE name = {name})); END",
        name=literal(extension.name.name),
    )
    return SQL("DO {body}", body=literal(body.text))


def place_of(target: Target) -> Text:
    """The name of what a comment stands on, after the word for its kind."""
    if target.kind == "column":
        column = identifier(target.name.name)
        return SQL("{table}.{column}", table=identifier(_table(target.table)), column=column)
    if target.table is not None and target.kind != "statistics":
        # What sits on a table: constraints; triggers, policies and rules come with their quotes.
        bare = target.kind == "constraint"
        name = identifier(target.name.name) if bare else verbatim(target.name.name)
        return SQL("{name} ON {table}", name=name, table=identifier(target.table))
    if target.kind in _NAMED:
        return identifier(target.name)
    return verbatim(target.name.name)


# Kinds whose target is a name to quote; the identity of all others comes quoted.
_NAMED = frozenset(
    {"schema", "table", "index", "enum", "sequence", "view", "materialized view", "extension"}
)
_WORDS = {"enum": "TYPE", "composite type": "TYPE", "range type": "TYPE"}


def _table(name: QualifiedName | None) -> QualifiedName:
    if name is None:
        raise DiffIncomplete("a comment on a column needs its table")
    return name
