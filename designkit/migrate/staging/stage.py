"""A change as numbered files: which steps share one, and in which order they run. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from designkit.changes import Drop, DropColumn, DropConstraint, DropIndex, Operation
from designkit.errors import DiffIncomplete
from designkit.migrate.staging.careful import take
from designkit.migrate.staging.expansion import Part, parts
from designkit.migrate.staging.form import Form, Ground
from designkit.migrate.staging.step import Company, Step, Steps, texts
from designkit.model import Schema, Value, fitted, replace
from designkit.sql.script import Changes

# Whoever waits for the table waits behind the statement that waits for its lock, so it soon gives
# up and is run again. https://www.postgresql.org/docs/18/explicit-locking.html
_IMPATIENT = "SET LOCAL lock_timeout = '5s'"
# Outside of a transaction there is nothing that LOCAL could end with.
_IMPATIENT_ALONE = "SET lock_timeout = '5s'"
_PATIENT_AGAIN = "RESET lock_timeout"


class Stage(Value, frozen=True, kw_only=True):
    """One file of a change.

    Attributes:
        number, of: its place among the files of the change, from 1.
        suffix: what tells it from the others, as part of its name; "" where it stands alone.
        kind: whether it changes the schema, or rows.
        operations: what it carries out; those of all stages, in order, are the change.
        up, down: its statements, without semicolons.
        transactional: whether a migration tool runs it inside one transaction.
        after: the schema that it leads to.
        why: what a reader should know, a line each.
        refused: what CockroachDB does not run of it, where it is a target, a sentence each.
    """

    number: int = 1
    of: int = 1
    suffix: str = ""
    kind: Literal["schema", "data"]
    operations: tuple[Operation, ...]
    up: tuple[str, ...]
    down: tuple[str, ...]
    transactional: bool
    after: Schema
    why: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Its place among the others, for people: `2 of 4`."""
        return f"{self.number} of {self.of}"

    def named(self, description: str) -> str:
        """The description of the change, made that of this file."""
        return f"{description}_{self.suffix}" if self.suffix else description


def stages(changes: Changes, form: Form) -> tuple[Stage, ...]:
    """The files of a change, in the order in which they run; none where nothing changes.

    Run one after the other they lead from `changes.before` to `changes.after`, and the way down of
    each leads back to where the one before it arrived.

    Raises:
        DiffIncomplete: they do not; then a form is wrong, and the change is not written.
    """
    ground = Ground.of(changes.before, changes.after, changes.operations)
    steps = Steps(changes.before.structure(), form, ground)
    for part in parts(changes.operations, changes.before, changes.after, form, ground):
        begun = len(steps.taken)
        if part.up:
            steps.fill(part.label, part.up, part.down, part.why)
            continue
        take(steps, part.operations)
        _introduce(steps, begun, part)
    if steps.schema.canonical() != changes.after.canonical():
        raise DiffIncomplete("the files of the change do not lead to the design, taken together")
    files = list(_files(steps.taken, form))
    return tuple(_stage(file, form, number, len(files)) for number, file in enumerate(files, 1))


def _introduce(steps: Steps, begun: int, part: Part) -> None:
    """Let the first step of a part say what the part is for."""
    if begun < len(steps.taken):
        first = steps.taken[begun]
        steps.taken[begun] = replace(
            first,
            label=part.label or first.label,
            titled=bool(part.label),
            why=(*part.why, *first.why),
            begins=True,
        )


def _files(steps: Iterable[Step], form: Form) -> Iterator[list[Step]]:
    file: list[Step] = []
    for step in steps:
        if file and not _may_join(file, step, form):
            yield file
            file = []
        file.append(step)
    if file:
        yield file


def _may_join(file: Sequence[Step], step: Step, form: Form) -> bool:
    first = file[0]
    if step.begins or not (first.transactional and step.transactional) or first.data or step.data:
        return False
    present = {item.company for item in file}
    if step.company is Company.COMMENT:
        return True
    if Company.NOBODY in {*present, step.company}:
        return False
    if form.cockroachdb:
        return {*present, step.company} <= {Company.CATALOGUE, Company.COMMENT} or (
            present == {Company.COMMENT}
        )
    # Nothing that locks the table goes before what reads it, or the lock lasts as long.
    return step.company is not Company.VALIDATION or present <= {
        Company.VALIDATION,
        Company.COMMENT,
    }


def _stage(steps: Sequence[Step], form: Form, number: int, of: int) -> Stage:
    refused = tuple(dict.fromkeys(line for step in steps for line in step.refused))
    why = dict.fromkeys(line for step in steps for line in step.why)
    return Stage(
        number=number,
        of=of,
        suffix=_suffix(steps) if of > 1 else "",
        kind="data" if steps[0].data else "schema",
        operations=tuple(operation for step in steps for operation in step.operations),
        up=_guarded(steps, form, texts(steps)),
        down=_guarded(steps, form, texts(steps, back=True)),
        transactional=steps[0].transactional,
        after=steps[-1].after,
        why=(*why, *refused),
        refused=refused,
    )


def _guarded(steps: Sequence[Step], form: Form, statements: tuple[str, ...]) -> tuple[str, ...]:
    """The statements, none of which waits long for a lock that keeps others out."""
    if not form.careful or not any(step.waits for step in steps):
        return statements
    if steps[0].transactional:
        return _IMPATIENT, *statements
    # What has to stand alone in its message can have nothing beside it.
    return statements if form.one_message else (_IMPATIENT_ALONE, *statements, _PATIENT_AGAIN)


def _suffix(steps: Sequence[Step]) -> str:
    """What the file is called after: its purpose, or its first step and whether others follow.

    What comes tells more than what goes, which often only makes way, and a comment tells least.
    """
    titled = next((step.label for step in steps if step.titled), None)
    if titled is not None:
        return titled
    telling = [step for step in steps if step.company is not Company.COMMENT] or steps
    coming = [step for step in telling if not _only_takes_away(step)] or telling
    first = coming[0].label
    others = any(step.label != first for step in telling)
    return fitted(f"{first}_and_more") if others else first


def _only_takes_away(step: Step) -> bool:
    going = Drop | DropColumn | DropConstraint | DropIndex
    return bool(step.operations) and all(isinstance(item, going) for item in step.operations)
