"""Connections: read-only unless asked otherwise, described without their password."""

from __future__ import annotations

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import TupleRow

from designkit.errors import ConnectionFailed

Connection = psycopg.Connection[TupleRow]

_CONNECT_TIMEOUT_S = 10


def connect(dsn: str, *, read_only: bool = True) -> Connection:
    """An open connection in autocommit mode, whose transactions refuse to write if `read_only`.

    Raises:
        ConnectionFailed: the DSN is none, or the server does not answer or refuses.
    """
    try:
        connection = psycopg.connect(
            dsn, autocommit=True, connect_timeout=_CONNECT_TIMEOUT_S, application_name="designkit"
        )
        if read_only:
            connection.execute("SET default_transaction_read_only = on")
    except psycopg.Error as error:
        raise ConnectionFailed(
            f"{describe(dsn)}: {without_password(str(error), dsn).strip()}\n"
            "Check host, port, user, password and database of the connection string."
        ) from None
    return connection


def describe(dsn: str) -> str:
    """A connection string for people: who, where and which database, never the password."""
    try:
        parts = conninfo_to_dict(dsn)
    except psycopg.ProgrammingError:
        return "connection string (not readable as one)"
    user = f"{parts['user']}@" if parts.get("user") else ""
    port = f":{parts['port']}" if parts.get("port") else ""
    return f"postgresql://{user}{parts.get('host', '')}{port}/{parts.get('dbname', '')}"


def without_password(text: str, dsn: str) -> str:
    """The text with the DSN's password, should it occur there, made unreadable."""
    try:
        password = conninfo_to_dict(dsn).get("password")
    except psycopg.ProgrammingError:
        # libpq quotes what it could not read, which may hold the password.
        return "it cannot be read as a URL or as key=value pairs"
    return text.replace(str(password), "***") if password else text


def server_name(connection: Connection) -> str:
    """What answers, with its release: `PostgreSQL 18.6`, `CockroachDB 25.2.1`."""
    told = connection.info.parameter_status("crdb_version")
    if told is not None:
        # `CockroachDB CCL v25.2.1 (x86_64-…)`; its `server_version` is the PostgreSQL it resembles.
        return f"CockroachDB {told.partition(' v')[2].partition(' ')[0] or told}"
    return f"PostgreSQL {connection.info.parameter_status('server_version')}"
