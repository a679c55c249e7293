"""Statements on a scratch database: where a refusal points, and what one script leaves the next."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from designkit.database import Connection, Scratch, load, run
from designkit.database.deadline import deadline
from designkit.database.running import execute
from designkit.errors import SourceError, StatementFailed
from designkit.sql.statements import split


@pytest.fixture(scope="module")
def scratch() -> Iterator[Scratch]:
    with Scratch() as database:
        yield database


@pytest.fixture
def connection(scratch: Scratch) -> Iterator[Connection]:
    with scratch.connect() as opened:
        opened.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        yield opened


def failure(connection: Connection, text: str, *, transactional: bool = True) -> StatementFailed:
    with pytest.raises(StatementFailed) as failed:
        run(connection, split(text), file="001.sql", transactional=transactional)
    return failed.value


def tables(connection: Connection) -> list[str]:
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " ORDER BY 1"
    )
    return [str(name) for (name,) in rows]


@pytest.mark.parametrize(
    ("text", "line", "sqlstate"),
    [
        ("SELECT 1;\n\nSELEC 2;", 3, "42601"),
        ("CREATE TABLE a (\n  id integer,\n  b nonsense\n);", 3, "42704"),
        ("-- Überschrift\nCREATE TABLE a (\n  größe text, -- µ\n  b nonsense);", 4, "42704"),
        ("SELECT 'äöü€',\n  nothing;", 2, "42703"),
        ("CREATE TABLE a (id integer);\nCREATE TABLE a (id integer);", 2, "42P07"),
        ("SELECT 1;\n/* a\n comment */ SELECT\n1 / 0;", 3, "22012"),
        ("DO $$\nBEGIN\n  PERFORM nothing;\nEND $$;", 1, "42703"),
    ],
)
def test_a_refusal_names_file_and_line(
    connection: Connection, text: str, line: int, sqlstate: str
) -> None:
    error = failure(connection, text)
    assert (error.file, error.line, error.sqlstate) == ("001.sql", line, sqlstate)
    assert str(error).startswith(f"001.sql:{line}: ")


def test_a_refusal_carries_detail_and_hint(connection: Connection) -> None:
    error = failure(
        connection,
        "CREATE TABLE a (id integer PRIMARY KEY);"
        "CREATE TABLE b (id integer REFERENCES a); DROP TABLE a;",
    )
    assert "constraint b_id_fkey on table b depends on table a" in error.problem
    assert "Hint: Use DROP ... CASCADE" in str(error)
    assert error.statement == "DROP TABLE a"


def test_a_refused_script_leaves_nothing(connection: Connection) -> None:
    failure(connection, "CREATE TABLE a (id integer); SELECT 1 / 0;")
    assert tables(connection) == []


def test_a_script_without_transaction_leaves_what_ran(connection: Connection) -> None:
    failure(connection, "CREATE TABLE a (id integer); SELECT 1 / 0;", transactional=False)
    assert tables(connection) == ["a"]


def test_a_deferred_constraint_that_fails_at_the_end_is_told(connection: Connection) -> None:
    text = """CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (a_id integer REFERENCES a DEFERRABLE INITIALLY DEFERRED);
INSERT INTO b VALUES (7);"""
    error = failure(connection, text)
    assert (error.sqlstate, error.line) == ("23503", 3)
    assert "Key (a_id)=(7) is not present" in error.problem
    assert tables(connection) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("BEGIN; CREATE TABLE a (id integer); COMMIT; CREATE TABLE b (id integer);", ["a", "b"]),
        ("BEGIN; CREATE TABLE a (id integer); ROLLBACK;", []),
        ("START TRANSACTION; CREATE TABLE a (id integer); END;", ["a"]),
        ("BEGIN; CREATE TABLE a (id integer);", []),
    ],
)
def test_a_script_that_brings_its_own_transaction_keeps_it(
    connection: Connection, text: str, left: list[str]
) -> None:
    run(connection, split(text))
    assert tables(connection) == left


def test_a_statement_that_cannot_run_in_a_transaction_runs_without(connection: Connection) -> None:
    text = "CREATE TABLE a (id integer); CREATE INDEX CONCURRENTLY i ON a (id);"
    assert failure(connection, text).sqlstate == "25001"
    run(connection, split(text), transactional=False)
    assert tables(connection) == ["a"]


@pytest.mark.parametrize(
    "text",
    [
        "SET search_path = elsewhere; SET work_mem = '1MB';",
        "SET ROLE pg_monitor;",
        "CREATE TEMPORARY TABLE a (id integer);",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;",
        "BEGIN; SET search_path = elsewhere; COMMIT;",
        "SET check_function_bodies = off; SELECT 1 / 0;",
    ],
)
def test_what_a_script_sets_does_not_reach_the_next_one(connection: Connection, text: str) -> None:
    try:
        run(connection, split(text), transactional=False)
    except StatementFailed as error:
        assert error.sqlstate == "22012"  # noqa: PT017  (one of the scripts fails on purpose)
    row = connection.execute(
        "SELECT current_setting('search_path'), current_setting('work_mem'), current_user,"
        " current_setting('check_function_bodies'), to_regclass('a')"
    ).fetchone()
    assert row == ('"$user", public', "4MB", "postgres", "on", None)
    run(connection, split("CREATE TABLE b (id integer)"))
    assert tables(connection) == ["b"]


def test_what_ran_is_told_with_its_line_and_time(connection: Connection) -> None:
    first, second = run(connection, split("SELECT 1;\nSELECT pg_sleep(0.02);"))
    assert (first.line, second.line) == (1, 2)
    assert second.text == "SELECT pg_sleep(0.02)"
    assert second.seconds >= 0.02


def test_a_text_for_psql_names_its_file() -> None:
    with pytest.raises(SourceError, match=r"^design\.sql: line 2: \\connect"):
        load("SELECT 1;\n\\connect other", file="design.sql")


def test_a_script_that_ends_its_own_session_is_refused_at_its_line(connection: Connection) -> None:
    statements = split("SELECT 1;\nSELECT pg_terminate_backend(pg_backend_pid());")
    with pytest.raises(StatementFailed) as refused:
        run(connection, statements, file="001.sql")
    assert (refused.value.line, refused.value.sqlstate) == (2, "57P01")


def test_a_deadline_holds_after_one_whose_connection_was_gone(scratch: Scratch) -> None:
    with scratch.connect() as gone:
        gone.close()
        with deadline(gone, 0):
            time.sleep(0.3)
    (statement,) = split("SELECT pg_sleep(20)")
    with scratch.connect() as connection, pytest.raises(StatementFailed) as refused:
        execute(connection, [statement], patience_s=1)
    assert refused.value.sqlstate == "57014"
