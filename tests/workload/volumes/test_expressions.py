"""What is known of expressions that indexes keep, and that plans say where nothing is."""

from __future__ import annotations

import pytest

from designkit.migrate.sources import read_sql
from designkit.model import ColumnStatistics, Index, IndexKey
from designkit.workload import read_query
from designkit.workload.plans.planning import figures_of
from designkit.workload.references import references
from designkit.workload.volumes import resolve
from designkit.workload.volumes.expressions import expression_statistics

_TABLE = """
-- designkit: rows=1M distinct(email)=900k
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(200), at timestamptz, n int);
"""
_COLUMNS = {name: ColumnStatistics(column=name, distinct=9000) for name in ("email", "at", "n")}


@pytest.mark.parametrize(
    ("expression", "is_known"),
    [
        ("lower(email)", True),
        ("lower((email)::text)", True),
        ("btrim(upper((email)::text))", True),
        ("(n)::bigint", True),
        ("COALESCE(email, ''::character varying)", True),
        ("(at)::date", False),
        ("date_trunc('day'::text, at)", False),
        ("(n % 10)", False),
        ("CASE WHEN (n IS NULL) THEN 1 ELSE 2 END", False),
        ("lower((email || (n)::text))", False),
    ],
)
def test_what_makes_one_value_of_many_has_no_statistics_of_its_column(
    expression: str,
    is_known: bool,  # noqa: FBT001
) -> None:
    index = Index(name="i", keys=(IndexKey(expression=expression),))
    found = expression_statistics(index, _COLUMNS)
    assert [item.distinct for item in found] == ([9000] if is_known else [])


@pytest.mark.parametrize(
    ("index", "query", "told"),
    [
        (
            "CREATE INDEX i ON users (lower(email));",
            "SELECT id FROM users WHERE lower(email) = lower(:email)",
            ("lower(email)", "0.9 of the rows", "as many as the column that it is computed from"),
        ),
        (
            "",
            "SELECT id FROM users WHERE lower(email) = lower(:email)",
            ("lower(email)", "200", "PostgreSQL's default where no index keeps the expression"),
        ),
        (
            "CREATE INDEX i ON users ((at AT TIME ZONE 'UTC'));",
            "SELECT id FROM users WHERE n % 10 = :digit",
            ("n % 10", "200", "PostgreSQL's default where no index keeps the expression"),
        ),
    ],
)
def test_a_plan_says_what_its_share_of_an_expression_rests_on(
    index: str, query: str, told: tuple[str, str, str]
) -> None:
    schema = read_sql(_TABLE + index)
    touched = references(read_query(query, name="Q"), schema)
    figures = [it for it in figures_of(touched, resolve(schema)) if it.what == "distinct"]
    assert [(it.column, it.value, it.rule) for it in figures] == [told]
    assert all(it.is_guess for it in figures)


def test_conditions_that_ask_for_no_value_rest_on_none() -> None:
    schema = read_sql(_TABLE)
    query = "SELECT id FROM users WHERE lower(email) LIKE 'a%' AND upper(email) IS NOT NULL"
    figures = figures_of(references(read_query(query, name="Q"), schema), resolve(schema))
    assert {it.what for it in figures} == {"rows"}
