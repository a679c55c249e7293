"""What a database says of queries: the types of their parameters and columns, or its refusal.

A query is parsed and described over the protocol, and never executed.

Source: https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, LiteralString, NamedTuple

from psycopg import pq

from designkit.database import Connection, connect
from designkit.errors import ConnectionFailed
from designkit.model import QualifiedName
from designkit.workload.answers import Prepared, Refused, ResultColumn
from designkit.workload.marks import read_marks
from designkit.workload.query import Query


class _Described(NamedTuple):
    """What the protocol tells, by the numbers of the catalogue.

    Attributes:
        columns: name, type, its modifier, table, and number of the column there.
    """

    query: Query
    parameters: tuple[int, ...]
    columns: tuple[tuple[str, int, int, int, int], ...]


class _Names(NamedTuple):
    types: dict[tuple[int, int], str]
    columns: dict[tuple[int, int], tuple[QualifiedName, str, bool]]


# "could not determine data type of parameter $1", and "of placeholder $1" on CockroachDB.
_INDETERMINATE: Final = "42P18"
_NUMBERED: Final = re.compile(r"\$([0-9]+)")

_TYPES: Final[LiteralString] = """
SELECT asked.type, asked.modifier, format_type(asked.type::oid, nullif(asked.modifier, -1))
  FROM unnest(%s::bigint[], %s::int[]) AS asked (type, modifier)
"""
_COLUMNS: Final[LiteralString] = """
SELECT a.attrelid::bigint, a.attnum::int, n.nspname, c.relname, a.attname, a.attnotnull
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE a.attrelid = ANY (%s::oid[]) AND a.attnum > 0
"""


def prepare_at(dsn: str, queries: Iterable[Query]) -> tuple[Prepared | Refused, ...]:
    """What a live database says of each query, asked in one read-only session.

    Raises:
        ConnectionFailed: the server does not answer, or goes away meanwhile.
    """
    with connect(dsn) as connection:
        return prepare(connection, queries)


def prepare(connection: Connection, queries: Iterable[Query]) -> tuple[Prepared | Refused, ...]:
    """What the database says of each query; none is executed, and nothing stays prepared.

    In an open transaction a refusal takes back nothing.

    Raises:
        ConnectionFailed: the server went away.
    """
    asked = [_ask(connection, query) for query in queries]
    names = _names(connection, [item for item in asked if isinstance(item, _Described)])
    return tuple(_prepared(item, names) if isinstance(item, _Described) else item for item in asked)


def _ask(connection: Connection, query: Query) -> _Described | Refused:
    if connection.info.transaction_status == pq.TransactionStatus.IDLE:
        return _describe(connection, query)
    connection.execute("SAVEPOINT designkit_query")
    described = _describe(connection, query)
    connection.execute("ROLLBACK TO SAVEPOINT designkit_query")
    connection.execute("RELEASE SAVEPOINT designkit_query")
    return described


def _describe(connection: Connection, query: Query) -> _Described | Refused:
    # The next one takes the place of a statement without a name.
    result = connection.pgconn.prepare(b"", query.sql.encode())
    if result.status == pq.ExecStatus.COMMAND_OK:
        result = connection.pgconn.describe_prepared(b"")
    if result.status == pq.ExecStatus.COMMAND_OK:
        return _Described(
            query,
            tuple(result.param_type(number) for number in range(result.nparams)),
            tuple(_column(result, number) for number in range(result.nfields)),
        )
    if connection.closed or connection.pgconn.status == pq.ConnStatus.BAD:
        raise ConnectionFailed(
            f"the server went away while it read the query {query.name} ({query.place}): "
            f"{connection.pgconn.get_error_message().strip()}"
        )
    return _refused(result, query)


def _column(result: pq.abc.PGresult, number: int) -> tuple[str, int, int, int, int]:
    name = (result.fname(number) or b"").decode()
    table, place = result.ftable(number), result.ftablecol(number)
    return name, result.ftype(number), result.fmod(number), table, place


def _refused(result: pq.abc.PGresult, query: Query) -> Refused:
    def told(field: pq.DiagnosticField) -> str:
        return (result.error_field(field) or b"").decode(errors="replace")

    message, sqlstate = told(pq.DiagnosticField.MESSAGE_PRIMARY), told(pq.DiagnosticField.SQLSTATE)
    position = told(pq.DiagnosticField.STATEMENT_POSITION)
    offset = int(position) - 1 if position else _named_place(query, sqlstate, message)
    line, column = query.line_and_column(offset)
    parts = (message, told(pq.DiagnosticField.MESSAGE_DETAIL))
    return Refused(
        query=query,
        sqlstate=sqlstate,
        message=". ".join(part for part in parts if part),
        hint=told(pq.DiagnosticField.MESSAGE_HINT),
        line=line,
        column=column,
    )


def _named_place(query: Query, sqlstate: str, message: str) -> int:
    """Where the parameter stands that a message without a position names; or the query's begin."""
    number = _NUMBERED.search(message) if sqlstate == _INDETERMINATE else None
    if number is None:
        return 0
    marks = read_marks(query.sql).marks
    return next((mark.start for mark in marks if mark.number == int(number[1])), 0)


def _names(connection: Connection, described: Sequence[_Described]) -> _Names:
    """The names of all types and columns, in one question each."""
    types = {(type_, -1) for item in described for type_ in item.parameters}
    types |= {(column[1], column[2]) for item in described for column in item.columns}
    tables = sorted({column[3] for item in described for column in item.columns if column[3]})
    pairs = sorted(types)
    type_rows = connection.execute(
        _TYPES, ([type_ for type_, _ in pairs], [modifier for _, modifier in pairs])
    ).fetchall()
    column_rows = connection.execute(_COLUMNS, (tables,)).fetchall() if tables else []
    return _Names(
        {(type_, modifier): name for type_, modifier, name in type_rows},
        {
            (table, number): (QualifiedName(namespace=namespace, name=name), column, required)
            for table, number, namespace, name, column, required in column_rows
        },
    )


def _prepared(item: _Described, names: _Names) -> Prepared:
    columns: list[ResultColumn] = []
    for name, type_, modifier, table, number in item.columns:
        source, column, required = names.columns.get((table, number), (None, "", False))
        columns.append(
            ResultColumn(
                name=name,
                type=names.types[type_, modifier],
                table=source,
                column=column,
                required=required,
            )
        )
    types = tuple(names.types[type_, -1] for type_ in item.parameters)
    return Prepared(query=item.query, parameter_types=types, columns=tuple(columns))
