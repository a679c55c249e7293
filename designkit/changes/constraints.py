"""Constraints that change where they stand: validated, deferred, enforced, made of an index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from designkit.changes.operation import Operation, with_table
from designkit.changes.tables import (
    AddConstraint,
    DropIndex,
    TableOperation,
    constraint_kind,
    with_constraint,
    without_constraint,
)
from designkit.errors import ModelError
from designkit.model import (
    Check,
    Constraint,
    ForeignKey,
    Index,
    IndexKey,
    PrimaryKey,
    QualifiedName,
    Schema,
    Table,
    Unique,
    replace,
)


class ValidateConstraint(TableOperation, frozen=True, kw_only=True):
    """Let a constraint that holds for new rows hold for those that were there; or take that back.

    Attributes:
        constraint: as it is once validated.
        validated: whether this is the way there, or the way back.
    """

    constraint: Check | ForeignKey
    validated: bool = True

    @property
    def reached(self) -> Check | ForeignKey:
        """The constraint as it is afterwards."""
        return replace(self.constraint, validated=self.validated)

    def apply(self, schema: Schema) -> Schema:
        return _exchanged(schema, self.table, self.reached)

    def inverse(self) -> ValidateConstraint:
        return replace(self, validated=not self.validated)

    def describe(self) -> str:
        verb = "validate" if self.validated else "no longer trust"
        return f"{verb} {constraint_kind(self.constraint)} {self.constraint.name} of {self.table}"


class AlterForeignKey(TableOperation, frozen=True, kw_only=True):
    """Change when a foreign key is checked, or whether it is; rows are read where it comes to be.

    https://www.postgresql.org/docs/18/sql-altertable.html
    """

    before: ForeignKey
    after: ForeignKey

    def apply(self, schema: Schema) -> Schema:
        return _exchanged(schema, self.table, self.after)

    def inverse(self) -> AlterForeignKey:
        return AlterForeignKey(table=self.table, before=self.after, after=self.before)

    def describe(self) -> str:
        what = "whether" if self.before.enforced != self.after.enforced else "when"
        return f"change {what} foreign key {self.after.name} of {self.table} is checked"


class AdoptIndex(TableOperation, frozen=True, kw_only=True):
    """Make a constraint of a unique index, under its own name; or drop that and leave the index.

    Attributes:
        adopted: whether this is the way there, or the way back.
    """

    index: Index
    constraint: PrimaryKey | Unique
    adopted: bool = True

    @property
    def steps(self) -> tuple[Operation, ...]:
        """The operations that lead there as well, with nothing kept between them."""
        steps: tuple[Operation, ...] = (
            DropIndex(table=self.table, index=self.index),
            AddConstraint(table=self.table, constraint=self.constraint),
        )
        return steps if self.adopted else tuple(step.inverse() for step in reversed(steps))

    def apply(self, schema: Schema) -> Schema:
        for step in self.steps:
            schema = step.apply(schema)
        return schema

    def inverse(self) -> AdoptIndex:
        return replace(self, adopted=not self.adopted)

    def describe(self) -> str:
        kind = constraint_kind(self.constraint)
        if self.adopted:
            return f"make index {self.index.name} the {kind} {self.constraint.name} of {self.table}"
        return f"leave of {kind} {self.constraint.name} of {self.table} the index {self.index.name}"


def index_of(constraint: PrimaryKey | Unique) -> Index:
    """The unique index on which such a constraint rests."""
    return Index(
        name=constraint.name,
        keys=tuple(IndexKey(column=column) for column in constraint.columns),
        unique=True,
        include=constraint.include,
        nulls_not_distinct=isinstance(constraint, Unique) and constraint.nulls_not_distinct,
    )


def altered(
    table: QualifiedName, old: Constraint, new: Constraint
) -> tuple[ValidateConstraint | AlterForeignKey, ...]:
    """The operations that make one constraint the other where it stands; none where none can.

    Comments are left out.
    """
    goal = replace(new, comment=old.comment)
    steps = tuple(_steps(table, old, goal))
    present = old
    for step in steps:
        present = step.reached if isinstance(step, ValidateConstraint) else step.after
    return steps if present == goal else ()


def _steps(
    table: QualifiedName, old: Constraint, new: Constraint
) -> Iterator[ValidateConstraint | AlterForeignKey]:
    if isinstance(old, ForeignKey) and isinstance(new, ForeignKey):
        after = replace(old, deferrable=new.deferrable)
        if old.enforced != new.enforced:
            # Who begins to enforce reads all rows, and who ends trusts none of them any more.
            after = replace(after, enforced=new.enforced, validated=new.enforced)
        if after != old and old.enforced in {new.enforced, old.validated}:
            yield AlterForeignKey(table=table, before=old, after=after)
            old = after
    if (
        isinstance(old, Check | ForeignKey)
        and isinstance(new, Check | ForeignKey)
        and old.enforced == new.enforced
        and old.validated != new.validated
    ):
        trusted = replace(old, validated=True)
        yield ValidateConstraint(table=table, constraint=trusted, validated=new.validated)


def adoptions(
    old: Table, new: Table, indexes: Iterable[Index], goal: Schema
) -> Iterator[AdoptIndex]:
    """The constraints that come in the place of a unique index just like their own.

    Args:
        old: the table that is there.
        new: the table that is wanted.
        indexes: those of `old` that nothing else changes.
        goal: where nothing else may have the name of the index, or want it too early.
    """
    if old.partition_key is not None or old.partition_bound is not None:
        return  # https://www.postgresql.org/docs/18/sql-altertable.html
    stay = {item.name for item in new.indexes}
    gone = [item for item in indexes if item.unique and item.valid and item.name not in stay]
    if not gone:
        return
    here = {item.name for item in old.constraints}
    come = (new.primary_key if old.primary_key is None else None, *new.uniques)
    for constraint in come:
        if constraint is None or constraint.name in here:
            continue
        alike = index_of(constraint)
        found = next((item for item in gone if replace(item, name=alike.name) == alike), None)
        if found is None or found.name in _relations(goal, old.namespace) - {constraint.name}:
            continue
        gone.remove(found)
        bare = replace(constraint, comment=None)
        yield AdoptIndex(table=old.qualified, index=found, constraint=bare)


def _relations(schema: Schema, namespace: str) -> set[str]:
    """The names in a namespace that no index may have."""
    tables = [table for table in schema.tables if table.namespace == namespace]
    return {
        *(item.name for item in tables),
        *(part.name for table in tables for part in (*table.constraints, *table.indexes)),
        *(item.name for item in schema.sequences if item.namespace == namespace),
        *(item.name for item in schema.views if item.namespace == namespace),
        *(index.name for view in schema.views for index in view.indexes),
    }


def with_adopted(table: Table, adopted: Iterable[AdoptIndex]) -> Table:
    """The table once these constraints stand in the place of their indexes."""
    for operation in adopted:
        kept = tuple(item for item in table.indexes if item != operation.index)
        table = with_constraint(replace(table, indexes=kept), operation.constraint)
    return table


def _exchanged(schema: Schema, name: QualifiedName, constraint: Constraint) -> Schema:
    table = schema.table(name)
    if all(item.name != constraint.name for item in table.constraints):
        raise ModelError(f"constraint {constraint.name} of {name}", "it does not exist")
    bare = without_constraint(table, constraint.name)
    return with_table(schema, with_constraint(bare, constraint))
