"""Rehearsing: each migration of a history goes up, down and up again, one after the other."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain
from typing import Final

from designkit.database import server_name
from designkit.database.running import LONGEST_S
from designkit.database.server import current_server
from designkit.migrate.hazards import Hazard, Surroundings, find_hazards, vanished
from designkit.migrate.rehearsal.abreast import Part, cuts, in_order
from designkit.migrate.rehearsal.stage import Stage
from designkit.migrate.rehearsal.verdict import MISSING, Rehearsal, Rows, StatementError, Step
from designkit.migrate.rows import Loss
from designkit.migrate.script import Migration, Script
from designkit.model import QualifiedName, Schema, replace
from designkit.progress import Progress, each, unheard
from designkit.sql.inventory import differences
from designkit.sql.scope import is_for_server
from designkit.sql.statements import Statement


def rehearse(
    migrations: Iterable[Migration],
    *,
    after: Iterable[Migration] = (),
    goals: Iterable[Schema] = (),
    targets: Iterable[str] = (),
    progress: Progress = unheard,
) -> Generator[Rehearsal]:
    """Yield what was observed of each migration, in order.

    A migration whose UP fails is passed over, and the next one tried without it.

    Args:
        migrations: what to rehearse.
        after: the migrations that come before them, which only run up.
        goals: for the first migrations, the schema that a design wants after each.
        targets: the databases that must run them, `cockroachdb=25.2`, since what is a hazard
            depends on that.
        progress: hears of each migration that runs, before it does.

    Raises:
        StatementFailed: one of `after` does not run.
    """
    whole = tuple(migrations)
    with closing(_rehearsals(whole, tuple(after), tuple(goals), tuple(targets), progress)) as seen:
        for _ in each(whole, progress, lambda migration: f"rehearse {_named(migration)}"):
            yield next(seen)
        yield from seen  # It has something left to confirm.


def _rehearsals(
    whole: tuple[Migration, ...],
    behind: tuple[Migration, ...],
    wanted: tuple[Schema, ...],
    targets: tuple[str, ...],
    progress: Progress,
) -> Generator[Rehearsal]:
    # Where roles come and go, databases of one server are in each other's way.
    alone = any(map(is_for_server, chain.from_iterable(map(_statements, whole))))
    parts = [slice(None)] if alone else cuts(len(whole))
    if len(parts) == 1:
        yield from _Part(whole, behind, (), wanted, targets, progress=progress).rehearse()
        return
    works = [
        _Part(whole[part], behind, whole[: part.start], wanted[part], targets) for part in parts
    ]
    current_server()  # One for all, made before they ask for it at once.
    yield from in_order([Part(work.rehearse, work.interrupt) for work in works])


def _named(migration: Migration) -> str:
    return migration.files[0].name


def _statements(migration: Migration) -> Iterator[Statement]:
    for script in (migration.up, migration.down):
        if script is not None:
            yield from script.statements


class _Part:
    """Some migrations of a history, one after the other, on a stage of their own.

    Args:
        migrations: what to rehearse.
        behind: what the whole history stands on, which must run.
        earlier: the migrations before these, of which those that fail are passed over.
        goals: for the first migrations, the schema that is wanted after each.
        targets: the databases that must run them.
        progress: hears of what the history stands on.
    """

    def __init__(
        self,
        migrations: Sequence[Migration],
        behind: Sequence[Migration],
        earlier: Sequence[Migration],
        goals: Sequence[Schema],
        targets: tuple[str, ...],
        *,
        progress: Progress = unheard,
    ) -> None:
        self._migrations = migrations
        self._behind = behind
        self._earlier = earlier
        self._goals = goals
        self._targets = targets
        self._progress = progress
        self._stage: Stage | None = None

    def rehearse(self) -> Generator[Rehearsal]:
        """Yield what was observed of each."""
        goals = iter(self._goals)
        with Stage() as stage:
            self._stage = stage
            behind = each(self._behind, self._progress, lambda it: f"run {_named(it)}")
            stage.build(migration.up for migration in behind)
            stage.climb(migration.up for migration in self._earlier)
            for migration in self._migrations:
                yield _rehearse(stage, migration, next(goals, None), self._targets)
            stage.trial.confirm()

    def interrupt(self) -> None:
        """End the statement that runs, from another thread."""
        if self._stage is not None:
            self._stage.trial.interrupt()


# Over a handful of rows no statement takes longer, unless it waits for what never comes.
_PATIENCE_S: Final = 1
_CANCELLED: Final = "57014"


def _rehearse(
    stage: Stage, migration: Migration, goal: Schema | None, databases: tuple[str, ...]
) -> Rehearsal:
    stage.populate()
    walk = _Walk(stage)
    before = after = stage.trial.schema
    losses: tuple[Loss, ...] = ()
    down, up_again = MISSING, MISSING
    up = walk.go("UP", migration.up, before, goal, "the design")
    hazards: tuple[Hazard, ...] = ()
    before = walk.began.schema  # Rows that were put in meanwhile may have fired triggers.
    if up.state == "ok":
        after = stage.trial.schema
        stage.accept(migration.up)
        surroundings = Surroundings(
            before=before,
            targets=databases,
            transactional=migration.up.transactional,
            opened=migration.up.transactional and not migration.up.by_message,
        )
        hazards = find_hazards(up.statements, surroundings)
        hazards += tuple(vanished(walk.began, stage.trial.reading, hazards))
    if up.state == "ok" and migration.down is not None:
        down = walk.go("DOWN", migration.down, after, before, "the schema before")
    if down.state == "ok":
        trial = stage.trial
        losses = stage.population.losses(trial.watcher, trial.schema, walk.touched)
        up_again = walk.go("UP again", migration.up, after, after, "the schema after UP")
    if stage.trial.is_lost or differences(after, stage.trial.schema):
        stage.renew()
    rows = walk.rows(losses)
    walk.tidy(after)
    stage.population.count(stage.trial.watcher, stage.trial.schema, walk.touched)
    return Rehearsal(
        file=migration.files[0].name,
        number=migration.number,
        label=migration.label,
        server=server_name(stage.trial.watcher),
        up=up,
        down=down,
        up_again=up_again,
        rows=rows,
        hazards=hazards,
    )


class _Walk:
    """A migration on its way up, down and up again over the rows of a stage.

    Attributes:
        began: what the database held before the last step.
        touched: the tables that it has touched, as they were called before and are called now.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.began = stage.trial.reading
        self._held = stage.population.counts
        self._fault: tuple[str, StatementError, bool] | None = None
        self._cleared: frozenset[QualifiedName] = frozenset()
        self.touched: frozenset[QualifiedName] = frozenset()
        stage.trial.begin()

    def go(
        self, name: str, script: Script, accepted: Schema, expected: Schema | None, goal: str
    ) -> Step:
        """Take a step; where rows may make it fail, take it again with plainer ones, then none.

        Args:
            name: `UP`, `DOWN` or `UP again`.
            script: what to run.
            accepted: what the stage would renew its trial to.
            expected: what the step should arrive at, if anything.
            goal: what that is, in words.
        """
        self.began = self._stage.trial.reading
        watched = name != "UP again"

        def run(patience_s: int) -> Step:
            return self._stage.trial.run(
                script, expected, goal, watched=watched, patience_s=patience_s
            )

        step = run(_PATIENCE_S)
        failed, always = step.error, False
        milder = () if failed is None else self._milder(script, name)
        for names, plain in milder:
            if self._stage.trial.is_lost or not script.is_atomic:
                if name == "UP again":  # The trial cannot be led back to where this began.
                    break
                self._stage.renew()
            self._stage.clear(names, accepted)
            self._cleared |= names
            if plain:
                self._stage.populate(plain=True)
            self.began = self._stage.trial.reading
            step = run(_PATIENCE_S if plain else LONGEST_S)
            if step.error is None:
                if failed is not None and not _is_slow(failed, step):
                    self._fault = (name, failed, always)
                break
            always = plain or always
        if step.error is not None and step.error.sqlstate == _CANCELLED and not milder:
            step = run(LONGEST_S)
        self.touched |= self._names()
        return step

    def tidy(self, after: Schema) -> None:
        """Take away what few plain rows are left in the tables, which are then filled anew."""
        self._stage.clear(self._cleared, after)

    def rows(self, losses: tuple[Loss, ...]) -> Rows | None:
        """What became of the rows of the tables that were touched; None where there were none."""
        unfilled = self._stage.population.unfilled
        found = Rows(
            held=sum(self._held.get(name, 0) for name in self.touched),
            losses=losses,
            unfilled=tuple(item for name, item in unfilled.items() if name in self.touched),
        )
        if self._fault is not None:
            step, error, always = self._fault
            found = replace(found, step=step, error=error, always=always)
        return found if found.held or found.unfilled else None

    def _milder(self, script: Script, name: str) -> list[tuple[frozenset[QualifiedName], bool]]:
        """With which tables emptied to try again, and whether one plain row goes into each.

        First come the tables that the script names, then all.
        """
        schema, held = self._stage.trial.schema, self._stage.population.held
        words = frozenset(re.findall(r"\w+", script.text.lower()))
        named = frozenset(name for name in schema.tables_by_name if name.name.lower() in words)
        everything = frozenset(schema.tables_by_name)
        found = [(named, True), (named, False)] if held(named) else []
        if held(everything - named):
            found.append((everything, False))
        # Rows may fire triggers that change what DOWN shall lead back to, and those of before would
        # not fit what the stage has accepted: the schema after.
        is_steady = all(item.kind != "trigger" for item in schema.carried)
        takes_plain = name == "UP" or (name == "DOWN" and is_steady)
        return [item for item in found if takes_plain or not item[1]]

    def _names(self) -> frozenset[QualifiedName]:
        trial = self._stage.trial
        found: set[QualifiedName] = set()
        for reading in (self.began, trial.reading):  # Of one database: oids are not for others.
            relations = reading.relations
            touched = (
                relations.keys() if trial.touched is None else relations.keys() & trial.touched
            )
            found.update(relations[oid].name for oid in touched)
        return frozenset(found)


def _is_slow(failed: StatementError, again: Step) -> bool:
    """Whether what was given up takes as long without rows."""
    took = max((seen.seconds for seen in again.statements), default=0.0)
    return failed.sqlstate == _CANCELLED and took >= _PATIENCE_S
