"""From SQL text to a schema: what a real PostgreSQL holds after running it."""

from __future__ import annotations

from designkit.database.catalogue import Reading, read_catalogue
from designkit.database.cockroach.reading import read_cockroach
from designkit.database.cockroach.server import is_cockroach
from designkit.database.running import run
from designkit.database.scratch import Scratch
from designkit.database.session import connect
from designkit.errors import SourceError
from designkit.model import Schema, replace, without_bookkeeping
from designkit.sql.statements import split


def load(text: str, *, file: str = "") -> Schema:
    """The schema that SQL statements build on an empty database.

    Raises:
        StatementFailed: the server refused a statement.
        SourceError: the text holds what only psql understands.
    """
    with Scratch() as scratch:
        return fill(scratch, text, file=file).schema


def fill(scratch: Scratch, text: str, *, file: str = "") -> Reading:
    """Run SQL statements in a scratch database, and read what it holds then."""
    try:
        statements = split(text)
    except SourceError as error:
        raise SourceError(f"{file}: {error}" if file else str(error)) from error
    with scratch.connect() as connection:
        run(connection, statements, file=file, transactional=False)
        return read_catalogue(connection)


def read_database(dsn: str) -> Schema:
    """The schema of a live PostgreSQL or CockroachDB, read in a read-only session.

    The tables in which migration tools keep their books are left out: they come and go with the
    tool, and no design holds them.

    Raises:
        ConnectionFailed: it does not answer.
        SourceError: it is neither, or its catalogue cannot be read.
    """
    with connect(dsn) as connection:
        if is_cockroach(connection):
            return replace(without_bookkeeping(read_cockroach(connection)), administered=True)
        row = connection.execute("SELECT version()").fetchone()
        version = str(row[0]) if row else ""
        if not version.startswith("PostgreSQL"):
            raise SourceError(
                f"{version.partition(' ')[0]}: designkit reads the catalogue of PostgreSQL "
                "and of CockroachDB only. "
                "Read the service's migrations instead."
            )
        found = without_bookkeeping(read_catalogue(connection).schema)
        return replace(found, administered=True)
