"""Scratch databases: made for one purpose, filled freely, always removed."""

from __future__ import annotations

import itertools
import os
import platform
import re
import time
import zlib
from typing import Self

import psycopg
from psycopg.conninfo import make_conninfo

from designkit.database.server import Server, current_server
from designkit.database.session import Connection, connect, describe
from designkit.errors import ConnectionFailed
from designkit.sql.text import SQL

_PREFIX = "designkit_scratch_"
# Who made a database stands in its name: the host, when, and the process.
_HOST = f"{zlib.crc32(platform.node().encode()):08x}"
_NAME = re.compile(
    _PREFIX + r"(?P<host>[0-9a-f]{8})_(?P<made>[0-9a-f]{1,12})_(?P<process>[0-9]{1,9})_[0-9]+"
)
_ABANDONED_AFTER_S = 3600

_counter = itertools.count(1)


class Scratch:
    """An empty database, or a copy of another scratch database, that is dropped on `close`.

    A context manager. The databases of a server that is our own end with it in any case; on a
    given server, what a killed process left behind is swept up by the next one.
    """

    def __init__(self, *, copy_of: Scratch | None = None) -> None:
        self.server: Server = copy_of.server if copy_of else current_server()
        self.name = scratch_name()
        self._closed = False
        try:
            self._create(copy_of)
        except KeyboardInterrupt:  # It comes too late to stop the server from making it.
            self.close()
            raise

    def _create(self, copy_of: Scratch | None) -> None:
        with _maintenance(self.server) as connection:
            if not self.server.is_own:
                _sweep(connection)
            # template0 holds nothing that a site added to template1.
            template = copy_of.name if copy_of else "template0"
            create = SQL(
                "CREATE DATABASE {name} TEMPLATE {template}", name=self.name, template=template
            )
            try:
                connection.execute(create.text.encode())
            except psycopg.Error as error:
                raise ConnectionFailed(
                    f"{describe(self.server.dsn)}: cannot make a scratch database: {error}. "
                    "The role needs the right CREATEDB."
                ) from error

    @property
    def dsn(self) -> str:
        """A connection string to the database."""
        return make_conninfo(self.server.dsn, dbname=self.name)

    def connect(self) -> Connection:
        """An open connection that may write, in autocommit mode."""
        return connect(self.dsn, read_only=False)

    def close(self) -> None:
        """Drop the database, whoever is still connected; safe to call twice."""
        if self._closed:
            return
        self._closed = True
        with _maintenance(self.server) as connection:
            _drop(connection, self.name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def scratch_name() -> str:
    """A name that no other scratch database has, and that tells who made it."""
    return f"{_PREFIX}{_HOST}_{int(time.time()):x}_{os.getpid()}_{next(_counter)}"


def is_scratch(name: str) -> bool:
    """Whether a database of that name is a scratch database, whoever made it."""
    return _NAME.fullmatch(name) is not None


def maker_is_gone(name: str, *, after_s: int = _ABANDONED_AFTER_S) -> bool:
    """Whether who made a scratch database is gone; of another host's process only its age tells."""
    known = _NAME.fullmatch(name)
    if known is None:
        return False
    if known["host"] != _HOST:
        return time.time() - int(known["made"], 16) > after_s
    try:
        os.kill(int(known["process"]), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _maintenance(server: Server) -> Connection:
    return connect(server.dsn, read_only=False)


def _drop(connection: Connection, name: str) -> None:
    connection.execute(SQL("DROP DATABASE IF EXISTS {name} WITH (FORCE)", name=name).text.encode())


def _sweep(connection: Connection) -> None:
    """Drop scratch databases that nobody is connected to and whose makers are gone."""
    rows = connection.execute(
        "SELECT datname FROM pg_database d WHERE starts_with(datname, %s)"
        " AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)",
        (_PREFIX,),
    ).fetchall()
    for (name,) in rows:
        if maker_is_gone(str(name)):
            _drop(connection, str(name))
