"""A primary key that changes, in one statement: CockroachDB drops no key that nothing replaces.

https://www.cockroachlabs.com/docs/v25.2/alter-table#drop-constraint
"""

from __future__ import annotations

from collections.abc import Sequence

from designkit.changes import AddConstraint, AlterColumn, DropColumn, DropConstraint, Operation
from designkit.errors import ModelError
from designkit.migrate.staging.operations import ReplacePrimaryKey
from designkit.model import PrimaryKey, QualifiedName, Schema


def keys_together(operations: Sequence[Operation], before: Schema) -> tuple[Operation, ...]:
    """The operations, with one in the place of each pair that drops and adds a primary key.

    What only the lost key forbids moves behind it: that one of its columns goes, or takes NULL.
    """
    ordered = tuple(operations)
    for table, old in _dropped(ordered).items():
        new = _added(ordered, table)
        if new is not None:
            candidate = _joined(ordered, table, old, new)
            # Where another step took the place or the name meanwhile, the pair stays a pair.
            ordered = candidate if _leads(candidate, before) else ordered
    return ordered


def _dropped(operations: Sequence[Operation]) -> dict[QualifiedName, PrimaryKey]:
    return {
        operation.table: operation.constraint
        for operation in operations
        if isinstance(operation, DropConstraint) and isinstance(operation.constraint, PrimaryKey)
    }


def _added(operations: Sequence[Operation], table: QualifiedName) -> PrimaryKey | None:
    keys = (
        operation.constraint
        for operation in operations
        if isinstance(operation, AddConstraint)
        and isinstance(operation.constraint, PrimaryKey)
        and operation.table == table
    )
    return next(keys, None)


def _joined(
    operations: Sequence[Operation], table: QualifiedName, old: PrimaryKey, new: PrimaryKey
) -> tuple[Operation, ...]:
    early: list[Operation] = []
    late: list[Operation] = []
    added = AddConstraint(table=table, constraint=new)
    place = operations.index(added)
    for operation in operations[:place]:
        if operation != DropConstraint(table=table, constraint=old):
            (late if _needs_no_key(operation, table, old) else early).append(operation)
    joined = ReplacePrimaryKey(table=table, before=old, after=new)
    return (*early, joined, *late, *operations[place + 1 :])


def _needs_no_key(operation: Operation, table: QualifiedName, key: PrimaryKey) -> bool:
    match operation:
        case DropColumn() if operation.table == table:
            return operation.column.name in (*key.columns, *key.include)
        case AlterColumn() if operation.table == table:
            return operation.after.nullable and operation.after.name in key.columns
        case _:
            return False


def _leads(operations: Sequence[Operation], schema: Schema) -> bool:
    try:
        for operation in operations:
            schema = operation.apply(schema)
    except ModelError:
        return False
    return True
