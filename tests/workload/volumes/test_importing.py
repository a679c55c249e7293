"""Statistics that come from elsewhere: a dump, a live PostgreSQL, the rows of a CockroachDB."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator

import pytest

from designkit.database import Scratch, connect
from designkit.database.server import installation
from designkit.errors import ConnectionFailed, SourceError
from designkit.migrate.dsn import COCKROACH_VARIABLE
from designkit.model import ColumnStatistics, QualifiedName, Statistics, replace
from designkit.workload.volumes import (
    read_cockroach_statistics,
    read_dump,
    read_live,
    statistics_query,
)
from designkit.workload.volumes.dumped import array_values

ROWS = """
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE SCHEMA other;
CREATE TABLE "Odd ""one" (
    id integer PRIMARY KEY, said text, tags integer[], span int4range, mood mood
);
INSERT INTO "Odd ""one" SELECT i, CASE WHEN i % 3 = 0 THEN E'it''s, "so" \\\\ {\\n' || i % 7 END,
       ARRAY[i % 3, i % 5], int4range(i, i + 5), (ARRAY['glad', 'sad']::mood[])[1 + i % 2]
  FROM generate_series(1, 3000) i;
CREATE INDEX lowered ON "Odd ""one" (lower(said));
CREATE INDEX tagged ON "Odd ""one" USING gin (tags);
CREATE STATISTICS both_of ON id, said FROM "Odd ""one";
CREATE STATISTICS of_own_type ON mood, said FROM "Odd ""one";
CREATE TABLE other.logs (id integer, day date) PARTITION BY RANGE (day);
CREATE TABLE other.logs_1 PARTITION OF other.logs FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
INSERT INTO other.logs SELECT i, '2024-01-01'::date + i % 300 FROM generate_series(1, 900) i;
ANALYZE;
CREATE TABLE other.never (id integer);
"""
ODD = QualifiedName(name='Odd "one')
LOGS = QualifiedName(namespace="other", name="logs")


@pytest.fixture(scope="module")
def full() -> Iterator[Scratch]:
    with Scratch() as scratch:
        with scratch.connect() as connection:
            connection.execute(ROWS.encode())
        yield scratch


def dump(scratch: Scratch) -> str:
    program = str(installation() / "bin" / "pg_dump")
    command = [program, "--statistics-only", "--dbname", scratch.dsn]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def test_a_dump_and_the_live_database_tell_the_same(full: Scratch) -> None:
    live = read_live(full.dsn)
    told = replace(read_dump(dump(full)), extended=live.extended)
    assert told == live
    assert {item.name.name for item in told.relations} >= {'Odd "one', "lowered", "logs", "never"}


def test_values_come_as_they_are_whatever_signs_they_hold(full: Scratch) -> None:
    said = read_dump(dump(full)).by_name[ODD].find("said")
    assert said is not None
    assert said.null_share == pytest.approx(2 / 3, abs=0.01)
    assert 'it\'s, "so" \\ {\n3' in {value for value, _ in said.common}


def test_an_expression_of_an_index_is_known_by_its_place(full: Scratch) -> None:
    (lowered,) = read_live(full.dsn).by_name[QualifiedName(name="lowered")].columns
    assert (lowered.column, lowered.key) == ("", 1)


def test_a_partitioned_table_has_statistics_of_all_its_parts(full: Scratch) -> None:
    logs = read_live(full.dsn).by_name[LOGS]
    assert (logs.rows, logs.pages, logs.columns) == (900, None, ())
    assert {column.column for column in logs.inherited} == {"id", "day"}


def test_what_was_never_analyzed_has_no_rows_that_are_known(full: Scratch) -> None:
    never = read_live(full.dsn).by_name[QualifiedName(namespace="other", name="never")]
    assert (never.rows, never.pages) == (None, None)


def test_values_of_types_that_the_database_made_itself_are_left_out(full: Scratch) -> None:
    extended = {item.name.name: item for item in read_live(full.dsn).extended}
    assert extended["both_of"].distinct
    assert extended["both_of"].dependencies
    assert extended["of_own_type"].common is None


def test_a_password_is_never_repeated() -> None:
    with pytest.raises(ConnectionFailed) as refused:
        read_live("postgresql://me:topsecret@127.0.0.1:1/shop")
    assert "topsecret" not in str(refused.value)


def test_a_database_that_was_never_analyzed_is_told() -> None:
    with Scratch() as scratch:
        with scratch.connect() as connection:
            connection.execute("CREATE TABLE a (id integer)")
        with pytest.raises(SourceError, match="no table was ever analyzed"):
            read_live(scratch.dsn)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("SELECT 1;", "stats.sql: holds no statistics"),
        (
            "SELECT * FROM pg_restore_relation_stats('schemaname', 'public', 'relname', 'a');",
            "stats.sql:1: pg_restore_relation_stats cannot be read: KeyError",
        ),
        (
            "\nSELECT * FROM pg_restore_attribute_stats('schemaname', 'a', 'relname', 'a');",
            "stats.sql:2: pg_restore_attribute_stats cannot be read: KeyError",
        ),
    ],
)
def test_what_is_no_dump_of_statistics_is_refused(text: str, problem: str) -> None:
    with pytest.raises(SourceError, match="pg_dump --statistics-only") as refused:
        read_dump(text, file="stats.sql")
    assert problem in str(refused.value)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("{}", ()),
        ("{a,b c}", ("a", "b c")),
        ('{"a,b","c\\"d\\\\e","{1,2}",""}', ("a,b", 'c"d\\e', "{1,2}", "")),
    ],
)
def test_an_array_is_read_as_postgresql_prints_it(text: str, values: tuple[str, ...]) -> None:
    assert array_values(text) == values


@pytest.mark.parametrize("text", ["", "a", "{a", "{{1},{2}}", '{"a"b}'])
def test_what_is_no_array_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no array"):
        array_values(text)


USERS = QualifiedName(name="users")
COCKROACH = [
    {
        "columns": ["state"],
        "created_at": "2025-05-01 10:00:00",
        "row_count": 1000,
        "distinct_count": 4,
        "null_count": 100,
        "avg_size": 9,
        "histo_col_type": "STRING",
        "histo_buckets": [
            {"num_eq": 700, "num_range": 0, "distinct_range": 0, "upper_bound": "open"},
            {"num_eq": 100, "num_range": 0, "distinct_range": 0, "upper_bound": "shut"},
            {"num_eq": 100, "num_range": 0, "distinct_range": 0, "upper_bound": "void"},
        ],
    },
    {
        "columns": ["id"],
        "created_at": "2025-05-02 10:00:00",
        "row_count": 2000,
        "distinct_count": 2000,
        "null_count": 0,
        "avg_size": 8,
        "histo_buckets": None,
    },
    {
        "columns": ["id", "state"],
        "created_at": "2025-05-02 10:00:00",
        "row_count": 2000,
        "distinct_count": 2000,
    },
]


@pytest.mark.parametrize("told", [COCKROACH, json.dumps(COCKROACH)])
def test_statistics_of_cockroachdb_become_those_of_postgresql(told: object) -> None:
    users = read_cockroach_statistics(USERS, told)
    assert (users.rows, users.pages) == (2000, None)
    identity, state = users.columns
    assert identity == ColumnStatistics(column="id", width=8, distinct=-1)
    assert (state.null_share, state.distinct, state.width) == (0.1, 3, 10)
    assert state.common == (("open", 0.7),)
    assert state.bounds == ("shut", "void")
    assert Statistics(relations=(users,)).by_name[USERS] is users


@pytest.mark.parametrize(
    ("told", "problem"),
    [("{", "SHOW STATISTICS"), ([], "none were collected"), ([{"columns": 5}], "SHOW STATISTICS")],
)
def test_what_is_no_statistics_of_cockroachdb_is_refused(told: object, problem: str) -> None:
    with pytest.raises(SourceError, match=problem):
        read_cockroach_statistics(USERS, told)


@pytest.mark.cockroach
def test_a_cockroachdb_tells_its_statistics() -> None:
    dsn = os.environ.get(COCKROACH_VARIABLE)
    if not dsn:
        pytest.skip(f"{COCKROACH_VARIABLE} names no CockroachDB")
    with connect(dsn, read_only=False) as connection:
        connection.execute("CREATE TABLE designkit_statistics (id INT8 PRIMARY KEY)")
        table = QualifiedName(name="designkit_statistics")
        try:
            connection.execute(
                "INSERT INTO designkit_statistics SELECT i FROM generate_series(1, 100) AS g (i)"
            )
            connection.execute("ANALYZE designkit_statistics")
            row = connection.execute(statistics_query(table).text.encode()).fetchone()
        finally:
            connection.execute("DROP TABLE designkit_statistics")
    assert row is not None
    assert read_cockroach_statistics(table, row[0]).rows == 100
