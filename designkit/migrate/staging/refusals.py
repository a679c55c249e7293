"""What CockroachDB refuses of an operation that PostgreSQL carries out. Pure.

Only what the files of a change know of; the rules about a design as a whole stand elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    AlterEnum,
    Create,
    Operation,
)
from designkit.migrate.staging.form import Ground
from designkit.migrate.staging.moving import is_used
from designkit.migrate.staging.operations import ReplacePrimaryKey
from designkit.migrate.staging.widening import is_widening
from designkit.model import (
    Check,
    Constraint,
    Index,
    OtherConstraint,
    Schema,
    Table,
    Unique,
)
from designkit.sql.altering import enum_columns


def refusals(operation: Operation, before: Schema, ground: Ground) -> Iterator[str]:
    """Yield why CockroachDB refuses the operation, a sentence each."""
    match operation:
        case Create(object=Table() as table):
            for part in (*table.constraints, *table.indexes):
                yield from _of_part(part)
        case AddConstraint(constraint=part) | ReplacePrimaryKey(after=part):
            yield from _of_part(part)
        case AddIndex(index=index):
            yield from _of_part(index)
        case AddColumn(table=name, column=column) if column.identity and ground.stands(name):
            # https://github.com/cockroachdb/cockroach/issues/42508
            yield f"CockroachDB refuses the identity {column.name} where {name} holds rows."
        case AlterColumn():
            yield from _of_type(operation, before)
        case AlterEnum(only_adds=False, after=enum) if enum_columns(operation.before, before):
            # https://www.cockroachlabs.com/docs/v25.2/alter-type
            yield (
                "CockroachDB refuses to give columns another type in a transaction; of the enum "
                f"{enum.qualified} it removes values by ALTER TYPE … DROP VALUE alone."
            )
        case _:
            pass


def _of_type(operation: AlterColumn, before: Schema) -> Iterator[str]:
    """Identities, what columns are generated from, partitions; others move into a new column.

    https://www.cockroachlabs.com/docs/v25.2/alter-table#alter-column-data-types
    """
    retypes = not {"type", "collation"}.isdisjoint(operation.aspects)
    place = (operation.table, operation.after.name)
    if retypes and not is_widening(operation.before, operation.after) and is_used(before, place):
        yield (
            f"CockroachDB refuses another type for {operation.table}.{operation.after.name} while "
            "a key, an index, a check or a view stands on it, and others stand for its values, so "
            "they do not move into a new column: take those away by hand."
        )


def _of_part(part: Constraint | Index) -> Iterator[str]:
    """Of a constraint or an index.

    https://www.cockroachlabs.com/docs/v25.2/unique,
    https://github.com/cockroachdb/cockroach/issues/31632 and
    https://github.com/cockroachdb/cockroach/issues/46657
    """
    match part:
        case Unique(nulls_not_distinct=True) | Index(nulls_not_distinct=True):
            yield f"CockroachDB does not know NULLS NOT DISTINCT of {part.name}."
        case OtherConstraint():
            yield f"CockroachDB does not know {part.definition.partition(' ')[0]} of {part.name}."
        case _:
            pass
    if not isinstance(part, Check | Index | OtherConstraint) and part.deferrable is not None:
        yield f"CockroachDB does not know DEFERRABLE of {part.name}."
