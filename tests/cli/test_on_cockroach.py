"""`--cockroach` of `verify`, `check` and `diff`: what holds without a CockroachDB, too."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from designkit.cli.rehearsals import Rehearsed, summaries
from designkit.database import current_server
from designkit.migrate.dsn import COCKROACH_VARIABLE
from designkit.migrate.history import read
from designkit.migrate.rehearsal import Rehearsal, Step
from designkit.migrate.rehearsal.verdict import MISSING, StatementError
from designkit.model import Value, replace
from designkit.review.on_cockroach import refusal
from designkit.sql.inventory import Difference
from tests.cli.running import designkit, document, goose, write

OK = Step(state="ok")
NOWHERE = "postgresql://root:secret@127.0.0.1:1/designkit"


@pytest.mark.cockroach
def test_plans_of_a_cockroachdb_stand_beside_those_of_postgresql(project: Path) -> None:
    if COCKROACH_VARIABLE not in os.environ:
        pytest.skip(f"no CockroachDB: {COCKROACH_VARIABLE} names one")
    write(project / "migrations" / "shop", add=goose("CREATE TABLE a (id int);", "DROP TABLE a;"))
    (project / "q.sql").write_text("-- name: All :many\nSELECT id FROM a;\n")
    result = designkit("plan", "migrations/shop", "--queries", "q.sql")
    assert "  Seq Scan of a" in result.stdout
    assert "  CockroachDB 2" in result.stdout
    assert "    scan of a by a_pkey from end to end: 1M rows" in result.stdout


def test_where_a_cockroachdb_cannot_plan_postgresqls_plans_are_told(project: Path) -> None:
    (project / "q.sql").write_text("-- name: One :one\nSELECT 1;\n")
    asked = ("plan", "migrations/shop", "--queries", "q.sql", "--cockroach", current_server().dsn)
    result = designkit(*asked)
    assert result.exit_code == 2
    assert "  Result: 1 row" in result.stdout
    assert "CockroachDB: not planned: " in result.stderr
    assert "this is no CockroachDB" in result.stderr
    (plan,) = document(designkit(*asked, "--format", "json"))["plans"]
    assert plan["plan"] is not None
    assert plan["cockroachdb"]["plan"] is None
    assert "this is no CockroachDB" in plan["cockroachdb"]["error"]


@pytest.mark.parametrize("command", ["verify", "check"])
def test_a_postgresql_is_no_cockroachdb(project: Path, command: str) -> None:
    del project
    result = designkit(command, "--cockroach", current_server().dsn)
    assert result.exit_code == 2
    assert "this is no CockroachDB" in result.stderr
    assert "DESIGNKIT_COCKROACH_DSN" in result.stderr


def test_a_diff_builds_its_sources_there(project: Path) -> None:
    folder = str(project / "migrations" / "shop")
    result = designkit("diff", folder, folder, "--cockroach", current_server().dsn)
    assert result.exit_code == 2
    assert "this is no CockroachDB" in result.stderr


def test_the_environment_names_one_as_well(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del project
    monkeypatch.setenv(COCKROACH_VARIABLE, NOWHERE)
    result = designkit("verify")
    assert result.exit_code == 2
    assert "postgresql://root@127.0.0.1:1/designkit: " in result.stderr
    assert "secret" not in result.stderr
    # What was seen on PostgreSQL is told all the same.
    assert "1 migration: 1 proven" in result.stdout


def test_a_check_of_the_text_alone_asks_no_server(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del project
    monkeypatch.setenv(COCKROACH_VARIABLE, NOWHERE)
    assert designkit("check", "--no-database").exit_code != 2


# ── what is told of both ─────────────────────────────────────────────────────


class Both(Value, frozen=True, kw_only=True):
    """A rehearsal on each of the two."""

    postgresql: Rehearsed
    cockroach: Rehearsed


@pytest.fixture
def both(project: Path) -> Both:
    """A migration that is proven on PostgreSQL, and is refused half-way by CockroachDB."""
    history = read(project / "migrations" / "shop")
    proven = Rehearsal(
        file="001_create_users.sql",
        number=1,
        label="001",
        server="PostgreSQL 18.6",
        up=OK,
        down=OK,
        up_again=OK,
    )
    failed = Step(
        state="error",
        error=StatementError(
            statement="CREATE …", line=3, sqlstate="0A000", message="unimplemented"
        ),
        differences=(
            Difference(
                kind="table",
                object="users",
                change="left behind",
                before=None,
                after="CREATE TABLE users ()",
            ),
        ),
    )
    refused = replace(
        proven, server="CockroachDB 25.2.1", up=failed, down=MISSING, up_again=MISSING
    )
    migration = history.migrations[0]
    return Both(
        postgresql=Rehearsed(history=history, migration=migration, rehearsal=proven),
        cockroach=Rehearsed(history=history, migration=migration, rehearsal=refused),
    )


def test_each_server_has_its_own_summary(both: Both) -> None:
    assert summaries([both.postgresql]) == ("1 migration: 1 proven",)
    assert summaries([both.postgresql, both.cockroach]) == (
        "PostgreSQL: 1 migration: 1 proven",
        "CockroachDB: 1 migration: 1 with an UP that fails",
    )


def test_a_refusal_says_what_stays(both: Both) -> None:
    told = str(refusal(both.cockroach.migration, both.cockroach.rehearsal))
    first, *rest = told.splitlines()
    assert first.endswith(
        "001_create_users.sql:3: CockroachDB 25.2.1 refuses it: unimplemented (SQLSTATE 0A000)"
    )
    assert rest == [
        "What ran before it stays:",
        "left behind: table users: CREATE TABLE users ()",
    ]
