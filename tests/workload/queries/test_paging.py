"""A page whose size the caller gives is planned with one that is told."""

from __future__ import annotations

import pytest

from designkit.migrate.sources import read_sql
from designkit.workload import read_queries, read_query
from designkit.workload.ground import ground
from designkit.workload.paging import Assumed, paged
from designkit.workload.plans import QueryPlan
from designkit.workload.volumes import resolve


@pytest.mark.parametrize(
    ("text", "sql", "assumed"),
    [
        ("SELECT a FROM t LIMIT :n", "SELECT a FROM t LIMIT 100", "LIMIT n"),
        ("SELECT 'äö' FROM t LIMIT @n", "SELECT 'äö' FROM t LIMIT 100", "LIMIT n"),
        ("SELECT a FROM t LIMIT(?)", "SELECT a FROM t LIMIT(100)", "LIMIT p1"),
        (
            "SELECT a FROM t WHERE b = :b LIMIT :n OFFSET :o::int",
            "SELECT a FROM t WHERE b = $1 LIMIT 100 OFFSET 1000::int",
            "LIMIT n,OFFSET o",
        ),
        (
            "SELECT a FROM t FETCH FIRST ? ROWS ONLY",
            "SELECT a FROM t FETCH FIRST 100 ROWS ONLY",
            "LIMIT p1",
        ),
        (
            "SELECT a FROM t LIMIT coalesce(sqlc.narg('n'), 20)",
            "SELECT a FROM t LIMIT coalesce(100, 20)",
            "LIMIT n",
        ),
        (
            "WITH w AS (SELECT a FROM t LIMIT :n) SELECT a FROM w WHERE a > :n LIMIT :n",
            "WITH w AS (SELECT a FROM t LIMIT 100) SELECT a FROM w WHERE a > $1 LIMIT 100",
            "LIMIT n",
        ),
        (
            "DELETE FROM t WHERE a IN (SELECT a FROM t LIMIT :n)",
            "DELETE FROM t WHERE a IN (SELECT a FROM t LIMIT 100)",
            "LIMIT n",
        ),
        ("SELECT a FROM t LIMIT 20", "SELECT a FROM t LIMIT 20", ""),
        (
            "SELECT a FROM t LIMIT (SELECT b FROM u WHERE c = :c)",
            "SELECT a FROM t LIMIT (SELECT b FROM u WHERE c = $1)",
            "",
        ),
        ("SELECT FROM WHERE :a LIMIT :n", "SELECT FROM WHERE $1 LIMIT $2", ""),
    ],
)
def test_a_parameter_of_a_page_becomes_a_number(text: str, sql: str, assumed: str) -> None:
    found = paged(read_query(text, name="Q"))
    assert found.sql == sql
    assert ",".join(f"{item.word} {item.parameter}" for item in found.assumed) == assumed


def test_what_is_assumed_is_told_as_a_guess() -> None:
    assumed = Assumed(word="LIMIT", parameter="count", rows=100)
    assert str(assumed) == "LIMIT of count 100 (a caller gives it)"


def test_a_plan_stands_on_a_page_and_says_so() -> None:
    schema = read_sql("""
        -- designkit: rows=10M
        CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint NOT NULL, at timestamptz);
        CREATE INDEX idx_posts_at ON posts (at);
    """)
    queries = read_queries("""
        -- name: Latest :many
        SELECT id FROM posts ORDER BY at DESC LIMIT @count;
        -- name: LatestHundred :many
        SELECT id FROM posts ORDER BY at DESC LIMIT 100;
        -- name: OfUser :many
        SELECT id FROM posts WHERE user_id = @user_id AND id > @after ORDER BY at LIMIT @count;
    """)
    with ground(queries, schema, resolve(schema)) as found:
        paged_, literal, other = found.plans(growth=())
    assert isinstance(paged_, QueryPlan)
    assert isinstance(literal, QueryPlan)
    assert isinstance(other, QueryPlan)
    assert (paged_.cost, paged_.rows) == (literal.cost, 100)
    assert [str(item) for item in paged_.assumed] == ["LIMIT of count 100 (a caller gives it)"]
    assert literal.assumed == ()
    assert [item.parameter for item in other.assumed] == ["count"]
