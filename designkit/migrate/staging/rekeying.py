"""Primary keys over columns that move: each is made anew, and with it what points there. Pure.

CockroachDB drops no primary key that nothing replaces, and PostgreSQL none that a foreign key rests
on; so the foreign keys go first, and their like on the new columns comes at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from designkit.changes import (
    AddConstraint,
    AddIndex,
    AlterColumn,
    DropConstraint,
    Operation,
    index_of,
)
from designkit.migrate.staging.form import Form, Ground
from designkit.migrate.staging.labels import free, names_in
from designkit.migrate.staging.moving import Moved
from designkit.migrate.staging.operations import ReplacePrimaryKey
from designkit.model import (
    ForeignKey,
    Index,
    IndexKey,
    PrimaryKey,
    QualifiedName,
    Schema,
    Table,
    Value,
    replace,
)


class Pointer(Value, frozen=True, kw_only=True):
    """A foreign key to a primary key that is made anew.

    Attributes:
        after: its like on the new columns; None where the design has it no more.
    """

    table: QualifiedName
    before: ForeignKey
    after: ForeignKey | None


class Rekeying(Value, frozen=True, kw_only=True):
    """The primary keys that are made anew, and the foreign keys that go and come with them.

    Attributes:
        asides: for each key a name that is free.
    """

    keys: tuple[ReplacePrimaryKey, ...]
    asides: tuple[str, ...]
    pointers: tuple[Pointer, ...]

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.keys)

    @property
    def tables(self) -> frozenset[QualifiedName]:
        """The tables whose primary keys are made anew."""
        return frozenset(key.table for key in self.keys)

    def takes(self, table: QualifiedName, part: object) -> bool:
        """Whether a constraint of a table is made anew here."""
        keys = any(key.table == table and key.before == part for key in self.keys)
        return keys or any(it.table == table and it.before == part for it in self.pointers)

    def prepared(self, form: Form, ground: Ground) -> Iterator[Operation]:
        """The indexes to build before, while others write, of which PostgreSQL makes the keys."""
        if form.careful and not form.cockroachdb:
            for key in self.keys:
                if ground.may_be_large(key.table):
                    aside = replace(key.after, name=key.ready, comment=None)
                    yield AddIndex(table=key.table, index=index_of(aside))

    def kept(self, ground: Ground) -> Iterator[AddIndex]:
        """Indexes on the old columns, by which rows are found until the names change over.

        They are not unique, or foreign keys would rest on them on the way back.
        """
        for key, name in zip(self.keys, self.asides, strict=True):
            if ground.may_be_large(key.table):
                columns = tuple(IndexKey(column=column) for column in key.before.columns)
                yield AddIndex(table=key.table, index=Index(name=name, keys=columns))

    def operations(self, schema: Schema, moved: Sequence[Moved]) -> Iterator[Operation]:
        """The way from the old columns to the new ones; the old ones take NULL from then on."""
        for pointer in self.pointers:
            yield DropConstraint(table=pointer.table, constraint=pointer.before)
        yield from self.keys
        for key in self.keys:
            for item in moved:
                if item.table == key.table and item.name in key.before.columns:
                    held = schema.table(item.table).column(item.name)
                    loose = replace(held, nullable=True)
                    yield AlterColumn(table=item.table, before=held, after=loose)
        for pointer in self.pointers:
            if pointer.after is not None:
                yield AddConstraint(table=pointer.table, constraint=pointer.after)


def rekeying(start: Schema, goal: Schema, shadow: Schema) -> Rekeying:
    """What to make anew, where the shadow is the start with the new columns for the old ones."""
    taken = names_in(start) | names_in(goal)
    keys: list[ReplacePrimaryKey] = []
    asides: list[str] = []
    for table in start.tables:
        old, new = table.primary_key, shadow.table(table.qualified).primary_key
        if old is not None and new is not None and old != new:
            ready, aside = (free(f"{old.name}_{kind}", taken) for kind in ("new", "old"))
            keys.append(
                ReplacePrimaryKey(table=table.qualified, before=old, after=new, ready=ready)
            )
            asides.append(aside)
    before = {key.table: key.before for key in keys}
    pointers = (
        Pointer(table=table.qualified, before=key, after=_like(goal, shadow, table, key))
        for table in start.tables
        for key in table.foreign_keys
        if _rests_on(key, before.get(key.referenced_table))
    )
    return Rekeying(keys=tuple(keys), asides=tuple(asides), pointers=tuple(pointers))


def _rests_on(key: ForeignKey, primary: PrimaryKey | None) -> bool:
    return primary is not None and set(key.referenced_columns) == set(primary.columns)


def _like(goal: Schema, shadow: Schema, table: Table, key: ForeignKey) -> ForeignKey | None:
    wanted = goal.find_table(table.qualified)
    bare = replace(key, comment=None)
    if wanted is None or all(replace(it, comment=None) != bare for it in wanted.foreign_keys):
        return None
    moved = shadow.table(table.qualified).foreign_keys
    return next(item for item in moved if item.name == key.name)
