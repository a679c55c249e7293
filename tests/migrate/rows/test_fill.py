"""Rows for empty tables: every constraint holds, and they are such as find what fails on rows."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from psycopg.errors import NotNullViolation, UniqueViolation

from designkit.database import Connection, Scratch, read_catalogue
from designkit.errors import SourceError
from designkit.migrate.rows import Filled, fill
from designkit.model import QualifiedName, Schema
from designkit.sql.annotations import Annotations
from designkit.sql.design import design_text
from designkit.sql.text import SQL, identifier, verbatim
from tests import strategies
from tests.migrate.rows.cases import CASES, REFUSED
from tests.migrate.rows.digest import digest
from tests.repo.checkout import ROOT

T = QualifiedName(name="t")


@pytest.fixture(scope="module")
def database() -> Iterator[Connection]:
    """An empty database, which every test leaves as it was."""
    with Scratch() as scratch, scratch.connect() as connection:
        yield connection


@contextmanager
def holding(connection: Connection, text: str) -> Generator[Schema]:
    """The tables of a text, in a transaction that is rolled back."""
    with connection.transaction(force_rollback=True):
        connection.execute(text.encode())
        yield read_catalogue(connection).schema


def column(connection: Connection, query: str) -> list[object]:
    return [row[0] for row in connection.execute(query.encode()).fetchall()]


def statements(connection: Connection, text: str, *, seed: int = 0) -> tuple[str, ...]:
    """The statements that fill the tables of a text."""
    with holding(connection, text) as schema:
        return fill(connection, schema, seed=seed).statements


def count(filled: Filled, table: str = "t") -> int:
    return next((item.rows for item in filled.tables if item.table.name == table), 0)


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_a_hard_table_takes_rows(database: Connection, text: str) -> None:
    with holding(database, text) as schema:
        filled = fill(database, schema)
        assert filled.unfilled == ()
        assert count(filled) >= 3
        assert column(database, "SELECT count(*) >= 3 FROM ONLY t") == [True]


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_table_without_rows_has_a_reason(database: Connection, text: str, reason: str) -> None:
    with holding(database, text) as schema:
        filled = fill(database, schema)
        assert reason in next(item.reason for item in filled.unfilled if item.table == T)
        assert column(database, "SELECT count(*) FROM t") == [0]


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_the_statements_of_one_run_are_those_of_another_and_make_its_rows(
    database: Connection, text: str
) -> None:
    printed = "SELECT to_jsonb(t)::text FROM ONLY t ORDER BY 1"
    with holding(database, text) as schema:
        with database.transaction(force_rollback=True):
            filled = fill(database, schema)
            rows = column(database, printed)
        with database.transaction(force_rollback=True):
            assert fill(database, schema).statements == filled.statements
        for statement in filled.statements:
            database.execute(statement.encode())
        assert fill(database, schema).statements == ()
        if "now()" not in text:
            assert column(database, printed) == rows


def test_another_process_makes_the_same_rows(database: Connection) -> None:
    # The order of a set differs between processes, and must not reach the rows.
    here = digest(database)
    command = [sys.executable, "-m", "tests.migrate.rows.digest"]
    for seed in ("1", "2"):
        run = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.strip() == here


def test_numbers_of_the_catalogue_do_not_change_the_rows(database: Connection) -> None:
    text = CASES["partitions by hash"]
    assert statements(database, text) == statements(database, f"CREATE SEQUENCE gap; {text}")


def test_another_seed_gives_other_keys(database: Connection) -> None:
    text = "CREATE TABLE t (id uuid PRIMARY KEY)"
    assert statements(database, text, seed=1) != statements(database, text)


PLAIN = """
    CREATE TABLE t (id bigserial PRIMARY KEY, name varchar(40), number integer, price numeric(12,2),
      flag boolean, body jsonb, tags text[], day date, at timestamptz NOT NULL)"""


@pytest.fixture(scope="module")
def plain() -> Iterator[Connection]:
    """A table whose columns take nearly everything, filled."""
    with Scratch() as scratch, scratch.connect() as connection:
        connection.execute(PLAIN.encode())
        fill(connection, read_catalogue(connection).schema)
        yield connection


def test_rows_are_kept_where_no_transaction_is_open(plain: Connection) -> None:
    assert column(plain, "SELECT count(*) FROM t") == [6]


@pytest.mark.parametrize(
    "present",
    [
        "name IS NULL",
        "name = ''",
        "length(name) = 40",
        "name ~ '[^[:ascii:]]'",
        "position('''' in name) > 0",
        "number = -2147483648",
        "number = 2147483647",
        "number = 0",
        "price = -9999999999.99",
        "flag",
        "NOT flag",
        "flag IS NULL",
        "body = '{}'",
        "cardinality(tags) = 0",
        "day = '2024-02-29'",
        "extract(year FROM at) = 9999",
    ],
)
def test_the_ends_of_each_type_are_there(plain: Connection, present: str) -> None:
    assert column(plain, f"SELECT count(*) > 0 FROM t WHERE {present}") == [True]  # noqa: S608


@pytest.mark.parametrize("name", ["name", "number", "price", "body", "tags", "day", "at"])
def test_a_column_that_need_not_be_unique_is_not(plain: Connection, name: str) -> None:
    with pytest.raises(UniqueViolation), plain.transaction():
        plain.execute(f"ALTER TABLE t ADD UNIQUE ({name})".encode())


@pytest.mark.parametrize("name", ["name", "number", "price", "flag", "body", "tags", "day"])
def test_a_column_that_may_be_null_is_in_some_row(plain: Connection, name: str) -> None:
    with pytest.raises(NotNullViolation), plain.transaction():
        plain.execute(f"ALTER TABLE t ALTER {name} SET NOT NULL".encode())


def test_parts_of_a_key_repeat_alone(database: Connection) -> None:
    text = "CREATE TABLE t (a int, b text, c uuid, PRIMARY KEY (a, b, c))"
    with holding(database, text) as schema:
        fill(database, schema)
        once = "SELECT count(*) = count(DISTINCT {}) FROM t"
        assert column(database, once.format("a")) == [False]
        assert column(database, once.format("b")) == [False]


def test_keys_are_none_that_a_migration_would_take(database: Connection) -> None:
    text = "CREATE TABLE t (id serial PRIMARY KEY, rank smallint UNIQUE)"
    with holding(database, text) as schema:
        fill(database, schema)
        assert column(database, "SELECT min(id) > 1000 AND min(rank) > 1000 FROM t") == [True]


def test_no_sequence_moves(database: Connection) -> None:
    text = """
        CREATE TABLE t (id bigserial PRIMARY KEY, other int GENERATED BY DEFAULT AS IDENTITY);
        CREATE TABLE u (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, t bigint REFERENCES t)"""
    with holding(database, text) as schema:
        filled = fill(database, schema)
        assert len(filled.tables) == 2
        assert column(database, "SELECT last_value FROM pg_sequences") == [None, None, None]


def test_the_session_is_left_as_it_was(database: Connection) -> None:
    shown = "SELECT name || setting FROM pg_settings WHERE name <> 'transaction_isolation'"
    with holding(database, PLAIN) as schema:
        database.execute(
            "SET search_path = nowhere; SET DateStyle = 'German'; SET TimeZone = 'CET'"
        )
        before = column(database, shown)
        with database.transaction():
            fill(database, schema)
            assert column(database, shown) == before
        assert column(database, shown) == before


def test_the_rows_belong_to_the_transaction_that_is_open(database: Connection) -> None:
    with holding(database, PLAIN) as schema:
        with database.transaction(force_rollback=True):
            assert count(fill(database, schema)) > 0
        assert column(database, "SELECT count(*) FROM t") == [0]


def test_settings_of_the_session_do_not_change_the_rows(database: Connection) -> None:
    odd = "SET DateStyle = 'German'; SET TimeZone = 'Asia/Tokyo'; SET bytea_output = 'escape';"
    assert statements(database, odd + PLAIN) == statements(database, PLAIN)


def test_a_table_that_holds_rows_is_left_alone(database: Connection) -> None:
    text = "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE t (a int NOT NULL REFERENCES a)"
    with holding(database, text) as schema:
        database.execute("INSERT INTO a VALUES (7)")
        filled = fill(database, schema)
        assert [item.table for item in filled.tables] == [T]
        assert column(database, "SELECT DISTINCT a FROM t") == [7]


def test_a_table_whose_rows_were_deleted_is_empty(database: Connection) -> None:
    with holding(database, "CREATE TABLE t (id int)") as schema:
        database.execute("INSERT INTO t VALUES (1); DELETE FROM t")
        assert count(fill(database, schema)) > 0


def test_tables_that_are_asked_for_come_with_those_that_they_point_to(database: Connection) -> None:
    text = """
        CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE other (id int);
        CREATE TABLE t (a int REFERENCES a)"""
    with holding(database, text) as schema:
        filled = fill(database, schema, [T])
        assert [item.table.name for item in filled.tables] == ["a", "t"]


def test_rows_do_not_depend_on_which_other_tables_are_filled(database: Connection) -> None:
    text = "CREATE TABLE t (id int PRIMARY KEY, b text);"
    more = "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE z (t int REFERENCES t)"
    assert set(statements(database, text)) < set(statements(database, text + more))


def test_a_table_that_is_not_there_has_a_reason(database: Connection) -> None:
    with holding(database, PLAIN) as schema:
        database.execute("DROP TABLE t")
        (unfilled,) = fill(database, schema).unfilled
        assert str(unfilled) == "t: the database has no such table"


def test_a_child_of_a_table_in_a_cycle_has_many_to_point_to(database: Connection) -> None:
    text = """
        CREATE TABLE t (id int PRIMARY KEY, self int REFERENCES t);
        CREATE TABLE child (t int PRIMARY KEY REFERENCES t)"""
    with holding(database, text) as schema:
        assert count(fill(database, schema), "child") >= 3
        assert column(database, "SELECT count(*) > 0 FROM t WHERE self IS NOT NULL") == [True]


def test_each_case_of_a_check_has_a_row(database: Connection) -> None:
    with holding(database, CASES["a check on many columns"]) as schema:
        fill(database, schema)
        assert column(database, "SELECT DISTINCT kind FROM t ORDER BY 1") == ["card", "cash"]


def test_a_key_that_binds_some_rows_is_repeated_in_others(database: Connection) -> None:
    with holding(database, CASES["a partial unique index"]) as schema:
        fill(database, schema)
        repeated = "SELECT count(*) > count(DISTINCT email) FROM t"
        assert column(database, repeated) == [True]


def test_a_refusal_of_the_database_is_an_error_of_ours(database: Connection) -> None:
    with holding(database, PLAIN) as schema:
        database.execute("INSERT INTO t (at) VALUES (now()); CREATE ROLE nobody_here")
        database.execute("SET LOCAL ROLE nobody_here")
        with pytest.raises(SourceError, match="permission denied for table t"):
            fill(database, schema)


@pytest.mark.parametrize(
    "slow",
    [
        "CREATE TABLE t (a int NOT NULL CHECK (slow(a)))",
        """CREATE TABLE t (a int NOT NULL);
           CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
             $$BEGIN PERFORM slow(1); RETURN NEW; END$$;
           CREATE TRIGGER wait BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION wait()""",
    ],
)
def test_what_never_ends_is_given_up_soon(database: Connection, slow: str) -> None:
    text = f"""
        CREATE FUNCTION slow(int) RETURNS boolean LANGUAGE plpgsql AS
          $$BEGIN PERFORM pg_sleep(60); RETURN true; END$$;
        {slow}"""
    with holding(database, text) as schema:
        database.execute("SET LOCAL statement_timeout = '50ms'")
        begin = time.monotonic()
        assert [item.table for item in fill(database, schema).unfilled] == [T]
        assert time.monotonic() - begin < 5


def test_settings_that_triggers_read_come_last(database: Connection) -> None:
    text = """
        CREATE TABLE a_limits (most int);
        CREATE FUNCTION limited() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
          IF EXISTS (SELECT FROM a_limits) THEN RAISE 'limit'; END IF; RETURN NEW; END$$;
        CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (p int REFERENCES p);
        CREATE TRIGGER limited BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION limited()"""
    with holding(database, text) as schema:
        assert fill(database, schema).unfilled == ()


@given(strategies.schemas())
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
def test_any_schema_is_filled(database: Connection, schema: Schema) -> None:
    with holding(database, design_text(schema, Annotations())) as read:
        filled = fill(database, read)
        assert filled.unfilled == ()
        assert {item.table for item in filled.tables} == set(read.tables_by_name)
        for table in read.tables:  # Whatever constraint there is, its rows are checked again.
            for check in table.checks:
                rechecked = SQL(
                    "ALTER TABLE {t} ADD CHECK ({e})",
                    t=identifier(table.qualified),
                    e=verbatim(check.expression),
                )
                database.execute(rechecked.text.encode())
        assert fill(database, read).statements == ()
