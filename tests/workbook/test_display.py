"""The views in a running IPython: what a cell shows, the magics, and errors without a traceback."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config

import designkit as dk
from designkit.changes import AddColumn
from designkit.diagram import draw
from designkit.errors import DesignkitError, ModelError, QueryError, StatementFailed
from designkit.review import Answered, Queries
from designkit.rules import Findings
from designkit.sql.script import Changes
from designkit.workbook import TableEditor, Workbook, display, magics, views
from designkit.workload import Query
from tests.rules.built import Name, column
from tests.workbook.shown import (
    ADVICE,
    ADVISED,
    AFTER,
    ANSWERED,
    APPROVED,
    BEFORE,
    CHANGES,
    FIND,
    FINDINGS,
    GONE,
    ORDERS,
    PAGES,
    PLAN_CHANGES,
    PLANNED,
    rehearsal,
    review,
    words,
)

SHOWN: dict[str, object] = {
    "schema": AFTER,
    "table": ORDERS,
    "findings": FINDINGS,
    "finding": FINDINGS.items[0],
    "changes": CHANGES,
    "edit": views.Edit(changes=CHANGES, findings=FINDINGS),
    "diagram": draw(AFTER),
    "review": review(findings=FINDINGS),
    "approved": APPROVED,
    "queries": Queries(items=(FIND, GONE)),
    "answered": ANSWERED,
    "planned": PLANNED,
    "plan changes": PLAN_CHANGES,
    "advised": ADVISED,
    "advice": ADVICE,
}


# IPython is typed in part only.
Shell = Any


@pytest.fixture
def shell() -> Iterator[Shell]:
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    yield InteractiveShell.instance(config=config)
    InteractiveShell.clear_instance()


class Notes:
    """A workbook that notes what it was asked to run."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.registered: list[Query] = []

    def sql(self, text: str) -> Changes:
        self.ran.append(text)
        if "nope" in text:
            raise StatementFailed(
                file="", line=2, sqlstate="42P01", problem="there is no nope", statement=text
            )
        return CHANGES

    def check(self) -> Findings:
        return FINDINGS

    def register(self, query: Query) -> Answered:
        self.registered.append(query)
        return ANSWERED


def shown(shell: Shell, value: object) -> dict[str, str]:
    bundle: dict[str, str] = shell.display_formatter.format(value)[0]
    return bundle


# ── registering ──────────────────────────────────────────────────────────────


def test_nothing_is_installed_outside_of_ipython() -> None:
    assert display.install() is False


def test_ipython_is_never_imported() -> None:
    code = (
        "import sys; from designkit.workbook import display; assert not display.install();"
        "assert not {'IPython', 'traitlets'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


@pytest.mark.parametrize("name", SHOWN)
def test_value_shows_itself_as_its_page(shell: Shell, name: str) -> None:
    assert display.install() is True
    assert shown(shell, SHOWN[name])["text/html"] == PAGES[name]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (AFTER, "Schema of 2 tables, 1 view, 1 enum, 1 other object\n  orders "),
        (ORDERS, "table orders\n  id "),
        (CHANGES, "create enum status\n"),
        (draw(AFTER), "Entity-relationship diagram of auth: 2 tables, 1 view"),
        (rehearsal(), "002_orders.sql on PostgreSQL 18.6: proven\n"),
        (review(), "# Review of shop: "),
        (APPROVED, "migrations/002_orders.sql\n"),
        (Queries(items=(FIND, GONE)), "FindUser      FindUser.sql:1\nGetGone :one"),
        (ANSWERED, "FindUser\n  takes email text\n  gives id uuid, total bigint\n"),
        (PLANNED, "FindUser  FindUser.sql:1\n  cost 45k"),
        (PLAN_CHANGES, "FindUser: cost 45k becomes 8\n"),
        (ADVISED, "Index advice: the workload costs 225k"),
        (ADVICE, "CREATE INDEX idx_users_email ON users (email);\n  FindUser: "),
        (AddColumn(table=Name(name="users"), column=column("nick")), "add column users.nick"),
        ([rehearsal()], "[002_orders.sql on PostgreSQL 18.6: proven\n"),
    ],
)
def test_value_has_a_readable_text_beside_it(shell: Shell, value: object, text: str) -> None:
    display.install()
    assert shown(shell, value)["text/plain"].startswith(text)


def test_every_value_with_a_page_has_a_text_or_a_short_repr() -> None:
    assert set(display.HTML) - set(display.TEXT) == {TableEditor, Workbook}


def test_other_values_are_left_alone(shell: Shell) -> None:
    display.install()
    assert shown(shell, "orders") == {"text/plain": "'orders'"}


def test_installing_twice_is_installing_once(shell: Shell) -> None:
    display.install()
    display.install()
    assert shown(shell, BEFORE)["text/html"] == views.schema_html(BEFORE)


# ── %%ddl ────────────────────────────────────────────────────────────────────


def test_ddl_edits_the_workbook_and_shows_the_edit(shell: Shell) -> None:
    workbook = Notes()
    display.install()
    magics.register(shell, workbook)
    with capture_output() as captured:
        result = shell.run_cell("%%ddl\nCREATE TABLE a (id int);\n").result
    assert workbook.ran == ["\nCREATE TABLE a (id int);\n"]
    assert result == views.Edit(changes=CHANGES, findings=FINDINGS)
    assert "create table orders" in captured.stdout


def test_ddl_takes_a_single_line(shell: Shell) -> None:
    workbook = Notes()
    magics.register(shell, workbook)
    shell.run_cell("%ddl DROP TABLE a", silent=True)
    assert workbook.ran == ["DROP TABLE a"]


def test_ddl_edits_the_workbook_that_was_opened_last(shell: Shell) -> None:
    first, last = Notes(), Notes()
    magics.register(shell, first)
    magics.register(shell, last)
    shell.run_cell("%ddl DROP TABLE a", silent=True)
    assert (first.ran, last.ran) == ([], ["DROP TABLE a"])


def test_ddl_without_a_workbook_says_how_to_open_one(shell: Shell) -> None:
    display.load_ipython_extension(shell)
    error = shell.run_cell("%ddl DROP TABLE a", silent=True).error_in_exec
    assert isinstance(error, DesignkitError)
    assert "no workbook is open" in str(error)


def test_loading_the_extension_keeps_the_open_workbook(shell: Shell) -> None:
    workbook = Notes()
    magics.register(shell, workbook)
    shell.run_cell("%load_ext designkit", silent=True)
    shell.run_cell("%ddl DROP TABLE a", silent=True)
    assert workbook.ran == ["DROP TABLE a"]
    assert "text/html" in shown(shell, BEFORE)


# ── %%query ──────────────────────────────────────────────────────────────────


def test_query_registers_the_cell_under_its_name(shell: Shell) -> None:
    workbook = Notes()
    display.install()
    magics.register(shell, workbook)
    cell = "%%query GetUser :one weight=20\nSELECT id\n  FROM users\n WHERE id = :id;\n"
    with capture_output() as captured:
        assert shell.run_cell(cell).result == ANSWERED
    assert "takes email text" in captured.stdout
    (query,) = workbook.registered
    assert (query.name, query.cardinality, query.weight) == ("GetUser", "one", 20)
    assert query.text == "SELECT id\n  FROM users\n WHERE id = :id"
    assert query.line_and_column(query.sql.index("FROM")) == (3, 3)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("%%query\nSELECT 1", "line 1: 'name:' is no name of a query"),
        ("%%query GetUser :two\nSELECT 1", "line 1: :two is not read"),
        ("%%query GetUser weight=0\nSELECT 1", "line 1: weight=0 is no weight"),
        ("%%query GetUser weight=much\nSELECT 1", "line 1: weight=much is no weight"),
        ("%%query GetUser\n-- nothing", "line 1: GetUser has no statement below it"),
        ("%%query GetUser\nSELECT 1;\nSELECT 2", "line 3: a second statement begins here"),
        ("%%query A\nSELECT 1;\n-- name: B\nSELECT 2", "line 3: a second query, B"),
    ],
)
def test_a_cell_that_is_no_query_is_refused_with_its_line(
    shell: Shell, cell: str, said: str
) -> None:
    workbook = Notes()
    magics.register(shell, workbook)
    error = shell.run_cell(cell, silent=True).error_in_exec
    assert isinstance(error, QueryError)
    assert str(error).startswith(said)
    assert workbook.registered == []


def test_query_without_a_workbook_says_how_to_open_one(shell: Shell) -> None:
    display.load_ipython_extension(shell)
    error = shell.run_cell("%%query GetUser\nSELECT 1", silent=True).error_in_exec
    assert str(error).startswith("%%query: no workbook is open")


# ── errors ───────────────────────────────────────────────────────────────────


def test_refused_statement_fails_the_cell_and_shows_its_message_alone(
    shell: Shell,
) -> None:
    magics.register(shell, Notes())
    with capture_output() as captured:
        result = shell.run_cell("%%ddl\nDROP TABLE nope")
    assert isinstance(result.error_in_exec, StatementFailed)
    assert captured.stdout == "line 2: there is no nope (SQLSTATE 42P01)\n"


def test_any_error_of_designkit_shows_its_message_alone(shell: Shell) -> None:
    shell.user_ns["error"] = ModelError("table a", "one line\nand another")
    with capture_output() as captured:
        shell.run_cell("raise error")
    assert captured.stdout == "table a: one line\nand another\n"


def test_other_errors_keep_their_traceback(shell: Shell) -> None:
    with capture_output() as captured:
        shell.run_cell("1 / 0")
    assert "Traceback" in captured.stdout


# ── a workbook ───────────────────────────────────────────────────────────────


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workbook]:
    (tmp_path / "pyproject.toml").write_text("[tool.designkit.services.events]\n")
    monkeypatch.chdir(tmp_path)
    with dk.open("events") as opened:
        yield opened


def test_workbook_shows_where_its_draft_stands(shell: Shell, workbook: Workbook) -> None:
    display.install(workbook)
    assert words(shown(shell, workbook)["text/html"]) == (
        "Workbook of events 0 tables The draft equals what the migrations build. "
        "Findings ✓ no findings"
    )
    shell.run_cell("%ddl CREATE TABLE event (id uuid PRIMARY KEY)", silent=True)
    said = words(shown(shell, workbook)["text/html"])
    assert said.startswith("Workbook of events 1 table event Changes of the draft 1 operation")
    assert "+ create table event" in said
    assert "■ 4 errors" in said


def test_table_under_its_editor_shows_as_the_table(shell: Shell, workbook: Workbook) -> None:
    display.install()
    html = shown(shell, workbook.table("events"))["text/html"]
    assert html == views.table_html(workbook.schema.table("events"))
