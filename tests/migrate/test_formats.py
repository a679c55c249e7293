"""How each tool's files are read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.errors import SourceError
from designkit.migrate.formats import directives, one_file
from designkit.migrate.formats.directives import Dialogue
from designkit.migrate.formats.names import directed, numbered
from designkit.migrate.formats.substitution import substitute
from designkit.migrate.script import Script

DIALOGUES: dict[str, Dialogue] = {dialogue.tool: dialogue for dialogue in one_file.DIALOGUES}
FUNCTION = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN 1;\nEND\n$$;"


def read(tool: str, text: str) -> tuple[Script, Script | None]:
    return directives.read(DIALOGUES[tool], Path("001_a.sql"), text)


def lines(script: Script | None) -> list[tuple[int, str]] | None:
    return None if script is None else [(item.line, item.text) for item in script.statements]


SPELLINGS = {
    "goose": "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n",
    "goose in other letters": "--+goose UP\nSELECT 1;\n--  +goose down\nSELECT 2;\n",
    "sql-migrate": "-- +migrate Up\nSELECT 1;\n-- +migrate Down\nSELECT 2;\n",
    "dbmate": "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n",
    "dbmate without a blank": "--migrate:up\nSELECT 1;\n--migrate:down\nSELECT 2;\n",
}


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_up_and_down_are_told_apart_with_lines_of_the_file(spelling: str, ending: str) -> None:
    up, down = read(spelling.split(maxsplit=1)[0], SPELLINGS[spelling].replace("\n", ending))
    assert (lines(up), lines(down)) == ([(2, "SELECT 1")], [(4, "SELECT 2")])
    assert (up.first_line, up.text) == (2, "SELECT 1;")


@pytest.mark.parametrize("tool", ["goose", "sql-migrate"])
def test_an_absent_down_differs_from_an_empty_one(tool: str) -> None:
    up, _, down, *_ = SPELLINGS[tool].split("\n")
    assert read(tool, f"{up}\nSELECT 1;\n")[1] is None
    empty = read(tool, f"{up}\nSELECT 1;\n{down}\n-- nothing to undo\n")[1]
    assert empty is not None
    assert empty.statements == ()


@pytest.mark.parametrize(
    ("tool", "text", "expected"),
    [
        ("goose", "-- +goose NO TRANSACTION\n-- +goose Up\n-- +goose Down\n", (False, False)),
        ("goose", "-- +goose Up\n-- +goose Down\n", (True, True)),
        ("sql-migrate", "-- +migrate Up  notransaction\n-- +migrate Down\n", (False, True)),
        ("dbmate", "-- migrate:up\n-- migrate:down transaction:false\n", (True, False)),
        ("dbmate", "-- migrate:up transaction:true\n-- migrate:down\n", (True, True)),
    ],
)
def test_each_tool_says_in_its_way_that_it_runs_without_transaction(
    tool: str, text: str, expected: tuple[bool, bool]
) -> None:
    up, down = read(tool, text)
    assert down is not None
    assert (up.transactional, down.transactional) == expected


@pytest.mark.parametrize(("tool", "mark"), [("goose", "+goose"), ("sql-migrate", "+migrate")])
def test_a_block_is_one_statement(tool: str, mark: str) -> None:
    block = f"-- {mark} StatementBegin\n{FUNCTION}\n-- {mark} StatementEnd"
    up, _ = read(tool, f"-- {mark} Up\n{block}\nSELECT 1;\n")
    assert lines(up) == [(3, FUNCTION.removesuffix(";")), (9, "SELECT 1")]
    assert up.objections == ()


@pytest.mark.parametrize(("tool", "mark"), [("goose", "+goose"), ("sql-migrate", "+migrate")])
def test_a_body_that_the_tool_would_cut_meets_an_objection(tool: str, mark: str) -> None:
    up, _ = read(tool, f"-- {mark} Up\n{FUNCTION}\n")
    assert [(item.line, "line 4" in item.problem) for item in up.objections] == [(2, True)]


@pytest.mark.parametrize(("tool", "mark"), [("goose", "+goose"), ("sql-migrate", "+migrate")])
def test_a_missing_last_semicolon_meets_an_objection(tool: str, mark: str) -> None:
    up, _ = read(tool, f"-- {mark} Up\nSELECT 1;\nSELECT\n  2\n-- {mark} Down\n")
    assert [item.line for item in up.objections] == [3]


@pytest.mark.parametrize(
    ("body", "objections"),
    [
        ("CREATE TABLE t (\n-- the key\nid int\n);", []),
        ("-- why\nSELECT 1;\n-- done", []),
        ("SELECT 1;\nSELECT '\n-- x\n';", [3]),
        ("SELECT '\n -- x\n--x\n';", []),
        ("-- +migrate StatementBegin\nDO $$\n-- x;\n$$;", [3]),
        ("SELECT 1;\n--done", [3]),
        ("SELECT 1;\n -- done", [3]),
    ],
)
def test_a_line_that_sql_migrate_leaves_out_of_a_text_meets_an_objection(
    body: str, objections: list[int]
) -> None:
    end = "\n-- +migrate StatementEnd" if "Begin" in body else ""
    up, _ = read("sql-migrate", f"-- +migrate Up\n{body}{end}\n")
    assert [item.line for item in up.objections] == objections


def test_dbmate_sends_a_block_whole_and_objects_to_nothing() -> None:
    up, _ = read("dbmate", f"-- migrate:up\n{FUNCTION}\nSELECT 1\n-- migrate:down\n")
    assert up.objections == ()


def test_sql_migrate_may_turn_several_times() -> None:
    text = "-- +migrate Down\nA;\n-- +migrate Up\nB;\n-- +migrate Down\nC;\n-- +migrate Up\nD;\n"
    up, down = read("sql-migrate", text)
    assert lines(up) == [(4, "B"), (8, "D")]
    assert lines(down) == [(2, "A"), (6, "C")]


def test_sql_migrate_passes_over_what_stands_above_and_what_it_does_not_know() -> None:
    up, _ = read("sql-migrate", "SELECT 0;\n-- +migrate Up\n-- +migrate Sideways\nSELECT 1;\n")
    assert lines(up) == [(4, "SELECT 1")]


ENVIRONMENT = {"NAME": "shop", "EMPTY": "", "É2": "e", "LONG": "0123456789", "SIGN": "€"}


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ("SELECT '$NAME', '${NAME}';", "SELECT 'shop', 'shop';"),
        ("$NAME.$NAME$É2", "shop.shope"),
        ("${EMPTY}${EMPTY-a}${EMPTY:-b}${GONE-c}${GONE:-d}${NAME:-e}", "bcdshop"),
        ("${GONE:-${NAME}_x}${NAME:-${GONE}}", "shop_xshop"),
        ("${NAME?}${EMPTY?must be set}", "shop"),
        (
            "${LONG:2}|${LONG:2:3}|${LONG:-x}|${LONG: -3}|${LONG:2:-3}",
            "23456789|234|0123456789|789|23456",
        ),
        ("${LONG:20}|${LONG:-20:2}|${LONG: -20:2}|${LONG:8:-9}|${LONG:8:9}", "|0123456789|01||89"),
        (r"a $$ b \$NAME c \\ $(d) \n $", r"a $ b $NAME c \\ $(d) \n $"),
        ("", ""),
    ],
)
def test_variables_are_put_in_as_goose_does_it(line: str, result: str) -> None:
    assert substitute(line, ENVIRONMENT) == result


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("$GONE", "the environment variable GONE is not set"),
        ("${GONE}", "the environment variable GONE is not set"),
        ("${GONE:1:2}", "the environment variable GONE is not set"),
        ("${GONE?ask ${NAME}}", r"GONE is not set \(ask shop\)"),
        ("${EMPTY:-$GONE}", "the environment variable GONE is not set"),
        ("SELECT $1", r"goose reads \$1 as a variable"),
        ("${_X}", "its name begins with a letter"),
        ("${NAME", "nothing that goose knows"),
        ("${NAME:-x", "without its closing }"),
        ("${NAME=x}", "nothing that goose knows"),
        ("${NAME:x}", "'x' is no number"),
        ("${SIGN:1}", "inside of a letter"),
    ],
)
def test_a_variable_that_has_no_value_is_named(line: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        substitute(line, ENVIRONMENT)


@given(st.text(st.characters(exclude_characters="$\\"), max_size=30))
def test_what_holds_no_variable_stays_as_it_is(text: str) -> None:
    assert substitute(text, {}) == text


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_value_is_put_in_whole_and_not_read_again(before: str, value: str) -> None:
    line = before.replace("\\", "").replace("$", "")
    assert substitute(f"{line}${{V}}{line}", {"V": value}) == f"{line}{value}{line}"


def test_goose_puts_variables_in_between_its_two_lines_only() -> None:
    text = (
        "-- +goose Up\nSELECT '$NAME';\n-- +goose ENVSUB ON\n-- $GONE\nSELECT '$NAME';\n"
        "-- +goose StatementBegin\n-- $GONE\nSELECT '$NAME'\n-- $NAME\n;\n-- +goose StatementEnd\n"
        "-- +goose ENVSUB OFF\nSELECT '$NAME';\n"
    )
    up, _ = directives.read(DIALOGUES["goose"], Path("001_a.sql"), text, ENVIRONMENT)
    assert lines(up) == [
        (2, "SELECT '$NAME'"),
        (5, "SELECT 'shop'"),
        (8, "SELECT 'shop'"),
        (13, "SELECT '$NAME'"),
    ]
    assert "\n-- shop\n" in up.text


def test_dbmate_sends_a_direction_as_one_message() -> None:
    one, _ = read("dbmate", "-- migrate:up transaction:false\nSELECT 1;\n-- migrate:down\n")
    two, _ = read("dbmate", "-- migrate:up transaction:false\nA;\nB;\n-- migrate:down\n")
    assert (one.transactional, two.transactional) == (False, True)


@pytest.mark.parametrize(
    ("tool", "text"),
    [
        ("goose", "-- one\n\n  --two;\n-- +goose NO TRANSACTION\n-- +goose Up\n-- three\n"),
        ("sql-migrate", "SELECT 1;\n-- one\r\n--  two;\n-- +migrate Up\n"),
        ("dbmate", "-- one\n-- two;\n-- migrate:up\n"),
    ],
)
def test_the_header_is_the_comments_above_the_first_line_for_the_tool(tool: str, text: str) -> None:
    assert [line.strip() for line in directives.header(DIALOGUES[tool], text)] == ["one", "two;"]


REFUSED = {
    "goose: no up": ("goose", "-- +goose Down\n", 1, "stands before"),
    "goose: nothing": ("goose", "-- hello\n", 1, "no line"),
    "goose: indented": ("goose", "-- +goose Up\n  -- +goose Down\n", 2, "indented"),
    "goose: unknown": ("goose", "-- +goose Sideways\n", 1, "knows no annotation"),
    "goose: twice": ("goose", "-- +goose Up\n-- +goose Up\n", 2, "second up"),
    "goose: SQL above": ("goose", "SELECT 1;\n-- +goose Up\n", 1, "SQL above"),
    "goose: open block": ("goose", "-- +goose Up\n-- +goose StatementBegin\nA;\n", 2, "its end"),
    "goose: no block": ("goose", "-- +goose Up\n-- +goose StatementEnd\n", 2, "not begun"),
    "goose: nested": (
        "goose",
        "-- +goose Up\n-- +goose StatementBegin\n-- +goose StatementBegin\n",
        3,
        "inside another",
    ),
    "goose: a variable": (
        "goose",
        "-- +goose Up\n-- +goose ENVSUB ON\nA ${GONE};\n",
        3,
        "variable GONE is not set",
    ),
    "goose: block outside": ("goose", "-- +goose StatementBegin\n", 1, "outside"),
    "goose: block over down": (
        "goose",
        "-- +goose Up\n-- +goose StatementBegin\n-- +goose Down\n",
        2,
        "its end",
    ),
    "sql-migrate: empty": ("sql-migrate", "-- +migrate Up\n-- +migrate  \n", 2, "without a"),
    "sql-migrate: no up": ("sql-migrate", "-- +migrate Down\n", 1, "no line"),
    "sql-migrate: open block": (
        "sql-migrate",
        "-- +migrate Up\n-- +migrate StatementBegin\n",
        2,
        "its end",
    ),
    "dbmate: SQL above": ("dbmate", "SELECT 1;\n-- migrate:up\n", 1, "SQL above"),
    "dbmate: no down": ("dbmate", "-- migrate:up\nA;\n", 3, "no line `-- migrate:down`"),
    "dbmate: order": ("dbmate", "-- migrate:down\n-- migrate:up\n", 1, "stands before"),
}


@pytest.mark.parametrize(("tool", "text", "line", "problem"), REFUSED.values(), ids=REFUSED)
def test_what_the_tool_refuses_is_refused_with_its_line(
    tool: str, text: str, line: int, problem: str
) -> None:
    with pytest.raises(SourceError, match=rf"^001_a\.sql:{line}: .*{problem}"):
        read(tool, text)


def test_a_psql_command_is_refused_with_file_and_line() -> None:
    with pytest.raises(SourceError, match=r"001_a\.sql: line 3: \\connect"):
        read("goose", "-- +goose Up\n\n\\connect shop\n")


@pytest.mark.parametrize(
    ("stem", "number", "label", "name"),
    [
        ("001_create_users", 1, "001", "create_users"),
        ("V0012.OneTimeCode", 12, "0012", "OneTimeCode"),
        ("20170726155056-twilio-errors", 20170726155056, "20170726155056", "twilio-errors"),
        ("2019-03-22-170700_remove", 20190322170700, "2019-03-22-170700", "remove"),
        ("2026-05-27-120000-0000_x", 202605271200000000, "2026-05-27-120000-0000", "x"),
        ("7", 7, "7", ""),
    ],
)
def test_numbers_are_read_as_people_write_them(
    stem: str, number: int, label: str, name: str
) -> None:
    found = numbered(stem)
    assert found is not None
    assert (found.number, found.label, found.name) == (number, label, name)


@pytest.mark.parametrize(
    "stem", ["", "create_users", "x1_users", "\u0661_users", "1users", "Version1_x"]
)
def test_other_names_have_no_number(stem: str) -> None:
    assert numbered(stem) is None


@pytest.mark.parametrize(
    ("file_name", "dialect", "name", "transactional"),
    [
        ("1_users.up.sql", "", "users", True),
        ("1_users.postgres.up.sql", "postgres", "users", True),
        ("1_users.cockroach.autocommit.up.sql", "cockroach", "users", False),
        ("1_users.autocommit.up.sql", "", "users", False),
        ("V0001.Schema.up.sql", "", "Schema", True),
    ],
)
def test_a_pair_names_its_database_and_its_transaction(
    file_name: str, dialect: str, name: str, *, transactional: bool
) -> None:
    found = directed(file_name)
    assert found is not None
    assert (found.dialect, found.numbered.name) == (dialect, name)
    assert found.transactional is transactional
