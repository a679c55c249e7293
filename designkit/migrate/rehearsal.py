"""Rehearsal: each migration runs UP, DOWN and UP again on a real database, and is observed.

Two scratch databases walk through a history. One only goes up; the other rehearses. Where a DOWN
fails or does not restore, the second is thrown away and copied anew from the first, so that a
broken migration does not spoil the verdict on the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from types import TracebackType
from typing import Literal, Self

from designkit.database import Connection, Ran, Scratch, read_catalogue, server_name
from designkit.errors import StatementFailed
from designkit.migrate.history import History
from designkit.migrate.replay import run_script
from designkit.migrate.script import Migration, Script
from designkit.model import Schema, Value
from designkit.sql.inventory import Difference, differences


class StatementError(Value, frozen=True, kw_only=True):
    """Where and why the server refused a statement."""

    statement: str
    line: int
    sqlstate: str
    message: str


class Step(Value, frozen=True, kw_only=True):
    """One run of one direction.

    Attributes:
        state: `missing` where there is no such direction, or where it could not be reached.
        goal: what the schema was compared with, `the design`; "" where it was with nothing.
        statements: what ran, with its time; empty where the run failed.
        differences: what the schema has come to be instead of what was expected.
    """

    state: Literal["ok", "error", "missing"]
    goal: str = ""
    error: StatementError | None = None
    statements: tuple[Ran, ...] = ()
    differences: tuple[Difference, ...] = ()


MISSING = Step(state="missing")


class Rehearsal(Value, frozen=True, kw_only=True):
    """What was observed of one migration.

    Attributes:
        server: on what it ran, for example `PostgreSQL 18.6`.
        up: the first run; its differences are those from the design, where one was given.
        down: its differences are those from the schema before UP.
        up_again: its differences are those from the schema after the first UP.
    """

    file: str
    number: int
    label: str
    server: str
    up: Step
    down: Step
    up_again: Step

    @property
    def steps(self) -> tuple[tuple[str, Step], ...]:
        """The runs with their names, in order."""
        return ("UP", self.up), ("DOWN", self.down), ("UP again", self.up_again)

    @property
    def restored(self) -> bool | None:
        """Whether DOWN gave back exactly the schema before UP; None where it did not run."""
        return not self.down.differences if self.down.state == "ok" else None

    @property
    def proven(self) -> bool:
        """Whether all three runs succeeded and arrived where they should."""
        return all(step.state == "ok" and not step.differences for _, step in self.steps)

    @property
    def complete(self) -> bool:
        """Whether there was something to rehearse both ways: UP ran, and there is a DOWN."""
        return self.up.state == "ok" and self.down.state != "missing"

    @property
    def differences(self) -> tuple[str, ...]:
        """What is not as it should be, in words, in the order of the runs."""
        found: list[str] = []
        for name, step in self.steps:
            found += [f"after {name}, {difference}" for difference in step.differences]
        return tuple(found)

    @property
    def down_error(self) -> str | None:
        """Why DOWN, or UP after it, did not run; None where they did."""
        for name, step in (("DOWN", self.down), ("UP after DOWN", self.up_again)):
            if step.error is not None:
                return f"{name}, line {step.error.line}: {step.error.message}"
        return None


class Rehearsals(Value, frozen=True, kw_only=True):
    """What was observed of each migration of a history, in order."""

    items: tuple[Rehearsal, ...]

    @property
    def proven(self) -> bool:
        """Whether every migration is proven."""
        return all(item.proven for item in self.items)

    def __iter__(self) -> Iterator[Rehearsal]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def rehearse(history: History) -> Iterator[Rehearsal]:
    """Yield what was observed of each migration of a history, in order.

    A migration whose UP fails is passed over, and the next one tried without it.
    """
    with _Stage() as stage:
        before = Schema()
        for migration in history.migrations:
            rehearsal, after = rehearse_one(stage.trial, migration, before)
            yield rehearsal
            if after is not None:
                run_script(stage.forward, migration.up)
                before = after
            if not rehearsal.proven:
                stage.reset()


class _Stage:
    """The two databases, each with a connection that stays open, since a new one costs 20 ms."""

    def __init__(self) -> None:
        self._resources = ExitStack()

    def __enter__(self) -> Self:
        self._base = self._resources.enter_context(Scratch())
        self.forward = self._base.connect()
        self.trial = self._copy()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Connections must hear of an interrupt, or they would commit a session that is busy.
        self._resources.__exit__(kind, error, trace)

    def _copy(self) -> Connection:
        self.forward.close()  # A database can be copied only while nobody is connected to it.
        self._copied = self._resources.enter_context(Scratch(copy_of=self._base))
        self.forward = self._resources.enter_context(self._base.connect())
        return self._resources.enter_context(self._copied.connect())

    def reset(self) -> None:
        """Make the rehearsing database what the one is that only goes up."""
        self.trial.close()
        self._copied.close()
        self.trial = self._copy()


def rehearse_one(
    trial: Connection, migration: Migration, before: Schema, *, expected: Schema | None = None
) -> tuple[Rehearsal, Schema | None]:
    """Run one migration up, down and up on a database that holds `before`.

    Args:
        trial: a connection to the database, which is left wherever the last run took it.
        migration: what to rehearse.
        before: the schema that the database holds.
        expected: the schema that UP should arrive at, where a design says so.

    Returns:
        What was observed, and the schema after UP, or None where UP failed.
    """
    down, up_again = MISSING, MISSING
    up, after = _run(trial, migration.up, expected, "the design")
    if after is not None and migration.down is not None:
        down, restored = _run(trial, migration.down, before, "the schema before")
        if restored is not None:
            up_again, _ = _run(trial, migration.up, after, "the schema after UP")
    rehearsal = Rehearsal(
        file=migration.files[0].name,
        number=migration.number,
        label=migration.label,
        server=server_name(trial),
        up=up,
        down=down,
        up_again=up_again,
    )
    return rehearsal, after


def _run(
    connection: Connection, script: Script, expected: Schema | None, goal: str
) -> tuple[Step, Schema | None]:
    """Run a script and compare; None for the schema where the server refused a statement."""
    try:
        ran = run_script(connection, script)
    except StatementFailed as error:
        failed = StatementError(
            statement=error.statement,
            line=error.line,
            sqlstate=error.sqlstate,
            message=error.problem,
        )
        return Step(state="error", error=failed), None
    reached = read_catalogue(connection).schema
    if expected is None:
        return Step(state="ok", statements=ran), reached
    found = differences(expected, reached)
    return Step(state="ok", goal=goal, statements=ran, differences=found), reached
