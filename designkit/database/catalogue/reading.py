"""What a database holds, as one immutable schema; and the same after a change, read in part."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, TypeVar

import msgspec

from designkit.database.catalogue.assembling import (
    OperatorClass,
    Relation,
    access_of,
    carried_object,
    operator_classes,
    relations,
)
from designkit.database.catalogue.carried import CARRIED
from designkit.database.catalogue.rows import Rows, fetch
from designkit.database.observing.values import Touched, may_grant
from designkit.database.session import Connection
from designkit.model import (
    PUBLIC,
    UNASKED,
    Access,
    Carried,
    Enum,
    NamespaceSettings,
    QualifiedName,
    Schema,
    Sequence,
    Table,
    Value,
    View,
    replace,
)
from designkit.model.value import uncollected

_Kind = TypeVar("_Kind")
_Owned = TypeVar("_Owned", Relation, Sequence)


class Identities(Value, frozen=True, kw_only=True):
    """Which object is which, by the numbers that stay when an object is renamed.

    Attributes:
        tables: oid to name.
        columns: (oid of the table, number of the column) to name.
        constraints: oid to (table, name).
        indexes: oid to (table, name).
        values: oid to (enum, value).
    """

    tables: Mapping[int, QualifiedName]
    columns: Mapping[tuple[int, int], str]
    constraints: Mapping[int, tuple[QualifiedName, str]]
    indexes: Mapping[int, tuple[QualifiedName, str]]
    values: Mapping[int, tuple[QualifiedName, str]]


class Reading(Value, frozen=True, kw_only=True):
    """What a database holds, with the numbers by which it knows its objects.

    Attributes:
        relations: tables, views and what is like them, by oid.
        sequences: by oid.
        values: of enums, by oid, each with its enum.
        carried: what belongs to no relation, by the query that reads it.
        classes: the operator classes by oid.
        access: who owns relations and sequences and what was granted, by oid, where there is any.
    """

    schema: Schema
    relations: Mapping[int, Relation]
    sequences: Mapping[int, Sequence]
    values: Mapping[int, tuple[QualifiedName, str]]
    carried: Mapping[str, tuple[Carried, ...]]
    classes: Mapping[int, OperatorClass]
    access: Mapping[int, Access]

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
            values=self.values,
        )


def read_catalogue(connection: Connection) -> Reading:
    """Everything that the connected database holds, text as PostgreSQL itself normalises it.

    Names in `public` are printed bare, all others qualified.

    Raises:
        SourceError: the catalogue could not be read.
    """
    with uncollected():
        rows = fetch(connection)
        classes = operator_classes(rows["operator_classes"])
        access = _access(rows)
        found = _with_access(relations(rows, {}, classes), access)
        return _reading(
            namespaces=_namespaces(rows),
            enums=_enums(rows),
            values=_values(rows),
            found=found,
            sequences=_with_access(_sequences(rows), access),
            carried=_carried(rows),
            classes=classes,
            access=access,
            before=_NOTHING,
            read=found.keys(),
        )


def reread(connection: Connection, before: Reading, touched: Touched) -> Reading:
    """What the database holds after a change to `before` that touched no more than is said.

    The same as `read_catalogue`, but only what was touched is read. Where a name has gone that
    other objects may be printed with, everything is.

    Raises:
        SourceError: the catalogue could not be read.
    """
    written = touched.catalogues
    if not written:
        return before
    if any(name in written and written[name].updated for name in _WORDS):
        return read_catalogue(connection)
    if "pg_statistic_ext" in written or ("pg_description" in written and _has_statistics(before)):
        return read_catalogue(connection)  # Nothing is locked by what happens to statistics.
    if _may_be_granted(before, touched):
        return read_catalogue(connection)  # GRANT … ON ALL TABLES locks none of them.
    catalogues = frozenset(written)
    if "pg_description" in catalogues:
        catalogues |= _COMMENTED
    owners = touched.relations | _unlocked(before, catalogues)
    rows = fetch(connection, relations=owners, catalogues=catalogues)
    if any(row.kind == _COMPOSITE for row in rows.get("relations", ())):
        return read_catalogue(connection)
    classes = before.classes
    if "operator_classes" in rows:
        classes = operator_classes(rows["operator_classes"])
    access = _merged(before.access, owners, _access(rows))
    found = _with_access(relations(rows, before.relations, classes), access)
    after = _reading(
        namespaces=_namespaces(rows) if "namespaces" in rows else _known_namespaces(before.schema),
        enums=_enums(rows) if "enums" in rows else before.schema.enums,
        values=_values(rows) if "enums" in rows else before.values,
        found=_merged(before.relations, owners, found),
        sequences=_merged(before.sequences, owners, _with_access(_sequences(rows), access)),
        carried={**before.carried, **_carried(rows)},
        classes=classes,
        access=access,
        before=before,
        read=owners,
    )
    return read_catalogue(connection) if _is_reworded(before, after, owners) else after


# Catalogues whose rows, when updated, change how others are printed: an enum's value in a default,
# an operator's name in a check, a role's in a policy.
_WORDS = frozenset({"pg_enum", "pg_opclass", "pg_operator", "pg_collation", "pg_am", "pg_authid"})
_COMPOSITE = "c"
# Catalogues read in whole whose objects may carry comments.
_COMMENTED = frozenset(
    {"pg_enum", "pg_type", "pg_proc", "pg_extension", "pg_event_trigger", "pg_namespace"}
)


def _may_be_granted(before: Reading, touched: Touched) -> bool:
    written = touched.catalogues.get("pg_class")
    if written is None or not written.updated:
        return False
    return touched.grants or any(may_grant(item.definition) for item in before.carried["functions"])


def _has_statistics(before: Reading) -> bool:
    return any(relation.carried.get("statistics") for relation in before.relations.values())


def _unlocked(before: Reading, catalogues: Collection[str]) -> frozenset[int]:
    """The relations that REVOKE … ON ALL TABLES may change, which locks none of them."""
    if "pg_attribute" not in catalogues:
        return frozenset()
    return frozenset(oid for oid, item in before.relations.items() if item.has_column_settings)


def _merged(
    before: Mapping[int, _Kind], read: frozenset[int], found: Mapping[int, _Kind]
) -> dict[int, _Kind]:
    """What was there, but for what was read anew: that is as it was found, or gone."""
    kept = dict(before)
    for oid in read - found.keys():
        kept.pop(oid, None)
    for oid, item in found.items():
        # What reads as before stays the very same value, so that comparing it costs nothing.
        kept[oid] = before[oid] if oid in before and before[oid] == item else item
    return kept


def _is_reworded(before: Reading, after: Reading, read: frozenset[int]) -> bool:
    """Whether a name has become another, with which other objects may be printed.

    What is dropped takes along what is printed with it.
    """
    here, there = _known_names(before), _known_names(after)
    if not here <= there and not there <= here:
        return True
    for oid in before.relations.keys() & after.relations.keys() & read:
        old, new = before.relations[oid], after.relations[oid]
        columns = old.columns.items()
        if old.name != new.name or any(new.columns.get(at, name) != name for at, name in columns):
            return True
    return any(
        before.sequences[oid].qualified != after.sequences[oid].qualified
        for oid in before.sequences.keys() & after.sequences.keys() & read
    )


def _known_names(reading: Reading) -> set[object]:
    return {
        *reading.schema.namespaces,
        *(item.qualified for item in reading.schema.enums),
        *((item.kind, item.identity) for found in reading.carried.values() for item in found),
    }


def _reading(
    *,
    namespaces: tuple[NamespaceSettings, ...],
    enums: tuple[Enum, ...],
    values: Mapping[int, tuple[QualifiedName, str]],
    found: Mapping[int, Relation],
    sequences: Mapping[int, Sequence],
    carried: Mapping[str, tuple[Carried, ...]],
    classes: Mapping[int, OperatorClass],
    access: Mapping[int, Access],
    before: Reading,
    read: Collection[int],
) -> Reading:
    """What was found, where all relations but those that were read are as they were before."""
    old = [before.relations[oid] for oid in read if oid in before.relations]
    new = [found[oid] for oid in read if oid in found]
    schema = Schema(
        namespaces=tuple(item.name for item in namespaces if item.name != PUBLIC),
        tables=_exchanged(before.schema.tables, _contents(old, Table), _contents(new, Table)),
        views=_exchanged(before.schema.views, _contents(old, View), _contents(new, View)),
        enums=enums,
        sequences=tuple(sequences.values()),
        carried=_exchanged(
            before.schema.carried,
            _each(before.carried, *(relation.carried for relation in old)),
            _each(carried, *(relation.carried for relation in new)),
        ),
        namespace_settings=tuple(item for item in namespaces if item.is_told),
    )
    return Reading(
        schema=schema,
        relations=found,
        sequences=sequences,
        values=values,
        carried=carried,
        classes=classes,
        access=access,
    )


_NOTHING: Final = Reading(
    schema=Schema(), relations={}, sequences={}, values={}, carried={}, classes={}, access={}
)


def _contents(found: Iterable[Relation], kind: type[_Kind]) -> list[_Kind]:
    return [item.content for item in found if isinstance(item.content, kind)]


def _each(*carried: Mapping[str, tuple[Carried, ...]]) -> Iterator[Carried]:
    return (item for kinds in carried for found in kinds.values() for item in found)


def _exchanged(
    items: tuple[_Kind, ...], old: Iterable[_Kind], new: Iterable[_Kind]
) -> tuple[_Kind, ...]:
    """The items without the old ones, which are told by being the very same, and with the new."""
    leaving, coming = {id(item): item for item in old}, {id(item): item for item in new}
    if leaving.keys() == coming.keys():
        return items
    kept = [item for item in items if id(item) not in leaving] if leaving else items
    return (*kept, *coming.values())


def _namespaces(rows: Rows) -> tuple[NamespaceSettings, ...]:
    return tuple(
        NamespaceSettings(name=row.name, comment=row.comment, access=access_of(row.access))
        for row in rows["namespaces"]
    )


def _known_namespaces(schema: Schema) -> tuple[NamespaceSettings, ...]:
    return tuple(map(schema.namespace_setting, (PUBLIC, *schema.namespaces)))


def _access(rows: Rows) -> dict[int, Access]:
    return {oid: access_of(told) for oid, told in rows.get("access", ())}


def _with_access(found: Mapping[int, _Owned], access: Mapping[int, Access]) -> dict[int, _Owned]:
    """The objects with the access to each; what has it already stays the very same value."""
    return {oid: _given(item, access.get(oid, UNASKED)) for oid, item in found.items()}


def _given(item: _Owned, access: Access) -> _Owned:
    if isinstance(item, Sequence):
        return item if item.access == access else replace(item, access=access)
    content = item.content
    if content is None or content.access == access:
        return item
    return replace(item, content=replace(content, access=access))


def _enums(rows: Rows) -> tuple[Enum, ...]:
    return tuple(
        Enum(
            namespace=row.namespace,
            name=row.name,
            values=tuple(row.values),
            comment=row.comment,
            access=access_of(row.access),
        )
        for row in rows["enums"]
    )


def _values(rows: Rows) -> dict[int, tuple[QualifiedName, str]]:
    return {
        oid: (QualifiedName(namespace=row.namespace, name=row.name), value)
        for row in rows["enums"]
        for oid, value in zip(row.numbers, row.values, strict=True)
    }


def _sequences(rows: Rows) -> dict[int, Sequence]:
    return {
        row.object_id: msgspec.convert(row._asdict(), Sequence) for row in rows.get("sequences", ())
    }


def _carried(rows: Rows) -> dict[str, tuple[Carried, ...]]:
    """What belongs to no relation; what does is read with its relation."""
    return {
        name: tuple(carried_object(row[:6], *row[6:]) for row in rows[name])
        for name, query in CARRIED.items()
        if query.owner is None and name in rows
    }
