"""Plans read from PostgreSQL's own EXPLAIN, and drawn as text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from psycopg.types.string import TextLoader

from designkit.database import Connection, Scratch, run
from designkit.database.scale.explaining import explained
from designkit.model import QualifiedName
from designkit.sql.statements import split
from designkit.workload.plans import Node, describe, read_plan, tree

_TABLES = """
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, is_open boolean);
CREATE SCHEMA audit;
CREATE TABLE audit.logs (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id), body text);
CREATE INDEX idx_logs_user_id ON audit.logs (user_id);
INSERT INTO users SELECT n, 'mail' || n, true FROM generate_series(1, 2000) n;
INSERT INTO audit.logs SELECT n, n % 2000 + 1, 'x' FROM generate_series(1, 20000) n;
ANALYZE;
"""


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    with Scratch() as scratch, scratch.connect() as connection:
        run(connection, split(_TABLES), transactional=False)
        connection.adapters.register_loader("json", TextLoader)
        connection.execute("SET max_parallel_workers_per_gather = 0")
        yield connection


def planned(connection: Connection, query: str) -> Node:
    text = f"EXPLAIN (FORMAT JSON, VERBOSE) {query}"
    row = connection.execute(text.encode()).fetchone()
    assert row is not None
    return read_plan(explained(str(row[0])))


def test_a_scan_tells_its_table_index_and_condition(connection: Connection) -> None:
    node = planned(connection, "SELECT * FROM audit.logs l WHERE id = 5 AND body = 'x'")
    assert (node.kind, node.table, node.alias, node.index) == (
        "Index Scan",
        QualifiedName(namespace="audit", name="logs"),
        "l",
        "logs_pkey",
    )
    assert "id = 5" in node.condition
    assert "body" in node.filter
    assert not node.scans_whole
    assert node.rows == 1


def test_the_inner_side_of_a_nested_loop_runs_once_for_each_row_outside(
    connection: Connection,
) -> None:
    node = planned(
        connection,
        "SELECT * FROM users u JOIN audit.logs l ON l.user_id = u.id WHERE u.id IN (1, 2, 3)",
    )
    assert node.kind == "Nested Loop"
    outer, inner = node.children
    assert outer.loops == 1
    assert inner.loops == outer.rows == 3
    assert inner.total_cost == pytest.approx(3 * inner.cost)
    assert node.own_cost < node.total_cost


def test_the_costliest_step_is_that_which_costs_most_by_itself(connection: Connection) -> None:
    node = planned(connection, "SELECT body FROM audit.logs ORDER BY body LIMIT 3")
    assert [step.kind for step in node.walk()] == ["Limit", "Sort", "Seq Scan"]
    assert node.costliest.kind in {"Sort", "Seq Scan"}
    assert node.costliest.own_cost == max(step.own_cost for step in node.walk())
    assert all(step.own_cost >= 0 for step in node.walk())
    assert node.children[0].keys == ("logs.body",)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("SELECT count(*) FROM users", "Aggregate"),
        ("SELECT is_open, count(*) FROM users GROUP BY is_open", "HashAggregate"),
        ("UPDATE users SET email = 'x' WHERE id = 1", "Update"),
    ],
)
def test_steps_are_called_what_people_call_them(
    connection: Connection, query: str, kind: str
) -> None:
    assert planned(connection, query).kind == kind


def test_plans_of_one_shape_are_one_plan_whatever_they_cost(connection: Connection) -> None:
    one, other, third = (
        planned(connection, query)
        for query in (
            "SELECT * FROM users WHERE id = 1",
            "SELECT * FROM users WHERE id = 2",
            "SELECT * FROM users WHERE email = 'a'",
        )
    )
    assert one.shape == other.shape
    assert one.shape != third.shape


def test_the_tree_has_a_line_a_step_and_marks_the_costliest(connection: Connection) -> None:
    node = planned(
        connection, "SELECT * FROM users u JOIN audit.logs l ON l.user_id = u.id WHERE u.id = 7"
    )
    lines = tree(node)
    assert len(lines) == len([*node.walk()])
    assert lines[0].startswith("Nested Loop: ")
    assert "of users u by users_pkey on (u.id = 7): 1 row, cost 8" in lines[1]
    assert sum("costliest" in line for line in lines) == 1
    assert describe(node.children[0]) in lines[1]
