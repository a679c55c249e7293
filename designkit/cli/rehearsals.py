"""Rehearsals as `verify` shows them: a line each, with what went wrong below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from textwrap import indent

from designkit.cli.outcome import Outcome, is_aftermath
from designkit.cli.terminal import Piece
from designkit.config import Config
from designkit.database import describe
from designkit.errors import DesignkitError, SourceError
from designkit.migrate import History, Migration, Rehearsal, Step, is_dsn, rehearse
from designkit.migrate import history as histories
from designkit.migrate.rehearsal.on_cockroach import rehearse_on_cockroach
from designkit.model import Value
from designkit.review import contradictions
from designkit.sql.inventory import Difference

_INDENT = "    "
_LINES_SHOWN = 3
_COLOURS = {"ok": "green", "error": "red", "missing": "yellow"}


class Rehearsed(Value, frozen=True, kw_only=True):
    """A migration of a history, and what was observed of it.

    Attributes:
        failed_before: the first migration whose UP failed before this one; "" where none did.
    """

    history: History
    migration: Migration
    rehearsal: Rehearsal
    failed_before: str = ""

    @property
    def steps(self) -> tuple[tuple[str, Step, Path], ...]:
        """The runs that were made or were wanted, up to the first that failed, with their files."""
        up = self.migration.up.file
        down = self.migration.down.file if self.migration.down is not None else up
        runs = tuple(
            (name.lower(), step, down if name == "DOWN" else up)
            for name, step in self.rehearsal.steps
        )
        ends = (number for number, (_, step, _) in enumerate(runs, 1) if step.state != "ok")
        return runs[: next(ends, len(runs))]


def rehearsals(
    folder: str, config: Config, *, cockroach: str = ""
) -> Generator[History | Rehearsed | Exception]:
    """Yield the history of a folder, what is observed of each migration, what stands in the way.

    That may be a fault of designkit itself, which shows when all has been observed.

    Args:
        folder: of migrations.
        config: the project's settings.
        cockroach: the connection string of a CockroachDB on which to rehearse too, afterwards.
    """
    try:
        if is_dsn(folder):
            raise SourceError(
                f"{describe(folder)}: a database holds no migrations. Give the folder of the "
                "migrations that build it."
            )
        path = Path(folder)
        history = histories.read(path, strict=False, wanted=config.format_at(path))
        yield history
        yield from contradictions(history)
        targets = map(str, config.targets)
        yield from _rehearsed(history, rehearse(history.migrations, targets=targets))
        if cockroach:
            yield history
            yield from _rehearsed(history, rehearse_on_cockroach(history.migrations, cockroach))
    except (DesignkitError, RuntimeError) as error:
        if is_aftermath(error):
            raise KeyboardInterrupt from error
        yield error


def _rehearsed(history: History, rehearsed: Generator[Rehearsal]) -> Generator[Rehearsed]:
    failed = ""
    with closing(rehearsed) as verdicts:
        for migration, rehearsal in zip(history.migrations, verdicts, strict=True):
            yield Rehearsed(
                history=history, migration=migration, rehearsal=rehearsal, failed_before=failed
            )
            if rehearsal.up.state == "error":
                failed = failed or _name(history, migration)


def lines(item: Rehearsed) -> Iterator[tuple[Piece, ...]]:
    """The line of a migration, and below it each error and difference."""
    history, seen = item.history, item.rehearsal
    if item.migration is history.migrations[0]:
        yield (f"{history.directory}: {history.format}, on {seen.server}",)
    width = max(len(_name(history, migration)) for migration in history.migrations)
    pieces: list[Piece] = [_name(history, item.migration).ljust(width)]
    for name, step, _ in item.steps:
        pieces += [f"  {name} ", (step.state, _COLOURS[step.state])]
    if seen.restored is not None:
        pieces += ["  ", ("restored", "green") if seen.restored else ("not restored", "red")]
    yield tuple(pieces)
    for name, step, file in item.steps:
        yield from ((indent(text, _INDENT),) for text in _faults(name, step, file))
        yield from ((indent(text, _INDENT * 2),) for text in _explained(item, name, step))
    yield from ((indent(text, _INDENT),) for text in _on_rows(item))
    for hazard in seen.hazards:
        place = f"{item.migration.up.file}:{hazard.line}: "
        evidence = f" ({hazard.evidence})" if hazard.evidence else ""
        yield (
            f"{_INDENT}{place}",
            ("hazard", "yellow"),
            f": {hazard.message}{evidence} [{hazard.kind}]",
        )
        if hazard.advice:
            yield (f"{_INDENT * 2}{hazard.advice}",)


def summary(seen: Sequence[Rehearsed]) -> str:
    """How many migrations there are, how many of them ended in which way, and the hazards."""
    counts = Counter(_verdict(item.rehearsal) for item in seen)
    number = f"{len(seen)} migration{'s' * (len(seen) != 1)}"
    told = ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common())
    hazards = sum(len(item.rehearsal.hazards) for item in seen)
    behind = f"; {hazards} hazard{'s' * (hazards != 1)}" if hazards else ""
    return f"{number}: {told}{behind}" if told else number


def summaries(seen: Sequence[Rehearsed]) -> tuple[str, ...]:
    """The summary, or one for each kind of server where there were several."""
    kinds = dict.fromkeys(item.rehearsal.server.partition(" ")[0] for item in seen)
    if len(kinds) < 2:  # noqa: PLR2004
        return (summary(seen),)
    return tuple(
        f"{kind}: {summary([item for item in seen if item.rehearsal.server.startswith(kind)])}"
        for kind in kinds
    )


def outcome(seen: Sequence[Rehearsed]) -> Outcome:
    """The exit code: 2 if something could not be rehearsed, else 1 if something is not sound."""
    if not all(item.rehearsal.complete for item in seen):
        return Outcome.FAILED
    sound = all(item.rehearsal.sound for item in seen)
    return Outcome.CLEAN if sound else Outcome.FINDINGS


def _name(history: History, migration: Migration) -> str:
    return migration.files[0].relative_to(history.directory).as_posix()


def _explained(item: Rehearsed, name: str, step: Step) -> Iterator[str]:
    """Of a statement that failed: how it begins, what ran before it and stays, the likely cause."""
    if step.error is None:
        return
    first, *rest = step.error.statement.strip().splitlines()
    yield "\n".join((first, *rest[: _LINES_SHOWN - 1], *("…",) * (len(rest) >= _LINES_SHOWN)))
    script = item.migration.down if name == "down" else item.migration.up
    if script is not None and not script.transactional:
        begun = [one.line for one in script.statements if one.line <= step.error.line][:-1]
        if begun:
            yield (
                f"no transaction: what ran before it stays, {len(begun)} "
                f"statement{'s' * (len(begun) != 1)} from line {begun[0]}"
            )
    if name == "up" and item.failed_before:
        yield f"perhaps since {item.failed_before} failed: mend that first"


def _faults(name: str, step: Step, file: Path) -> Iterator[str]:
    if step.error is not None:
        yield f"{file}:{step.error.line}: {step.error.message} (SQLSTATE {step.error.sqlstate})"
    for difference in _whole(step.differences):
        yield f"after {name}, {difference}"


def _on_rows(item: Rehearsed) -> Iterator[str]:
    """What only shows where the tables hold rows."""
    rows = item.rehearsal.rows
    if rows is None:
        return
    if rows.error is not None:
        down = item.migration.down
        script = down if rows.step == "DOWN" and down is not None else item.migration.up
        yield f"{script.file}:{rows.error.line}: {rows.failure}"
    for loss in rows.losses:
        yield f"after down, {loss}"
    for table in rows.unfilled:
        yield f"without rows: {table}"


def _whole(differences: tuple[Difference, ...]) -> Iterator[Difference]:
    """The differences, without the parts of a table that is itself missing or left behind."""
    tables = {item.object for item in differences if item.kind == "table"}
    for item in differences:
        if item.change == "changed" or item.object.rpartition(".")[0] not in tables:
            yield item


def _verdict(seen: Rehearsal) -> str:
    lossy = seen.rows is not None and bool(seen.rows.losses)
    words = (
        (seen.up.state == "error", "with an UP that fails"),
        (seen.down.state == "missing", "without DOWN"),
        (seen.down.state == "error", "with a DOWN that fails"),
        (not seen.restored, "not restored"),
        (not seen.proven, "restored, but UP again fails or differs"),
        (not seen.sound, "failing wherever there are rows"),
        (lossy, "proven but losing rows or values"),
    )
    return next((verdict for holds, verdict in words if holds), "proven")
