"""The workbook: one service's design in a notebook, from its migrations to its next one.

It coordinates and decides nothing: the draft edits, the rules judge, the review approves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

from designkit.changes import Operation
from designkit.config import Config, Service, Waiver
from designkit.database import Scratch
from designkit.diagram import Detail, Diagram, draw
from designkit.errors import ModelError
from designkit.migrate import Rehearsals
from designkit.migrate.staging import Form, Stage, down_text, stages, up_text
from designkit.model import QualifiedName, Schema, Volume, replace
from designkit.review import (
    Answered,
    Approved,
    Planned,
    Proposal,
    Queries,
    Review,
    approve,
    marks,
    of_service,
    owners,
    read_base,
)
from designkit.review import write as write_documents
from designkit.review.volumes import Measured
from designkit.rules import Findings, Kept, SchemaContext, check
from designkit.rules.waiving import accepts
from designkit.sql.script import Changes
from designkit.workbook.design_file import DesignFile
from designkit.workbook.mending import mend
from designkit.workbook.opening import restore
from designkit.workbook.query_draft import registered
from designkit.workbook.renaming import renaming
from designkit.workbook.saved_draft import SavedDraft
from designkit.workbook.table_editor import TableEditor, new_table
from designkit.workbook.trial import Trial
from designkit.workbook.workbook_queries import WorkbookQueries
from designkit.workload import Cardinality, Query
from designkit.workload.advice import Advice, Advised
from designkit.workload.plans import GROWTH


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
        design = DesignFile(self._service.design)
        scratch = Scratch()
        try:
            base = read_base(self._service, scratch)
            draft = restore(service.name, base, scratch, design)
        except BaseException:
            scratch.close()
            raise
        self._draft = SavedDraft(service.name, base, draft, design)
        try:
            self._queries = WorkbookQueries(self._service, config, self._owners, self._draft)
        except BaseException:
            self._draft.close()
            raise

    @property
    def service(self) -> str:
        """The service's name."""
        return self._service.name

    @property
    def schema(self) -> Schema:
        """The draft as it is now."""
        return self._draft.schema

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
        return self._draft.run(text)

    def apply(self, operations: Iterable[Operation]) -> Changes:
        """Edit by operations: those of a fix, or of any other change."""
        return self._draft.apply(operations)

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
        return self.apply(renaming(self.schema, name, to))

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

    def fix(self, *rules: str) -> Changes:
        """Apply the fixes of all findings, or of those of some rules; return what that changed.

        Where the design would not run any more, as where the body of a function names what a fix
        renames, that fix is left out, and `unmended` names it.
        """
        changes, self._unmended = mend(self._draft, self.check, rules)
        return changes

    @property
    def unmended(self) -> tuple[str, ...]:
        """What the last `fix` left out, each with what would not run any more."""
        return self._unmended

    def waive(self, rule: str, object: str, reason: str) -> None:  # noqa: A002
        """Accept the findings of a rule on an object, for a reason that the design file keeps."""
        if not reason.strip():
            raise ModelError(f"waiver of {rule}", "say why the finding is accepted")
        waiver = Waiver(rule=rule, object=object, reason=reason, service=self.service)
        kept = tuple(
            item for item in self._draft.state.waivers if (item.rule, item.object) != (rule, object)
        )
        self._draft.annotate(waivers=(*kept, waiver))

    def declare(self, volume: Volume) -> None:
        """Set what is known about the rows of a table; the design file keeps it."""
        others = tuple(item for item in self.schema.volumes if item.table != volume.table)
        self._draft.annotate(volumes=(*others, volume))

    def undo(self) -> Changes:
        """Take the last edit back; return what that changed."""
        return self._draft.undo()

    def redo(self) -> Changes:
        """Make the edit again that was taken back last; return what that changed."""
        return self._draft.redo()

    def owner(self, table: QualifiedName) -> str:
        """The other service that owns a table, or ""."""
        return self._owners.get(table, "")

    # ── queries ──────────────────────────────────────────────────────────────

    @property
    def queries(self) -> Queries:
        """The queries of the service: of its files and Go code, and those registered here."""
        return self._queries.all()

    def query(
        self, name: str, sql: str, *, cardinality: Cardinality | None = None, weight: float = 1.0
    ) -> Answered:
        """Register a query, or another text under its name; return what is said of it.

        A file beside the design file keeps it. Where a file or the Go code of the service has a
        query of that name, this one is tried in its place.

        Args:
            name: letters, digits and _; its own in the service.
            sql: one statement, with `:name`, `@name`, `$1` or `?` where the caller's values go.
            cardinality: how many rows a caller takes: `one`, `many`, `exec`, `execrows`.
            weight: how often it runs compared with the others.

        Raises:
            QueryError: the text is no query, or the name none.
        """
        return self.register(registered(name, sql, cardinality, weight))

    def register(self, query: Query) -> Answered:
        """Register a query that was read already; as `query` does."""
        return self._queries.register(query, self.waivers)

    def forget(self, name: str) -> None:
        """Take away a query that was registered here."""
        self._queries.forget(name)

    def plan(self, statistics: Measured = None, *, growth: Sequence[float] = GROWTH) -> Planned:
        """What PostgreSQL would do with each query on the draft, at production's scale.

        Args:
            statistics: a file of `pg_dump --statistics-only`, or a connection string, which is only
                read; what the design declares goes before it, and what neither says is guessed.
            growth: the factors by which all tables grow, ascending; of each plan the first is told
                that changes it.

        Raises:
            SourceError: there is no query, or there are no such statistics.
            ConnectionFailed: the server was given, so that no database of any scale is made there.
        """
        return self._queries.plan(statistics, self.waivers, growth)

    def advise(self, statistics: Measured = None) -> Advised:
        """Indexes for all queries together, tried at production's scale; raises what `plan` does.

        Args:
            statistics: as in `plan`.
        """
        return self._queries.advise(statistics)

    def take(self, advice: Advice | Advised | Iterable[Advice] | None = None) -> Changes:
        """Add the indexes of some advice to the draft, as one edit; return what that changed.

        Args:
            advice: one piece or several; all that `advise` gives where none is named.
        """
        return self.apply(self._queries.additions(advice))

    # ── asking ───────────────────────────────────────────────────────────────

    def check(self) -> Findings:
        """What the rules say of the draft and of the queries on it, without planning them."""
        context = SchemaContext(schema=self.schema, service=self.service, owners=self._owners)
        return check(
            (context, *self._queries.contexts()),
            self._config,
            waivers=(*self.waivers, *self._queries.waivers),
            kept=self._kept,
        )

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
        state, base = self._draft.state, self._draft.base.schema
        return Changes.between(base, self.schema, state.renames, apart=state.apart)

    def up(self) -> str:
        """The SQL of the change, as the migration files will hold it."""
        return up_text(self._stages())

    def down(self) -> str:
        """The SQL that takes the change back, the last file first."""
        return down_text(self._stages())

    def _stages(self) -> tuple[Stage, ...]:
        return stages(self.changes(), self._form(None))

    def _form(self, safe: bool | None) -> Form:  # noqa: FBT001
        history = self._draft.base.history
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
            before=self._draft.base.schema if changes else None,
            marks=marks(self.check()),
        )

    # ── reviewing ────────────────────────────────────────────────────────────

    def rehearse(self, *, safe: bool | None = None) -> Rehearsals | None:
        """UP, DOWN and UP again of each file on a real database; None where nothing changes."""
        return self._reviewed(safe).rehearsals

    def review(self, *, safe: bool | None = None) -> Review:
        """The whole review: changes, hazards, findings, evidence, diagram, plans that change.

        Args:
            safe: whether tables that may hold many rows are changed without holding up those who
                use them, which takes more files; as the configuration says where it is left out.
        """
        return replace(self._reviewed(safe), plans=self._queries.compared())

    def _reviewed(self, safe: bool | None) -> Review:  # noqa: FBT001
        """What an approval rests on."""
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
        self._draft.confirm()  # What is approved is what stands in the design file.
        review = self._reviewed(safe)
        approved = approve(review, description, by=by, accept_loss=accept_loss)
        with Scratch() as scratch:
            self._draft.rebased(read_base(self._service, scratch))
        if self._trial is None:
            write_documents(of_service(self._service, self._draft.base.schema, self._config.docs))
        return approved

    def _proposal(self, form: Form) -> Proposal:
        findings = self.check()
        every = (*self._config.waivers, *self.waivers)
        return Proposal(
            service=self.service,
            base=self._draft.base,
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
