"""The database on which a migration is rehearsed, and what it holds at every moment."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Self

from designkit.database import Reading, Scratch, read_catalogue, reread
from designkit.database.observing import Observer, Touched, run_observed
from designkit.database.running import LONGEST_S
from designkit.errors import StatementFailed
from designkit.migrate.rehearsal.verdict import StatementError, Step
from designkit.migrate.replay import run_script
from designkit.migrate.script import Script
from designkit.model import Schema
from designkit.sql.inventory import differences


class Trial:
    """A scratch database with an observed session; a context manager that drops it.

    Attributes:
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
        self.connection = self._resources.enter_context(self._scratch.connect())
        # The watcher reads the catalogue too: its plans outlast the fresh sessions of the scripts.
        self._watcher = self._resources.enter_context(self._scratch.connect())
        self._observer = Observer(self.connection, self._watcher)
        self.reading = read_catalogue(self._watcher)
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
        return self.connection.closed or self._watcher.closed

    @property
    def schema(self) -> Schema:
        """What the database holds."""
        return self.reading.schema

    def build(self, scripts: Iterable[Script]) -> None:
        """Run scripts that others rely on.

        Raises:
            StatementFailed: the server refused a statement.
        """
        for script in scripts:
            run_script(self.connection, script)
        self.reading = read_catalogue(self._watcher)

    @contextmanager
    def filling(self) -> Generator[None]:
        """A transaction for rows; what triggers have made of the schema in it is read again."""
        self._observer.begin()
        with self.connection.transaction():
            yield
            touched = self._observer.touched()
        if touched is None:
            self.reading = read_catalogue(self._watcher)
        else:
            self.reading = reread(self._watcher, self.reading, touched)

    def confirm(self) -> None:
        """Compare what was read in parts with the whole.

        Raises:
            RuntimeError: they differ, which no migration can bring about: a verdict may be wrong.
        """
        found = differences(read_catalogue(self._watcher).schema, self.schema)
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
                self.reading = read_catalogue(self._watcher)
            return Step(state="error", error=StatementError.of(error))
        self.reading = self._read_after(run.touched)
        if expected is None:
            return Step(state="ok", statements=run.statements)
        found = differences(expected, self.schema)
        return Step(state="ok", goal=goal, statements=run.statements, differences=found)

    def _read_after(self, touched: Touched | None) -> Reading:
        if touched is None:
            self.touched = None
            return read_catalogue(self._watcher)
        if self.touched is not None:
            self.touched |= touched.relations
        return reread(self._watcher, self.reading, touched)
