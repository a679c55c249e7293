"""What a rehearsal found, as values: how each run ended, and whether that proves the migration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from designkit.database.observing import Seen
from designkit.errors import StatementFailed
from designkit.migrate.rows import Loss, Unfilled
from designkit.model import Value
from designkit.sql.hazard import Hazard
from designkit.sql.inventory import Difference


class StatementError(Value, frozen=True, kw_only=True):
    """Where and why the server refused a statement."""

    statement: str
    line: int
    sqlstate: str
    message: str

    @classmethod
    def of(cls, error: StatementFailed) -> Self:
        """What the error says."""
        return cls(
            statement=error.statement,
            line=error.line,
            sqlstate=error.sqlstate,
            message=error.problem,
        )


class Step(Value, frozen=True, kw_only=True):
    """One run of one direction.

    Attributes:
        state: `missing` where there is no such direction, or where it could not be reached.
        goal: what the schema was compared with, `the design`; "" where it was with nothing.
        statements: what ran, with its time and what it did; empty where the run failed.
        differences: what the schema has come to be instead of what was expected.
    """

    state: Literal["ok", "error", "missing"]
    goal: str = ""
    error: StatementError | None = None
    statements: tuple[Seen, ...] = ()
    differences: tuple[Difference, ...] = ()


MISSING = Step(state="missing")


class Rows(Value, frozen=True, kw_only=True):
    """What became of the rows that stood before UP in the tables that a migration touches.

    Attributes:
        held: how many there were.
        step: which run failed because of them, `UP`, `DOWN` or `UP again`; "" where none did. It
            was made again without them, and that is what the rehearsal's own step tells.
        error: why it failed.
        always: whether it fails on a single ordinary row as well, and so wherever there are rows;
            or else on some only, such as duplicates.
        losses: what DOWN did not give back.
        unfilled: tables that could not be given rows, and why.
    """

    held: int
    step: str = ""
    error: StatementError | None = None
    always: bool = False
    losses: tuple[Loss, ...] = ()
    unfilled: tuple[Unfilled, ...] = ()

    @property
    def failure(self) -> str | None:
        """Which run failed because of the rows, on which, and why; None where none did."""
        if self.error is None:
            return None
        where = "wherever there are rows" if self.always else "on some rows"
        return f"{self.step} fails {where}: {self.error.message}"


class Rehearsal(Value, frozen=True, kw_only=True):
    """What was observed of one migration.

    Attributes:
        server: on what it ran, for example `PostgreSQL 18.6`.
        up: the first run; its differences are those from the design, where one was given.
        down: its differences are those from the schema before UP.
        up_again: its differences are those from the schema after the first UP.
        rows: what became of rows; None where it touches no table that was there before.
        hazards: what UP may cost where tables hold rows and clients run, with the evidence.
    """

    file: str
    number: int
    label: str
    server: str
    up: Step
    down: Step
    up_again: Step
    rows: Rows | None = None
    hazards: tuple[Hazard, ...] = ()

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
    def sound(self) -> bool:
        """Whether it is proven, and also runs where tables hold ordinary rows."""
        return self.proven and not (self.rows is not None and self.rows.always)

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

    @property
    def failed_on_rows(self) -> str | None:
        """Which run failed because tables held rows, and why; None where none did."""
        return self.rows.failure if self.rows is not None else None


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
