"""A draft: a schema under design, kept in step with a real database that runs every edit.

What the engine refuses is refused here, and what it normalises comes back normalised. Each edit is
a step that can be taken back and forth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from designkit.changes import RenameColumn, RenameTable, Told, arrives
from designkit.config import Waiver
from designkit.database import Reading, Scratch
from designkit.errors import ModelError
from designkit.model import Column, Schema, Table, Value, Volume, replace
from designkit.model.conventional import REQUIRED_COLUMNS
from designkit.sql.annotations import Annotations, Decided
from designkit.sql.design import design_text
from designkit.sql.scope import beyond_design, controls_transaction
from designkit.sql.script import Changes
from designkit.sql.statements import Statement, split
from designkit.workbook.draft_database import DraftDatabase
from designkit.workbook.following import followed
from designkit.workbook.renaming import combined, renames_between
from designkit.workload import Examined, Query

_LAST_COLUMNS = (*REQUIRED_COLUMNS[1:], "deleted_at")


class State(Value, frozen=True, kw_only=True):
    """Everything that an edit may change.

    Attributes:
        renames: since the base.
        apart: what looks like a rename since the base, and is none.
        why: what the change is for.
        decided: what became of index advice.
    """

    schema: Schema
    renames: tuple[Told, ...] = ()
    apart: tuple[Told, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    why: str = ""
    decided: tuple[Decided, ...] = ()


class Step(Value, frozen=True, kw_only=True):
    """An edit: the states before and after it, and what it changed of the schema."""

    before: State
    after: State
    changes: Changes

    @property
    def words(self) -> tuple[str, ...]:
        """What it did, a line for each part."""
        if self.changes:
            return tuple(operation.describe() for operation in self.changes)
        return tuple(self._said())

    def _said(self) -> Iterator[str]:
        """What it changed beyond SQL."""
        before, after = self.before, self.after
        if before.waivers != after.waivers:
            yield "change the waivers"
        if before.schema.volumes != after.schema.volumes:
            yield "change what is expected of the rows"
        if (before.renames, before.apart) != (after.renames, after.apart):
            yield "answer what is a rename"
        if before.why != after.why:
            yield "say what the change is for"
        if before.decided != after.decided:
            yield "decide on advice"


class Draft:
    """A state, the steps that led to it, and the database that holds it."""

    def __init__(self, service: str, base: Schema, scratch: Scratch, state: State) -> None:
        """Take over a scratch database that holds the schema of `state`."""
        self._service = service
        self._base = base
        self._database = DraftDatabase(scratch)
        self._state = replace(state, schema=self._completed(self._database.reading, state))
        self._done: list[Step] = []
        self._undone: list[Step] = []

    @property
    def state(self) -> State:
        """What the draft is now."""
        return self._state

    def run(
        self, text: str, *, file: str = "", decided: tuple[Decided, ...] | None = None
    ) -> Changes:
        """Edit by SQL: all of it, or nothing; return what it changed.

        With the edit goes what was decided on advice, where that is told.

        Raises:
            StatementFailed: the server refused a statement.
            DiffIncomplete: it changed something that no operation expresses.
            ModelError: it begins or ends a transaction, or changes what no design holds.
        """
        statements = _edited(text)
        before = self._database.reading
        with self._database.running(statements, file=file) as reading:
            changes = self._changes(before, reading)
        if changes:
            after = self._after(reading, changes)
            after = after if decided is None else replace(after, decided=decided)
            self._take(Step(before=self._state, after=after, changes=changes))
        return changes

    def preview(self, text: str) -> Schema:
        """The schema that an edit by SQL would lead to; it is not made. Raises what `run` does."""
        before = self._database.reading
        with self._database.running(_edited(text), kept=False) as reading:
            changes = self._changes(before, reading)
        return self._after(reading, changes).schema if changes else self._state.schema

    def _changes(self, before: Reading, after: Reading) -> Changes:
        renames = renames_between(before.identities, after.identities)
        return Changes.between(self._state.schema, after.schema, renames)

    def _after(self, reading: Reading, changes: Changes) -> State:
        """The state after a change that the database tells."""
        new = tuple(item for item in changes if isinstance(item, Told))
        before = self._state
        renames = combined(self._base, before.renames, new)
        # What was renamed and dropped since was dropped.
        renames = tuple(item for item in renames if arrives(item, reading.schema))
        after = _followed(replace(before, renames=renames), new)
        return replace(after, schema=self._completed(reading, after))

    def examine(self, queries: Iterable[Query]) -> tuple[Examined, ...]:
        """What queries touch, and what the draft's database says of them; none is run.

        Raises:
            ConnectionFailed: the server went away.
        """
        return self._database.examine(queries, self._state.schema)

    def annotate(self, after: State) -> Changes:
        """Be a state that says something else beyond SQL; of the schema that changes nothing."""
        before = self._state
        nothing = Changes(before=before.schema, after=after.schema, operations=())
        self._take(Step(before=before, after=after, changes=nothing))
        return nothing

    def _take(self, step: Step) -> None:
        self._done.append(step)
        self._undone.clear()
        self._state = step.after

    @property
    def done(self) -> tuple[Step, ...]:
        """The edits that led here, the oldest first."""
        return tuple(self._done)

    @property
    def undone(self) -> tuple[Step, ...]:
        """The edits that were taken back, the next one to be made again first."""
        return tuple(reversed(self._undone))

    def forget(self) -> None:
        """Take the last step back as if it had never been; it cannot be made again."""
        self.undo()
        self._undone.pop()

    def undo(self) -> Changes:
        """Take the last step back; return what that changed.

        Raises:
            ModelError: there is nothing to take back.
        """
        if not self._done:
            raise ModelError("undo", "there is no edit to take back")
        step = self._done[-1]
        back = step.changes.inverse()
        self._move(back, step.before)
        self._undone.append(self._done.pop())
        return back

    def redo(self) -> Changes:
        """Take the last step that was taken back; return what that changed.

        Raises:
            ModelError: nothing was taken back.
        """
        if not self._undone:
            raise ModelError("redo", "no edit was taken back")
        step = self._undone[-1]
        self._move(step.changes, step.after)
        self._done.append(self._undone.pop())
        return step.changes

    def _move(self, changes: Changes, goal: State) -> None:
        """Lead the database to a state that it was in before."""
        if changes:
            with self._database.running(split(";\n".join(changes.up_statements))) as reached:
                pass
            # Where the way back does not arrive (an enum's order, say), it is built anew.
            if reached.schema.canonical() != goal.schema.canonical():
                self._database.rebuild(design_text(goal.schema, Annotations()))
        self._state = goal

    def become(self, goal: State) -> Changes:
        """Be another state, as one edit; return what that changed.

        Raises:
            DiffIncomplete: no operations lead there.
            StatementFailed: the server refused one of them.
        """
        changes = Changes.between(self._state.schema, goal.schema)
        before = self._state
        self._move(changes, goal)
        self._done.append(Step(before=before, after=goal, changes=changes))
        self._undone.clear()
        return changes

    def rebased(self, base: Schema) -> None:
        """Take what is there as the new base: an approval made it so."""
        self._base = base
        self._state = replace(self._state, renames=(), apart=(), why="", decided=())
        self._done.clear()
        self._undone.clear()

    def close(self) -> None:
        """Drop the database."""
        self._database.close()

    def _completed(self, reading: Reading, state: State) -> Schema:
        """The schema that was read, with what a database does not know of it.

        Tables that did not change stay the very same values, so that a check can tell.
        """
        known = state.schema.tables_by_name
        base = self._base.structure()
        for rename in state.renames:
            base = rename.apply(base)
        schema = replace(reading.schema, volumes=_kept(state.schema.volumes, reading.schema))
        tables: list[Table] = []
        for table in schema.owned_by(self._service).tables:
            arranged = _arranged(table, base.find_table(table.qualified))
            old = known.get(table.qualified)
            tables.append(old if old is not None and old == arranged else arranged)
        return replace(schema, tables=tuple(tables))


def _edited(text: str) -> tuple[Statement, ...]:
    """The statements of an edit.

    Raises:
        ModelError: one begins or ends a transaction, or changes what no design holds.
    """
    statements = split(text)
    for statement in statements:
        if controls_transaction(statement):
            raise ModelError(
                f"line {statement.line}",
                "an edit is one transaction already: leave out BEGIN, COMMIT and ROLLBACK",
            )
        beyond = beyond_design(statement)
        if beyond is not None:
            raise ModelError(
                f"line {statement.line}",
                f"a design does not hold {beyond}, so the migration would leave this out: "
                "write it into a migration of its own",
            )
    return statements


def _arranged(table: Table, base: Table | None) -> Table:
    """The table with its columns in the order of the base, new ones behind.

    The draft's database need not be built as the migrations build. In a table that no migration has
    made yet, the audit columns go behind all others.
    """
    known = [column.name for column in base.columns] if base is not None else []
    last = _LAST_COLUMNS if base is None else ()

    def place(column: Column) -> tuple[int, int]:
        if column.name in known:
            return 0, known.index(column.name)
        return (2, last.index(column.name)) if column.name in last else (1, 0)

    return replace(table, columns=tuple(sorted(table.columns, key=place)))


def _kept(volumes: tuple[Volume, ...], schema: Schema) -> tuple[Volume, ...]:
    """The volumes of what is still there."""
    kept: list[Volume] = []
    for volume in volumes:
        table = schema.find_table(volume.table)
        if table is not None:
            names = {column.name for column in table.columns}
            columns = tuple(item for item in volume.columns if item.column in names)
            kept.append(replace(volume, columns=columns))
    return tuple(kept)


def _followed(state: State, renames: tuple[Told, ...]) -> State:
    """The state with waivers and volumes under the new names."""
    before, waivers, volumes = state.schema, state.waivers, state.schema.volumes
    for rename in renames:
        volumes = followed(volumes, rename, before)
        match rename:
            case RenameTable():
                old, new = str(rename.before), str(rename.after)
            case RenameColumn():
                old, new = f"{rename.table}.{rename.before}", f"{rename.table}.{rename.after}"
            case _:
                continue
        waivers = tuple(_renamed(item, old, new) for item in waivers)
    return replace(state, waivers=waivers, schema=replace(state.schema, volumes=volumes))


def _renamed(waiver: Waiver, old: str, new: str) -> Waiver:
    if waiver.object != old and not waiver.object.startswith(f"{old}."):
        return waiver
    return replace(waiver, object=new + waiver.object.removeprefix(old))
