"""What only a change in several files needs, with its SQL.

A primary key that takes the place of another, and indexes that are built while others write.
"""

# ruff: noqa: D102  (Operation documents the methods that every operation overrides.)

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import AddIndex, DropIndex, Operation, SetComment, Target
from designkit.changes.operation import with_table
from designkit.changes.tables import TableOperation, with_constraint, without_constraint
from designkit.model import PrimaryKey, QualifiedName, Schema
from designkit.sql.commenting import comment_statement
from designkit.sql.constraining import by_index
from designkit.sql.definitions import constraint_definition, index_definition
from designkit.sql.text import SQL, Text, identifier, verbatim
from designkit.sql.writing import write


class ReplacePrimaryKey(TableOperation, frozen=True, kw_only=True):
    """Give a table another primary key, so that it is never without one.

    Attributes:
        ready: what the unique index is called that PostgreSQL makes the key of, if it is alone; ""
            for any name.
    """

    before: PrimaryKey
    after: PrimaryKey
    ready: str = ""

    def apply(self, schema: Schema) -> Schema:
        bare = without_constraint(schema.table(self.table), self.before.name)
        return with_table(schema, with_constraint(bare, self.after))

    def inverse(self) -> ReplacePrimaryKey:
        return ReplacePrimaryKey(
            table=self.table, before=self.after, after=self.before, ready=self.ready
        )

    def describe(self) -> str:
        return f"replace primary key {self.before.name} of {self.table} by {self.after.name}"


def written(operation: Operation, before: Schema) -> tuple[str, ...]:
    """The statements of an operation, of those that stand here and of all others."""
    match operation:
        case ReplacePrimaryKey():
            return tuple(
                text.text
                for text in _replacement(operation, constraint_definition(operation.after))
            )
        case _:
            return tuple(text.text for text in write(operation, before))


def replacement_by(operation: ReplacePrimaryKey, index: str) -> tuple[str, ...]:
    """The statements that replace a key by one for which the index stands ready."""
    body = by_index(operation.after, index)
    return tuple(text.text for text in _replacement(operation, body))


def _replacement(operation: ReplacePrimaryKey, body: Text) -> Iterator[Text]:
    table, after = operation.table, operation.after
    yield SQL(
        "ALTER TABLE {table} DROP CONSTRAINT {before}, ADD {body}",
        table=identifier(table),
        before=operation.before.name,
        body=body,
    )
    if after.comment is not None:
        target = Target(kind="constraint", table=table, name=QualifiedName(name=after.name))
        yield comment_statement(SetComment(target=target, before=None, after=after.comment))


def without_interrupting(operation: AddIndex | DropIndex) -> tuple[str, ...]:
    """CREATE or DROP INDEX CONCURRENTLY, which lets others write meanwhile."""
    name = _placed(operation.table, operation.index.name)
    if isinstance(operation, DropIndex):
        return (SQL("DROP INDEX CONCURRENTLY IF EXISTS {name}", name=name).text,)
    head, _, rest = index_definition(operation.table, operation.index).text.partition(" INDEX ")
    text = SQL("{head} INDEX CONCURRENTLY {rest}", head=verbatim(head), rest=verbatim(rest))
    return (text.text,)


def _placed(table: QualifiedName, name: str) -> Text:
    return identifier(QualifiedName(namespace=table.namespace, name=name))
