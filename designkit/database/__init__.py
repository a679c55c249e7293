"""Real databases: servers and their scratch databases, sessions, catalogues as schemas."""

from __future__ import annotations

from designkit.database.catalogue import Identities, Reading, read_catalogue, reread
from designkit.database.loading import fill, load, read_database
from designkit.database.running import Ran, run
from designkit.database.scratch import Scratch
from designkit.database.server import DSN_VARIABLE, current_server
from designkit.database.session import Connection, connect, describe, server_name

__all__ = [
    "DSN_VARIABLE",
    "Connection",
    "Identities",
    "Ran",
    "Reading",
    "Scratch",
    "connect",
    "current_server",
    "describe",
    "fill",
    "load",
    "read_catalogue",
    "read_database",
    "reread",
    "run",
    "server_name",
]
