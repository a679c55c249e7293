"""The tables, views and foreign keys of one or several schemas, each under its owner's name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from designkit.diagram.picture import BoxName
from designkit.model import ForeignKey, QualifiedName, Schema, Table, Value, View

Schemas = Schema | Mapping[str, Schema]


class Reference(Value, frozen=True, kw_only=True):
    """A foreign key and the two boxes that it joins."""

    parent: BoxName
    child: BoxName
    key: ForeignKey


class Collection(Value, frozen=True, kw_only=True):
    """What there is to draw, all services together.

    Attributes:
        reads: for each view, the boxes that its query reads.
    """

    tables: Mapping[BoxName, Table]
    views: Mapping[BoxName, View]
    references: tuple[Reference, ...]
    reads: Mapping[BoxName, tuple[BoxName, ...]]


def owners(*sources: Schemas) -> Mapping[QualifiedName, str]:
    """For each table that a service owns, the service; later sources go before earlier ones."""
    return {
        table.qualified: table.service or group
        for source in sources
        for group, schema in _grouped(source)
        for table in schema
        if table.service or group
    }


def collect(source: Schemas, known_owners: Mapping[QualifiedName, str]) -> Collection:
    """Everything in the schemas, each foreign key resolved to the box that it points to.

    A key is resolved in its own schema first, then in the others: that is how a key into another
    service's table is found. Where several schemas hold one table, its owner's says what it is.
    """
    tables: dict[BoxName, Table] = {}
    views: dict[BoxName, View] = {}
    local: dict[tuple[str, QualifiedName], BoxName] = {}
    group_of: dict[BoxName, str] = {}
    for group, schema in _grouped(source):
        for table in schema:
            service = table.service or group or known_owners.get(table.qualified, "")
            name = BoxName(service=service, table=table.qualified)
            local[group, table.qualified] = name
            if name not in tables or group == service:
                tables[name] = table
                group_of[name] = group
        for view in schema.views:
            service = group or _reader(view, known_owners)
            name = BoxName(service=service, table=view.qualified)
            local[group, view.qualified] = name
            views[name] = view
            group_of[name] = group
    anywhere = {name.table: name for name in sorted((*views, *tables), reverse=True)}

    def resolve(holder: BoxName, wanted: QualifiedName) -> BoxName:
        found = local.get((group_of[holder], wanted)) or anywhere.get(wanted)
        return found or BoxName(service=known_owners.get(wanted, ""), table=wanted)

    return Collection(
        tables=tables,
        views=views,
        references=tuple(
            Reference(parent=resolve(child, key.referenced_table), child=child, key=key)
            for child, table in sorted(tables.items(), key=lambda item: item[0])
            for key in table.foreign_keys
        ),
        reads={
            name: tuple(resolve(name, wanted) for wanted in view.depends_on)
            for name, view in views.items()
        },
    )


def _grouped(source: Schemas) -> Iterator[tuple[str, Schema]]:
    if isinstance(source, Schema):
        yield "", source
    else:
        yield from sorted(source.items())


def _reader(view: View, known_owners: Mapping[QualifiedName, str]) -> str:
    # The model gives views no owner: they stand with the tables that they read.
    return next((known_owners[name] for name in view.depends_on if name in known_owners), "")
