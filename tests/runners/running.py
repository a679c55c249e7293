"""Running a folder of migrations with a tool's own program, on a scratch database."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

from psycopg.conninfo import conninfo_to_dict

from designkit.config import FileFormat
from designkit.database import Scratch, read_database
from designkit.model import Schema, replace
from designkit.sql.script import Changes
from tests.runners.built import dbmate, go_runner

Direction = Literal["up", "down"]
Runner = Callable[[str, Path, Direction], "subprocess.CompletedProcess[str]"]

# Where the tools keep what they have run.
_BOOKS = frozenset({"goose_db_version", "schema_migrations", "gorp_migrations"})


def runner(tool: FileFormat) -> Runner:
    """What runs a folder all the way up or down, given the database and the folder."""
    return _dbmate if tool == "dbmate" else _go(tool)


def difference(scratch: Scratch, expected: Schema) -> str:
    """What the database holds otherwise than expected; "" where nothing."""
    return str(Changes.between(expected, without_books(read_database(scratch.dsn))).up)


def without_books(schema: Schema) -> Schema:
    return replace(schema, tables=tuple(it for it in schema.tables if it.name not in _BOOKS))


def _go(tool: FileFormat) -> Runner:
    program = go_runner()

    def run(dsn: str, folder: Path, direction: Direction) -> subprocess.CompletedProcess[str]:
        return _run([program, tool, f"{dsn} sslmode=disable", folder, direction])

    return run


def _dbmate(dsn: str, folder: Path, direction: Direction) -> subprocess.CompletedProcess[str]:
    parts = conninfo_to_dict(dsn)
    user, port, name = (parts.get(key) or "" for key in ("user", "port", "dbname"))
    host = urlencode({"host": parts.get("host") or "", "sslmode": "disable"})
    url = f"postgres://{user}@localhost:{port or 5432}/{name}?{host}"
    command: list[str | Path] = [
        dbmate(),
        "--url",
        url,
        "--migrations-dir",
        folder,
        "--no-dump-schema",
    ]
    done = _run([*command, "migrate" if direction == "up" else "rollback"])
    while direction == "down" and done.returncode == 0:
        done = _run([*command, "rollback"])
        if "no migrations have been applied" in done.stderr:
            return subprocess.CompletedProcess(done.args, 0, done.stdout, "")
    return done


def _run(command: list[str | Path]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=dict(os.environ),
    )
