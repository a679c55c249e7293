"""From catalogue rows to one `Schema`: everything a database holds, read in one round trip."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, LiteralString, TypeVar

import msgspec
import psycopg
from psycopg.rows import dict_row

from designkit.database.catalogue.carried import CARRIED
from designkit.database.catalogue.queries import STRUCTURE
from designkit.database.session import Connection
from designkit.errors import ModelError, SourceError
from designkit.model import (
    Carried,
    Check,
    Column,
    Constraint,
    Enum,
    ForeignKey,
    Index,
    OtherConstraint,
    PrimaryKey,
    QualifiedName,
    Schema,
    Sequence,
    Table,
    Unique,
    Value,
    View,
)

_Kind = TypeVar("_Kind", bound=Value)

# A catalogue row; psycopg types its values as Any, and msgspec checks each against the model.
Row = Mapping[str, Any]

_ACTIONS = {
    "a": "no action",
    "r": "restrict",
    "c": "cascade",
    "n": "set null",
    "d": "set default",
}


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
    """What a database holds, and the identities of it."""

    schema: Schema
    identities: Identities


def read_catalogue(connection: Connection) -> Reading:
    """Everything that the connected database holds, text as PostgreSQL itself normalises it.

    Names in `public` are printed bare, all others qualified.

    Raises:
        SourceError: the catalogue could not be read.
    """
    try:
        structure, carried = _fetch(connection)
    except psycopg.Error as error:
        raise SourceError(f"the catalogue could not be read: {error}") from error
    return _assemble(structure, carried)


def _fetch(connection: Connection) -> tuple[list[list[Row]], list[Row]]:
    with connection.transaction(), connection.pipeline():
        connection.execute("SET LOCAL search_path = public")
        cursors = [_run(connection, query) for query in (*STRUCTURE, " UNION ALL ".join(CARRIED))]
    *structure, carried = [cursor.fetchall() for cursor in cursors]
    return structure, carried


def _run(connection: Connection, query: LiteralString) -> psycopg.Cursor[Row]:
    cursor = connection.cursor(row_factory=dict_row)
    return cursor.execute(query, prepare=True)


def _assemble(structure: list[list[Row]], carried: list[Row]) -> Reading:
    namespaces, relations, columns, constraints, indexes, enums, sequences = structure
    names = {
        int(row["object_id"]): QualifiedName(namespace=row["namespace"], name=row["name"])
        for row in relations
    }
    parts = _Parts(columns, constraints, indexes)
    schema = Schema(
        namespaces=tuple(str(row["name"]) for row in namespaces),
        tables=tuple(parts.table(row) for row in relations if row["kind"] in "rp"),
        views=tuple(parts.view(row) for row in relations if row["kind"] in "vm"),
        enums=tuple(_convert(row, Enum) for row in enums),
        sequences=tuple(_convert(row, Sequence) for row in sequences),
        carried=tuple(_convert(row, Carried) for row in carried),
    )
    identities = Identities(
        tables={
            int(row["object_id"]): names[int(row["object_id"])]
            for row in relations
            if row["kind"] in "rp"
        },
        columns={(int(row["owner"]), int(row["position"])): str(row["name"]) for row in columns},
        constraints=_placed(constraints, names),
        indexes=_placed(indexes, names),
    )
    return Reading(schema=schema, identities=identities)


def _placed(
    rows: list[Row], names: Mapping[int, QualifiedName]
) -> dict[int, tuple[QualifiedName, str]]:
    return {
        int(row["object_id"]): (names[int(row["owner"])], str(row["name"]))
        for row in rows
        if int(row["owner"]) in names
    }


class _Parts:
    """The rows that belong to relations, grouped by their owner."""

    def __init__(self, columns: list[Row], constraints: list[Row], indexes: list[Row]) -> None:
        self._columns = _grouped(columns)
        self._constraints = _grouped(constraints)
        self._indexes = _grouped(indexes)

    def table(self, row: Row) -> Table:
        owner = row["object_id"]
        found = [_constraint(item) for item in self._constraints[owner]]
        primary = [item for item in found if isinstance(item, PrimaryKey)]
        return Table(
            namespace=row["namespace"],
            name=row["name"],
            columns=tuple(_convert(item, Column) for item in self._columns[owner]),
            primary_key=primary[0] if primary else None,
            uniques=tuple(item for item in found if isinstance(item, Unique)),
            checks=tuple(item for item in found if isinstance(item, Check)),
            foreign_keys=tuple(item for item in found if isinstance(item, ForeignKey)),
            other_constraints=tuple(item for item in found if isinstance(item, OtherConstraint)),
            indexes=self._indexes_of(owner),
            comment=row["comment"],
            unlogged=row["unlogged"],
            inherits=tuple(msgspec.convert(item, QualifiedName) for item in row["inherits"]),
            partition_key=row["partition_key"],
            partition_bound=row["partition_bound"],
            parameters=tuple(row["parameters"]),
            row_security=row["row_security"],
        )

    def view(self, row: Row) -> View:
        owner = row["object_id"]
        return View(
            namespace=row["namespace"],
            name=row["name"],
            definition=str(row["definition"]).strip().removesuffix(";"),
            materialized=row["kind"] == "m",
            columns=tuple((item["name"], item["type"]) for item in self._columns[owner]),
            depends_on=tuple(
                sorted(msgspec.convert(item, QualifiedName) for item in row["depends_on"])
            ),
            indexes=self._indexes_of(owner),
            options=tuple(row["parameters"]),
            comment=row["comment"],
        )

    def _indexes_of(self, owner: int) -> tuple[Index, ...]:
        return tuple(_convert(item, Index) for item in self._indexes[owner])


def _grouped(rows: list[Row]) -> defaultdict[int, list[Row]]:
    groups: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["owner"]].append(row)
    return groups


def _constraint(row: Row) -> Constraint:
    if row["temporal"]:
        return _convert(row, OtherConstraint)
    match row["kind"]:
        case "p":
            return _convert(row, PrimaryKey)
        case "u":
            return _convert(row, Unique)
        case "c":
            return _convert(row, Check)
        case "f":
            actions = {side: _ACTIONS[row[side]] for side in ("on_delete", "on_update")}
            return _convert({**row, **actions}, ForeignKey)
        case _:
            return _convert(row, OtherConstraint)


def _convert(row: Row, kind: type[_Kind]) -> _Kind:
    try:
        return msgspec.convert(row, kind)
    except msgspec.ValidationError as error:
        raise ModelError(f"{kind.__name__} {row.get('name')}", str(error)) from error
