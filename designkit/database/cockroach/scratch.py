"""Scratch databases on a CockroachDB: made for one purpose, and always removed."""

from __future__ import annotations

from typing import Self

import psycopg
from psycopg.conninfo import make_conninfo

from designkit.database.cockroach.server import cockroach_version, obstacle
from designkit.database.scratch import is_scratch, maker_is_gone, scratch_name
from designkit.database.session import Connection, connect, describe
from designkit.errors import ConnectionFailed
from designkit.sql.text import SQL

# A rehearsal on a cluster takes its time, and nobody can be asked who is connected: `SHOW SESSIONS`
# needs a right, and `pg_stat_activity` is empty.
_ABANDONED_AFTER_S = 24 * 3600


class CockroachScratch:
    """An empty database of a CockroachDB that is dropped on `close`; a context manager.

    The database that the connection string names is connected to and never written.

    Attributes:
        others: the databases of the server that are not ours.
        version: the server's release, `25.2.1`.
    """

    def __init__(self, dsn: str) -> None:
        self._server = dsn
        self._closed = False
        self.name = scratch_name()
        with connect(dsn, read_only=False) as connection:
            self.version = cockroach_version(connection)
            names = _databases(connection)
            self.others = frozenset(name for name in names if not is_scratch(name))
            problem = obstacle(connection.info.dbname, self.others)
            if problem is not None:
                raise ConnectionFailed(f"{describe(dsn)}: {problem}")
            _sweep(connection, names)
            try:
                connection.execute(SQL("CREATE DATABASE {name}", name=self.name).text.encode())
            except psycopg.Error as error:
                raise ConnectionFailed(
                    f"{describe(dsn)}: cannot make a scratch database: {error}. "
                    "The role needs the right CREATEDB."
                ) from error
            except KeyboardInterrupt:  # It comes too late to stop the server from making it.
                self.close()
                raise

    @property
    def dsn(self) -> str:
        """A connection string to the database."""
        return make_conninfo(self._server, dbname=self.name)

    def connect(self) -> Connection:
        """An open connection that may write, in autocommit mode."""
        return connect(self.dsn, read_only=False)

    def close(self) -> None:
        """Drop the database with all that is in it; safe to call twice."""
        if self._closed:
            return
        self._closed = True
        with connect(self._server, read_only=False) as connection:
            _drop(connection, self.name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _databases(connection: Connection) -> tuple[str, ...]:
    rows = connection.execute("SELECT datname FROM pg_catalog.pg_database").fetchall()
    return tuple(str(name) for (name,) in rows)


def _sweep(connection: Connection, names: tuple[str, ...]) -> None:
    """Drop the scratch databases whose makers are gone."""
    for name in names:
        if is_scratch(name) and maker_is_gone(name, after_s=_ABANDONED_AFTER_S):
            _drop(connection, name)


def _drop(connection: Connection, name: str) -> None:
    # Without CASCADE it would refuse to drop a database that holds something, in a session whose
    # `sql_safe_updates` is on.
    # https://www.cockroachlabs.com/docs/v26.2/drop-database
    connection.execute(SQL("DROP DATABASE IF EXISTS {name} CASCADE", name=name).text.encode())
