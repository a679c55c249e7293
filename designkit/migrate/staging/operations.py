"""Operations that only a change in several files needs, and their SQL.

They lead over states that no design holds: a constraint that is not validated yet, a unique index
that is about to become a constraint.
"""

# ruff: noqa: D102  (Operation documents the methods that every operation overrides.)

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import (
    AddConstraint,
    AddIndex,
    DropConstraint,
    DropIndex,
    Operation,
    SetComment,
    Target,
    constraint_kind,
)
from designkit.changes.operation import with_table
from designkit.changes.tables import TableOperation, with_constraint, without_constraint
from designkit.model import (
    Check,
    ForeignKey,
    Index,
    IndexKey,
    PrimaryKey,
    QualifiedName,
    Schema,
    Unique,
    replace,
)
from designkit.sql.commenting import comment_statement
from designkit.sql.definitions import constraint_definition, index_definition
from designkit.sql.text import SQL, Text, identifier, verbatim
from designkit.sql.writing import write


class ValidateConstraint(TableOperation, frozen=True, kw_only=True):
    """Let a constraint that holds for new rows hold for those that were there; or take that back.

    Attributes:
        constraint: as it is once validated.
        validated: whether this is the way there, or the way back.
    """

    constraint: Check | ForeignKey
    validated: bool = True

    def apply(self, schema: Schema) -> Schema:
        table = without_constraint(schema.table(self.table), self.constraint.name)
        reached = replace(self.constraint, validated=self.validated)
        return with_table(schema, with_constraint(table, reached))

    def inverse(self) -> ValidateConstraint:
        return replace(self, validated=not self.validated)

    def describe(self) -> str:
        verb = "validate" if self.validated else "no longer trust"
        return f"{verb} {constraint_kind(self.constraint)} {self.constraint.name} of {self.table}"


class AdoptIndex(TableOperation, frozen=True, kw_only=True):
    """Make a unique index a constraint of its name; or drop that and leave the index.

    Attributes:
        adopted: whether this is the way there, or the way back.
    """

    constraint: PrimaryKey | Unique
    adopted: bool = True

    @property
    def index(self) -> Index:
        """The index that the constraint is made of."""
        return index_of(self.constraint)

    def apply(self, schema: Schema) -> Schema:
        index, bare = self.index, replace(self.constraint, comment=None)
        steps: tuple[Operation, ...] = (
            DropIndex(table=self.table, index=index),
            AddConstraint(table=self.table, constraint=bare),
        )
        if not self.adopted:
            steps = tuple(step.inverse() for step in reversed(steps))
        for step in steps:
            schema = step.apply(schema)
        return schema

    def inverse(self) -> AdoptIndex:
        return replace(self, adopted=not self.adopted)

    def describe(self) -> str:
        kind = constraint_kind(self.constraint)
        if self.adopted:
            return f"make index {self.constraint.name} a {kind} of {self.table}"
        return f"leave of {kind} {self.constraint.name} of {self.table} its index"


class ReplacePrimaryKey(TableOperation, frozen=True, kw_only=True):
    """Give a table another primary key, so that it is never without one."""

    before: PrimaryKey
    after: PrimaryKey

    def apply(self, schema: Schema) -> Schema:
        bare = without_constraint(schema.table(self.table), self.before.name)
        return with_table(schema, with_constraint(bare, self.after))

    def inverse(self) -> ReplacePrimaryKey:
        return ReplacePrimaryKey(table=self.table, before=self.after, after=self.before)

    def describe(self) -> str:
        return f"replace primary key {self.before.name} of {self.table} by {self.after.name}"


def index_of(constraint: PrimaryKey | Unique) -> Index:
    """The unique index on which such a constraint rests."""
    return Index(
        name=constraint.name,
        keys=tuple(IndexKey(column=column) for column in constraint.columns),
        unique=True,
        include=constraint.include,
        nulls_not_distinct=isinstance(constraint, Unique) and constraint.nulls_not_distinct,
    )


def written(operation: Operation, before: Schema) -> tuple[str, ...]:
    """The statements of an operation, of those that stand here and of all others."""
    match operation:
        case ValidateConstraint():
            return tuple(text.text for text in _validation(operation))
        case AdoptIndex():
            return tuple(text.text for text in _adoption(operation))
        case ReplacePrimaryKey():
            return tuple(
                text.text
                for text in _replacement(operation, constraint_definition(operation.after))
            )
        case _:
            return tuple(text.text for text in write(operation, before))


def _validation(operation: ValidateConstraint) -> Iterator[Text]:
    table, constraint = identifier(operation.table), operation.constraint
    if operation.validated:
        yield SQL(
            "ALTER TABLE {table} VALIDATE CONSTRAINT {name}", table=table, name=constraint.name
        )
        return
    # No statement says "not validated any more", and adding it anew reads no row.
    yield from write(DropConstraint(table=operation.table, constraint=constraint), Schema())
    anew = replace(constraint, validated=False)
    yield from write(AddConstraint(table=operation.table, constraint=anew), Schema())


def _adoption(operation: AdoptIndex) -> Iterator[Text]:
    table, constraint = identifier(operation.table), operation.constraint
    if operation.adopted:
        body = _by_index(constraint, constraint.name)
        yield SQL("ALTER TABLE {table} ADD {body}", table=table, body=body)
    else:
        yield SQL("ALTER TABLE {table} DROP CONSTRAINT {name}", table=table, name=constraint.name)
        yield index_definition(operation.table, operation.index)


def _by_index(constraint: PrimaryKey | Unique, index: str) -> Text:
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


def replacement_by(operation: ReplacePrimaryKey, index: str) -> tuple[str, ...]:
    """The statements that replace a key by one for which the index stands ready."""
    body = _by_index(operation.after, index)
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
