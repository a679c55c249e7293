"""Plans of a real CockroachDB; without one, that it is one is all that can be asked."""

from __future__ import annotations

import os

import pytest

from designkit.database import current_server, load
from designkit.errors import ConnectionFailed, StatementFailed
from designkit.migrate.dsn import COCKROACH_VARIABLE
from designkit.model import Schema, replace
from designkit.sql.annotations import read_annotations
from designkit.workload.cockroach import CockroachPlan, CockroachPlans, plan_on_cockroach
from designkit.workload.ground import examined
from designkit.workload.placeholders import read_query
from designkit.workload.plans import Unplanned
from designkit.workload.volumes import resolve

TABLES = """
CREATE TYPE state AS ENUM ('new', 'open', 'shut');
-- designkit: rows=10M distinct(email)=10M common(status)='open':0.7,'shut':0.3
CREATE TABLE users (
    id uuid PRIMARY KEY, email text NOT NULL, status text NOT NULL, state state NOT NULL,
    tags text[], is_open boolean NOT NULL, deleted_at timestamptz
);
CREATE INDEX users_status_idx ON users (status);
"""


@pytest.fixture
def dsn() -> str:
    """The connection string of a CockroachDB that is there for tests."""
    found = os.environ.get(COCKROACH_VARIABLE, "")
    if not found:
        pytest.skip(f"no CockroachDB: {COCKROACH_VARIABLE} names one")
    return found


def planned(dsn: str, *queries: str, schema: Schema | None = None) -> CockroachPlans:
    known = schema or replace(load(TABLES), volumes=read_annotations(TABLES).volumes)
    asked = [read_query(sql, name=f"Q{number}") for number, sql in enumerate(queries)]
    return plan_on_cockroach(dsn, examined(asked, known), known, resolve(known))


@pytest.mark.cockroach
def test_plans_rest_on_the_rows_that_were_declared(dsn: str) -> None:
    found = planned(dsn, "SELECT id FROM users WHERE email = $1", "SELECT * FROM users WHERE id=$1")
    scan, lookup = found.plans
    assert found.server.startswith("CockroachDB 2")
    assert isinstance(scan, CockroachPlan)
    assert isinstance(lookup, CockroachPlan)
    assert [str(table) for table in scan.scanned] == ["users"]
    assert max(step.rows or 0 for step in scan.root.walk()) == 10_000_000
    assert not scan.lacks_statistics
    assert lookup.root.index == "users_pkey"
    assert lookup.scanned == ()


@pytest.mark.cockroach
def test_common_values_count_there(dsn: str) -> None:
    (plan,) = planned(dsn, "SELECT id FROM users WHERE status = $1").plans
    assert isinstance(plan, CockroachPlan)
    rows = [step.rows for step in plan.root.walk()]
    assert rows[-1] == pytest.approx(7_000_000, rel=0.01)


@pytest.mark.cockroach
def test_a_query_that_it_refuses_says_why_and_keeps_the_others(dsn: str) -> None:
    refused, plan = planned(
        dsn, "SELECT websearch_to_tsquery($1)", "SELECT count(*) FROM users"
    ).plans
    assert isinstance(refused, Unplanned)
    assert "websearch_to_tsquery" in refused.reason
    assert isinstance(plan, CockroachPlan)


@pytest.mark.cockroach
def test_a_write_is_planned_and_not_run(dsn: str) -> None:
    (plan,) = planned(dsn, "DELETE FROM users WHERE status = $1").plans
    assert isinstance(plan, CockroachPlan)


@pytest.mark.cockroach
def test_a_schema_that_it_refuses_gives_no_plan(dsn: str) -> None:
    schema = load("CREATE TABLE spans (id integer PRIMARY KEY, span int4range)")
    with pytest.raises(StatementFailed, match="the schema on CockroachDB"):
        planned(dsn, "SELECT id FROM spans", schema=schema)


def test_a_postgresql_is_refused() -> None:
    with pytest.raises(ConnectionFailed, match="this is no CockroachDB"):
        planned(current_server().dsn, "SELECT 1")
