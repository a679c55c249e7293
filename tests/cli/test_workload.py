"""`designkit plan`, `advise` and `queries`, and the queries in `designkit check`."""

from __future__ import annotations

from pathlib import Path

import pytest

from designkit.database.server import current_server
from tests.cli.running import designkit, document, goose, write

_TABLES = """-- designkit: rows=10M distinct(email)=10M
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE users IS 'People';
"""
_QUERIES = """-- name: GetUser :one
SELECT id, email FROM users WHERE id = :id;

-- name: GetUserByEmail :one
SELECT id FROM users WHERE email = :email;
"""


@pytest.fixture
def shop(project: Path) -> Path:
    write(project / "migrations" / "shop", create_users=goose(_TABLES, "DROP TABLE users;"))
    queries = project / "queries" / "shop"
    queries.mkdir(parents=True)
    (queries / "users.sql").write_text(_QUERIES)
    return queries / "users.sql"


def test_a_plan_is_a_tree_with_its_objections(shop: Path) -> None:
    del shop
    result = designkit("plan", "shop")
    first, second = result.stdout.split("GetUserByEmail  ")
    assert result.exit_code == 1
    head, figures, step = first.splitlines()[:3]
    assert head == "GetUser  queries/shop/users.sql:2"
    assert figures.endswith("; reads 1 row, returns 1 row")
    assert step.startswith("  Index Scan of users by users_pkey")
    assert "reads 10M rows, returns 1 row" in second
    assert "Seq Scan of users" in second
    assert "◀ costliest" in second
    assert "[query-not-indexed]" in second


def test_plans_as_json_hold_postgresqls_own(shop: Path) -> None:
    del shop
    one, other = document(designkit("plan", "shop", "--format", "json"))["plans"]
    assert [one["query"], one["service"], one["parameters"]] == ["GetUser", "shop", ["id"]]
    assert one["plan"][0]["Plan"]["Node Type"] == "Index Scan"
    assert one["findings"] == []
    assert one["cost"] < other["cost"]
    assert other["scanned"] == ["users"]
    assert [item["rule"] for item in other["findings"]] == ["query-not-indexed"]
    rows = next(item for item in other["figures"] if item["what"] == "rows")
    assert (rows["value"], rows["origin"]) == ("10,000,000", "declared")


def test_advice_is_sql_with_what_it_gains_and_costs(shop: Path) -> None:
    del shop
    result = designkit("advise", "shop")
    assert result.exit_code == 1
    assert "CREATE INDEX idx_users_email ON users (email);" in result.stdout
    assert "GetUserByEmail: cost " in result.stdout
    (workload,) = document(designkit("advise", "shop", "--format", "json"))["workloads"]
    (advice,) = workload["advice"]
    assert advice["sql"] == "CREATE INDEX idx_users_email ON users (email)"
    assert [gain["query"] for gain in advice["gains"]] == ["GetUserByEmail"]
    assert workload["after"] < workload["before"]


def test_nothing_to_advise_is_clean(shop: Path) -> None:
    shop.write_text(_QUERIES.split("\n\n", maxsplit=1)[0])
    result = designkit("advise", "shop")
    assert result.exit_code == 0
    assert "No index is worth its price" in result.stdout


def test_statistics_of_a_dump_go_for_measured(shop: Path) -> None:
    dump = shop.with_name("stats.txt")
    dump.write_text(
        "SELECT * FROM pg_catalog.pg_restore_relation_stats('version', '180006'::integer,"
        " 'schemaname', 'public', 'relname', 'users', 'relpages', '1'::integer,"
        " 'reltuples', '40'::real, 'relallvisible', '1'::integer);\n"
    )
    migration = next((shop.parents[2] / "migrations" / "shop").iterdir())
    migration.write_text(migration.read_text().replace("rows=10M ", ""))
    plans = document(designkit("plan", "shop", "--statistics", str(dump), "--format", "json"))[
        "plans"
    ]
    rows = next(item for item in plans[1]["figures"] if item["what"] == "rows")
    assert (rows["value"], rows["origin"]) == ("40", "measured")


def test_queries_are_checked_with_everything_else(shop: Path) -> None:
    shop.write_text(_QUERIES + "-- name: Odd :one\nSELECT nope FROM users;\n")
    result = designkit("check", "migrations/shop")
    assert result.exit_code == 1
    assert "queries/shop/users.sql:7:8: error: the database refuses Odd" in result.stdout
    alone = designkit("queries", "check", "queries/shop", "--schema", "shop")
    assert alone.exit_code == 1
    assert "[query-refused]" in alone.stdout
    assert alone.stdout.splitlines()[-1].startswith("3 queries: ")


def test_a_waiver_above_a_query_accepts_a_finding(shop: Path) -> None:
    waiver = "-- designkit: allow query-not-indexed asked once a month\n"
    shop.write_text(_QUERIES.replace("-- name: GetUserByEmail", f"{waiver}-- name: GetUserByEmail"))
    result = designkit("check", "migrations/shop")
    assert result.exit_code == 0
    assert "1 waived" in result.stdout


def test_queries_alone_are_checked_with_their_waivers(shop: Path) -> None:
    shop.write_text(
        "-- designkit: allow query-not-indexed asked once a month\n"
        "-- name: GetUserByEmail :one\nSELECT id FROM users WHERE email = :email;\n\n"
        "-- designkit: allow comparison-with-null nobody knows why\n"
        "-- designkit: allow query-unbounded\n"
        "-- name: ListUsers :many\nSELECT id FROM users;\n"
    )
    result = designkit("queries", "check")
    assert result.exit_code == 1
    *said, summary = result.stdout.splitlines()
    assert summary == "2 queries: 1 error, 2 warnings, 1 waived"
    place = "shop: queries/shop/users.sql"
    assert said[0].startswith(f"{place}:3:28: error: no index")
    assert said[0].endswith("[query-not-indexed] (waived: asked once a month)")
    assert [line for line in said[1:] if "[waiver-" in line] == said[1:3]
    assert said[1].startswith(f"{place}:5: warning: the waiver of comparison-with-null")
    assert said[2].startswith(f"{place}:6: error: the waiver of query-unbounded")
    assert said[3].startswith(f"{place}:8:16: warning: ")


def test_a_plan_tells_what_is_on_no_query_behind_them(shop: Path) -> None:
    waiver = "-- designkit: allow query-scans-large-table there are few\n"
    shop.write_text(f"{waiver}{_QUERIES.split(chr(10) * 2, maxsplit=1)[0]}")
    result = designkit("plan", "shop")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1].endswith("[waiver-unused]")
    answer = document(designkit("plan", "shop", "--format", "json"))
    assert [item["rule"] for item in answer["findings"]] == ["waiver-unused"]


def test_a_waiver_of_the_configuration_is_judged_by_no_check_of_queries_alone(
    shop: Path,
) -> None:
    shop.write_text(_QUERIES.split("\n\n", maxsplit=1)[0])
    settings = shop.parents[2] / "pyproject.toml"
    waiver = (
        "[[tool.designkit.waivers]]\nrule = 'delete-without-where'\nobject = 'users'\n"
        "reason = 'a test'\n"
    )
    settings.write_text(waiver)
    assert designkit("queries", "check").stdout == "1 query: no findings\n"
    assert "[waiver-unused]" in designkit("check").stdout


def test_an_answer_is_not_said_again_when_a_query_has_changed(
    shop: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DESIGNKIT_CACHE", str(tmp_path / "cache"))
    shop.write_text(_QUERIES.split("\n\n", maxsplit=1)[0])
    assert designkit("check").exit_code == 0
    shop.write_text(_QUERIES)
    assert designkit("check").exit_code == 1


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("sql", "-- name: GetUserByEmail :one\n"), ("go", "package shop\n")],
)
def test_queries_are_exported(shop: Path, language: str, wanted: str) -> None:
    del shop
    shown = designkit("queries", "export", "--schema", "shop", "--language", language)
    assert shown.exit_code == 0
    assert wanted in shown.stdout
    file = Path("out") / "deeper" / f"queries.{language}"  # As other commands, it makes folders.
    written = designkit("queries", "export", "--schema", "shop", "-l", language, "-o", str(file))
    assert written.stdout == f"{file}: 2 queries\n"
    assert file.read_text() == shown.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("plan", "nowhere"), "there is no such file or folder"),
        (("plan", "shop", "--queries", "none.sql"), "there is no such file or folder"),
        (("plan", "shop", "--statistics", "none.txt"), "there is no such file"),
        (("advise", "shop", "--queries", "migrations"), "it holds neither .sql files nor Go code"),
        (("queries", "export", "-l", "go", "--schema", "bad.sql"), "no query is registered"),
    ],
)
def test_what_cannot_be_read_is_said_and_ends_with_2(
    shop: Path, arguments: tuple[str, ...], message: str
) -> None:
    (shop.parents[2] / "bad.sql").write_text(_TABLES)
    result = designkit(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_a_given_server_is_refused_for_plans(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del shop
    monkeypatch.setenv("DESIGNKIT_DSN", current_server().dsn)
    result = designkit("plan", "shop")
    assert result.exit_code == 2
    assert "DESIGNKIT_DSN" in result.stderr
