"""What a database holds, as one immutable schema; and the same after a change, read in part."""

from __future__ import annotations

import gc
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import TypeVar

import msgspec

from designkit.database.catalogue.assembling import (
    OperatorClass,
    Relation,
    carried_object,
    operator_classes,
    relations,
)
from designkit.database.catalogue.carried import CARRIED
from designkit.database.catalogue.rows import Rows, fetch
from designkit.database.observing.values import Touched
from designkit.database.session import Connection
from designkit.model import (
    Carried,
    Enum,
    QualifiedName,
    Schema,
    Sequence,
    Table,
    Value,
    View,
)

_Kind = TypeVar("_Kind")


class Identities(Value, frozen=True, kw_only=True):
    """Which object is which, by the numbers that stay when an object is renamed.

    Attributes:
        tables: oid to name.
        columns: (oid of the table, number of the column) to name.
        constraints: oid to (table, name).
        indexes: oid to (table, name).
    """

    tables: Mapping[int, QualifiedName]
    columns: Mapping[tuple[int, int], str]
    constraints: Mapping[int, tuple[QualifiedName, str]]
    indexes: Mapping[int, tuple[QualifiedName, str]]


class Reading(Value, frozen=True, kw_only=True):
    """What a database holds, with the numbers by which it knows its objects.

    Attributes:
        relations: tables, views and what is like them, by oid.
        sequences: by oid.
        carried: what belongs to no relation, by the query that reads it.
        classes: the operator classes by oid.
    """

    schema: Schema
    relations: Mapping[int, Relation]
    sequences: Mapping[int, Sequence]
    carried: Mapping[str, tuple[Carried, ...]]
    classes: Mapping[int, OperatorClass]

    @property
    def identities(self) -> Identities:
        """Which object is which."""
        tables = {
            oid: item for oid, item in self.relations.items() if isinstance(item.content, Table)
        }
        return Identities(
            tables={oid: item.name for oid, item in tables.items()},
            columns={
                (oid, number): name
                for oid, item in self.relations.items()
                for number, name in item.columns.items()
            },
            constraints={
                oid: (item.name, name)
                for item in self.relations.values()
                for oid, name in item.constraints.items()
            },
            indexes={
                oid: (item.name, name)
                for item in self.relations.values()
                for oid, name in item.indexes.items()
            },
        )


def read_catalogue(connection: Connection) -> Reading:
    """Everything that the connected database holds, text as PostgreSQL itself normalises it.

    Names in `public` are printed bare, all others qualified.

    Raises:
        SourceError: the catalogue could not be read.
    """
    with _uncollected():
        rows = fetch(connection)
        classes = operator_classes(rows["operator_classes"])
        return _reading(
            namespaces=_namespaces(rows),
            enums=_enums(rows),
            found=relations(rows, {}, classes),
            sequences=_sequences(rows),
            carried=_carried(rows),
            classes=classes,
        )


@contextmanager
def _uncollected() -> Generator[None]:
    """Leave out the search for garbage in cycles: many values are made here, and none of them is.

    It took a quarter of the time at 1,000 tables.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def reread(connection: Connection, before: Reading, touched: Touched) -> Reading:
    """What the database holds after a change to `before` that touched no more than is said.

    The same as `read_catalogue`, but only what was touched is read. Where a name has gone that
    other objects may be printed with, everything is.

    Raises:
        SourceError: the catalogue could not be read.
    """
    written = touched.catalogues
    if any(name in written and not written[name].only_inserted for name in _WORDS):
        return read_catalogue(connection)
    catalogues = frozenset(written)
    if "pg_description" in catalogues:
        catalogues |= _COMMENTED
    owners = _owners(before, touched.relations)
    rows = fetch(connection, relations=owners, catalogues=catalogues)
    classes = before.classes
    if "operator_classes" in rows:
        classes = operator_classes(rows["operator_classes"])
    after = _reading(
        namespaces=_namespaces(rows) if "namespaces" in rows else before.schema.namespaces,
        enums=_enums(rows) if "enums" in rows else before.schema.enums,
        found=_merged(before.relations, owners, relations(rows, before.relations, classes)),
        sequences=_merged(before.sequences, owners, _sequences(rows)),
        carried={**before.carried, **_carried(rows)},
        classes=classes,
    )
    return read_catalogue(connection) if _is_reworded(before, after) else after


# Catalogues whose rows, when changed, change how others are printed: an enum's value in a default,
# a function's name in a check, a role's in a policy.
_WORDS = frozenset({"pg_enum", "pg_opclass", "pg_operator", "pg_collation", "pg_am", "pg_authid"})
# Catalogues read in whole whose objects may carry comments.
_COMMENTED = frozenset({"pg_enum", "pg_type", "pg_proc", "pg_extension", "pg_event_trigger"})


def _owners(before: Reading, touched: frozenset[int]) -> frozenset[int]:
    """The relations touched, where an index counts as its table."""
    owner_of = {
        index: oid
        for oid, item in before.relations.items()
        for index in item.indexes.keys() & touched
    }
    return touched.union(owner_of.values())


def _merged(
    before: Mapping[int, _Kind], read: frozenset[int], found: Mapping[int, _Kind]
) -> dict[int, _Kind]:
    """What was there, but for what was read anew: that is as it was found, or gone."""
    kept = {oid: item for oid, item in before.items() if oid not in read}
    # What reads as before stays the very same value, so that comparing it costs nothing.
    for oid, item in found.items():
        kept[oid] = before[oid] if oid in before and before[oid] == item else item
    return kept


def _is_reworded(before: Reading, after: Reading) -> bool:
    """Whether a name has gone which other objects may be printed with."""
    here = {
        *before.schema.namespaces,
        *(item.qualified for item in before.schema.enums),
        *((item.kind, item.identity) for found in before.carried.values() for item in found),
    }
    there = {
        *after.schema.namespaces,
        *(item.qualified for item in after.schema.enums),
        *((item.kind, item.identity) for found in after.carried.values() for item in found),
    }
    if not here <= there:
        return True
    for oid, item in before.relations.items():
        other = after.relations.get(oid)
        if other is None or other is item:
            continue
        renamed = any(
            other.columns.get(number, name) != name for number, name in item.columns.items()
        )
        if renamed or other.name != item.name:
            return True
    return any(
        oid in after.sequences and after.sequences[oid].qualified != item.qualified
        for oid, item in before.sequences.items()
    )


def _reading(
    *,
    namespaces: tuple[str, ...],
    enums: tuple[Enum, ...],
    found: Mapping[int, Relation],
    sequences: Mapping[int, Sequence],
    carried: Mapping[str, tuple[Carried, ...]],
    classes: Mapping[int, OperatorClass],
) -> Reading:
    contents = [item.content for item in found.values()]
    schema = Schema(
        namespaces=namespaces,
        tables=tuple(item for item in contents if isinstance(item, Table)),
        views=tuple(item for item in contents if isinstance(item, View)),
        enums=enums,
        sequences=tuple(sequences.values()),
        carried=(
            *(item for kind in carried.values() for item in kind),
            *(item for relation in found.values() for item in relation.carried),
        ),
    )
    return Reading(
        schema=schema, relations=found, sequences=sequences, carried=carried, classes=classes
    )


def _namespaces(rows: Rows) -> tuple[str, ...]:
    return tuple(row.name for row in rows["namespaces"])


def _enums(rows: Rows) -> tuple[Enum, ...]:
    return tuple(
        Enum(namespace=row.namespace, name=row.name, values=tuple(row.values), comment=row.comment)
        for row in rows["enums"]
    )


def _sequences(rows: Rows) -> dict[int, Sequence]:
    return {
        row.object_id: msgspec.convert(row._asdict(), Sequence) for row in rows.get("sequences", ())
    }


def _carried(rows: Rows) -> dict[str, tuple[Carried, ...]]:
    """What belongs to no relation; what does is read with its relation."""
    return {
        name: tuple(carried_object(row) for row in rows[name])
        for name, query in CARRIED.items()
        if query.owner is None and name in rows
    }
