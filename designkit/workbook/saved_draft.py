"""A draft with its design file: an edit is saved at once, or it was not made."""

from __future__ import annotations

from collections.abc import Iterable

from designkit.changes import Create, Drop, Operation, ReplaceCarried, Told
from designkit.config import Waiver
from designkit.errors import FileError, ModelError, StatementFailed
from designkit.migrate import read_sql
from designkit.model import Carried, Schema, Volume
from designkit.review import Base
from designkit.sql.annotations import Annotations
from designkit.sql.design import design_text
from designkit.sql.script import Changes
from designkit.sql.statements import split
from designkit.sql.writing import write_all
from designkit.workbook.design_file import DesignFile
from designkit.workbook.draft import Draft, State
from designkit.workload import Examined, Query


class SavedDraft:
    """A draft of one service, of which the disk never knows less."""

    def __init__(self, service: str, base: Base, draft: Draft, design: DesignFile) -> None:
        self._service = service
        self._base = base
        self._draft = draft
        self._design = design

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

    def apply(self, operations: Iterable[Operation]) -> Changes:
        """Edit by operations; takes back and raises what `run` does."""
        return self.run(self._text_of(tuple(operations)))

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
        apart: tuple[Told, ...] | None = None,
    ) -> None:
        """Change what the draft says beyond SQL."""
        self._draft.annotate(waivers=waivers, volumes=volumes, apart=apart)
        self._save_or_forget()

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

    def _text(self) -> str:
        state = self._draft.state
        annotations = Annotations(
            base=self._base.total,
            waivers=state.waivers,
            renames=state.renames,
            apart=state.apart,
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
