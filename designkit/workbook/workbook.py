"""The workbook: one service's design in a notebook, from its migrations to its next one.

It coordinates and decides nothing: the draft edits, the rules judge, the review approves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self

from designkit.changes import Operation
from designkit.config import Config, Service, Waiver
from designkit.diagram import Detail, Diagram, draw
from designkit.errors import ModelError
from designkit.migrate import Rehearsals
from designkit.migrate.staging import down_text, up_text
from designkit.model import QualifiedName, Schema, Volume
from designkit.progress import Progress, unheard
from designkit.review import Answered, Approved, Planned, Queries, Review, marks, owners
from designkit.review.volumes import Measured
from designkit.rules import Findings
from designkit.sql.script import Changes
from designkit.workbook.answering import distinguish, rename
from designkit.workbook.approving import Approving, refused, taken
from designkit.workbook.assessment import Assessment
from designkit.workbook.mending import mend
from designkit.workbook.opening import open_draft
from designkit.workbook.patterns import table_of
from designkit.workbook.query_draft import registered
from designkit.workbook.saved_draft import SavedDraft
from designkit.workbook.table_editor import TableEditor
from designkit.workbook.trial import Trial
from designkit.workbook.workbook_queries import WorkbookQueries
from designkit.workload import Cardinality, Query
from designkit.workload.advice import Advice, Advised
from designkit.workload.plans import GROWTH

if TYPE_CHECKING:
    from designkit.workbook.editor.widget import EditorWidget


class Workbook:
    """A draft of one service, saved at each edit, with all that can be asked of it.

    Attributes:
        draft: what is edited, and where it is saved.
        assessment: what can be said of it.
    """

    def __init__(
        self,
        service: Service,
        config: Config,
        *,
        trial: Trial | None = None,
        last_good: bool = False,
    ) -> None:
        """Open a service, or a trial of it, whose approvals count nowhere.

        With `last_good` a design file that somebody broke opens with the draft saved last.
        """
        self._service = service if trial is None else trial.service
        self._config = config
        self._trial = trial
        self._owners = owners(config, service.name)
        self._unmended: tuple[str, ...] = ()
        opened = open_draft(self._service, last_good=last_good)
        self.draft = SavedDraft(service.name, opened)
        try:
            self._queries = WorkbookQueries(self._service, config, self._owners, self.draft)
        except BaseException:
            self.draft.close()
            raise
        self._committed = service.migrations
        self.assessment = Assessment(self._service, config, self._owners, self.draft, self._queries)
        documented = config if trial is None else None
        self._approving = Approving(
            self._service, self.draft, self.assessment, self._queries, documented
        )

    @property
    def service(self) -> str:
        """The service's name."""
        return self._service.name

    @property
    def schema(self) -> Schema:
        """The draft as it is now."""
        return self.draft.schema

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
        return self.draft.run(text)

    def apply(self, operations: Iterable[Operation]) -> Changes:
        """Edit by operations: those of a fix, or of any other change."""
        return self.draft.apply(operations)

    def table(self, name: str) -> TableEditor:
        """The editor of a table, which is made with id and audit columns if it is not there."""
        found = self.schema.find_table(name)
        return self.create(name) if found is None else TableEditor(self, found.qualified)

    def create(self, name: str, pattern: str = "plain", parents: Iterable[str] = ()) -> TableEditor:
        """Make a table by a pattern, with references to others; raises what `table_of` does."""
        owner = self.owner(QualifiedName.of(name))
        if owner:
            raise ModelError(f"table {name}", f"it belongs to service {owner}: open that service")
        self.apply([table_of(pattern, name, tuple(map(self.schema.table, parents)))])
        return TableEditor(self, QualifiedName.of(name))

    def rename(self, name: str, to: str) -> Changes:
        """Rename a table, a column given as `table.column`, or a value as `enum.value`.

        Names made of it follow. Where one was dropped and the other added, they are the same now.
        """
        return rename(self.draft, self.changes(), name, to)

    def distinguish(self, name: str, other: str) -> None:
        """Answer a question of the changes by no: the one is dropped, and the other is added.

        Names are given as to `rename`, which answers it by yes. The design file keeps the answer.
        """
        distinguish(self.draft, self.changes(), name, other)

    def fix(self, *rules: str) -> Changes:
        """Apply the fixes of all findings, or of those of some rules; return what that changed.

        A fix with which the design would not run any more is left out, and `unmended` names it.
        """
        changes, self._unmended = mend(self.draft, self.check, rules)
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
            item for item in self.draft.state.waivers if (item.rule, item.object) != (rule, object)
        )
        self.draft.annotate(waivers=(*kept, waiver))

    def declare(self, volume: Volume) -> None:
        """Set what is known about the rows of a table; the design file keeps it."""
        others = tuple(item for item in self.schema.volumes if item.table != volume.table)
        says = (volume,) if volume != Volume(table=volume.table) else ()
        self.draft.annotate(volumes=(*others, *says))

    def undo(self) -> Changes:
        """Take the last edit back; return what that changed."""
        return self.draft.undo()

    def redo(self) -> Changes:
        """Make the edit again that was taken back last; return what that changed."""
        return self.draft.redo()

    @property
    def conflict(self) -> str:
        """What others made of the design file; nothing is saved before `reload` or `keep`."""
        return self.draft.conflict

    def reload(self) -> Changes:
        """Go on from what the design file and the migrations hold now; return what that changed.

        It can be undone like an edit, unless there are other migrations. A design that does not
        run is refused.
        """
        changes = self.draft.adopt(open_draft(self._service))
        self._queries.reload()
        return changes

    def keep(self) -> tuple[Path, ...]:
        """Go on from this draft, and save it; return where is now what somebody else wrote."""
        aside = (self.draft.keep(), self._queries.keep())
        return tuple(path for path in aside if path is not None)

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
            cardinality: how many rows a caller takes.
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

    def plan(
        self,
        statistics: Measured = None,
        *,
        growth: Sequence[float] = GROWTH,
        cockroach: str = "",
        progress: Progress = unheard,
    ) -> Planned:
        """What PostgreSQL would do with each query on the draft, at production's scale.

        Args:
            statistics: a file of `pg_dump --statistics-only`, or a connection string, which is only
                read; what the design declares goes before it.
            growth: the factors by which all tables grow; of each plan the first that changes it.
            cockroach: the connection string of a CockroachDB that is asked too.
            progress: hears how far it is; see `designkit.progress`.

        Raises:
            SourceError: there is no query, or there are no such statistics.
            ConnectionFailed: the server was given, so that no database of any scale is made there.
        """
        return self._queries.plan(
            statistics, self.waivers, growth, cockroach=cockroach, progress=progress
        )

    def advise(self, statistics: Measured = None, *, progress: Progress = unheard) -> Advised:
        """Indexes for all queries together, tried at production's scale; else it is as `plan`."""
        return self._queries.advise(statistics, progress)

    def take(self, advice: Advice | Advised | Iterable[Advice] | None = None) -> Changes:
        """Add the indexes of some advice to the draft, as one edit; return what that changed.

        All that `advise` gives is taken where none is named.
        """
        additions = self._queries.additions(advice)
        decided = taken(self.draft, (item.index.name for item in additions))
        return self.draft.apply(additions, decided=decided)

    def refuse(self, index: str, reason: str) -> None:
        """Keep that an advised index is not wanted, and why; the review tells it."""
        self.draft.annotate(decided=refused(self.draft, index, reason))

    # ── asking ───────────────────────────────────────────────────────────────

    def check(self) -> Findings:
        """What the rules say of the draft and of the queries on it, without planning them."""
        return self.assessment.check()

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """The waivers of the design file; those of pyproject.toml come on top."""
        return self.assessment.waivers

    def changes(self) -> Changes:
        """The operations from what the migrations build to the draft."""
        return self.assessment.changes()

    def up(self) -> str:
        """The SQL of the change, as the migration files will hold it."""
        return up_text(self.assessment.stages())

    def down(self) -> str:
        """The SQL that takes the change back, the last file first."""
        return down_text(self.assessment.stages())

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
            before=self.draft.base.schema if changes else None,
            marks=marks(self.check()),
        )

    def edit(self, focus: str = "") -> EditorWidget:
        """The interactive editor, with a table in view; several may be open at once.

        Raises:
            ModelError: there is no such table.
        """
        from designkit.workbook.editor.widget import EditorWidget  # noqa: PLC0415  (Jupyter only)

        return EditorWidget(self, str(self.schema.table(focus).qualified) if focus else "")

    # ── reviewing ────────────────────────────────────────────────────────────

    def explain(self, why: str) -> None:
        """Say what the change is for; the design file, the review and the migration keep it."""
        self.draft.annotate(why="\n".join(line.strip() for line in why.strip().splitlines()))

    def rehearse(
        self, *, safe: bool | None = None, progress: Progress = unheard
    ) -> Rehearsals | None:
        """UP, DOWN and UP again of each file on a real database; None where nothing changes."""
        return self.assessment.reviewed(safe, progress).rehearsals

    def review(self, *, safe: bool | None = None) -> Review:
        """The whole review: changes, hazards, findings, evidence, diagram, plans that change.

        Args:
            safe: whether to change large tables without holding up their users, in more files; as
                the configuration says where it is left out.
        """
        return self._approving.reviewed(safe=safe)

    def approve(
        self,
        description: str,
        *,
        by: str | Sequence[str],
        accept_loss: bool = False,
        safe: bool | None = None,
        on: date | None = None,
    ) -> Approved:
        """Write the next migrations of the service; the design and the documents follow.

        Args:
            description: snake_case; it becomes part of the files' names.
            by: who approves; as many people as the configuration demands.
            accept_loss: whether hazards are accepted: what will be lost, what fails on some rows.
            safe: as in `review`.
            on: the day, which is today.

        Raises:
            NotApproved: something stands against it, or it is not what was reviewed last.
            FileError: it could not be written; nothing was.
        """
        return self._approving.approve(
            description, by=by, accept_loss=accept_loss, safe=safe, on=on
        )

    def confirm(self, description: str, *, safe: bool | None = None) -> tuple[Path, ...]:
        """Prove that the committed migrations are what would be approved; nothing is written.

        For CI, on a trial that begins behind the migrations before them: `dk.open(…, after=N)`.
        Returns the committed files.

        Raises:
            NotApproved: a file is missing, or holds other statements.
        """
        return self._approving.confirm(description, self._committed, safe=safe)

    # ── life ─────────────────────────────────────────────────────────────────

    def close(self) -> None:
        """Drop the draft's database; the design file keeps the draft, unless it was a trial."""
        self.draft.close()
        if self._trial is not None:
            self._trial.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<workbook of {self.service}: tables: {len(self.schema.tables)}>"
