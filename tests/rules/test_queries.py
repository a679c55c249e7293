"""Rules on queries: cases say in their lines what is found there, by all of the rules together."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from designkit.config import Config, RuleSettings, Waiver
from designkit.errors import ConfigError
from designkit.model import QualifiedName, Table, Volume, replace
from designkit.rules import Finding, Severity, WorkloadContext, check
from designkit.workload import read_query
from designkit.workload.ground import ground
from designkit.workload.volumes import resolve
from tests.cases.case_file import CASES, Case, cases, read_case
from tests.rules import workloads
from tests.rules.examples import ReadSql, built
from tests.workload.queries.test_references import SCHEMA

_SAID = re.compile(r"-- finding: (.*)$")


@pytest.mark.parametrize("case", cases("queries"))
def test_what_is_found_in_a_query_is_what_its_lines_say(case: Case, read_sql: ReadSql) -> None:
    text = case.file.read_text(encoding="utf-8")
    found = workloads.judged(text, lambda tables: built(tables, read_sql))
    assert sorted(map(_told, found.unwaived)) == sorted(_expected(text))


def _told(finding: Finding) -> tuple[int | None, str]:
    return finding.line, f"{finding.rule} {finding.object}"


def _expected(text: str) -> list[tuple[int, str]]:
    return [
        (number, said)
        for number, line in enumerate(text.splitlines(), start=1)
        if (match := _SAID.search(line)) is not None
        for said in match[1].split("; ")
    ]


_STAR = """\
CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL UNIQUE, settings jsonb);
-- name: Get :one
SELECT * FROM users WHERE id = @id;
-- name: Find :one
SELECT * FROM users WHERE email = @email;
"""


@pytest.fixture(scope="module")
def star(read_sql: ReadSql) -> WorkloadContext:
    return workloads.in_sql(_STAR, lambda tables: built(tables, read_sql))


def configured(**settings: object) -> Config:
    root = Path("/project")
    return Config(root=root, docs=root / "docs", **settings)  # type: ignore[arg-type]


def test_a_waiver_accepts_what_is_found_in_the_query_that_it_names(star: WorkloadContext) -> None:
    waiver = Waiver(rule="query-selects-star", object="Get", reason="an export")
    found = check([star], configured(waivers=(waiver,)))
    assert [(item.object, item.waived) for item in found] == [("Get", "an export"), ("Find", None)]


def test_a_waiver_of_a_rule_that_saw_every_query_and_met_nothing_is_told(
    star: WorkloadContext,
) -> None:
    waivers = tuple(
        Waiver(rule=rule, object="Get", reason="known")
        for rule in ("query-unbounded", "query-scans-large-table", "orm-used")
    )
    found = check([star], configured(waivers=waivers))
    told = [item for item in found if item.rule == "waiver-unused"]
    # Nobody planned the queries, and nobody looked into code.
    assert ["query-unbounded" in item.message for item in told] == [True]


def test_a_refused_query_keeps_no_rule_from_having_looked(read_sql: ReadSql) -> None:
    example = f"{_STAR}-- name: Typo :one\nSELECT mail FROM users;\n"
    context = workloads.in_sql(example, lambda tables: built(tables, read_sql))
    waiver = Waiver(rule="query-refused", object="Other", reason="known")
    rules = {item.rule for item in check([context], configured(waivers=(waiver,)))}
    assert {"query-refused", "waiver-unused"} <= rules


def test_a_rule_on_queries_has_the_severity_and_the_options_that_a_team_gives(
    star: WorkloadContext,
) -> None:
    severe = RuleSettings(severity="error")
    found = check([star], configured(rules={"query-selects-star": severe}))
    assert {item.severity for item in found} == {Severity.ERROR}
    off = RuleSettings(enabled=False)
    assert not check([star], configured(rules={"query-selects-star": off}))
    unknown = RuleSettings(options={"colums": 3})
    with pytest.raises(ConfigError, match="did you mean columns"):
        check([star], configured(rules={"query-selects-star": unknown}))


_WEIGHED = """\
CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL, phone text NOT NULL);
-- designkit: weight=0.4
-- name: ByEmail :one
SELECT id FROM users WHERE email = @email;
-- designkit: weight=0.7
-- name: ByEmailToo :one
SELECT phone FROM users WHERE email = @email;
-- designkit: weight=0.4
-- name: ByPhone :one
SELECT id FROM users WHERE phone = @phone;
"""


def test_a_column_is_used_often_by_the_weight_of_its_queries_together(read_sql: ReadSql) -> None:
    context = workloads.in_sql(_WEIGHED, lambda tables: built(tables, read_sql))
    (finding,) = check([context])
    assert (finding.object, finding.line) == ("users.email", 7)
    assert finding.evidence == "ByEmail (weight 0.4); ByEmailToo (weight 0.7)"
    often = RuleSettings(options={"often": 0.3})
    found = check([context], configured(rules={"query-not-indexed": often}))
    assert [item.object for item in found] == ["users.email", "users.phone"]


def test_measured_rows_count_where_nobody_declared_some(read_sql: ReadSql) -> None:
    context = workloads.in_sql(_WEIGHED, lambda tables: built(tables, read_sql))
    assert not check([replace(context, rows={QualifiedName(name="users"): 50.0})])


_EXPRESSIONS = """\
CREATE TABLE visits (id uuid PRIMARY KEY, seen_at timestamptz NOT NULL, path text NOT NULL);
-- name: Days :one
SELECT count(*) FROM visits WHERE date_trunc('day', seen_at) = @day;
-- name: Paths :one
SELECT count(*) FROM visits WHERE lower(path) = @path;
"""
_INDEXES = """\
CREATE INDEX idx_visits_seen_at ON visits (seen_at);
CREATE INDEX idx_visits_path ON visits (path);
-- name: Days"""


@pytest.mark.parametrize("example", [_EXPRESSIONS, _EXPRESSIONS.replace("-- name: Days", _INDEXES)])
def test_no_index_is_offered_that_cannot_hold_an_expression(
    example: str, read_sql: ReadSql
) -> None:
    days, paths = check([workloads.in_sql(example, lambda tables: built(tables, read_sql))])
    assert "compare seen_at itself" in days.message
    assert "create idx_" not in days.message
    assert "index on that expression" not in days.message
    assert "create " in paths.message
    assert not days.fix


_REPEATED = """\
package users

import "github.com/jmoiron/sqlx"

func Rename(db *sqlx.DB, id, name string) error {
    if _, err := db.Exec("DELETE FROM names WHERE user_id = $1", id); err != nil {
        return err
    }
    _, err := db.Exec("INSERT INTO names (user_id, name) VALUES ($1, $2)", id, name)
    return err
}
"""


def test_several_writes_to_one_table_are_a_warning() -> None:
    (finding,) = check([workloads.in_go(_REPEATED)])
    assert (finding.rule, finding.severity) == ("writes-without-transaction", Severity.WARNING)
    assert (finding.object, finding.file, finding.line) == ("Rename", "service.go", 9)


def test_what_stands_in_generated_code_says_so() -> None:
    header = "// Code generated by tool. DO NOT EDIT.\n\n"
    (finding,) = check([workloads.in_go(header + _REPEATED)])
    assert "(in generated code)" in finding.message


def test_a_table_that_another_service_owns_and_this_database_lacks_is_told_once(
    read_sql: ReadSql,
) -> None:
    example = """\
CREATE TABLE invoices (id uuid PRIMARY KEY, user_id uuid NOT NULL);
-- name: Get :one
SELECT u.email FROM invoices i JOIN users u ON u.id = i.user_id WHERE i.id = @id;
"""
    context = workloads.in_sql(example, lambda tables: built(tables, read_sql))
    owners = {QualifiedName(name="users"): "auth"}
    found = check([replace(context, service="billing", owners=owners)])
    assert [item.rule for item in found] == ["cross-service-join"]
    assert [item.rule for item in check([context])] == ["query-refused"]


def test_judging_queries_needs_neither_a_driver_nor_a_parser_of_go() -> None:
    program = (
        "import sys, designkit.rules;"
        "print([name for name in ('psycopg', 'tree_sitter') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"


def test_no_rule_stumbles_over_any_kind_of_statement(read_sql: ReadSql) -> None:
    schema = read_sql(SCHEMA)
    queries = [
        read_query(case.section("query"), name=f"Q{number}")
        for number, case in enumerate(map(read_case, sorted((CASES / "references").glob("*.sql"))))
    ]
    resolved = resolve(replace(schema, volumes=tuple(map(_large, schema.tables))))
    with ground(queries, schema, resolved) as workload:
        examined = workload.planned()
    found = check([WorkloadContext(schema=schema, queries=examined)])
    assert {item.object for item in found} & {query.name for query in queries}


def _large(table: Table) -> Volume:
    return Volume(table=table.qualified, rows=1_000_000)
