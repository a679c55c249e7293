"""The schema that a history builds on a real database, one migration after the other."""

from __future__ import annotations

from collections.abc import Iterable

from designkit.database import Connection, Ran, Reading, Scratch, read_catalogue, run
from designkit.database.cockroach import CockroachScratch, read_cockroach, run_on_cockroach
from designkit.migrate.history import History
from designkit.migrate.script import Migration, Script
from designkit.model import Schema


def replay(history: History) -> Schema:
    """The schema after every migration of a history.

    Raises:
        StatementFailed: the server refused a statement; it names the file and the line.
    """
    with Scratch() as scratch:
        return replay_into(scratch, history.migrations).schema


def replay_on_cockroach(scripts: Iterable[Script], dsn: str) -> Schema:
    """The schema that scripts build in a scratch database of a CockroachDB.

    Raises:
        ConnectionFailed: no scratch database can, or may, be made there.
        StatementFailed: the server refused a statement; it names the file and the line.
    """
    with CockroachScratch(dsn) as scratch:
        for script in scripts:
            run_on_cockroach(
                scratch,
                script.statements,
                file=str(script.file),
                transactional=script.transactional,
            )
        with scratch.connect() as connection:
            return read_cockroach(connection)


def replay_into(scratch: Scratch, migrations: Iterable[Migration]) -> Reading:
    """Run the way up of migrations in a scratch database, and read what it holds then."""
    with scratch.connect() as connection:
        for migration in migrations:
            run_script(connection, migration.up)
        return read_catalogue(connection)


def run_script(connection: Connection, script: Script) -> tuple[Ran, ...]:
    """Run one direction of a migration as its tool would: in a transaction unless it says not."""
    return run(
        connection,
        script.statements,
        file=str(script.file),
        transactional=script.transactional,
    )
