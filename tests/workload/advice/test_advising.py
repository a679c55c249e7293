"""Advice on real plans: as a person would give it, and no worse than trying everything."""

from __future__ import annotations

import pytest

from designkit.migrate.sources import read_sql
from designkit.sql.writing import write_all
from designkit.workload import read_queries
from designkit.workload.ground import Ground, ground
from designkit.workload.plans import QueryPlan
from designkit.workload.volumes import resolve
from tests.cases.case_file import CASES, Case, cases, expect, read_case
from tests.corpus.advice import at_scale, compared, trial_of


@pytest.mark.parametrize("case", cases("advice"))
def test_the_advice_is_what_a_person_would_give(case: Case, accept: bool) -> None:  # noqa: FBT001
    with at_scale(case) as found:
        advised = found.advise()
        operations = [item.operation for item in advised.advice]
        written = write_all(operations, found.schema)
        texts = sorted(statement.text for each in written for statement in each)
        idle = [
            f"{item.index.name}{f': keep {item.instead}' if item.instead else ''}"
            for item in advised.idle
        ]
        seen = {
            "advice": "".join(f"{text};\n" for text in texts),
            "idle": "".join(f"{name}\n" for name in idle),
        }
        expect(case, {name: text for name, text in seen.items() if text}, accept=accept)
        assert bool(texts) == bool(case.section("advice"))
        assert advised.after <= advised.before
        for operation in operations:  # It can be added, and taken back.
            assert operation.inverse().apply(operation.apply(found.schema)) == found.schema


@pytest.mark.parametrize("case", cases("advice"))
def test_advice_is_no_worse_than_the_best_of_all_choices(case: Case) -> None:
    """The planner is asked about each subset of the candidates that help some query."""
    with at_scale(case) as found:
        _, trial = trial_of(found)
        chosen, best = compared(trial)
        assert trial.asked(chosen) <= best * 1.001


def test_the_database_is_left_as_it_was() -> None:
    case = read_case(CASES / "advice" / "partial_on_soft_delete.sql")
    with at_scale(case) as found:
        before = shapes(found)
        assert found.advise().advice
        assert shapes(found) == before


def shapes(found: Ground) -> list[tuple[object, ...]]:
    return [item.root.shape for item in found.plans() if isinstance(item, QueryPlan)]


def test_a_gain_that_two_indexes_bring_is_told_once_with_the_other() -> None:
    schema = read_sql("""
        -- designkit: rows=10M distinct(a)=1000 distinct(b)=100 correlation(a)=0
        CREATE TABLE t (id bigint PRIMARY KEY, a int NOT NULL, b int NOT NULL,
                        c timestamptz NOT NULL, body text);
    """)
    queries = read_queries("""
        -- name: Both :many
        SELECT * FROM t WHERE a = :a AND b = :b;
        -- name: Latest :many
        SELECT * FROM t WHERE a = :a ORDER BY c DESC LIMIT 10;
        -- name: Counted :one
        SELECT count(*) FROM t WHERE a = :a;
    """)
    with ground(queries, schema, resolve(schema)) as found:
        advised = found.advise()
    names = {item.operation.index.name for item in advised.advice}
    assert names == {"idx_t_a_b", "idx_t_a_c"}
    counted = [gain for item in advised.advice for gain in item.gains if gain.query == "Counted"]
    assert len(counted) == 1
    assert len(names & {*counted[0].also}) == 1
    assert counted[0].factor > 100
    gained = sum(item.gain for item in advised.advice)
    assert gained == pytest.approx(advised.before - advised.after, rel=0.01)
