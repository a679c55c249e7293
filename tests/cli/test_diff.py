"""`designkit diff`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import USERS, designkit, document

WITH_NAME = USERS.replace("email", "name text, email")


@pytest.fixture(autouse=True)
def _designs(project: Path) -> None:
    (project / "same.sql").write_text(USERS)
    (project / "more.sql").write_text(WITH_NAME)


@pytest.mark.parametrize("form", ["sql", "json", "text"])
def test_a_folder_and_a_file_with_one_schema_are_equal(form: str) -> None:
    assert designkit("diff", "migrations/shop", "same.sql", "--format", form).exit_code == 0


def test_equal_schemas_give_no_sql() -> None:
    assert designkit("diff", "same.sql", "same.sql").stdout == ""


@pytest.mark.parametrize(
    ("options", "sql"),
    [
        ((), "ALTER TABLE users ADD COLUMN name text;\n"),
        (("--down",), "ALTER TABLE users DROP COLUMN name;\n"),
    ],
)
def test_different_schemas_give_sql_and_1(options: tuple[str, ...], sql: str) -> None:
    result = designkit("diff", "migrations/shop", "more.sql", *options)
    assert (result.exit_code, result.stdout) == (1, sql)


def test_text_says_what_is_done_and_what_is_lost() -> None:
    result = designkit("diff", "more.sql", "same.sql", "--format", "text")
    assert result.exit_code == 1
    assert result.stdout == (
        "drop column users.name\n"
        "hazard: drop column users.name: the data in it is lost; DOWN restores the structure only\n"
    )


def test_json_is_one_object_in_the_direction_asked_for() -> None:
    up = document(designkit("diff", "same.sql", "more.sql", "--format", "json"))
    down = document(designkit("diff", "same.sql", "more.sql", "--down", "--format", "json"))
    assert up == {
        "version": 1,
        "direction": "up",
        "operations": ["add column users.name"],
        "hazards": [],
        "questions": [],
        "statements": [{"sql": "ALTER TABLE users ADD COLUMN name text"}],
    }
    assert down["direction"] == "down"
    assert down["statements"] == [{"sql": "ALTER TABLE users DROP COLUMN name"}]
    assert [hazard["operation"] for hazard in down["hazards"]] == ["drop column users.name"]


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ("renamed email from mail", "table users has no column mail before the change"),
        ("renamed mail from email", "nothing is called mail after the change"),
        ("renamed from people", "there is no table people before the change"),
    ],
)
def test_a_rename_of_what_is_not_there_is_2_with_its_line(
    empty: Path, told: str, problem: str
) -> None:
    (empty / "old.sql").write_text(USERS)
    (empty / "new.sql").write_text(f"\n-- designkit: {told}\n{USERS}")
    result = designkit("diff", "old.sql", "new.sql")
    assert result.exit_code == 2
    assert "error: new.sql:2: rename " in result.stderr
    assert f"{problem}. Correct the line, or delete it." in result.stderr


def test_down_is_asked_about_as_up_is(empty: Path) -> None:
    (empty / "old.sql").write_text(_MAIL)
    (empty / "new.sql").write_text(USERS)
    asked = designkit("diff", "old.sql", "new.sql", "--down", "--format", "text")
    assert "question: column users.mail is dropped and users.email added" in asked.stdout
    (empty / "new.sql").write_text(f"-- designkit: not renamed email from mail\n{USERS}")
    answered = designkit("diff", "old.sql", "new.sql", "--down", "--format", "text")
    assert "question" not in answered.stdout


_MAIL = USERS.replace("email", "mail")


def test_what_looks_like_a_rename_is_asked_about_and_the_answer_is_taken(empty: Path) -> None:
    (empty / "old.sql").write_text(_MAIL)
    (empty / "new.sql").write_text(USERS)
    asked = designkit("diff", "old.sql", "new.sql")
    assert asked.stdout.startswith("-- Question: column users.mail is dropped ")
    assert "DROP COLUMN mail" in asked.stdout
    (empty / "new.sql").write_text(f"-- designkit: renamed email from mail\n{USERS}")
    assert designkit("diff", "old.sql", "new.sql").stdout == (
        "ALTER TABLE users RENAME COLUMN mail TO email;\n"
    )


def test_a_source_that_is_none_is_2() -> None:
    result = designkit("diff", "same.sql", "nowhere")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "nowhere" in result.stderr
