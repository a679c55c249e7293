"""Which columns move into a new one when their type changes, and what goes with them. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes.mentions import Place, generation_mentions, mentions
from designkit.changes.standing import attached_to, views_over
from designkit.migrate.staging.form import Form, Ground
from designkit.migrate.staging.labels import free
from designkit.migrate.staging.widening import is_widening
from designkit.model import Column, OtherConstraint, QualifiedName, Schema, Table, Value


class Moved(Value, frozen=True, kw_only=True):
    """A column whose values move into another one.

    Attributes:
        fresh: the name of the new column, until it takes the old one's.
        aside: the name of the old column from then on.
    """

    table: QualifiedName
    before: Column
    after: Column
    fresh: str
    aside: str

    @property
    def name(self) -> str:
        """The name that the column has before and afterwards."""
        return self.before.name

    @property
    def place(self) -> Place:
        """The table and the name."""
        return self.table, self.name


def moved_columns(before: Schema, after: Schema, form: Form, ground: Ground) -> tuple[Moved, ...]:
    """The columns whose type cannot change in place and that can move.

    One cannot whose values others stand for: keys, foreign keys that point to it, columns
    generated from it, sequences, partitions and heirs. It changes in place, or not at all.
    """
    found = _retyped(before, after)
    changing = {moved.place for moved in found}
    return tuple(
        moved
        for moved in found
        if _should_move(before, moved, form, ground)
        and _can_move(before, moved, changing)
        and _can_move(after, moved, changing)
    )


def _retyped(before: Schema, after: Schema) -> list[Moved]:
    return [
        Moved(
            table=table.qualified,
            before=column,
            after=other,
            fresh=free(f"{column.name}_new", _columns(table, goal)),
            aside=free(f"{column.name}_old", _columns(table, goal)),
        )
        for table in before.tables
        if (goal := after.find_table(table.qualified)) is not None
        for column in table.columns
        if (other := goal.find_column(column.name)) is not None
        and (column.type, column.collation) != (other.type, other.collation)
        and not is_widening(column, other)
    ]


def _columns(*tables: Table) -> set[str]:
    return {column.name for table in tables for column in table.columns}


def _should_move(schema: Schema, moved: Moved, form: Form, ground: Ground) -> bool:
    if form.careful and ground.may_be_large(moved.table):
        return True
    return form.cockroachdb and is_used(schema, moved.place)


def is_used(schema: Schema, place: Place) -> bool:
    """Whether something hangs on the column, for which CockroachDB refuses to change its type.

    https://www.cockroachlabs.com/docs/v25.2/alter-table#alter-column-data-types
    """
    table = schema.table(place[0])
    inside = (*table.constraints, *table.indexes)
    return bool(
        any(mentions(table, item, {place}) for item in inside)
        or views_over(schema, {table.qualified})
        or attached_to(schema, {place})
    )


def _can_move(schema: Schema, moved: Moved, changing: set[Place]) -> bool:
    table, place = schema.table(moved.table), {moved.place}
    column = table.column(moved.name)
    return not (
        column.identity
        or column.generated
        or moved.name in table.key_columns
        or any(generation_mentions(table.qualified, item, place) for item in table.columns)
        or any(
            isinstance(item, OtherConstraint) and mentions(table, item, place)
            for item in table.constraints
        )
        or _is_family(schema, table)
        or not place.isdisjoint(_pointed_to(schema))
        or not changing.isdisjoint(_pointing_to(table, moved.name))
        or any(sequence.owned_by == moved.place for sequence in schema.sequences)
    )


def _is_family(schema: Schema, table: Table) -> bool:
    """Whether the table shares its columns with partitions, parents or children."""
    heirs = any(table.qualified in other.inherits for other in schema.tables)
    return bool(heirs or table.inherits or table.partition_key or table.partition_bound)


def _pointed_to(schema: Schema) -> Iterator[Place]:
    for table in schema.tables:
        for key in table.foreign_keys:
            yield from ((key.referenced_table, column) for column in key.referenced_columns)


def _pointing_to(table: Table, name: str) -> Iterator[Place]:
    """The columns to which foreign keys of one column point."""
    for key in table.foreign_keys:
        if name in key.columns:
            yield from ((key.referenced_table, column) for column in key.referenced_columns)
