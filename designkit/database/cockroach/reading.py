"""Reading a CockroachDB: its catalogue, as a schema."""

from __future__ import annotations

from typing import LiteralString, TypeVar

import msgspec
import psycopg
from psycopg.rows import dict_row

from designkit.database.cockroach import queries
from designkit.database.cockroach.assembling import schema_of
from designkit.database.cockroach.rows import (
    CockroachRows,
    ColumnRow,
    ConstraintRow,
    DependencyRow,
    IndexRow,
    LabelRow,
    NamespaceRow,
    RelationRow,
    RoutineRow,
    SequenceRow,
    TriggerRow,
)
from designkit.database.session import Connection
from designkit.errors import SourceError
from designkit.model import QualifiedName, Schema, Value
from designkit.sql.text import SQL, identifier

_Row = TypeVar("_Row", bound=Value)


def read_cockroach(connection: Connection) -> Schema:
    """The schema that the database of a CockroachDB holds.

    Schema changes that still run as jobs are not waited for: an index that is not there yet is not
    told of.

    Raises:
        SourceError: the catalogue could not be read.
    """
    try:
        with connection.transaction():  # So that all is told of one moment.
            rows = _fetched(connection)
    except psycopg.Error as error:
        raise SourceError(f"CockroachDB's catalogue could not be read: {error}") from error
    return schema_of(rows)


def _fetched(connection: Connection) -> CockroachRows:
    relations = _rows(connection, queries.RELATIONS, RelationRow)
    tables = [row for row in relations if row.kind == "r"]
    return CockroachRows(
        database=connection.info.dbname,
        relations=relations,
        columns=_rows(connection, queries.COLUMNS, ColumnRow),
        constraints=_rows(connection, queries.CONSTRAINTS, ConstraintRow),
        indexes=_rows(connection, queries.INDEXES, IndexRow),
        sequences=_rows(connection, queries.SEQUENCES, SequenceRow),
        labels=_rows(connection, queries.LABELS, LabelRow),
        namespaces=_rows(connection, queries.NAMESPACES, NamespaceRow),
        dependencies=_rows(connection, queries.DEPENDENCIES, DependencyRow),
        routines=_rows(connection, queries.ROUTINES, RoutineRow),
        triggers=tuple(trigger for row in tables for trigger in _triggers(connection, row)),
    )


def _rows(connection: Connection, query: LiteralString, row: type[_Row]) -> tuple[_Row, ...]:
    """The answer as values, each field of the type that it is declared with."""
    with connection.cursor(row_factory=dict_row) as cursor:
        answer = cursor.execute(query).fetchall()
    try:
        return tuple(msgspec.convert(found, row, strict=False) for found in answer)
    except msgspec.ValidationError as error:
        raise SourceError(
            f"CockroachDB's catalogue answers otherwise than known ({row.__name__}: {error}). "
            "Read the service's migrations instead."
        ) from error


def _triggers(connection: Connection, table: RelationRow) -> list[TriggerRow]:
    """The triggers of a table, which `pg_trigger` does not tell.

    Source: https://www.cockroachlabs.com/docs/v26.2/show-triggers
    """
    name = identifier(QualifiedName(namespace=table.namespace, name=table.name))
    listed = SQL("SELECT trigger_name FROM [SHOW TRIGGERS FROM {table}]", table=name)
    found: list[TriggerRow] = []
    for (trigger,) in connection.execute(listed.text.encode()).fetchall():
        shown = SQL(
            "SELECT create_statement FROM [SHOW CREATE TRIGGER {trigger} ON {table}]",
            trigger=str(trigger),
            table=name,
        )
        row = connection.execute(shown.text.encode()).fetchone()
        if row is not None:
            found.append(
                TriggerRow(relation=table.relation, name=str(trigger), definition=str(row[0]))
            )
    return found
