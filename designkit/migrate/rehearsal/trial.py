"""The database on which a migration is rehearsed, and what it holds at every moment."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import ExitStack, contextmanager, suppress
from types import TracebackType
from typing import Final, Self

import psycopg

from designkit.database import Connection, Reading, Scratch, read_catalogue, reread
from designkit.database.observing import Observer, Touched, run_observed
from designkit.database.running import LONGEST_S
from designkit.errors import StatementFailed
from designkit.migrate.rehearsal.verdict import StatementError, Step
from designkit.migrate.replay import run_script
from designkit.migrate.script import Script
from designkit.model import Schema
from designkit.sql.inventory import differences

_CANCEL_TIMEOUT_S: Final = 5.0


class Trial:
    """A scratch database with an observed session; a context manager that drops it.

    Attributes:
        watcher: a session that sees what is committed, and changes nothing.
        reading: what the database holds, kept up to date by re-reading what a script touched.
        touched: the relations that scripts have touched since `begin`, by oid; None where that is
            not known.
    """

    touched: frozenset[int] | None = frozenset()

    def __init__(self, scratch: Scratch) -> None:
        self._scratch = scratch
        self._resources = ExitStack()

    def __enter__(self) -> Self:
        self._resources.enter_context(self._scratch)
        self._connection = self._resources.enter_context(self._scratch.connect())
        # It reads catalogue and rows: its plans outlast the fresh sessions of the scripts.
        self.watcher = self._resources.enter_context(self._scratch.connect())
        self._observer = Observer(self._connection, self.watcher)
        self.reading = read_catalogue(self.watcher)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Connections must hear of an interrupt, or they would commit a session that is busy.
        self._resources.__exit__(kind, error, trace)

    @property
    def is_lost(self) -> bool:
        """Whether a script has ended one of the sessions."""
        return self._connection.closed or self.watcher.closed

    @property
    def schema(self) -> Schema:
        """What the database holds."""
        return self.reading.schema

    def pass_through(self, script: Script) -> None:
        """Run a script of which nothing is noted; `look` tells what it led to.

        Raises:
            StatementFailed: the server refused a statement.
        """
        self._observer.begin()
        run_script(self._connection, script)

    def empty(self, statements: Iterable[str]) -> None:
        """Run statements that take rows away."""
        self._observer.begin()
        for statement in statements:
            self._connection.execute(statement.encode())

    def look(self) -> None:
        """Read everything that the database holds."""
        self.reading = read_catalogue(self.watcher)

    def interrupt(self) -> None:
        """End the statement that a script runs, from another thread."""
        with suppress(psycopg.Error):  # It is tried again until the thread ends.
            self._connection.cancel_safe(timeout=_CANCEL_TIMEOUT_S)

    @contextmanager
    def filling(self) -> Generator[Connection]:
        """A transaction for rows; what triggers have made of the schema in it is read again."""
        self._observer.begin()
        with self._connection.transaction():
            yield self._connection
            touched = self._observer.touched()
        if touched is None:
            self.reading = read_catalogue(self.watcher)
        else:
            self.reading = reread(self.watcher, self.reading, touched)

    def confirm(self) -> None:
        """Compare what was read in parts with the whole.

        Raises:
            RuntimeError: they differ, which no migration can bring about: a verdict may be wrong.
        """
        found = differences(read_catalogue(self.watcher).schema, self.schema)
        if found:
            raise RuntimeError(f"the catalogue was not read as it is: {found[0]}")

    def begin(self) -> None:
        """Begin to note what is touched."""
        self.touched = frozenset()

    def run(
        self,
        script: Script,
        expected: Schema | None = None,
        goal: str = "",
        *,
        watched: bool = True,
        patience_s: int = LONGEST_S,
    ) -> Step:
        """Run a script and compare what it arrives at.

        Where the server refuses a statement of a script without transaction, those before it have
        taken effect.

        Args:
            script: what to run.
            expected: what it should arrive at, if anything.
            goal: what that is, in words.
            watched: whether what each statement does is of interest.
            patience_s: how long each statement may take.
        """
        try:
            run = run_observed(
                self._observer,
                script.statements,
                file=str(script.file),
                transactional=script.transactional,
                watched=watched,
                patience_s=patience_s,
            )
        except StatementFailed as error:
            self.touched = None
            if not script.is_atomic and not self.is_lost:
                self.reading = read_catalogue(self.watcher)
            return Step(state="error", error=StatementError.of(error))
        self.reading = self._read_after(run.touched)
        if expected is None:
            return Step(state="ok", statements=run.statements)
        found = differences(expected, self.schema)
        return Step(state="ok", goal=goal, statements=run.statements, differences=found)

    def _read_after(self, touched: Touched | None) -> Reading:
        if touched is None:
            self.touched = None
            return read_catalogue(self.watcher)
        if self.touched is not None:
            self.touched |= touched.relations
        return reread(self.watcher, self.reading, touched)
