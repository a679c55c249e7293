"""The database says what a query takes and returns, or why it refuses it; it runs none."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from designkit.database import Connection, Scratch, connect, fill
from designkit.database.cockroach import CockroachScratch, run_on_cockroach
from designkit.migrate.dsn import COCKROACH_VARIABLE
from designkit.model import QualifiedName
from designkit.sql.statements import split
from designkit.workload import Place, Prepared, Query, Refused, prepare, prepare_at, read_query

SCHEMA = """
CREATE TYPE state AS ENUM ('open', 'closed');
CREATE TABLE users (
    id uuid PRIMARY KEY,
    email varchar(80) NOT NULL,
    state state NOT NULL DEFAULT 'open',
    tags text[],
    balance numeric(10, 2)
);
CREATE VIEW open_users AS SELECT id, email FROM users WHERE state = 'open';
CREATE SEQUENCE told;
"""


@pytest.fixture(scope="module")
def scratch() -> Iterator[Scratch]:
    with Scratch() as scratch:
        fill(scratch, SCHEMA)
        yield scratch


@pytest.fixture
def connection(scratch: Scratch) -> Iterator[Connection]:
    with scratch.connect() as connection:
        yield connection


def query(text: str) -> Query:
    return read_query(text, name="q", place=Place(file="a.sql", line=10))


def only(connection: Connection, text: str) -> Prepared | Refused:
    (found,) = prepare(connection, [query(text)])
    return found


def taken(connection: Connection, text: str) -> Prepared:
    found = only(connection, text)
    assert isinstance(found, Prepared), found
    return found


def test_types_are_spelled_as_the_engine_spells_them(connection: Connection) -> None:
    found = taken(
        connection,
        "SELECT *, lower(email) AS low FROM users WHERE id = :id AND state = :s AND tags && :tags",
    )
    assert found.parameter_types == ("uuid", "state", "text[]")
    assert [(column.name, column.type) for column in found.columns] == [
        ("id", "uuid"),
        ("email", "character varying(80)"),
        ("state", "state"),
        ("tags", "text[]"),
        ("balance", "numeric(10,2)"),
        ("low", "text"),
    ]


def test_columns_know_their_source(connection: Connection) -> None:
    id_, balance, low = taken(
        connection, "INSERT INTO users (id) VALUES ($1) RETURNING id, balance, lower(email)"
    ).columns
    users = QualifiedName(name="users")
    assert (id_.table, id_.column, id_.required) == (users, "id", True)
    assert (balance.table, balance.column, balance.required) == (users, "balance", False)
    assert (low.table, low.column, low.required) == (None, "", False)
    (viewed,) = taken(connection, "SELECT id FROM open_users").columns
    assert (viewed.table, viewed.required) == (QualifiedName(name="open_users"), False)


def test_statement_that_returns_no_rows_has_no_columns(connection: Connection) -> None:
    found = taken(connection, "UPDATE users SET email = @email WHERE id = @id")
    assert (found.parameter_types, found.columns) == (("character varying", "uuid"), ())


@pytest.mark.parametrize(
    ("text", "sqlstate", "words", "place"),
    [
        ("SELECT 1 FROM nobody", "42P01", 'relation "nobody" does not exist', (10, 15)),
        ("-- é\nSELECT :id,\n  name\nFROM users", "42703", 'column "name"', (12, 3)),
        ("SELECT nothing(:a)", "42883", "function nothing(unknown) does not exist", (10, 8)),
        ("SELECT * FROM users WHERE id = 1", "42883", "uuid = integer", (10, 30)),
        ("SELECT :é, :long_name + FROM users", "42601", 'syntax error at or near "FROM"', (10, 25)),
        ("SELECT 1,\n :a IS NULL", "42P18", "type of parameter $1", (11, 2)),
        ("SELECT 1 ORDER BY", "42601", "syntax error at end of input", (10, 18)),
    ],
)
def test_refusal_stands_where_the_file_has_it(
    connection: Connection, text: str, sqlstate: str, words: str, place: tuple[int, int]
) -> None:
    found = only(connection, text)
    assert isinstance(found, Refused)
    assert (found.sqlstate, found.line, found.column) == (sqlstate, *place)
    assert words in found.message


def test_hint_of_the_server_is_kept(connection: Connection) -> None:
    found = only(connection, "SELECT emial FROM users")
    assert isinstance(found, Refused)
    assert "users.email" in found.hint


def test_refusal_does_not_stop_the_others(connection: Connection) -> None:
    texts = ["SELECT 1", "SELECT nope", "SELECT $1::int"]
    found = prepare(connection, map(query, texts))
    assert [type(item) for item in found] == [Prepared, Refused, Prepared]
    assert [item.query.text for item in found] == texts


def test_open_transaction_stays_open_through_a_refusal(connection: Connection) -> None:
    connection.execute("BEGIN")
    connection.execute("CREATE TABLE t (a int)")
    found = prepare(connection, map(query, ["SELECT nope FROM t", "SELECT a FROM t"]))
    assert [type(item) for item in found] == [Refused, Prepared]
    connection.execute("ROLLBACK")


def test_nothing_is_executed_and_nothing_stays(connection: Connection) -> None:
    texts = ["SELECT nextval('told')", "DELETE FROM users", "CREATE TABLE made (a int)"]
    assert {type(item) for item in prepare(connection, map(query, texts))} == {Prepared}
    rows = connection.execute("SELECT is_called FROM told").fetchall()
    assert rows == [(False,)]
    assert connection.execute("SELECT to_regclass('made')").fetchall() == [(None,)]
    assert connection.execute("SELECT count(*) FROM pg_prepared_statements").fetchall() == [(0,)]


def test_no_queries_are_no_question(connection: Connection) -> None:
    assert prepare(connection, []) == ()


def test_live_database_is_asked_by_its_connection_string(scratch: Scratch) -> None:
    (found,) = prepare_at(scratch.dsn, [query("SELECT id FROM users")])
    assert isinstance(found, Prepared)


def test_hundred_queries_take_less_than_a_second(connection: Connection) -> None:
    queries = [query("SELECT id, email, now() FROM users WHERE id = :id")] * 100
    begin = time.perf_counter()
    prepare(connection, queries)
    assert time.perf_counter() - begin < 1


@pytest.mark.cockroach
def test_cockroach_says_what_it_knows() -> None:
    dsn = os.environ.get(COCKROACH_VARIABLE, "")
    if not dsn:
        pytest.skip(f"no CockroachDB: {COCKROACH_VARIABLE} names one")
    with CockroachScratch(dsn) as scratch:
        table = "CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL)"
        run_on_cockroach(scratch, split(table))
        with connect(scratch.dsn) as connection:
            texts = ["SELECT id, email FROM users WHERE id = :id", "SELECT nope FROM users"]
            found, refused = prepare(connection, map(query, texts))
    assert isinstance(found, Prepared)
    assert found.parameter_types == ("uuid",)
    assert [(column.name, column.type) for column in found.columns] == [
        ("id", "uuid"),
        ("email", "text"),
    ]
    assert isinstance(refused, Refused)
    assert refused.sqlstate == "42703"
