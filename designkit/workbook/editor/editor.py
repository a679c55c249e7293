"""The session behind the editor: it takes acts, edits the workbook, and says how all looks now.

It knows nothing of widgets: messages come in, panels go out, and a test drives it as a browser
does. What is only looked at (the table, the tab, the detail of the diagram) lives here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import count
from typing import Final

import msgspec
from markupsafe import Markup

from designkit.diagram.picture import Detail
from designkit.errors import DesignkitError, ModelError, StatementFailed
from designkit.model import Column, QualifiedName, Schema, Table, replace
from designkit.rules import Finding, Findings
from designkit.sql.script import Changes
from designkit.sql.text import Text
from designkit.workbook.editor import acts
from designkit.workbook.editor.edits import Edit, added_index, edit_of, named_index
from designkit.workbook.editor.jobs import Jobs
from designkit.workbook.places import Places
from designkit.workbook.views import editor as views
from designkit.workbook.views.changes import changes_parts
from designkit.workbook.views.queries import queries_html
from designkit.workbook.views.sql_text import coloured
from designkit.workbook.workbook import Workbook

Panels = Mapping[str, str]

PANELS: Final = ("status", "tables", "columns", "findings", "tab")

_DEPTHS: Final = (
    ("0", "alone"),
    ("1", "1 hop"),
    ("2", "2 hops"),
    ("3", "3 hops"),
    ("all", "everything"),
)
_DETAILS: Final = (
    ("", "by size"),
    ("names", "names"),
    ("keys", "keys"),
    ("columns", "columns"),
    ("all", "all"),
)
_OF_QUERIES: Final[tuple[acts.Work, ...]] = ("plan", "advise")
# Acts whose answer is in the tab itself; after others it follows when the browser asks for it.
_OF_THE_TAB: Final = (acts.Show, acts.SetDepth, acts.SetDetail, acts.SetColours)
# Acts that leave in view what was refused before.
_LOOKING: Final = (*_OF_THE_TAB, acts.Focus, acts.MoveColumn)
_NAMES: Final = re.compile(r"[\s,]+")
_numbers = count(1)


class Editor:
    """One editor of a workbook; several may show the same one.

    Attributes:
        workbook: what it edits.
        jobs: the long work that it has begun.
    """

    def __init__(
        self, workbook: Workbook, focus: str = "", *, heard: Callable[[], None] = lambda: None
    ) -> None:
        """Begin with a table in view; `heard` is called from threads with news of long work."""
        self.workbook = workbook
        self._uid = f"dke-{next(_numbers)}"
        self._focus = QualifiedName.of(focus) if focus else None
        self._tab: acts.Tab = "diagram"
        self._depth = "1"
        self._detail: Detail | None = None
        self._colours = True
        self._order: dict[QualifiedName, tuple[str, ...]] = {}
        self._problem = ""
        self._refusal: views.Refusal | None = None
        self.jobs = Jobs(heard)

    # ── acts ─────────────────────────────────────────────────────────────────

    def answer(self, message: acts.Message) -> Panels:
        """What looks otherwise after a message: panels by name; all but the tab where it edits."""
        if message.preview:
            return self._preview(message.act)
        match message.act:
            case acts.Draw():
                return {"tab": self.tab()}
            case acts.Refresh():
                return self.panels()
            case acts.Look():
                return {"status": self.status(self.workbook.check())}
            case _:
                self._do(message.act)
                asks = isinstance(message.act, _OF_THE_TAB)
                return {**self.panels(), **({"tab": self.tab()} if asks else {})}

    @property
    def open_tab(self) -> acts.Tab:
        """The tab that is open."""
        return self._tab

    def _preview(self, act: acts.AnyAct) -> Panels:
        """What the rules would say; the control that is typed into stays as it is."""
        try:
            refused, findings = "", self._previewed(edit_of(self._schema, act))
        except DesignkitError as error:
            refused, findings = _said(error), self.workbook.check()
        panel = views.findings_panel(findings, refused=refused, is_preview=True)
        return {"findings": panel, "status": self.status(findings)}

    def _previewed(self, edit: Edit | None) -> Findings:
        if edit is None:
            return self.workbook.check()
        return self.workbook.assessment.check_preview(self.workbook.draft.preview(edit))

    def _do(self, act: acts.AnyAct) -> None:
        if not isinstance(act, _LOOKING):
            self._problem, self._refusal = "", None
        try:
            self._look_or_edit(act)
        except DesignkitError as error:
            self._problem = _said(error)
            self._refusal = _refusal(act, self._problem)

    def _look_or_edit(self, act: acts.AnyAct) -> None:
        match act:
            case acts.Focus(about=about):
                self._focus = self._table_of(about) or self._focus
            case acts.Show(tab=tab):
                self._tab = tab
            case acts.SetDepth(value=depth):
                self._depth = depth
            case acts.SetDetail(value=detail):
                self._detail = detail or None
            case acts.SetColours(value=colours):
                self._colours = colours
            case acts.MoveColumn():
                self._move(act)
            case acts.Begin(work=work):
                self.jobs.begin(work, self.workbook)
            case acts.Cancel():
                self.jobs.cancel()
            case _:
                self._edit(act)

    def _edit(self, act: acts.AnyAct) -> None:
        workbook = self.workbook
        match act:
            case acts.Undo() | acts.Redo():
                step = workbook.undo if isinstance(act, acts.Undo) else workbook.redo
                for _ in range(act.steps):
                    step()
            case acts.Reload():
                workbook.reload()
            case acts.Keep():
                workbook.keep()
            case acts.Dismiss():
                return
            case acts.Answer(before=before, after=after, rename=rename):
                (workbook.rename if rename else workbook.distinguish)(before, after)
            case acts.Fix(rule=rule, about=about):
                _demand(workbook.draft.mend(self._finding(rule, about).fix))
            case acts.Waive(rule=rule, about=about, value=reason):
                workbook.waive(rule, about, reason)
            case acts.Take(index=index):
                workbook.take([self.jobs.advice(index)])
            case _:
                self._edit_schema(act)

    def _edit_schema(self, act: acts.AnyAct) -> None:
        match act:
            case acts.AddTable(name=name, pattern=pattern, parents=parents):
                named = filter(None, _NAMES.split(parents))
                self.workbook.create(name.strip(), pattern, named)
                self._focus = QualifiedName.of(name.strip())
            case acts.AddReference(table=table, parent=parent, role=role, nullable=null):
                editor = self.workbook.table(table)
                editor.references(parent, role=role.strip(), null=null)
            case acts.AddIndex(table=table):
                statement = added_index(self._schema.table(table), act)
                led_to = self.workbook.draft.preview(statement).table(table)
                self._make(named_index(self._schema.table(table), led_to, act))
            case _:
                edit = edit_of(self._schema, act)
                if edit is not None:
                    self._make(edit)
                self._follow(act)

    def _make(self, edit: Edit) -> None:
        if isinstance(edit, Text):
            self.workbook.sql(str(edit))
        else:
            self.workbook.apply(edit)

    def _follow(self, act: acts.AnyAct) -> None:
        """Keep in view what was renamed, and columns where they were shown."""
        match act:
            case acts.RenameTable(table=table, value=value):
                old = QualifiedName.of(table)
                self._focus = replace(old, name=value.strip())
                if old in self._order:
                    self._order[self._focus] = self._order.pop(old)
            case acts.SetColumn(table=table, column=column, field="name", value=value):
                name = QualifiedName.of(table)
                shown = self._order.get(name, ())
                self._order[name] = tuple(
                    str(value).strip() if item == column else item for item in shown
                )
            case _:
                return

    def _move(self, act: acts.MoveColumn) -> None:
        name = QualifiedName.of(act.table)
        shown = [column.name for column in self._shown(self._schema.table(name))]
        place = shown.index(act.column)
        to = min(max(place + act.by, 0), len(shown) - 1)
        shown.insert(to, shown.pop(place))
        self._order[name] = tuple(shown)

    # ── what is looked at ────────────────────────────────────────────────────

    @property
    def _schema(self) -> Schema:
        return self.workbook.schema

    @property
    def table(self) -> Table | None:
        """The table that is shown: the one that was asked for while it is there, else the first."""
        found = self._schema.find_table(self._focus) if self._focus is not None else None
        return found or next(iter(self._schema.tables), None)

    def _shown(self, table: Table) -> tuple[Column, ...]:
        """The columns in the order in which they are shown; new ones stand behind."""
        order = self._order.get(table.qualified, ())
        places = {name: place for place, name in enumerate(order)}
        return tuple(sorted(table.columns, key=lambda item: places.get(item.name, len(places))))

    def _table_of(self, about: str) -> QualifiedName | None:
        """The table that an object is, or is a part of."""
        return Places(self._schema).table_of(about)

    def _finding(self, rule: str, about: str) -> Finding:
        for finding in self.workbook.check().unwaived:
            if (finding.rule, finding.object) == (rule, about):
                return finding
        raise ModelError(about, f"{rule} finds nothing there any more")

    # ── panels ───────────────────────────────────────────────────────────────

    def panels(self) -> Panels:
        """All panels that an edit may change, but for the tab, which follows."""
        findings, before = self.workbook.check(), self.workbook.draft.base.schema
        table = self.table
        return {
            "status": self.status(findings),
            "tables": views.tables_panel(
                self._schema,
                before,
                findings,
                focus=str(table.qualified) if table is not None else "",
                uid=self._uid,
            ),
            "columns": views.table_panel(
                self._schema,
                before,
                findings,
                table,
                () if table is None else self._shown(table),
                refusal=self._refusal,
                uid=self._uid,
            ),
            "findings": views.findings_panel(findings),
        }

    def status(self, findings: Findings) -> str:
        """The head."""
        workbook, draft = self.workbook, self.workbook.draft
        changes = workbook.changes()
        questions = changes.questions
        return views.status_panel(
            findings,
            service=workbook.service,
            verdict=views.verdict(findings, changes=bool(changes), questions=bool(questions)),
            can_undo=bool(draft.done),
            can_redo=bool(draft.undone),
            file=draft.file.name,
            place=str(draft.file),
            problem=self._problem,
            conflict=workbook.conflict,
            is_broken=draft.is_broken,
            questions=tuple((item.before, item.after, item.asked) for item in questions),
            work=self.jobs.running,
        )

    def tab(self) -> str:
        """What stands under the open tab."""
        match self._tab:
            case "diagram":
                return self._diagram()
            case "changes":
                return views.tab_panel("changes", changes=changes_parts(self.workbook.changes()))
            case "migration":
                sides = (("UP", self.workbook.up()), ("DOWN", self.workbook.down()))
                return views.tab_panel(
                    "migration",
                    sides=tuple((head, coloured(text)) for head, text in sides),
                    result=self.jobs.html("rehearse", self._schema),
                )
            case "queries":
                return self._queries()
            case "history":
                return views.tab_panel(
                    "history",
                    done=_numbered(step.words for step in reversed(self.workbook.draft.done)),
                    undone=_numbered(step.words for step in self.workbook.draft.undone)[::-1],
                )

    def _diagram(self) -> str:
        around = self.table if self._depth != "all" else None
        diagram = self.workbook.diagram(
            focus=str(around.qualified) if around is not None else None,
            depth=int(self._depth) if self._depth != "all" else 1,
            changes=self._colours,
            detail=self._detail,
        )
        return views.tab_panel(
            "diagram",
            focus=str(around.qualified) if around is not None else "",
            depth=self._depth,
            depths=_DEPTHS,
            detail=self._detail or "",
            details=_DETAILS,
            colours=self._colours,
            title=diagram.title,
            picture=views.drawing(diagram),
        )

    def _queries(self) -> str:
        queries = self.workbook.queries
        shown = [self.jobs.html(kind, self._schema) for kind in _OF_QUERIES]
        return views.tab_panel(
            "queries",
            service=self.workbook.service,
            has_queries=bool(queries.items),
            advised=tuple((item.operation.index.name, item.sql) for item in self.jobs.advised),
            result=Markup("").join(shown),
            listed=Markup(queries_html(queries)) if queries.items else "",  # noqa: S704
        )


def _demand(changes: Changes | StatementFailed) -> None:
    """Raise what stood in the way of a fix."""
    if isinstance(changes, StatementFailed):
        raise changes


def _numbered(steps: Iterable[tuple[str, ...]]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    return tuple(enumerate(steps, start=1))


def _said(error: DesignkitError) -> str:
    """The error; of a statement that we wrote ourselves only what the server said of it."""
    if isinstance(error, StatementFailed) and not error.file:
        return error.problem
    return str(error)


def _refusal(act: acts.AnyAct, problem: str) -> views.Refusal | None:
    """What the control shows on, which the act came from."""
    told = msgspec.structs.asdict(act)
    value = told.pop("value", None)
    if not isinstance(value, str):
        return None
    field = str(told.pop("field", ""))
    tag = type(act).__struct_config__.tag
    return views.Refusal(act=str(tag), about=told, field=field, value=value, problem=problem)
