"""What a real database says of a history: the schema that it builds, the verdict on each migration.

It is kept in the user's cache under a hash of all that it depends on, so that an unchanged folder
needs no server. A server that the user named is asked each time: nobody tells when it changes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from designkit.errors import DesignkitError, StatementFailed
from designkit.migrate.history import History
from designkit.migrate.script import Migration, Script
from designkit.model import Schema, Value
from designkit.review import cache
from designkit.sql.hazard import Hazard

# As `database.server` has it, whose package loads a driver.
SERVER_VARIABLE = "DESIGNKIT_DSN"


class Refusal(Value, frozen=True, kw_only=True):
    """A statement that the database refused, as `StatementFailed` has it."""

    file: str
    line: int
    sqlstate: str
    problem: str
    statement: str

    @property
    def error(self) -> StatementFailed:
        """The refusal as the error that it was."""
        return StatementFailed(
            file=self.file,
            line=self.line,
            sqlstate=self.sqlstate,
            problem=self.problem,
            statement=self.statement,
        )


class Seen(Value, frozen=True, kw_only=True):
    """The verdict on one migration, as rules want it.

    Attributes:
        refused: why UP did not run in the rehearsal, or None.
    """

    restored: bool | None
    differences: tuple[str, ...]
    down_error: str | None
    hazards: tuple[Hazard, ...]
    failed_on_rows: str | None
    refused: Refusal | None


class Observed(Value, frozen=True, kw_only=True):
    """All that was seen of a history.

    Attributes:
        schema: what the migrations build; None where one of them does not run.
        refused: why it does not.
        verdicts: on each migration, in order.
    """

    schema: Schema | None
    refused: Refusal | None
    verdicts: tuple[Seen, ...]


def observe(history: History, targets: tuple[str, ...]) -> Observed:
    """Replay and rehearse a history, or remember what was seen of the very same one.

    Raises:
        DesignkitError: the database could not be asked.
    """
    file = _file(history, targets)
    known = _remembered(file) if file is not None else None
    if known is not None:
        return known
    seen = _observed(history, targets)
    if file is not None:
        cache.keep(file, msgspec.json.encode(seen))
    return seen


def _observed(history: History, targets: tuple[str, ...]) -> Observed:
    # What loads a driver is loaded where a database is needed.
    from designkit.migrate.rehearsal import rehearse  # noqa: PLC0415
    from designkit.migrate.replay import replay  # noqa: PLC0415

    schema: Schema | None = None
    refused: Refusal | None = None
    try:
        schema = replay(history)
    except StatementFailed as error:
        refused = Refusal(
            file=error.file,
            line=error.line,
            sqlstate=error.sqlstate,
            problem=error.problem,
            statement=error.statement,
        )
    rehearsals = rehearse(history.migrations, targets=targets)
    verdicts = tuple(
        Seen(
            restored=rehearsal.restored,
            differences=rehearsal.differences,
            down_error=rehearsal.down_error,
            hazards=rehearsal.hazards,
            failed_on_rows=rehearsal.failed_on_rows,
            refused=_unrehearsed(migration, rehearsal.up.error),
        )
        for migration, rehearsal in zip(history.migrations, rehearsals, strict=True)
    )
    return Observed(schema=schema, refused=refused, verdicts=verdicts)


def _unrehearsed(migration: Migration, error: object) -> Refusal | None:
    from designkit.migrate.rehearsal import StatementError  # noqa: PLC0415

    if not isinstance(error, StatementError):
        return None
    return Refusal(
        file=str(migration.up.file),
        line=error.line,
        sqlstate=error.sqlstate,
        problem=f"UP runs once, but not in a rehearsal: {error.message}",
        statement=error.statement,
    )


def _file(history: History, targets: tuple[str, ...]) -> Path | None:
    """Where what was seen of a history is kept; None where nothing is."""
    if os.environ.get(SERVER_VARIABLE):
        return None
    parts = [str(history.directory), history.format, *targets]
    for migration in history.migrations:
        parts += [migration.label, migration.name, *map(str, migration.files)]
        for script in (migration.up, migration.down):
            parts += _parts(script)
    return cache.place("observed", parts)


def _parts(script: Script | None) -> Iterable[str]:
    if script is None:
        return ("no way",)
    told = (f"{item.line} {item.offset} {item.text}" for item in script.statements)
    return (str(script.file), str(script.transactional), script.text, *told)


def _remembered(file: Path) -> Observed | None:
    content = cache.recall(file)
    try:
        return None if content is None else msgspec.json.decode(content, type=Observed)
    except (msgspec.MsgspecError, ValueError, DesignkitError):
        # Spoilt by whatever writes there: the database is only asked again.
        return None
