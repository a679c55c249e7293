"""Rehearsing: each migration of a history goes up, down and up again, one after the other."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator
from typing import Final

from designkit.database import server_name
from designkit.migrate.hazards import Surroundings, find_hazards
from designkit.migrate.rehearsal.stage import Stage
from designkit.migrate.rehearsal.verdict import MISSING, Rehearsal, Rows, StatementError, Step
from designkit.migrate.rows import Loss
from designkit.migrate.script import Migration, Script
from designkit.model import QualifiedName, Schema, replace
from designkit.sql.inventory import differences


def rehearse(
    migrations: Iterable[Migration],
    *,
    after: Iterable[Migration] = (),
    goals: Iterable[Schema] = (),
    targets: Iterable[str] = (),
) -> Generator[Rehearsal]:
    """Yield what was observed of each migration, in order.

    A migration whose UP fails is passed over, and the next one tried without it.

    Args:
        migrations: what to rehearse.
        after: the migrations that come before them, which only run up.
        goals: for the first migrations, the schema that a design wants after each.
        targets: the databases that must run them, `cockroachdb=25.2`, since what is a hazard
            depends on that.

    Raises:
        StatementFailed: one of `after` does not run.
    """
    wanted, databases = iter(goals), tuple(targets)
    with Stage() as stage:
        stage.build(migration.up for migration in after)
        for migration in migrations:
            before = stage.trial.schema
            rehearsal = _rehearse(stage, migration, next(wanted, None))
            surroundings = Surroundings(
                before=before, targets=databases, transactional=migration.up.transactional
            )
            hazards = find_hazards(rehearsal.up.statements, surroundings)
            yield replace(rehearsal, hazards=hazards)


# Over a handful of rows no statement takes longer, unless it waits for what never comes.
_PATIENCE_S: Final = 5


def _rehearse(stage: Stage, migration: Migration, goal: Schema | None) -> Rehearsal:
    stage.populate()
    walk = _Walk(stage)
    before = after = stage.trial.schema
    losses: tuple[Loss, ...] = ()
    down, up_again = MISSING, MISSING
    up = walk.go("UP", migration.up, before, goal, "the design")
    if up.state == "ok":
        after = stage.trial.schema
        stage.accept(migration.up)
    if up.state == "ok" and migration.down is not None:
        down = walk.go("DOWN", migration.down, after, before, "the schema before")
    if down.state == "ok":
        trial = stage.trial
        losses = stage.population.losses(trial.connection, trial.schema, walk.touched)
        up_again = walk.go("UP again", migration.up, after, after, "the schema after UP")
    if differences(after, stage.trial.schema):
        stage.renew()
    rows = walk.rows(losses)
    stage.population.count(stage.trial.connection, stage.trial.schema, walk.touched)
    return Rehearsal(
        file=migration.files[0].name,
        number=migration.number,
        label=migration.label,
        server=server_name(stage.trial.connection),
        up=up,
        down=down,
        up_again=up_again,
        rows=rows,
    )


class _Walk:
    """A migration on its way up, down and up again over the rows of a stage.

    Attributes:
        touched: the tables that it has touched, as they were called before and are called now.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._before = stage.trial.reading
        self._held = stage.population.counts
        self._fault: tuple[str, StatementError] | None = None
        self.touched: frozenset[QualifiedName] = frozenset()
        stage.trial.begin()

    def go(
        self, name: str, script: Script, accepted: Schema, expected: Schema | None, goal: str
    ) -> Step:
        """Take a step; where rows make it fail, take it again without them.

        Args:
            name: `UP`, `DOWN` or `UP again`.
            script: what to run.
            accepted: what the stage would renew its trial to.
            expected: what the step should arrive at, if anything.
            goal: what that is, in words.
        """
        step = self._stage.trial.run(script, expected, goal, patience_s=_PATIENCE_S)
        failed = step.error
        for names in self._suspects(script) if failed is not None else ():
            if not script.is_atomic:
                if name == "UP again":  # The trial cannot be led back to where this began.
                    break
                self._stage.renew()
            self._stage.clear(names, accepted)
            step = self._stage.trial.run(script, expected, goal)
            if step.error is None:
                self._fault = (name, failed) if failed is not None else None
                break
        self.touched |= self._names()
        return step

    def rows(self, losses: tuple[Loss, ...]) -> Rows | None:
        """What became of the rows of the tables that were touched; None where there were none."""
        unfilled = self._stage.population.unfilled
        found = Rows(
            held=sum(self._held.get(name, 0) for name in self.touched),
            losses=losses,
            unfilled=tuple(item for name, item in unfilled.items() if name in self.touched),
        )
        if self._fault is not None:
            found = replace(found, step=self._fault[0], error=self._fault[1])
        return found if found.held or found.unfilled else None

    def _suspects(self, script: Script) -> Iterator[frozenset[QualifiedName]]:
        """The tables with rows whose rows may be at fault: those that are named first, then all."""
        schema, population = self._stage.trial.schema, self._stage.population
        words = frozenset(re.findall(r"\w+", script.text.lower()))
        named = frozenset(name for name in schema.tables_by_name if name.name.lower() in words)
        for names in (named, frozenset(schema.tables_by_name)):
            if population.held(names):
                yield names

    def _names(self) -> frozenset[QualifiedName]:
        trial = self._stage.trial
        found: set[QualifiedName] = set()
        for reading in (self._before, trial.reading):
            relations = reading.relations
            touched = (
                relations.keys() if trial.touched is None else relations.keys() & trial.touched
            )
            found.update(relations[oid].name for oid in touched)
        return frozenset(found)
