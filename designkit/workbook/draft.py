"""A draft: a schema under design, kept in step with a real database that runs every edit.

What the engine refuses is refused here, and what it normalises comes back normalised. Each edit is
a step that can be taken back and forth.
"""

from __future__ import annotations

from collections.abc import Iterable

from designkit.changes import RenameColumn, RenameTable, Told, arrives
from designkit.config import Waiver
from designkit.database import Reading, Scratch, fill, read_catalogue
from designkit.database.running import execute, refresh
from designkit.errors import ModelError
from designkit.model import Column, Schema, Table, Value, Volume, replace
from designkit.model.conventional import REQUIRED_COLUMNS
from designkit.sql.annotations import Annotations
from designkit.sql.design import design_text
from designkit.sql.scope import beyond_design, controls_transaction
from designkit.sql.script import Changes
from designkit.sql.statements import Statement, split
from designkit.workbook.renaming import combined, renames_between
from designkit.workload import Examined, Query
from designkit.workload.ground import examine

_LAST_COLUMNS = (*REQUIRED_COLUMNS[1:], "deleted_at")


class State(Value, frozen=True, kw_only=True):
    """Everything that an edit may change.

    Attributes:
        renames: since the base.
        apart: what looks like a rename since the base, and is none.
    """

    schema: Schema
    renames: tuple[Told, ...] = ()
    apart: tuple[Told, ...] = ()
    waivers: tuple[Waiver, ...] = ()


class _Step(Value, frozen=True, kw_only=True):
    before: State
    after: State
    changes: Changes


class Draft:
    """A state, the steps that led to it, and the database that holds it."""

    def __init__(self, service: str, base: Schema, scratch: Scratch, state: State) -> None:
        """Take over a scratch database that holds the schema of `state`."""
        self._service = service
        self._base = base
        self._scratch = scratch
        self._connection = scratch.connect()
        self._reading = read_catalogue(self._connection)
        self._state = replace(state, schema=self._completed(self._reading, state))
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    @property
    def state(self) -> State:
        """What the draft is now."""
        return self._state

    def run(self, text: str, *, file: str = "") -> Changes:
        """Edit by SQL: all of it, or nothing; return what it changed.

        Raises:
            StatementFailed: the server refused a statement.
            DiffIncomplete: it changed something that no operation expresses.
            ModelError: it begins or ends a transaction, or changes what no design holds.
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
        reading, changes = self._executed(statements, file)
        if changes:
            new = tuple(item for item in changes if isinstance(item, Told))
            before = self._state
            renames = combined(self._base, before.renames, new)
            # What was renamed and dropped since was dropped.
            renames = tuple(item for item in renames if arrives(item, reading.schema))
            after = _followed(replace(before, renames=renames), new)
            after = replace(after, schema=self._completed(reading, after))
            self._take(_Step(before=before, after=after, changes=changes))
        return changes

    def _executed(self, statements: tuple[Statement, ...], file: str) -> tuple[Reading, Changes]:
        try:
            with self._connection.transaction():
                execute(self._connection, statements, file=file)
                reading = read_catalogue(self._connection)
                renames = renames_between(self._reading.identities, reading.identities)
                changes = Changes.between(self._state.schema, reading.schema, renames)
        finally:
            refresh(self._connection)
        self._reading = reading
        return reading, changes

    def examine(self, queries: Iterable[Query]) -> tuple[Examined, ...]:
        """What queries touch, and what the draft's database says of them; none is run.

        Raises:
            ConnectionFailed: the server went away.
        """
        return examine(self._connection, queries, self._state.schema)

    def annotate(
        self,
        *,
        waivers: tuple[Waiver, ...] | None = None,
        volumes: tuple[Volume, ...] | None = None,
        apart: tuple[Told, ...] | None = None,
    ) -> None:
        """Change what the draft says beyond SQL."""
        before = self._state
        after = before if waivers is None else replace(before, waivers=waivers)
        after = after if apart is None else replace(after, apart=apart)
        if volumes is not None:
            after = replace(after, schema=replace(after.schema, volumes=volumes))
        nothing = Changes(before=before.schema, after=after.schema, operations=())
        self._take(_Step(before=before, after=after, changes=nothing))

    def _take(self, step: _Step) -> None:
        self._done.append(step)
        self._undone.clear()
        self._state = step.after

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
            with self._connection.transaction():
                execute(self._connection, split(";\n".join(changes.up_statements)))
                reached = read_catalogue(self._connection)
            self._reading = reached
            if reached.schema.canonical() != goal.schema.canonical():
                self._rebuild(goal)
        self._state = goal

    def _rebuild(self, goal: State) -> None:
        """Build the database anew, where the way back did not arrive (an enum's order, say)."""
        self.close()
        self._scratch = Scratch()
        self._reading = fill(self._scratch, design_text(goal.schema, Annotations()))
        self._connection = self._scratch.connect()

    def rebased(self, base: Schema) -> None:
        """Take what is there as the new base: an approval made it so."""
        self._base = base
        self._state = replace(self._state, renames=(), apart=())
        self._done.clear()
        self._undone.clear()

    def close(self) -> None:
        """Drop the database."""
        self._connection.close()
        self._scratch.close()

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
    return tuple(volume for volume in volumes if schema.find_table(volume.table) is not None)


def _followed(state: State, renames: tuple[Told, ...]) -> State:
    """The state with waivers and volumes under the new names."""
    waivers, volumes = state.waivers, state.schema.volumes
    for rename in renames:
        match rename:
            case RenameTable():
                old, new = str(rename.before), str(rename.after)
                volumes = tuple(
                    replace(item, table=rename.after) if item.table == rename.before else item
                    for item in volumes
                )
            case RenameColumn():
                old, new = f"{rename.table}.{rename.before}", f"{rename.table}.{rename.after}"
                volumes = tuple(_column_renamed(item, rename) for item in volumes)
            case _:
                continue
        waivers = tuple(_renamed(item, old, new) for item in waivers)
    return replace(state, waivers=waivers, schema=replace(state.schema, volumes=volumes))


def _column_renamed(volume: Volume, rename: RenameColumn) -> Volume:
    if volume.table != rename.table:
        return volume
    columns = tuple(
        replace(item, column=rename.after) if item.column == rename.before else item
        for item in volume.columns
    )
    return replace(volume, columns=columns)


def _renamed(waiver: Waiver, old: str, new: str) -> Waiver:
    if waiver.object != old and not waiver.object.startswith(f"{old}."):
        return waiver
    return replace(waiver, object=new + waiver.object.removeprefix(old))
