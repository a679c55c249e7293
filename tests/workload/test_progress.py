"""Who waits for plans and advice hears how far they are, and may stop them without a trace."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from designkit.database.server import current_server
from designkit.migrate.sources import read_sql
from designkit.model import Schema
from designkit.progress import Cancelled, Progress
from designkit.workload import read_queries
from designkit.workload.ground import Ground, ground
from designkit.workload.volumes import resolve
from tests.heard import Heard, databases

_SCHEMA = """
-- designkit: rows=1M
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);
-- designkit: rows=10M
CREATE TABLE logins (id bigint PRIMARY KEY, user_id bigint NOT NULL, at timestamptz NOT NULL);
"""
_QUERIES = """
-- name: UserByEmail :one
SELECT id FROM users WHERE email = $1;
-- name: LoginsOfEmail :many
SELECT l.at FROM users u JOIN logins l ON l.user_id = u.id WHERE u.email = $1;
"""


@pytest.fixture(scope="module")
def schema() -> Schema:
    return read_sql(_SCHEMA)


def at_work(schema: Schema, work: Callable[[Ground, Progress], object], heard: Heard) -> None:
    with ground(read_queries(_QUERIES, file="q.sql"), schema, resolve(schema)) as found:
        work(found, heard)


def planned(found: Ground, heard: Progress) -> object:
    return found.plans(growth=(10.0,), progress=heard)


def advised(found: Ground, heard: Progress) -> object:
    return found.advise(heard)


def test_plans_are_told_by_query_and_then_by_size(schema: Schema) -> None:
    heard = Heard()
    at_work(schema, planned, heard)
    assert heard.told == [
        (0, 2, "plan UserByEmail"),
        (1, 2, "plan LoginsOfEmail"),
        (2, 2, ""),
        (0, 1, "plan at 10 times the rows"),
        (1, 1, ""),
    ]


def test_advice_tells_what_it_tries(schema: Schema) -> None:
    heard = Heard()
    at_work(schema, advised, heard)
    words = [what for _, _, what in heard.told]
    assert words[:2] == ["plan UserByEmail", "plan LoginsOfEmail"]
    assert "try users (email)" in words
    assert "try logins (user_id)" in words
    assert any(" with " in what for what in words)
    assert heard.told[-1][0] == heard.told[-1][1]


@pytest.mark.parametrize(
    ("work", "stop"),
    [
        (planned, "plan LoginsOfEmail"),
        (planned, "plan at 10"),
        (advised, "plan UserByEmail"),
        (advised, "try "),
    ],
)
def test_what_is_stopped_leaves_no_database(
    schema: Schema, work: Callable[[Ground, Progress], object], stop: str
) -> None:
    before = databases(current_server())
    with pytest.raises(Cancelled):
        at_work(schema, work, Heard(stop))
    assert databases(current_server()) == before
