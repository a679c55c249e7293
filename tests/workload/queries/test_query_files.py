"""Files of queries: their names, their weights, where they are found, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.config import load
from designkit.errors import QueryError, SourceError
from designkit.model import replace
from designkit.workload import (
    Place,
    Query,
    queries_of,
    read_queries,
    read_query,
    read_query_files,
    write_catalogue,
)

FILE = """\
-- Queries of users.

-- designkit: weight=100
-- name: GetUser :one
SELECT * FROM users WHERE id = @id;

-- name: ListUsers :many

-- designkit: weight=2.5
-- designkit: allow select-star it is a list of everything
SELECT *
FROM users -- all of them
;

--name:  touch_user
UPDATE users SET seen_at = now()
"""

REFUSED = {
    "": (1, "there is no query"),
    "-- only words\n": (1, "there is no query"),
    "\nSELECT 1": (2, "a statement without a name"),
    "SELECT 'a": (1, "a statement without a name"),
    "-- name: A :one\n\n-- name: B\nSELECT 1": (1, "A has no statement below it"),
    "-- name: A\nSELECT 1;\n-- name: A\nSELECT 2": (4, "a second query A; the first stands at"),
    "-- name: A :foo\nSELECT 1": (1, ":foo is not read. designkit knows :one, :many"),
    "-- name: A :execlastid\nSELECT 1": (1, "write RETURNING id and :one"),
    "-- name: A one\nSELECT 1": (1, "'name: A one' is no name of a query"),
    "-- name: A-b\nSELECT 1": (1, "'name: A-b' is no name of a query"),
    "-- name:\nSELECT 1": (1, "'name:' is no name of a query"),
    "-- name: A\nSELECT 1; SELECT 2": (2, "a second statement"),
    "-- name: A\nSELECT 1;\n-- designkit: weight=3\n": (3, "stands at no name"),
    "-- name: A\nSELECT 1\n-- designkit: weight=3\n+ 2": (3, "stands at no name"),
    "-- designkit: weight=x\n-- name: A\nSELECT 1": (1, "'designkit: weight=x' is not read"),
    "-- designkit: weight=0\n-- name: A\nSELECT 1": (1, "'designkit: weight=0' is not read"),
    "-- name: A -- designkit: weight=1\nSELECT 1": (1, "is no name of a query"),
    "-- name: A\nSELECT 1; -- designkit: weight=1\n": (2, "is not read. Write a line of its own"),
    "-- designkit: wait=1\n-- name: A\nSELECT 1": (1, "'designkit: wait=1' is not read"),
    "-- designkit: weight=1\n-- name: A\n-- designkit: weight=2\nSELECT 1": (3, "a second weight"),
    "-- name: A\n\nSELECT 'a\n-- name: B\nSELECT 2": (3, "unterminated quoted string"),
    "-- name: A\nSELECT 1,\n  $2": (3, "$2 is used and $1 is not"),
}


def test_names_weights_and_places_are_read() -> None:
    get, every, touch = read_queries(FILE, file="users.sql", service="auth")
    assert (get.name, get.cardinality, get.weight, get.service) == ("GetUser", "one", 100, "auth")
    assert (get.text, get.place) == (
        "SELECT * FROM users WHERE id = @id",
        Place(file="users.sql", line=5),
    )
    assert (every.name, every.cardinality, every.weight) == ("ListUsers", "many", 2.5)
    assert every.sql == "SELECT *\nFROM users"
    assert every.line_and_column(every.sql.index("users")) == (12, 6)
    assert (touch.name, touch.cardinality, touch.weight) == ("touch_user", None, 1)


def test_lines_of_a_file_with_carriage_returns_are_its_lines() -> None:
    (*_, touch) = read_queries(FILE.replace("\n", "\r\n"))
    assert touch.line_and_column(touch.sql.index("SET")) == (16, 14)


@pytest.mark.parametrize(
    ("word", "cardinality"),
    [("execresult", "execrows"), ("batchone", "one"), ("batchmany", "many"), ("batchexec", "exec")],
)
def test_words_of_sqlc_come_to_what_they_mean(word: str, cardinality: str) -> None:
    (query,) = read_queries(f"-- name: A :{word}\nSELECT 1")
    assert query.cardinality == cardinality


def test_name_inside_of_a_string_is_no_name() -> None:
    (query,) = read_queries("-- name: A\nSELECT '\n-- name: B\n'")
    assert query.name == "A"


@pytest.mark.parametrize(("text", "line", "problem"), [(it, *seen) for it, seen in REFUSED.items()])
def test_refusal_names_the_line(text: str, line: int, problem: str) -> None:
    with pytest.raises(QueryError) as raised:
        read_queries(text, file="a.sql")
    assert raised.value.line == line
    assert problem in str(raised.value)


def test_folder_is_read_by_name_and_its_names_are_its_own(tmp_path: Path) -> None:
    (tmp_path / "b.sql").write_text("-- name: B\nSELECT 2")
    (tmp_path / "a.sql").write_text("-- name: A\nSELECT 1")
    (tmp_path / "a.txt").write_text("no SQL")
    assert [query.name for query in read_query_files([tmp_path])] == ["A", "B"]
    (tmp_path / "c.sql").write_text("-- name: A\nSELECT 1")
    with pytest.raises(QueryError, match=r"c\.sql:2: a second query A; .*a\.sql:2"):
        read_query_files([tmp_path])


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\xef\xbb\xbf-- name: A\nSELECT 1", "byte order mark"),
        ("-- name: A\nSELECT 'é'".encode("latin-1"), "a.sql:2: not UTF-8"),
        ("-- name: A\nSELECT 1".encode("utf-16-le"), "a.sql:1: "),
    ],
)
def test_other_encodings_are_told(tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / "a.sql").write_bytes(content)
    with pytest.raises(SourceError, match=problem):
        read_query_files([tmp_path])


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such file or folder"):
        read_query_files([tmp_path / "none"])


def test_queries_of_a_service_lie_where_its_files_lie(tmp_path: Path) -> None:
    for folder in ("migrations/auth", "queries/auth", "services/auth/queries"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "queries/auth/a.sql").write_text("-- name: A\nSELECT 1")
    (tmp_path / "services/auth/queries/b.sql").write_text("-- name: B\nSELECT 1")
    service = load(tmp_path).service("auth")
    assert service.code == (tmp_path.resolve() / "services/auth",)
    found = [(query.name, query.service) for query in queries_of(service)]
    assert found == [("A", "auth"), ("B", "auth")]


@pytest.mark.parametrize("told", ['"db/q"', '["db/q"]'])
def test_configuration_says_where_queries_and_code_lie(tmp_path: Path, told: str) -> None:
    (tmp_path / "queries/auth").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text(
        f"[tool.designkit.services.auth]\nqueries = {told}\ncode = {told}\n"
    )
    service = load(tmp_path).service("auth")
    assert service.queries == service.code == (tmp_path.resolve() / "db/q",)


def test_service_without_queries_has_none(tmp_path: Path) -> None:
    (tmp_path / "migrations/auth").mkdir(parents=True)
    service = load(tmp_path).service("auth")
    assert (service.queries, service.code, queries_of(service)) == ((), (), ())


def test_catalogue_is_written_as_it_is_read() -> None:
    assert write_catalogue(read_queries(FILE)) == (
        "-- designkit: weight=100\n-- name: GetUser :one\nSELECT * FROM users WHERE id = @id;\n\n"
        "-- designkit: weight=2.5\n-- name: ListUsers :many\n"
        "-- designkit: allow select-star it is a list of everything\nSELECT *\nFROM users;\n\n"
        "-- name: touch_user\nUPDATE users SET seen_at = now();\n"
    )


def test_name_that_no_reader_takes_is_not_written() -> None:
    with pytest.raises(QueryError, match="'A\\\\nB' is no name of a query"):
        write_catalogue([read_query("SELECT 1", name="A\nB")])


def test_comment_that_would_name_a_query_is_not_written_before_it() -> None:
    query = read_query("-- name: B :one\nSELECT 1", name="A")
    assert write_catalogue([query]) == "-- name: A\nSELECT 1;\n"
    inside = read_query("SELECT 1\n-- name: B\n+ 1", name="A")
    with pytest.raises(QueryError, match="A holds a comment that would name a query"):
        write_catalogue([inside])


_TEXTS = st.sampled_from(
    [
        "SELECT :a",
        "-- about it\nSELECT $1 -- one\n",
        "/* é */ INSERT INTO t VALUES (?, '; -- name: X') ;",
        "\n\n  WITH x AS (SELECT 1)\nSELECT * FROM x\r\n",
    ]
)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    return replace(
        read_query(draw(_TEXTS), name=draw(st.from_regex(r"\A[A-Za-z_][A-Za-z0-9_]{0,5}\Z"))),
        cardinality=draw(st.sampled_from([None, "one", "many", "exec", "execrows"])),
        weight=draw(st.one_of(st.just(1.0), st.floats(1e-6, 1e12))),
    )


@given(written=st.lists(queries(), min_size=1, max_size=4, unique_by=lambda query: query.name))
def test_what_is_written_reads_the_same(written: list[Query]) -> None:
    text = write_catalogue(written)
    seen = read_queries(text)

    def told(query: Query) -> tuple[object, ...]:
        return query.name, query.sql, query.parameters, query.cardinality, query.weight

    assert list(map(told, seen)) == list(map(told, written))
    assert write_catalogue(seen) == text
