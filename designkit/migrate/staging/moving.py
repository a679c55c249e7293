"""Which columns move into a new one when their type changes, and what goes with them. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes.expressions import names_in
from designkit.changes.mentions import Place, generation_mentions, key_columns, mentions
from designkit.changes.needs import ROUTINES
from designkit.changes.objects import held_text
from designkit.changes.standing import attached_to
from designkit.migrate.staging.bonds import held_together
from designkit.migrate.staging.form import Form, Ground, has_volatile_default
from designkit.migrate.staging.labels import free
from designkit.migrate.staging.reading import is_called_otherwise, views_reading
from designkit.migrate.staging.widening import is_widening
from designkit.model import (
    Column,
    Index,
    OtherConstraint,
    PrimaryKey,
    QualifiedName,
    Schema,
    Table,
    Unique,
    Value,
    replace,
)


class Moved(Value, frozen=True, kw_only=True):
    """A column whose values move into another one.

    Attributes:
        fresh: the name of the new column, until it takes the old one's.
        aside: the name of the old column from then on.
        is_key: whether a primary key or a unique constraint names it.
    """

    table: QualifiedName
    before: Column
    after: Column
    fresh: str
    aside: str
    is_key: bool = False

    @property
    def name(self) -> str:
        """The name that the column has before and afterwards."""
        return self.before.name

    @property
    def place(self) -> Place:
        """The table and the name."""
        return self.table, self.name

    @property
    def is_numbered_late(self) -> bool:
        """Whether its default has to wait: it would give the new key another value than the old."""
        return self.is_key and has_volatile_default(self.after)


def moved_columns(before: Schema, after: Schema, form: Form, ground: Ground) -> tuple[Moved, ...]:
    """The columns whose type cannot change in place and that can move, those that point first.

    One cannot whose values others stand for: columns generated from it, sequences, partitions and
    heirs; nor one that stays what it was for those who hold it, as the body of a function does.
    Columns that foreign keys hold together move all or not at all.
    """
    found: list[Moved] = []
    retyped = {item.place: item for item in _retyped(before, after)}
    for places in held_together(tuple(retyped), before, after):
        group = [retyped[place] for place in places]
        wanted = any(_should_move(before, item, form, ground) for item in group)
        able = all(_can_move(before, it) and _can_move(after, it) for it in group)
        if wanted and able and all(_keeps_keys(before, after, item) for item in group):
            found += group
    return tuple(found)


def _retyped(before: Schema, after: Schema) -> list[Moved]:
    return [
        Moved(
            table=table.qualified,
            before=column,
            after=other,
            fresh=free(f"{column.name}_new", _columns(table, goal)),
            aside=free(f"{column.name}_old", _columns(table, goal)),
            is_key=any(column.name in key_columns(key) for key in _keys(table)),
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
        or views_reading(schema, {place})
        or attached_to(schema, {place})
        or _is_read_by_routines(schema, place)
    )


def _can_move(schema: Schema, moved: Moved) -> bool:
    table, place = schema.table(moved.table), {moved.place}
    column = table.column(moved.name)
    return not (
        column.identity
        or column.generated
        or any(generation_mentions(table.qualified, item, place) for item in table.columns)
        or any(
            isinstance(item, OtherConstraint) and mentions(table, item, place)
            for item in table.constraints
        )
        or _is_family(schema, table)
        or any(_is_family(schema, item) for item in _pointing_to(schema, moved.place))
        or any(sequence.owned_by == moved.place for sequence in schema.sequences)
        or _is_read_by_routines(schema, moved.place)
        or is_called_otherwise(schema, moved.table)
    )


def _is_read_by_routines(schema: Schema, place: Place) -> bool:
    """Whether a body that the server holds as it read it, `BEGIN ATOMIC`, names the column."""
    words = (names_in(held_text(item)) for item in schema.carried if item.kind in ROUTINES)
    return any(place[0].name in found and place[1] in found for found in words)


def _is_family(schema: Schema, table: Table) -> bool:
    """Whether the table shares its columns with partitions, parents or children."""
    heirs = any(table.qualified in other.inherits for other in schema.tables)
    return bool(heirs or table.inherits or table.partition_key or table.partition_bound)


def _pointing_to(schema: Schema, place: Place) -> Iterator[Table]:
    """The tables with a foreign key to a column."""
    name, column = place
    for table in schema.tables:
        if any(
            key.referenced_table == name and column in key.referenced_columns
            for key in table.foreign_keys
        ):
            yield table


def _keeps_keys(before: Schema, after: Schema, moved: Moved) -> bool:
    """Whether the keys of a column to which others may point are the same in the end."""
    old, new = (schema.table(moved.table) for schema in (before, after))
    if moved.name in old.key_columns and _is_named_in_settings(old):
        return False
    pointed = any(any(_pointing_to(schema, moved.place)) for schema in (before, after))
    if not pointed and moved.name not in old.key_columns | new.key_columns:
        return True
    here, there = (
        [replace(key, comment=None) for key in _keys(table) if moved.name in key_columns(key)]
        for table in (old, new)
    )
    return here == there


def _is_named_in_settings(table: Table) -> bool:
    """Whether a table is clustered or replicated by its primary key, which forgets that with it."""
    key = table.primary_key
    names = () if key is None else (f"cluster={key.name}", f"replica_identity=index {key.name}")
    return not set(names).isdisjoint(table.settings)


def _keys(table: Table) -> Iterator[PrimaryKey | Unique | Index]:
    if table.primary_key is not None:
        yield table.primary_key
    yield from table.uniques
    yield from (index for index in table.indexes if index.unique)
