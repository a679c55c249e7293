"""The steps of columns that are added or that change where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from designkit.changes import (
    AddColumn,
    AddConstraint,
    AlterColumn,
    DropConstraint,
    Operation,
    ValidateConstraint,
)
from designkit.migrate.staging.form import has_volatile_default, takes_sequence
from designkit.migrate.staging.labels import free, label, label_of, names_in
from designkit.migrate.staging.operations import written
from designkit.migrate.staging.step import RERUNNABLE, Company, Steps, validate
from designkit.migrate.staging.widening import is_widening
from designkit.model import Check, Schema, replace, spelled
from designkit.sql.definitions import column_definition
from designkit.sql.text import SQL, identifier, join

_FILLED_LATER = (
    "Its default differs from row to row, so the rows that stand are filled afterwards.",
)
_PROVEN_FIRST = (
    "A constraint that proves the absence of NULL spares SET NOT NULL the reading of all rows.",
)
_ALONE = "CockroachDB changes a type in no transaction, and with nothing else."
REWRITTEN = "PostgreSQL writes the whole table anew, and nobody can use it meanwhile."


def add_columns(steps: Steps, operations: Sequence[AddColumn]) -> None:
    """Take the columns that come to one table: those that fill themselves together."""
    filled = [item for item in operations if _is_filled_apart(steps, item)]
    rest = [item for item in operations if item not in filled]
    # What is generated may be so from a column that comes along.
    plain = [item for item in rest if item.column.generated is None]
    if len(plain) > 1:
        _together(steps, plain)
    else:
        _one_by_one(steps, plain)
    for operation in filled:
        _add_and_fill(steps, operation)
    _one_by_one(steps, [item for item in rest if item not in plain])


def _is_filled_apart(steps: Steps, operation: AddColumn) -> bool:
    if steps.form.cockroachdb and takes_sequence(operation.column):
        return steps.ground.stands(operation.table)
    large = steps.form.careful and steps.ground.may_be_large(operation.table)
    return large and has_volatile_default(operation.column)


def _one_by_one(steps: Steps, operations: Sequence[AddColumn]) -> None:
    for operation in operations:
        why = _said_of_new(steps, [operation])
        steps.add(label_of(operation), Company.TABLE, [operation], why=why)


def _said_of_new(steps: Steps, operations: Sequence[AddColumn]) -> tuple[str, ...]:
    """What to know of columns for which every row that stands is given a value at once.

    https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-NOTES
    """
    large = steps.form.careful and any(steps.ground.may_be_large(it.table) for it in operations)
    given = (item.column for item in operations)
    stored = any(column.identity or (column.generated and column.stored) for column in given)
    return (REWRITTEN,) if large and stored else ()


def _together(steps: Steps, operations: Sequence[AddColumn]) -> None:
    """One statement for all, which is one change of the table on CockroachDB too."""
    table = operations[0].table
    definitions = join(
        (SQL("ADD COLUMN {d}", d=column_definition(item.column)) for item in operations),
        ",\n    ",
    )
    added = SQL(
        "ALTER TABLE {table}\n    {definitions}",
        table=identifier(table),
        definitions=definitions,
    )
    dropped = SQL(
        "ALTER TABLE {table} {columns}",
        table=identifier(table),
        columns=join(
            SQL("DROP COLUMN {name}", name=item.column.name) for item in reversed(operations)
        ),
    )
    comments = (text for item in operations for text in written(item, steps.schema)[1:])
    steps.add(
        label("add_columns_to", table.name),
        Company.TABLE,
        operations,
        up=(added.text, *comments),
        down=(dropped.text,),
        why=_said_of_new(steps, operations),
    )


def _add_and_fill(steps: Steps, operation: AddColumn) -> None:
    """Add a column bare, let new rows have the default, then those that stand."""
    table, column = operation.table, operation.column
    bare = replace(column, nullable=True, default=None)
    default = replace(bare, default=column.default)
    added = AddColumn(table=table, column=bare)
    steps.add(label_of(added), Company.TABLE, [added], why=_FILLED_LATER)
    steps.add(
        label("default_of", column.name),
        Company.CATALOGUE,
        [AlterColumn(table=table, before=bare, after=default)],
    )
    update = SQL(
        "UPDATE {table} SET {name} = DEFAULT WHERE {name} IS NULL",
        table=identifier(table),
        name=column.name,
    )
    steps.fill(label("fill", column.name), (update.text,), (), RERUNNABLE)
    if default != column:
        alter_columns(steps, [AlterColumn(table=table, before=default, after=column)])


def alter_columns(steps: Steps, operations: Sequence[AlterColumn]) -> None:
    """Take the changes of columns: aspect by aspect where they cannot go together."""
    demanding: list[AlterColumn] = []
    for operation in operations:
        for part in _parts(steps, operation):
            if _demands(steps, part):
                demanding.append(part)
            else:
                _alter(steps, part)
    _demand_values(steps, demanding)


def _demands(steps: Steps, operation: AlterColumn) -> bool:
    large = steps.form.careful and steps.ground.may_be_large(operation.table)
    return large and operation.aspects == ("nullable",) and not operation.after.nullable


def _alter(steps: Steps, operation: AlterColumn) -> None:
    retypes = not {"type", "collation"}.isdisjoint(operation.aspects)
    apart = retypes and steps.form.cockroachdb
    tightens = "nullable" in operation.aspects and not operation.after.nullable
    inside = Company.TABLE if retypes or tightens else Company.CATALOGUE
    steps.add(
        label("retype", operation.after.name) if retypes else label_of(operation),
        Company.NOBODY if apart else inside,
        [operation],
        transactional=not apart,
        why=tuple(_said_of_type(steps, operation)) if retypes else (),
    )


def _said_of_type(steps: Steps, operation: AlterColumn) -> Iterator[str]:
    """What to know of a type that changes in place."""
    if steps.form.cockroachdb:
        yield _ALONE
    if is_widening(operation.before, operation.after):
        return
    if steps.form.careful and steps.ground.may_be_large(operation.table):
        yield REWRITTEN


def _parts(steps: Steps, operation: AlterColumn) -> Iterator[AlterColumn]:
    """The same change aspect by aspect, where one of them has to stand apart."""
    before, after = operation.before, operation.after
    if before.identity or after.identity:
        yield operation
        return
    states = [before]
    if steps.form.cockroachdb:
        if (before.type, before.collation) != (after.type, after.collation):
            states.append(replace(before, default=None))
            states.append(replace(states[-1], type=after.type, collation=after.collation))
        states.append(replace(states[-1], default=after.default))
    elif not after.nullable:
        states.append(replace(after, nullable=before.nullable))
    states.append(after)
    for old, new in pairwise(states):
        if old != new:
            yield AlterColumn(table=operation.table, before=old, after=new)


def _demand_values(steps: Steps, operations: Sequence[AlterColumn]) -> None:
    """SET NOT NULL by way of a check that is validated while others write.

    PostgreSQL 12 and later believe such a check instead of reading the table.
    https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL
    """
    proofs: list[Check] = []
    for operation in operations:
        proof = _proof(steps.schema, operation)
        proofs.append(proof)
        added = AddConstraint(table=operation.table, constraint=replace(proof, validated=False))
        steps.add(label_of(added), Company.TABLE, [added], why=_PROVEN_FIRST)
    pairs = list(zip(operations, proofs, strict=True))
    validate(steps, [ValidateConstraint(table=it.table, constraint=proof) for it, proof in pairs])
    for operation, proof in pairs:
        dropped = DropConstraint(table=operation.table, constraint=proof)
        name = label("require", operation.after.name)
        parts: list[list[Operation]] = (
            [[operation], [dropped]] if steps.form.cockroachdb else [[operation, dropped]]
        )
        for part in parts:
            steps.add(name if operation in part else label_of(dropped), Company.TABLE, part)


def _proof(schema: Schema, operation: AlterColumn) -> Check:
    column = operation.after.name
    name = free(f"{operation.table.name}_{column}_present", names_in(schema))
    return Check(name=name, expression=f"{spelled(column)} IS NOT NULL")
