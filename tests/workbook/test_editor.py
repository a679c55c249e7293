"""The editor's session, driven by the messages that a browser sends."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import designkit as dk
from designkit.errors import FileError, ModelError, StatementFailed
from designkit.workbook import Workbook
from designkit.workbook.editor.acts import read_message
from designkit.workbook.editor.editor import PANELS, Editor
from designkit.workbook.editor.widget import EditorWidget
from designkit.workbook.patterns import PATTERNS

HOSTILE = (
    "<script>window.pwned=1</script>",
    '"><img src=x onerror=alert(1)>',
    "]]><b>",
    "it's \\ `quoted` & {{ 7 * 7 }}",
    "\u202eright to left\u202c",
    "\a\x1b[31m",
    "🚀 emoji 漢字",
    "é" * 31,
)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_text("[tool.designkit.services.shop]\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DESIGNKIT_CACHE", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def workbook() -> Iterator[Workbook]:
    with dk.open("shop") as opened:
        opened.table("users").column("email", "text").unique("email")
        opened.table("orders").references("users").column("total", "numeric(12,2)")
        yield opened


@pytest.fixture
def browser(workbook: Workbook) -> Browser:
    return Browser(Editor(workbook, "orders"))


class Browser:
    """What a browser knows: the panels, as they were sent last."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        self.panels = dict(editor.panels())
        self._numbers = count(1)

    def act(self, act: str, **told: object) -> dict[str, str]:
        """Do something, and ask for the tab as the browser does."""
        answered = dict(self.send(act, preview=False, **told))
        self.panels |= answered
        self.panels |= self.send("draw", preview=False)
        return answered

    def send(self, act: str, *, preview: bool, **told: object) -> dict[str, str]:
        content = {"number": next(self._numbers), "act": {"act": act, **told}, "preview": preview}
        # As it comes over the wire.
        return dict(self.editor.answer(read_message(json.loads(json.dumps(content)))))


def column_names(workbook: Workbook, table: str) -> list[str]:
    return [column.name for column in workbook.schema.table(table).columns]


# ── one vocabulary ───────────────────────────────────────────────────────────

EDITS: tuple[tuple[dict[str, Any], str], ...] = (
    (
        {"act": "set-column", "column": "total", "field": "name", "value": "amount"},
        "ALTER TABLE orders RENAME COLUMN total TO amount",
    ),
    (
        {"act": "set-column", "column": "total", "field": "type", "value": "bigint"},
        "ALTER TABLE orders ALTER COLUMN total TYPE bigint",
    ),
    (
        {"act": "set-column", "column": "total", "field": "nullable", "value": True},
        "ALTER TABLE orders ALTER COLUMN total DROP NOT NULL",
    ),
    (
        {"act": "set-column", "column": "total", "field": "default", "value": "0"},
        "ALTER TABLE orders ALTER COLUMN total SET DEFAULT 0",
    ),
    (
        {"act": "set-column", "column": "total", "field": "comment", "value": "in euros"},
        "COMMENT ON COLUMN orders.total IS 'in euros'",
    ),
    (
        {"act": "set-column", "column": "total", "field": "primary_key", "value": True},
        """ALTER TABLE orders DROP CONSTRAINT orders_pkey,
            ADD CONSTRAINT orders_pkey PRIMARY KEY (id, total)""",
    ),
    (
        {"act": "set-column", "column": "user_id", "field": "references", "value": ""},
        "ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey",
    ),
    ({"act": "drop-column", "column": "total"}, "ALTER TABLE orders DROP COLUMN total"),
    (
        {"act": "add-column", "name": "note", "type": "text", "nullable": True},
        "ALTER TABLE orders ADD COLUMN note text",
    ),
    (
        {"act": "add-index", "keys": "user_id, created_at DESC", "where": "total > 0"},
        """CREATE INDEX idx_orders_user_id_created_at ON orders (user_id, created_at DESC)
            WHERE total > 0""",
    ),
    (
        {"act": "set-index", "index": "idx_orders_user_id", "field": "name", "value": "by_user"},
        "ALTER INDEX idx_orders_user_id RENAME TO by_user",
    ),
    (
        {"act": "set-index", "index": "idx_orders_user_id", "field": "unique", "value": True},
        "DROP INDEX idx_orders_user_id; CREATE UNIQUE INDEX idx_orders_user_id ON orders (user_id)",
    ),
    (
        {
            "act": "set-index",
            "index": "idx_orders_user_id",
            "field": "definition",
            "value": "(user_id, total)",
        },
        "DROP INDEX idx_orders_user_id; CREATE INDEX idx_orders_user_id ON orders (user_id, total)",
    ),
    ({"act": "drop-index", "index": "idx_orders_user_id"}, "DROP INDEX idx_orders_user_id"),
    (
        {"act": "add-constraint", "kind": "check", "text": "total >= 0"},
        "ALTER TABLE orders ADD CHECK (total >= 0)",
    ),
    (
        {"act": "add-constraint", "kind": "unique", "text": "user_id, total"},
        "ALTER TABLE orders ADD UNIQUE (user_id, total)",
    ),
    (
        {
            "act": "set-constraint",
            "constraint": "orders_user_id_fkey",
            "field": "definition",
            "value": "FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE",
        },
        """ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey,
            ADD CONSTRAINT orders_user_id_fkey
            FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE""",
    ),
    (
        {"act": "drop-constraint", "constraint": "orders_user_id_fkey"},
        "ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey",
    ),
    (
        {"act": "comment-table", "value": "what was bought"},
        "COMMENT ON TABLE orders IS 'what was bought'",
    ),
    ({"act": "drop-table"}, "DROP TABLE orders"),
)


@pytest.mark.parametrize(("act", "sql"), EDITS, ids=lambda part: str(part)[:50])
def test_an_act_leads_where_sql_leads_and_back(
    browser: Browser, workbook: Workbook, project: Path, act: dict[str, Any], sql: str
) -> None:
    design = project / "notebooks" / "designs" / "shop.sql"
    before, written = workbook.schema, design.read_text()
    browser.act(**{"table": "orders", **act})
    by_act, saved = workbook.schema, design.read_text()
    assert by_act != before
    assert 'role="alert"' not in browser.panels["status"]
    browser.act("undo")
    assert workbook.schema == before
    assert design.read_text() == written
    workbook.sql(sql)
    assert workbook.schema == by_act
    assert design.read_text() == saved


@pytest.mark.parametrize(("act", "sql"), EDITS, ids=lambda part: str(part)[:50])
def test_a_preview_says_what_the_edit_would_and_makes_nothing(
    browser: Browser, workbook: Workbook, act: dict[str, Any], sql: str
) -> None:
    del sql
    before = workbook.schema
    told = browser.send(**{"table": "orders", **act}, preview=True)
    assert workbook.schema is before
    browser.act(**{"table": "orders", **act})
    if act["act"] == "add-index":
        return  # Its form is not previewed: it is made, or not.
    previewed = re.findall(r'data-key="(finding:[^"]*)"', told["findings"])
    assert previewed == re.findall(r'data-key="(finding:[^"]*)"', browser.panels["findings"])


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_table_of_a_pattern_keeps_every_convention(
    browser: Browser, workbook: Workbook, pattern: str
) -> None:
    parents = "users, orders" if pattern == "link" else "users"
    browser.act("add-table", name="things", pattern=pattern, parents=parents)
    assert not workbook.check()
    assert browser.editor.table is workbook.schema.table("things")


def test_a_renamed_table_stays_in_view_and_columns_where_they_were_moved(
    browser: Browser, workbook: Workbook
) -> None:
    browser.act("move", table="orders", column="total", by=-1)
    browser.act("set-column", table="orders", column="total", field="name", value="amount")
    browser.act("rename-table", table="orders", value="purchases")
    shown = re.findall(r'data-object="purchases\.(\w+)"', browser.panels["columns"])
    assert shown == ["id", "amount", "user_id", "created_at", "updated_at"]
    assert column_names(workbook, "purchases")[1:3] == ["user_id", "amount"]


def test_a_table_of_another_service_is_not_made_here(project: Path) -> None:
    (project / "pyproject.toml").write_text(
        "[tool.designkit.services.shop]\n[tool.designkit.services.auth]\ntables = ['users']\n"
    )
    with dk.open("shop") as workbook:
        browser = Browser(Editor(workbook))
        browser.act("add-table", name="users")
        assert "belongs to service auth" in browser.panels["status"]
        assert not workbook.schema.tables


def test_a_finding_leads_to_its_table(browser: Browser, workbook: Workbook) -> None:
    about = ("users", "users.email", "users.not_there", "users_email_key", "users_pkey")
    for object_ in about:
        browser.act("focus", about="orders")
        browser.act("focus", about=object_)
        assert browser.editor.table is workbook.schema.table("users"), object_
    browser.act("focus", about="GetOrder")
    assert browser.editor.table is workbook.schema.table("users")


# ── refusals ─────────────────────────────────────────────────────────────────


def test_what_postgres_refuses_stays_in_its_control_until_it_is_dismissed(
    browser: Browser, workbook: Workbook
) -> None:
    act = {"table": "orders", "column": "total", "field": "type", "value": "nonsense"}
    told = browser.send("set-column", preview=True, **act)
    assert "type &#34;nonsense&#34; does not exist" in told["findings"]
    browser.act("set-column", **act)
    assert workbook.schema.table("orders").column("total").type == "numeric(12,2)"
    assert 'value="nonsense"' in browser.panels["columns"]
    assert "does not exist" in browser.panels["status"]
    browser.act("dismiss")
    assert 'value="nonsense"' not in browser.panels["columns"]
    assert "does not exist" not in browser.panels["status"]


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ({"act": "add-index", "keys": "total); DROP TABLE users; --"}, "more than one statement"),
        ({"act": "drop-column", "column": "nothing"}, "no column nothing"),
        ({"act": "drop-index", "index": "nothing"}, "no such index"),
        ({"act": "drop-constraint", "constraint": "nothing"}, "no such constraint"),
        ({"act": "set-column", "column": "total", "field": "name", "value": ""}, "empty"),
        ({"act": "add-table", "name": "x", "pattern": "nothing"}, "there are: plain"),
        (
            {"act": "add-table", "name": "x", "pattern": "link", "parents": "users"},
            "names 2 tables",
        ),
        ({"act": "fix", "rule": "table-name-not-plural", "about": "orders"}, "finds nothing there"),
        ({"act": "take", "index": "idx"}, "not advised any more"),
        ({"act": "answer", "before": "a", "after": "b", "rename": "false"}, "no open question"),
        ({"act": "begin", "work": "plan"}, "no query is registered"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    browser: Browser, workbook: Workbook, act: dict[str, Any], said: str
) -> None:
    before = workbook.schema
    about = (
        {} if act["act"] in {"add-table", "fix", "take", "answer", "begin"} else {"table": "orders"}
    )
    browser.act(**about, **act)
    browser.editor.jobs.wait()
    browser.act("show", tab="queries")
    assert said in browser.panels["status"] + browser.panels["tab"]
    assert workbook.schema is before


@pytest.mark.parametrize(
    "content", [None, {}, {"number": 1}, {"number": 1, "act": {"act": "format-disk"}}]
)
def test_what_is_no_act_is_refused(content: object) -> None:
    with pytest.raises(ModelError, match="no act"):
        read_message(content)


# ── findings and questions ───────────────────────────────────────────────────


def test_a_fix_and_a_waiver_answer_their_finding(browser: Browser, workbook: Workbook) -> None:
    browser.act("add-column", table="orders", name="dueDate", type="date")
    assert 'data-rule="name-not-snake-case"' in browser.panels["findings"]
    assert 'aria-invalid="true"' in browser.panels["columns"]
    browser.act("fix", rule="name-not-snake-case", about="orders.dueDate")
    assert "due_date" in column_names(workbook, "orders")
    browser.act("add-column", table="orders", name="paid", type="boolean")
    browser.act("waive", rule="boolean-name", about="orders.paid", value="so it is called")
    assert "so it is called" in browser.panels["findings"]
    assert workbook.check().errors == ()


@pytest.mark.parametrize("rename", [True, False])
def test_look_alikes_are_asked_about(browser: Browser, workbook: Workbook, rename: bool) -> None:  # noqa: FBT001
    workbook.approve("begin", by="Ada")
    browser.act("drop-column", table="orders", column="total")
    browser.act("add-column", table="orders", name="total_sum", type="numeric(12,2)")
    assert "a rename?" in browser.panels["status"]
    browser.act("answer", before="orders.total", after="total_sum", rename=rename)
    assert "a rename?" not in browser.panels["status"]
    renamed = any("rename" in operation.describe() for operation in workbook.changes())
    assert renamed == rename
    browser.act("undo")
    assert "a rename?" in browser.panels["status"]


def test_history_leads_back_and_forth(browser: Browser, workbook: Workbook) -> None:
    for name in ("one", "two", "three"):
        browser.act("add-column", table="orders", name=name)
    browser.act("show", tab="history")
    edits = len(workbook.draft.done)
    assert browser.panels["tab"].count("Undo back to before") == edits
    browser.act("undo", steps="2")
    assert {"one", "two", "three"} & {*column_names(workbook, "orders")} == {"one"}
    assert browser.panels["tab"].count("Redo up to here") == 2
    browser.act("redo", steps="2")
    assert len(workbook.draft.done) == edits
    assert "three" in column_names(workbook, "orders")


# ── two notebooks, and hands ─────────────────────────────────────────────────


def test_two_editors_notice_each_other(browser: Browser, workbook: Workbook) -> None:
    with dk.open("shop") as other:
        other.table("orders").column("theirs", "text")
        told = browser.send("look", preview=False)
        assert "somebody else has saved this design" in told["status"]
        with pytest.raises(FileError, match="changed on the disk"):
            workbook.table("orders").column("ours", "text")
        browser.act("reload")
        assert "theirs" in column_names(workbook, "orders")
        browser.act("undo")
        assert "theirs" not in column_names(workbook, "orders")


def test_a_draft_that_is_kept_puts_the_other_aside(
    browser: Browser, workbook: Workbook, project: Path
) -> None:
    with dk.open("shop") as other:
        other.table("orders").column("theirs", "text")
    browser.act("keep")
    assert not workbook.conflict
    workbook.table("orders").column("ours", "text")
    (aside,) = (project / "notebooks" / "designs").glob("*.other")
    assert "theirs" in aside.read_text()
    with dk.open("shop") as again:
        assert "ours" in column_names(again, "orders")


def test_a_design_that_was_broken_by_hand_is_offered_beside_the_last_good_one(
    workbook: Workbook, project: Path
) -> None:
    good, design = workbook.schema, project / "notebooks" / "designs" / "shop.sql"
    workbook.close()
    text = design.read_text()
    design.write_text(text.replace("email text", "email text tixt"))
    with dk.open("shop") as again:
        assert again.schema.canonical() == good.canonical()
        status = Browser(Editor(again)).panels["status"]
        assert re.search(r"shop\.sql:\d+: .*tixt", status)
        assert "Read the file again" in status
        with pytest.raises(StatementFailed):
            again.reload()
        with pytest.raises(FileError):
            again.table("orders").column("more", "text")
        with pytest.raises(FileError):
            again.approve("broken", by="Ada")
        assert "tixt" in design.read_text()
        again.keep()
        assert "tixt" not in design.read_text()
        again.table("orders").column("more", "text")


def test_a_broken_design_that_nobody_saved_here_is_refused(
    workbook: Workbook, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook.close()
    (project / "notebooks" / "designs" / "shop.sql").write_text("CREATE TABEL x ();")
    monkeypatch.setenv("DESIGNKIT_CACHE", "")
    with pytest.raises(StatementFailed, match=r"shop\.sql:1"):
        dk.open("shop")


# ── tabs and long work ───────────────────────────────────────────────────────


def test_each_tab_shows_the_draft_as_it_is(browser: Browser, workbook: Workbook) -> None:
    workbook.query("GetOrder", "SELECT id FROM orders WHERE id = :id")
    shown = {
        "diagram": 'data-table="orders"',
        "changes": "create table orders",
        "migration": "REFERENCES",
        "queries": "GetOrder",
        "history": "Undo back to before",
    }
    for tab, words in shown.items():
        browser.act("show", tab=tab)
        assert words in re.sub(r"<span[^>]*>|</span>", "", browser.panels["tab"]), tab


def test_long_work_shows_its_result_and_says_when_it_is_stale(
    browser: Browser, workbook: Workbook
) -> None:
    workbook.table("orders").expect(rows=1_000_000)
    workbook.query("ByTotal", "SELECT id FROM orders WHERE total = :total", weight=100)
    browser.act("begin", work="advise")
    browser.editor.jobs.wait()
    browser.act("show", tab="queries")
    assert "Add idx_orders_total" in browser.panels["tab"]
    browser.act("take", index="idx_orders_total")
    assert any(
        index.name == "idx_orders_total" for index in workbook.schema.table("orders").indexes
    )
    assert "The draft has changed since" in browser.panels["tab"]


def test_long_work_can_be_cancelled(browser: Browser) -> None:
    browser.act("begin", work="rehearse")
    assert "Cancel" in browser.panels["status"] or browser.editor.jobs.running is None
    browser.act("cancel")
    browser.editor.jobs.wait()
    browser.act("show", tab="migration")
    assert "Cancel" not in browser.panels["status"]


# ── text stays text ──────────────────────────────────────────────────────────


class _Elements(HTMLParser):
    """The elements and attributes of markup."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.found |= {f"@{name}" for name, _ in attrs if name.startswith("on")}
        self.text += [value or "" for _, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_of_a_schema_becomes_markup(
    browser: Browser, workbook: Workbook, hostile: str
) -> None:
    workbook.table("orders").comment(hostile).comment(hostile, column="total")
    browser.act("add-column", table="orders", name=hostile)
    browser.act("set-column", table="orders", column=hostile, field="default", value="'x'")
    browser.act("add-index", table="orders", keys='"' + hostile.replace('"', '""') + '"')
    browser.act("waive", rule="name-not-snake-case", about=f"orders.{hostile}", value=hostile)
    browser.act("set-column", table="orders", column="total", field="type", value=hostile)
    assert hostile in column_names(workbook, "orders")
    for tab in ("diagram", "changes", "migration", "queries", "history"):
        browser.act("show", tab=tab)
        for name in PANELS:
            parsed = _Elements()
            parsed.feed(browser.panels[name])
            assert parsed.found.isdisjoint({"script", "img", "b", "@onerror"}), (tab, name)
    # What tells the column is told exactly, whatever can be shown of it.
    parsed = _Elements()
    parsed.feed(browser.panels["columns"])
    assert hostile in parsed.text
    browser.act("drop-column", table="orders", column=hostile)
    assert hostile not in column_names(workbook, "orders")


# ── the widget ───────────────────────────────────────────────────────────────


def test_the_widget_answers_and_holds_what_a_new_page_needs(workbook: Workbook) -> None:
    widget = workbook.edit("orders")
    assert isinstance(widget, EditorWidget)
    act = {"act": "add-column", "table": "orders", "name": "note"}
    widget._handle_custom_msg({"number": 7, "act": act, "preview": False}, [])
    state = widget.get_state()
    assert state["answered"] == 7
    assert "orders.note" in state["columns"]
    assert state["version"] > 0


def test_an_editor_that_nobody_shows_writes_no_panel(workbook: Workbook) -> None:
    async def edited() -> EditorWidget:
        widget = workbook.edit("orders")
        before = widget.columns
        workbook.table("orders").column("note", "text")
        workbook.table("orders").column("more", "text")
        await asyncio.sleep(0)
        assert widget.columns == before
        return widget

    widget = asyncio.run(edited())
    assert widget.news == 1
    widget._handle_custom_msg({"number": 1, "act": {"act": "refresh"}, "preview": False}, [])
    assert "orders.more" in widget.columns


def test_the_widget_leaves_a_page_for_who_has_no_kernel(workbook: Workbook) -> None:
    shown = workbook.edit()._repr_mimebundle_()
    bundle = shown[0] if isinstance(shown, tuple) else shown
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "orders" in bundle["text/html"]


def test_an_unknown_table_is_not_edited(workbook: Workbook) -> None:
    with pytest.raises(ModelError, match="orders"):
        workbook.edit("nothing")
