"""The database of a draft: it runs every edit, whole or not at all, and tells what it holds."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager

from designkit.database import Reading, Scratch, fill, read_catalogue, reread
from designkit.database.observing import Observer, touched_by
from designkit.database.running import execute
from designkit.model import Schema
from designkit.sql.statements import Statement
from designkit.workload import Examined, Query
from designkit.workload.ground import examine


class DraftDatabase:
    """A scratch database with an observed session, and what it holds."""

    def __init__(self, scratch: Scratch) -> None:
        """Take over a scratch database."""
        self._take(scratch)
        self._reading = read_catalogue(self._connection)

    def _take(self, scratch: Scratch) -> None:
        self._scratch = scratch
        self._connection = scratch.connect()
        self._watcher = scratch.connect()
        self._observer = Observer(self._connection, self._watcher)

    @property
    def reading(self) -> Reading:
        """What it holds."""
        return self._reading

    @contextmanager
    def running(
        self, statements: Sequence[Statement], *, file: str = "", kept: bool = True
    ) -> Generator[Reading]:
        """What statements lead to, which is kept unless the block raises, or says not to.

        Raises:
            StatementFailed: the server refused one.
        """
        self._observer.begin()
        try:
            with self._connection.transaction(force_rollback=not kept):
                execute(self._connection, statements, file=file)
                reading = self._read(statements)
                yield reading
            if kept:
                self._reading = reading
        finally:
            self._observer.settle()

    def _read(self, statements: Sequence[Statement]) -> Reading:
        """What the open transaction sees; of what it did not touch, what was read before."""
        touched = touched_by(self._observer, statements)
        if touched is None:
            return read_catalogue(self._connection)
        return reread(self._connection, self._reading, touched)

    def rebuild(self, text: str) -> None:
        """Hold what a design says, in a database of its own."""
        self.close()
        scratch = Scratch()
        self._reading = fill(scratch, text)
        self._take(scratch)

    def examine(self, queries: Iterable[Query], schema: Schema) -> tuple[Examined, ...]:
        """What queries touch, and what the database says of them; none is run.

        Raises:
            ConnectionFailed: the server went away.
        """
        return examine(self._connection, queries, schema)

    def close(self) -> None:
        """Drop the database."""
        self._watcher.close()
        self._connection.close()
        self._scratch.close()
