"""Where a history is rehearsed: the trial, and the way to make it anew when it was spoilt."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from designkit.database import Scratch
from designkit.errors import StatementFailed
from designkit.migrate.rehearsal.population import Population, emptying
from designkit.migrate.rehearsal.trial import Trial
from designkit.migrate.replay import run_script
from designkit.migrate.script import Script, script
from designkit.model import QualifiedName, Schema

# Where an error would be said to stand that no migration is the cause of.
_ROWS: Final = Path("synthetic rows")


class Stage:
    """A trial database, and one beside it that only goes up and can be copied.

    A DOWN that does not restore spoils the trial for the migrations that follow. The second
    database runs what was accepted so far, when that happens and not before, and a copy of it
    becomes the new trial. A context manager.

    Attributes:
        trial: the database that rehearses.
        population: the rows in it.
    """

    def __init__(self) -> None:
        self.population = Population()
        self._resources = ExitStack()
        self._trials = self._resources.enter_context(ExitStack())
        self._accepted: list[Script] = []

    def __enter__(self) -> Self:
        self._base = self._resources.enter_context(Scratch())
        self.trial = self._trials.enter_context(Trial(Scratch()))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Connections must hear of an interrupt, or they would commit a session that is busy.
        self._resources.__exit__(kind, error, trace)

    def build(self, scripts: Iterable[Script]) -> None:
        """Run what was there before.

        Raises:
            StatementFailed: the server refused a statement.
        """
        for earlier in scripts:
            self.trial.pass_through(earlier)
            self.accept(earlier)
        self.trial.look()

    def climb(self, scripts: Iterable[Script]) -> None:
        """Run the earlier migrations of a history; those that fail are passed over."""
        for earlier in scripts:
            try:
                self.trial.pass_through(earlier)
            except StatementFailed:
                if self.trial.is_lost:
                    self.renew()
                elif not earlier.is_atomic:
                    self.trial.look()
                    self.renew()
            else:
                self.accept(earlier)
        self.trial.look()
        # A copy has the very values that scripts drew by chance, to which synthetic rows point.
        self.renew()

    def accept(self, script: Script) -> None:
        """Count a script that ran among what every later trial has behind it."""
        self._accepted.append(script)

    def populate(self, *, plain: bool = False) -> None:
        """Put rows into the tables that have none; plain ones are one for each, and ordinary."""
        trial = self.trial
        if self.population.lacks(trial.schema):
            with trial.filling() as connection:
                rows = self.population.fill(connection, trial.schema, plain=plain)
            self._accept_rows(rows)

    def clear(self, names: Iterable[QualifiedName], accepted: Schema) -> None:
        """Take the rows of some tables of the trial away, and those that point to them.

        Args:
            names: the tables.
            accepted: what the accepted scripts build, whose rows go in the same way.
        """
        reached = self.population.forget(self.trial.schema, names)
        self.trial.empty(emptying(reached))
        self._accept_rows(emptying(name for name in reached if accepted.find_table(name)))

    def _accept_rows(self, statements: tuple[str, ...]) -> None:
        if statements:
            self._accepted.append(script(_ROWS, ";\n".join(statements)))

    def renew(self) -> None:
        """Make the trial what the accepted scripts build."""
        if not self.trial.is_lost:
            self.trial.confirm()
        self._trials.close()
        with self._base.connect() as connection:
            for accepted in self._accepted:
                try:
                    run_script(connection, accepted)
                except StatementFailed:
                    if accepted.file != _ROWS:
                        raise
                    # They point to values that a script has drawn anew; others are made.
                    self.population = Population()
        self._accepted.clear()
        # A database can be copied only while nobody is connected to it.
        self.trial = self._trials.enter_context(Trial(Scratch(copy_of=self._base)))
