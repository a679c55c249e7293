"""The workbook: one service's design in a notebook, from its migrations to its next one.

It coordinates and decides nothing: the draft edits, the rules judge, the review approves.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Self

from designkit.changes import Create, Drop, Operation, RenameValue, ReplaceCarried
from designkit.changes.enum_values import value_named
from designkit.config import Config, Service, Waiver
from designkit.database import Scratch
from designkit.diagram import Detail, Diagram, draw
from designkit.errors import FileError, ModelError, StatementFailed
from designkit.migrate import Rehearsals, read_sql
from designkit.migrate.staging import Form, Stage, down_text, stages, up_text
from designkit.model import Carried, QualifiedName, Schema, Volume, replace
from designkit.review import (
    Approved,
    Proposal,
    Review,
    approve,
    marks,
    of_service,
    owners,
    read_base,
)
from designkit.review import write as write_documents
from designkit.rules import Finding, Findings, Kept, SchemaContext, check_schema
from designkit.rules.fixes import rename_column, rename_table
from designkit.rules.waiving import accepts
from designkit.sql.annotations import Annotations
from designkit.sql.design import design_text
from designkit.sql.script import Changes
from designkit.sql.statements import split
from designkit.sql.writing import write_all
from designkit.workbook.design_file import DesignFile
from designkit.workbook.opening import restore
from designkit.workbook.renaming import with_dependents
from designkit.workbook.table_editor import TableEditor, new_table
from designkit.workbook.trial import Trial


class Workbook:
    """A draft of one service, saved at each edit, with all that can be asked of it."""

    def __init__(self, service: Service, config: Config, *, trial: Trial | None = None) -> None:
        """Open a service, or a trial of it, whose approvals count nowhere."""
        self._service = service if trial is None else trial.service
        self._config = config
        self._trial = trial
        self._owners = owners(config, service.name)
        self._kept = Kept()
        self._unmended: tuple[str, ...] = ()
        self._design = DesignFile(self._service.design)
        scratch = Scratch()
        try:
            self._base = read_base(self._service, scratch)
            self._draft = restore(service.name, self._base, scratch, self._design)
        except BaseException:
            scratch.close()
            raise

    @property
    def service(self) -> str:
        """The service's name."""
        return self._service.name

    @property
    def schema(self) -> Schema:
        """The draft as it is now."""
        return self._draft.state.schema

    @property
    def migrations(self) -> Path:
        """The folder of the migrations, where an approval writes."""
        return self._service.migrations

    # ── editing ──────────────────────────────────────────────────────────────

    def sql(self, text: str) -> Changes:
        """Edit by SQL, all of it or nothing; return what it changed.

        Raises:
            StatementFailed: PostgreSQL refused a statement.
        """
        return self._kept_or_undone(self._draft.run(text))

    def apply(self, operations: Iterable[Operation]) -> Changes:
        """Edit by operations: those of a fix, or of any other change."""
        return self.sql(self._text_of(tuple(operations)))

    def _text_of(self, operations: tuple[Operation, ...]) -> str:
        texts: list[str] = []
        for operation, group in zip(operations, write_all(operations, self.schema), strict=True):
            for text in map(str, group):
                # What is carried may be several statements; an expression may not become one.
                if not _is_carried(operation) and len(split(text)) != 1:
                    raise ModelError(operation.describe(), f"this is not one statement: {text}")
                texts.append(f"{text};\n")
        return "".join(texts)

    def table(self, name: str) -> TableEditor:
        """The editor of a table, which is made with id and audit columns if it is not there."""
        found = self.schema.find_table(name)
        if found is not None:
            return TableEditor(self, found.qualified)
        owner = self.owner(QualifiedName.of(name))
        if owner:
            raise ModelError(f"table {name}", f"it belongs to service {owner}: open that service")
        created = new_table(name)
        self.apply([created])
        return TableEditor(self, QualifiedName.of(name))

    def rename(self, name: str, to: str) -> Changes:
        """Rename a table, a column given as `table.column`, or a value as `enum.value`.

        Names that are made of it follow.
        """
        table = self.schema.find_table(name)
        if table is not None:
            return self.apply(with_dependents(self.schema, rename_table(table, to)))
        value = value_named(self.schema, name)
        if value is not None:
            return self.apply([RenameValue(enum=value[0], before=value[1], after=to)])
        owner, dot, column = name.rpartition(".")
        if not dot:
            self.schema.table(name)  # Says what tables there are.
        operations = rename_column(self.schema.table(owner), column, to)
        return self.apply(with_dependents(self.schema, operations))

    def distinguish(self, name: str, other: str) -> None:
        """Answer a question of the changes by no: the one is dropped, and the other is added.

        Names are given as to `rename`, which answers it by yes. The design file keeps the answer.
        """
        questions = self.changes().questions
        answered = [it.rename for it in questions if (it.before, it.after) == (name, other)]
        if not answered:
            open_ones = "; ".join(f"{it.before}, {it.after}" for it in questions) or "none"
            raise ModelError(
                f"{name}, {other}", f"that is no open question; there are: {open_ones}"
            )
        self._draft.annotate(apart=(*self._draft.state.apart, *answered))
        self._keep_or_undo()

    def fix(self, *rules: str) -> Changes:
        """Apply the fixes of all findings, or of those of some rules; return what that changed.

        Where the design would not run any more, as where the body of a function names what a fix
        renames, that fix is left out, and `unmended` names it.
        """
        before = self.schema
        self._unmended = ()
        made: list[Operation] = []
        tried: set[tuple[str, str]] = set()
        while True:
            ready = [
                finding
                for finding in self.check().unwaived
                if finding.fixable
                and (not rules or finding.rule in rules)
                and (finding.rule, finding.object) not in tried
            ]
            if not ready:
                return Changes(before=before, after=self.schema, operations=tuple(made))
            tried.add((ready[0].rule, ready[0].object))
            made += self._mended(ready[0])

    @property
    def unmended(self) -> tuple[str, ...]:
        """What the last `fix` left out, each with what would not run any more."""
        return self._unmended

    def _mended(self, finding: Finding) -> Iterable[Operation]:
        """Apply the fix of a finding, unless the design would not run with it."""
        changes = self._draft.run(self._text_of(finding.fix))
        try:
            # Only the text of what is carried can name things that a rename does not follow.
            if changes and self.schema.carried:
                read_sql(self._design_text())
        except StatementFailed as error:
            self._draft.forget()
            left = f"{finding.rule} of {finding.object}: the design would not run: {error.problem}"
            self._unmended = (*self._unmended, left)
            return ()
        return self._kept_or_undone(changes)

    def waive(self, rule: str, object: str, reason: str) -> None:  # noqa: A002
        """Accept the findings of a rule on an object, for a reason that the design file keeps."""
        if not reason.strip():
            raise ModelError(f"waiver of {rule}", "say why the finding is accepted")
        waiver = Waiver(rule=rule, object=object, reason=reason, service=self.service)
        kept = tuple(
            item for item in self._draft.state.waivers if (item.rule, item.object) != (rule, object)
        )
        self._draft.annotate(waivers=(*kept, waiver))
        self._keep_or_undo()

    def declare(self, volume: Volume) -> None:
        """Set what is known about the rows of a table; the design file keeps it."""
        others = tuple(item for item in self.schema.volumes if item.table != volume.table)
        self._draft.annotate(volumes=(*others, volume))
        self._keep_or_undo()

    def undo(self) -> Changes:
        """Take the last edit back; return what that changed."""
        return self._saved(self._draft.undo())

    def redo(self) -> Changes:
        """Make the edit again that was taken back last; return what that changed."""
        return self._saved(self._draft.redo())

    def owner(self, table: QualifiedName) -> str:
        """The other service that owns a table, or ""."""
        return self._owners.get(table, "")

    def _saved(self, changes: Changes) -> Changes:
        self._save()
        return changes

    def _kept_or_undone(self, changes: Changes) -> Changes:
        if changes:
            self._keep_or_undo()
        return changes

    def _keep_or_undo(self) -> None:
        """Save the last step; where that is refused, the draft does not have it either."""
        try:
            self._save()
        except FileError:
            self._draft.forget()
            raise

    def _save(self) -> None:
        self._design.save(self._design_text())

    def _design_text(self) -> str:
        state = self._draft.state
        annotations = Annotations(
            base=self._base.total,
            waivers=state.waivers,
            renames=state.renames,
            apart=state.apart,
        )
        header = (
            f"The design of service {self.service}, written by its workbook at each edit.",
            "Edit it here or there: whoever opens the workbook next goes on from this file.",
            "Comments are not kept, only lines that begin with designkit: are.",
        )
        return design_text(state.schema, annotations, header)

    # ── asking ───────────────────────────────────────────────────────────────

    def check(self) -> Findings:
        """What the rules say of the draft."""
        context = SchemaContext(schema=self.schema, service=self.service, owners=self._owners)
        return check_schema(context, self._config, waivers=self.waivers, kept=self._kept)

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """The waivers of the design file; those of pyproject.toml come on top."""
        place = self._service.design.name
        return tuple(
            replace(waiver, service=self.service, place=waiver.place or place)
            for waiver in self._draft.state.waivers
        )

    def changes(self) -> Changes:
        """The operations from what the migrations build to the draft."""
        state = self._draft.state
        return Changes.between(self._base.schema, self.schema, state.renames, apart=state.apart)

    def up(self) -> str:
        """The SQL of the change, as the migration files will hold it."""
        return up_text(self._stages())

    def down(self) -> str:
        """The SQL that takes the change back, the last file first."""
        return down_text(self._stages())

    def _stages(self) -> tuple[Stage, ...]:
        return stages(self.changes(), self._form(None))

    def _form(self, safe: bool | None) -> Form:  # noqa: FBT001
        history = self._base.history
        return Form.of(
            self._config.targets,
            safe=self._config.safe if safe is None else safe,
            file_format=self._service.format if history is None else history.format,
        )

    def diagram(
        self,
        focus: str | None = None,
        *,
        depth: int = 1,
        changes: bool = False,
        detail: Detail | None = None,
    ) -> Diagram:
        """The ER diagram of the draft, findings marked; around one table, or coloured by change."""
        return draw(
            self.schema,
            focus=focus,
            depth=depth,
            detail=detail,
            before=self._base.schema if changes else None,
            marks=marks(self.check()),
        )

    # ── reviewing ────────────────────────────────────────────────────────────

    def rehearse(self, *, safe: bool | None = None) -> Rehearsals | None:
        """UP, DOWN and UP again of each file on a real database; None where nothing changes."""
        return self.review(safe=safe).rehearsals

    def review(self, *, safe: bool | None = None) -> Review:
        """The whole review: changes, hazards, findings, evidence, diagram.

        Args:
            safe: whether tables that may hold many rows are changed without holding up those who
                use them, which takes more files; as the configuration says where it is left out.
        """
        proposal = self._proposal(self._form(safe))
        rehearsals = proposal.rehearse() if proposal.changes else None
        return Review(proposal=proposal, rehearsals=rehearsals)

    def approve(
        self, description: str, *, by: str, accept_loss: bool = False, safe: bool | None = None
    ) -> Approved:
        """Write the next migrations of the service; the design and the documents follow.

        Args:
            description: snake_case; it becomes part of the files' names.
            by: who approves.
            accept_loss: whether hazards are accepted: rows or columns that will be lost, changes
                that fail on some rows. It answers no question whether something is a rename.
            safe: as in `review`.

        Raises:
            NotApproved: something stands against it; the message lists what.
            FileError: it could not be written; nothing was.
        """
        self._design.confirm()  # What is approved is what stands in the design file.
        review = self.review(safe=safe)
        approved = approve(review, description, by=by, accept_loss=accept_loss)
        with Scratch() as scratch:
            self._base = read_base(self._service, scratch)
        self._draft.rebased(self._base.schema)
        self._save()
        if self._trial is None:
            write_documents(of_service(self._service, self._base.schema, self._config.docs))
        return approved

    def _proposal(self, form: Form) -> Proposal:
        findings = self.check()
        every = (*self._config.waivers, *self.waivers)
        return Proposal(
            service=self.service,
            base=self._base,
            draft=self.schema,
            waivers=tuple(
                waiver
                for waiver in every
                if any(accepts(waiver, finding) for finding in findings.waived)
            ),
            changes=self.changes(),
            findings=findings,
            directory=self._service.migrations,
            design=self._service.design,
            format=self._service.format,
            form=form,
            targets=self._config.targets,
        )

    # ── life ─────────────────────────────────────────────────────────────────

    def close(self) -> None:
        """Drop the draft's database; the design file keeps the draft, unless it was a trial."""
        self._draft.close()
        if self._trial is not None:
            self._trial.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<workbook of {self.service}: tables: {len(self.schema.tables)}>"


def _is_carried(operation: Operation) -> bool:
    return isinstance(operation, ReplaceCarried) or (
        isinstance(operation, Create | Drop) and isinstance(operation.object, Carried)
    )
