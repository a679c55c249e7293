"""A draft with its design file: an edit is saved at once, or it was not made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from designkit.changes import (
    Create,
    Drop,
    Operation,
    Rename,
    ReplaceCarried,
    SetComment,
    Told,
)
from designkit.config import Waiver
from designkit.errors import FileError, ModelError, StatementFailed
from designkit.migrate import read_sql
from designkit.model import Carried, Schema, Volume, replace
from designkit.review import Base
from designkit.sql.annotations import Annotations, Decided
from designkit.sql.design import design_text
from designkit.sql.script import Changes
from designkit.sql.statements import split
from designkit.sql.text import Text
from designkit.sql.writing import write_all
from designkit.workbook.draft import State, Step
from designkit.workbook.opening import Opened
from designkit.workload import Examined, Query

_KNOWN_AHEAD = (Rename, SetComment)


class SavedDraft:
    """A draft of one service, of which the disk never knows less."""

    def __init__(self, service: str, opened: Opened) -> None:
        self._service = service
        self._base, self._draft, self._design, self._problem = opened
        self._watchers: list[Callable[[], None]] = []

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call a function whenever the draft may be another, whoever edits it."""
        self._watchers.append(watcher)

    def _tell(self) -> None:
        for watcher in self._watchers:
            watcher()

    @property
    def base(self) -> Base:
        """The migrations on which it builds, and what they build."""
        return self._base

    @property
    def state(self) -> State:
        """What the draft is now."""
        return self._draft.state

    @property
    def schema(self) -> Schema:
        """The schema as it is now."""
        return self._draft.state.schema

    def examine(self, queries: Iterable[Query]) -> tuple[Examined, ...]:
        """What queries touch, and what the draft's database says of them; none is run."""
        return self._draft.examine(queries)

    def run(self, text: str) -> Changes:
        """Edit by SQL, all of it or nothing; return what it changed.

        Raises:
            StatementFailed: PostgreSQL refused a statement.
            FileError: it could not be saved, and was taken back.
        """
        return self._kept(self._draft.run(text))

    def apply(
        self, operations: Iterable[Operation], *, decided: tuple[Decided, ...] | None = None
    ) -> Changes:
        """Edit by operations, and by what was decided on advice; raises what `run` does."""
        return self._kept(self._draft.run(self._text_of(tuple(operations)), decided=decided))

    def preview(self, edit: Iterable[Operation] | Text) -> Schema:
        """The schema that an edit would lead to, which is not made; raises what making it would.

        To know where a rename or a comment leads nobody need ask the database.
        """
        if isinstance(edit, Text):
            return self._draft.preview(str(edit))
        operations = tuple(edit)
        if all(isinstance(operation, _KNOWN_AHEAD) for operation in operations):
            schema = self.schema
            for operation in operations:
                schema = operation.apply(schema)
            return schema
        return self._draft.preview(self._text_of(operations))

    def mend(self, operations: Iterable[Operation]) -> Changes | StatementFailed:
        """Edit by operations, unless the design would not run with them: then the refusal."""
        changes = self._draft.run(self._text_of(tuple(operations)))
        try:
            # Only the text of what is carried can name things that a rename does not follow.
            if changes and self.schema.carried:
                read_sql(self._text())
        except StatementFailed as error:
            self._draft.forget()
            return error
        return self._kept(changes)

    def annotate(
        self,
        *,
        waivers: tuple[Waiver, ...] | None = None,
        volumes: tuple[Volume, ...] | None = None,
        renames: tuple[Told, ...] | None = None,
        apart: tuple[Told, ...] | None = None,
        why: str | None = None,
        decided: tuple[Decided, ...] | None = None,
    ) -> Changes:
        """Change what the draft says beyond SQL; of the schema that changes nothing."""
        state = self.state
        told = {
            "waivers": waivers,
            "renames": renames,
            "apart": apart,
            "why": why,
            "decided": decided,
        }
        after = replace(state, **{name: it for name, it in told.items() if it is not None})
        if volumes is not None:
            after = replace(after, schema=replace(after.schema, volumes=volumes))
        nothing = self._draft.annotate(after)
        self._save_or_forget()
        return nothing

    def undo(self) -> Changes:
        """Take the last edit back; return what that changed."""
        back = self._draft.undo()
        self._save()
        return back

    def redo(self) -> Changes:
        """Make the edit again that was taken back last; return what that changed."""
        again = self._draft.redo()
        self._save()
        return again

    @property
    def done(self) -> tuple[Step, ...]:
        """The edits that led here, the oldest first."""
        return self._draft.done

    @property
    def undone(self) -> tuple[Step, ...]:
        """The edits that were taken back, the next one to be made again first."""
        return self._draft.undone

    @property
    def file(self) -> Path:
        """Where it is saved."""
        return self._design.path

    @property
    def is_broken(self) -> bool:
        """Whether the file cannot be read, so that this draft is the one saved last."""
        return bool(self._problem)

    @property
    def conflict(self) -> str:
        """What became of the file since this draft was saved in it; "" where it is as it was."""
        if self._problem:
            return self._problem
        if not self._design.is_other:
            return ""
        return f"{self._design.path}: somebody else has saved this design."

    def keep(self) -> Path | None:
        """Save this draft, whoever wrote the file meanwhile; what it held is put aside.

        Returns:
            Where that is; None where there was no file.
        """
        aside = self._design.put_aside()
        self._problem = ""
        self._save()
        return aside

    def adopt(self, opened: Opened) -> Changes:
        """Go on from what was opened anew; one edit, unless the migrations are others as well."""
        base, draft, design, problem = opened
        if base.total == self._base.total:
            state = draft.state
            draft.close()
            changes = self._draft.become(state)
        else:
            changes = Changes.between(self.schema, draft.state.schema)
            self._draft.close()
            self._draft, self._base = draft, base
        self._design, self._problem = design, problem
        self._tell()
        return changes

    def confirm(self) -> None:
        """Make sure that what the draft is stands in the design file.

        Raises:
            FileError: somebody else wrote it meanwhile.
        """
        self._design.confirm()

    def rebased(self, base: Base) -> None:
        """Take what is there as the new base: an approval made it so."""
        self._base = base
        self._draft.rebased(base.schema)
        self._save()

    def close(self) -> None:
        """Drop the database; the design file keeps the draft."""
        self._draft.close()

    def _text_of(self, operations: tuple[Operation, ...]) -> str:
        texts: list[str] = []
        for operation, group in zip(operations, write_all(operations, self.schema), strict=True):
            for text in map(str, group):
                # What is carried may be several statements; an expression may not become one.
                if not _is_carried(operation) and len(split(text)) != 1:
                    raise ModelError(operation.describe(), f"this is not one statement: {text}")
                texts.append(f"{text};\n")
        return "".join(texts)

    def _kept(self, changes: Changes) -> Changes:
        if changes:
            self._save_or_forget()
        return changes

    def _save_or_forget(self) -> None:
        """Save the last step; where that is refused, the draft does not have it either."""
        try:
            self._save()
        except FileError:
            self._draft.forget()
            raise

    def _save(self) -> None:
        self._design.save(self._text())
        self._tell()

    def _text(self) -> str:
        state = self._draft.state
        annotations = Annotations(
            base=self._base.total,
            waivers=state.waivers,
            renames=state.renames,
            apart=state.apart,
            why=state.why,
            decided=state.decided,
        )
        header = (
            f"The design of service {self._service}, written by its workbook at each edit.",
            "Edit it here or there: whoever opens the workbook next goes on from this file.",
            "Comments are not kept, only lines that begin with designkit: are.",
        )
        return design_text(state.schema, annotations, header)


def _is_carried(operation: Operation) -> bool:
    return isinstance(operation, ReplaceCarried) or (
        isinstance(operation, Create | Drop) and isinstance(operation.object, Carried)
    )
