"""A proposal: what a team wants to change, with all that can be known before it is approved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import cached_property
from pathlib import Path

from designkit.config import FileFormat, Service, Target, Waiver
from designkit.database import Scratch
from designkit.migrate import (
    Export,
    History,
    Migration,
    Rehearsal,
    Rehearsals,
    checksums,
    rehearse,
)
from designkit.migrate import history as histories
from designkit.migrate.numbering import file_name, next_numbers
from designkit.migrate.replay import replay_into
from designkit.migrate.script import script
from designkit.migrate.staging import Form, Stage, stages, statements_text
from designkit.model import Schema, Value, replace
from designkit.progress import Progress, unheard
from designkit.rules import Findings
from designkit.sql.annotations import Decided
from designkit.sql.script import Changes


class Base(Value, frozen=True, kw_only=True):
    """What a proposal builds on: the migrations that are there, and the schema that they build.

    Attributes:
        history: None where the service has no migration yet.
    """

    history: History | None
    schema: Schema

    @property
    def total(self) -> str:
        """The name of this state of the migrations; "" for none."""
        return checksums.compute(self.history).total if self.history is not None else ""

    @property
    def migrations(self) -> tuple[Migration, ...]:
        """The migrations, in order."""
        return self.history.migrations if self.history is not None else ()


def read_base(service: Service, scratch: Scratch) -> Base:
    """The base of a service, replayed into a scratch database.

    Raises:
        SourceError: the migrations cannot be read.
        StatementFailed: one of them does not run.
    """
    history = None
    if service.migrations.exists():
        history = histories.find(service.migrations, wanted=service.format)
    migrations = history.migrations if history is not None else ()
    schema = replay_into(scratch, migrations).schema
    return Base(history=history, schema=schema.owned_by(service.name))


class Proposal(Value, frozen=True, kw_only=True, dict=True):
    """The change of a service's schema that is under review.

    Attributes:
        findings: what the rules say of the draft.
        waivers: those that accept one of the findings.
        design: the design file, for people.
        form: for which databases the migrations are written, and how carefully.
        targets: these databases with their versions.
        why: what it is for, in the author's words.
        decided: what became of advice on indexes.
        approvers: how many people its approval takes.
    """

    service: str
    base: Base
    draft: Schema
    waivers: tuple[Waiver, ...]
    changes: Changes
    findings: Findings
    directory: Path
    design: Path
    format: FileFormat
    form: Form = Form()
    targets: tuple[Target, ...] = ()
    why: str = ""
    decided: tuple[Decided, ...] = ()
    approvers: int = 1

    def moved(self, now: Proposal) -> tuple[str, ...]:
        """What is another in a later proposal, so that what was seen of this one says nothing."""
        aspects = (
            ("the migrations", self.base.total, now.base.total),
            ("the draft", self.draft.canonical(), now.draft.canonical()),
            ("the statements", self.changes.operations, now.changes.operations),
            ("the waivers", self.waivers, now.waivers),
            ("the databases that it is written for", self.targets, now.targets),
            ("the way in which it is written", self.form, now.form),
            ("the author's words", self.why, now.why),
            ("what became of advice", self.decided, now.decided),
        )
        return tuple(name for name, before, after in aspects if before != after)

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The files that the change becomes, in the order in which they run."""
        return stages(self.changes, self.form)

    @property
    def labels(self) -> tuple[str, ...]:
        """The numbers that the files would take now, as their names spell them."""
        numbers = next_numbers(self.base.history)
        return tuple(label for _, (_, label) in zip(self.stages, numbers, strict=False))

    def exports(self, description: str, headers: Iterable[tuple[str, ...]]) -> tuple[Export, ...]:
        """What the migrations would hold, each under its header."""
        return tuple(
            Export(
                description=stage.named(description),
                up=stage.up,
                down=stage.down,
                header=header,
                transactional=stage.transactional,
            )
            for stage, header in zip(self.stages, headers, strict=True)
        )

    def rehearse(self, progress: Progress = unheard) -> Rehearsals:
        """UP, DOWN and UP again of each file, up to the first that is not proven.

        What runs is the text of the files as it would be written. Each has to arrive where the
        next one begins, and the last one at the design; since each leads back to where it began,
        all of them together lead back to the base.

        Args:
            progress: hears of each migration that runs, also of those of the base.
        """
        goals = (*(stage.after for stage in self.stages[:-1]), self.draft)
        seen: list[Rehearsal] = []
        running = rehearse(
            self._migrations(),
            after=self.base.migrations,
            goals=goals,
            targets=map(str, self.targets),
            progress=progress,
        )
        with closing(running):
            for stage, rehearsal in zip(self.stages, running, strict=True):
                last = stage.number == stage.of
                seen.append(rehearsal if last else _on_the_way(rehearsal))
                if not rehearsal.proven:
                    break
        return Rehearsals(items=tuple(seen))

    def _migrations(self) -> Iterator[Migration]:
        numbers = next_numbers(self.base.history)
        for stage, (number, label) in zip(self.stages, numbers, strict=False):
            name = stage.named("proposal")
            file = Path(file_name(label, name))
            up, down = (
                script(file, statements_text(way), transactional=stage.transactional)
                for way in (stage.up, stage.down)
            )
            yield Migration(number=number, label=label, name=name, up=up, down=down, files=(file,))


def _on_the_way(seen: Rehearsal) -> Rehearsal:
    """The same, where the goal is not the design yet."""
    return replace(seen, up=replace(seen.up, goal="its part of the design" * bool(seen.up.goal)))
