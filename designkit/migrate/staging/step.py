"""A step: the least part of a change that may stand in a file of its own; steps are collected here.

Which steps a change takes is decided in `careful` and `expansion`, which of them share a file in
`stage`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto

from designkit.changes import (
    AddConstraint,
    AlterEnum,
    AlterForeignKey,
    Create,
    Drop,
    DropConstraint,
    Operation,
    ValidateConstraint,
)
from designkit.migrate.staging.form import Form, Ground
from designkit.migrate.staging.labels import label
from designkit.migrate.staging.operations import written
from designkit.migrate.staging.refusals import refusals
from designkit.model import Carried, ForeignKey, QualifiedName, Schema, Table, Value
from designkit.sql.altering import enum_columns
from designkit.sql.script import Changes

RERUNNABLE = (
    "May be run again: it touches only rows that do not have their value yet.",
    "Where the table is large, run it in parts by key before; this then finds nothing to do.",
    "Its DOWN leaves the new values where they are: they go with their column.",
)


class Company(Enum):
    """With what a step may share a file."""

    CATALOGUE = auto()  # Whole objects, names, defaults: nothing waits for the rows of a table.
    COMMENT = auto()  # Nothing depends on it, so it goes along with whatever stands before it.
    TABLE = auto()  # A change inside a table that was there: on CockroachDB one for each file.
    VALIDATION = auto()  # Reads every row while others go on writing; may be run again.
    NOBODY = auto()


class Step(Value, frozen=True, kw_only=True):
    """One part of a change, with the schemas that it leads between.

    Attributes:
        label: what it does, as part of a file's name.
        up, down: its statements; None for what the operations themselves say.
        data: whether it changes rows, and no schema.
        titled: whether its label is the purpose of the whole file.
        begins: whether it begins a file, since the team has something to do before it.
        waits: whether it waits for a lock that keeps everybody else from a table.
        why: what a reader of its file should know, a line each.
        refused: what CockroachDB does not run of it, where it is a target, a sentence each.
    """

    label: str
    company: Company
    before: Schema
    after: Schema
    operations: tuple[Operation, ...] = ()
    up: tuple[str, ...] | None = None
    down: tuple[str, ...] | None = None
    data: bool = False
    transactional: bool = True
    titled: bool = False
    begins: bool = False
    waits: bool = False
    why: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


class Steps:
    """The steps of a change, collected in the order in which they run."""

    def __init__(self, schema: Schema, form: Form, ground: Ground) -> None:
        self.schema = schema
        self.form = form
        self.ground = ground
        self.taken: list[Step] = []

    def add(
        self,
        label: str,
        company: Company,
        operations: Sequence[Operation],
        *,
        up: tuple[str, ...] | None = None,
        down: tuple[str, ...] | None = None,
        transactional: bool = True,
        patient: bool = False,
        why: tuple[str, ...] = (),
    ) -> None:
        """Take the next step: operations, in words of their own or in those given.

        What is patient holds up nobody while it waits for its locks.
        """
        before = self.schema
        tables: set[QualifiedName] = set()
        refused: list[str] = []
        for operation in operations:
            tables.update(_locked(operation, self.schema))
            if self.form.cockroachdb:
                refused += refusals(operation, self.schema, self.ground)
            self.schema = operation.apply(self.schema)
        calm = patient or company in {Company.COMMENT, Company.VALIDATION}
        self.taken.append(
            Step(
                label=label,
                company=company,
                before=before,
                after=self.schema,
                operations=tuple(operations),
                up=up,
                down=down,
                transactional=transactional,
                waits=not calm and any(map(self.ground.may_be_large, tables)),
                why=why,
                refused=tuple(refused),
            )
        )

    def add_special(
        self, label: str, company: Company, operation: Operation, *, why: tuple[str, ...] = ()
    ) -> None:
        """Take an operation that only `staging.operations` knows to write."""
        back = operation.inverse()
        self.add(
            label,
            company,
            [operation],
            up=written(operation, self.schema),
            down=written(back, operation.apply(self.schema)),
            why=why,
        )

    def fill(
        self, label: str, up: tuple[str, ...], down: tuple[str, ...], why: tuple[str, ...]
    ) -> None:
        """Take a step that changes rows only."""
        self.taken.append(
            Step(
                label=label,
                company=Company.NOBODY,
                before=self.schema,
                after=self.schema,
                up=up,
                down=down,
                data=True,
                why=why,
            )
        )


def _locked(operation: Operation, before: Schema) -> Iterator[QualifiedName]:
    """The tables that an operation locks: its own, and those to which its foreign keys point."""
    if operation.table_name is not None:
        yield operation.table_name
    match operation:
        case Create(object=Table(foreign_keys=keys)) | Drop(object=Table(foreign_keys=keys)):
            yield from (key.referenced_table for key in keys)
        case Create(object=Carried(table=QualifiedName() as table)):
            yield table
        case Drop(object=Carried(table=QualifiedName() as table)):
            yield table
        case AddConstraint(constraint=ForeignKey() as key):
            yield key.referenced_table
        case DropConstraint(constraint=ForeignKey() as key) | AlterForeignKey(after=key):
            yield key.referenced_table
        case AlterEnum(only_adds=False):
            yield from (table for table, _ in enum_columns(operation.before, before))
        case _:
            pass


def validate(steps: Steps, unproven: list[ValidateConstraint]) -> None:
    """Take the validation of constraints that were added before, and forget them."""
    for operation in unproven:
        name = label("validate", operation.constraint.name)
        steps.add_special(name, Company.VALIDATION, operation)
    unproven.clear()


def texts(steps: Sequence[Step], *, back: bool = False) -> tuple[str, ...]:
    """The statements of steps that share a file, one way or the other."""
    found: list[str] = []
    ordinary: list[Step] = []

    def say() -> None:
        if ordinary:
            found.extend(_ordinary(ordinary, back=back))
            ordinary.clear()

    for step in reversed(steps) if back else steps:
        own = step.down if back else step.up
        if own is None:
            ordinary.append(step)
        else:
            say()
            found.extend(own)
    say()
    return tuple(found)


def _ordinary(steps: Sequence[Step], *, back: bool) -> tuple[str, ...]:
    ordered = list(reversed(steps)) if back else list(steps)
    operations = tuple(operation for step in ordered for operation in step.operations)
    changes = Changes(before=ordered[0].before, after=ordered[-1].after, operations=operations)
    return changes.down_statements if back else changes.up_statements
