"""Rehearsal: what is observed when a migration runs up, down and up again on a real server."""

from __future__ import annotations

import gc
import json
import weakref
from pathlib import Path

import msgspec
import pytest

from designkit.migrate import history as histories
from designkit.migrate.rehearsal import Rehearsal, rehearse, rehearsing, trial
from designkit.migrate.rehearsal.stage import Stage

_USERS = """CREATE TABLE users (
    id integer PRIMARY KEY,
    email text DEFAULT 'none',
    age integer
);
CREATE INDEX idx_users_email ON users (email);
COMMENT ON COLUMN users.age IS 'In years';
CREATE TYPE state AS ENUM ('new');"""
_GONE = "DROP TABLE users; DROP TYPE state;"


def goose(up: str, down: str | None, *, free: bool = False) -> str:
    back = "" if down is None else f"-- +goose Down\n{down}\n"
    return ("-- +goose NO TRANSACTION\n" if free else "") + f"-- +goose Up\n{up}\n{back}"


def rehearsed(folder: Path, *texts: str) -> list[Rehearsal]:
    for number, text in enumerate((goose(_USERS, _GONE), *texts), start=1):
        (folder / f"{number:03}_step.sql").write_text(text)
    first, *rest = rehearse(histories.read(folder).migrations)
    assert first.proven
    return rest


def test_a_migration_that_restores_is_proven(tmp_path: Path) -> None:
    (seen,) = rehearsed(
        tmp_path, goose("ALTER TABLE users ADD name text;", "ALTER TABLE users DROP name;")
    )
    assert seen.proven
    assert seen.restored is True
    assert seen.complete
    assert seen.differences == ()
    assert seen.down_error is None
    assert (seen.file, seen.number, seen.label) == ("002_step.sql", 2, "002")
    assert seen.server.startswith("PostgreSQL ")
    assert [ran.text for ran in seen.up.statements] == ["ALTER TABLE users ADD name text"]


def test_a_role_that_the_databases_of_a_rehearsal_share_is_made_once(tmp_path: Path) -> None:
    step = goose(
        "CREATE ROLE rehearsed_reader; GRANT SELECT ON users TO rehearsed_reader;",
        "REVOKE SELECT ON users FROM rehearsed_reader; DROP ROLE rehearsed_reader;",
    )
    last = goose("ALTER TABLE users ADD name text;", "ALTER TABLE users DROP name;")
    assert [seen.proven for seen in rehearsed(tmp_path, step, last)] == [True, True]


@pytest.mark.parametrize(
    ("up", "down", "told"),
    [
        (
            "ALTER TABLE users DROP age;",
            "SELECT 1;",
            "after DOWN, missing: column users.age, which was: age integer",
        ),
        (
            "DROP INDEX idx_users_email;",
            "SELECT 1;",
            "after DOWN, missing: index users.idx_users_email, which was: CREATE INDEX",
        ),
        (
            "ALTER TABLE users ALTER email DROP DEFAULT;",
            "ALTER TABLE users ALTER email SET DEFAULT 'some';",
            "after DOWN, changed: column users.email: from email text DEFAULT 'none'",
        ),
        (
            "COMMENT ON COLUMN users.age IS NULL;",
            "SELECT 1;",
            "after DOWN, missing: comment column users.age, which was: In years",
        ),
        (
            "ALTER TYPE state ADD VALUE 'old';",
            "",
            "after DOWN, changed: enum state: from CREATE TYPE state AS ENUM ('new') to",
        ),
        (
            "CREATE TABLE IF NOT EXISTS notes (id integer);",
            "",
            "after DOWN, left behind: table notes: CREATE TABLE notes ( id integer )",
        ),
    ],
    ids=["column", "index", "default", "comment", "enum value", "table"],
)
def test_what_down_does_not_restore_is_told_by_object(
    tmp_path: Path, up: str, down: str, told: str
) -> None:
    (seen,) = rehearsed(tmp_path, goose(up, down))
    assert seen.restored is False
    assert not seen.proven
    assert any(difference.startswith(told) for difference in seen.differences)


def test_a_down_that_fails_is_told_with_its_line(tmp_path: Path) -> None:
    (seen,) = rehearsed(
        tmp_path, goose("ALTER TABLE users ADD name text;", "\nALTER TABLE users DROP nam;")
    )
    assert seen.down.state == "error"
    assert seen.down.error is not None
    assert (seen.down.error.line, seen.down.error.sqlstate) == (5, "42703")
    assert seen.restored is None
    assert seen.up_again.state == "missing"
    assert seen.down_error == 'DOWN, line 5: column "nam" of relation "users" does not exist'


def test_an_up_that_fails_is_told_and_the_next_is_tried_without_it(tmp_path: Path) -> None:
    broken, following = rehearsed(
        tmp_path,
        goose("CREATE TABLE a (id integer); SELECT 1 / 0;", "DROP TABLE a;"),
        goose("CREATE TABLE b (id integer);", "DROP TABLE b;"),
    )
    assert (broken.up.state, broken.down.state) == ("error", "missing")
    assert not broken.complete
    assert following.proven


def test_what_spoils_one_migration_does_not_spoil_the_verdict_on_the_next(tmp_path: Path) -> None:
    spoilt, following = rehearsed(
        tmp_path,
        goose("CREATE TABLE a (id integer);", "DROP TABLE a; DROP TABLE users;"),
        goose("ALTER TABLE users ADD x text;", "ALTER TABLE users DROP x;"),
    )
    assert spoilt.restored is False
    assert following.proven


def test_an_up_that_does_not_run_twice_is_told(tmp_path: Path) -> None:
    (seen,) = rehearsed(tmp_path, goose("CREATE TABLE a (id integer);", ""))
    assert seen.up_again.state == "error"
    assert seen.down_error == 'UP after DOWN, line 2: relation "a" already exists'


def test_a_missing_down_is_no_empty_one(tmp_path: Path) -> None:
    missing, empty = rehearsed(tmp_path, goose("SELECT 1;", None), goose("SELECT 1;", ""))
    assert (missing.down.state, missing.restored, missing.complete) == ("missing", None, False)
    assert (empty.down.state, empty.restored, empty.complete) == ("ok", True, True)


def test_a_migration_outside_of_transactions_is_rehearsed_outside_of_them(tmp_path: Path) -> None:
    (seen,) = rehearsed(
        tmp_path,
        goose(
            "CREATE INDEX CONCURRENTLY idx_users_age ON users (age);",
            "DROP INDEX CONCURRENTLY idx_users_age;",
            free=True,
        ),
    )
    assert seen.proven


_LONG = "CREATE TABLE jobs (id uuid PRIMARY KEY, name text NOT NULL, done boolean);"


@pytest.mark.parametrize(
    ("up", "down", "told"),
    [
        (
            "ALTER TABLE jobs ADD UNIQUE (done);",
            "ALTER TABLE jobs DROP CONSTRAINT jobs_done_key;",
            ("UP", "23505", False),
        ),
        (
            "ALTER TABLE jobs ADD n integer NOT NULL;",
            "ALTER TABLE jobs DROP n;",
            ("UP", "23502", True),
        ),
        (
            "ALTER TABLE jobs ALTER done SET NOT NULL;",
            "ALTER TABLE jobs ALTER done DROP NOT NULL;",
            ("UP", "23502", False),
        ),
        (
            "ALTER TABLE jobs ALTER name TYPE integer USING name::integer;",
            "ALTER TABLE jobs ALTER name TYPE text;",
            ("UP", "22P02", True),
        ),
        (
            "ALTER TABLE jobs DROP name;",
            "ALTER TABLE jobs ADD name text NOT NULL;",
            ("DOWN", "23502", True),
        ),
        (
            "DO $$ BEGIN IF EXISTS (SELECT FROM jobs) THEN RAISE 'no'; END IF; END $$;",
            "SELECT 1;",
            ("UP", "P0001", True),
        ),
    ],
)
@pytest.mark.parametrize("free", [False, True], ids=["in a transaction", "outside of one"])
def test_what_fails_on_rows_alone_is_told_and_no_fault_of_the_structure(
    tmp_path: Path, *, up: str, down: str, told: tuple[str, str, bool], free: bool
) -> None:
    jobs, seen, following = rehearsed(
        tmp_path,
        goose(_LONG, "DROP TABLE jobs;"),
        goose(up, down, free=free),
        goose("ALTER TABLE jobs ADD later text;", "ALTER TABLE jobs DROP later;"),
    )
    assert jobs.rows is None
    assert seen.proven
    assert seen.rows is not None
    assert seen.rows.error is not None
    assert (seen.rows.step, seen.rows.error.sqlstate, seen.rows.always) == told
    assert seen.sound is not seen.rows.always
    assert following.proven
    assert following.rows is not None
    assert following.rows.held > 2
    assert following.rows.error is None


@pytest.mark.parametrize("before", ["", "SET statement_timeout = 0;"])
def test_what_never_ends_where_there_are_rows_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    monkeypatch.setattr(rehearsing, "_PATIENCE_S", 1)
    wait = "DO $$ BEGIN WHILE EXISTS (SELECT FROM jobs) LOOP PERFORM pg_sleep(.1); END LOOP; END $$"
    up = f"{before} {wait};"
    _, seen = rehearsed(tmp_path, goose(_LONG, "DROP TABLE jobs;"), goose(up, "SELECT 1;"))
    assert seen.proven
    assert seen.rows is not None
    assert seen.rows.error is not None
    assert seen.rows.error.sqlstate == "57014"


def test_what_takes_long_without_fault_is_given_its_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsing, "_PATIENCE_S", 1)
    up = "ALTER TABLE users ADD name text; SELECT pg_sleep(1.5);"
    (seen,) = rehearsed(tmp_path, goose(up, "ALTER TABLE users DROP name;"))
    assert seen.proven
    assert seen.rows is not None
    assert seen.rows.error is None


def test_a_migration_that_ends_its_own_session_fails_and_the_next_is_tried(tmp_path: Path) -> None:
    ended, following = rehearsed(
        tmp_path,
        goose("SELECT pg_terminate_backend(pg_backend_pid());", "SELECT 1;"),
        goose("ALTER TABLE users ADD name text;", "ALTER TABLE users DROP name;"),
    )
    assert ended.up.error is not None
    assert ended.up.error.sqlstate == "57P01"
    assert following.proven


def test_what_down_does_not_give_back_is_counted(tmp_path: Path) -> None:
    (seen,) = rehearsed(
        tmp_path,
        goose("ALTER TABLE users DROP email;", "ALTER TABLE users ADD email text DEFAULT 'none';"),
    )
    assert not seen.restored  # The index is gone as well.
    assert seen.rows is not None
    (loss,) = seen.rows.losses
    assert (str(loss.table), loss.column, loss.kind) == ("users", "email", "changed")


def test_rows_that_a_trigger_turns_into_tables_are_part_of_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "001_step.sql").write_text(
        """-- +goose Up
CREATE TABLE teams (id uuid PRIMARY KEY);
-- +goose StatementBegin
CREATE FUNCTION part() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    EXECUTE format('CREATE TABLE %I (id integer)', new.id);
    RETURN new; END $$;
-- +goose StatementEnd
CREATE TRIGGER part BEFORE INSERT ON teams FOR EACH ROW EXECUTE FUNCTION part();
-- +goose Down
DROP TABLE teams; DROP FUNCTION part();
"""
    )
    (tmp_path / "002_step.sql").write_text(goose(_USERS, _GONE))
    (tmp_path / "003_step.sql").write_text(
        goose(
            "ALTER TABLE teams ADD n integer DEFAULT 1; ALTER TABLE teams ADD UNIQUE (n);",
            "ALTER TABLE teams DROP n;",
        )
    )
    first, second, last = rehearse(histories.read(tmp_path).migrations)
    assert first.proven
    assert second.proven
    assert last.proven
    assert last.rows is not None
    assert last.rows.step == "UP"


def test_hazards_come_with_what_was_observed(tmp_path: Path) -> None:
    (seen,) = rehearsed(
        tmp_path,
        goose(
            "ALTER TABLE users ALTER age TYPE bigint;", "ALTER TABLE users ALTER age TYPE integer;"
        ),
    )
    (hazard,) = [item for item in seen.hazards if item.kind == "rewrites-table"]
    assert hazard.line == 2
    assert "AccessExclusiveLock on users, table rewritten" in hazard.evidence
    assert hazard.advice


def test_a_chain_that_was_not_read_as_it_is_ends_in_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "001_step.sql").write_text(goose(_USERS, _GONE))
    monkeypatch.setattr(trial, "reread", lambda _connection, before, _touched: before)
    with pytest.raises(RuntimeError, match="not read as it is: missing: "):
        list(rehearse(histories.read(tmp_path).migrations))


def test_a_rehearsal_is_written_as_json(tmp_path: Path) -> None:
    (seen,) = rehearsed(tmp_path, goose("ALTER TABLE users DROP age;", "SELECT 1;"))
    told = json.loads(msgspec.json.encode(seen))
    assert told["down"]["differences"][0] == {
        "kind": "column",
        "object": "users.age",
        "change": "missing",
        "before": "age integer",
        "after": None,
    }
    assert told["up"]["statements"][0].keys() == {
        "text",
        "line",
        "seconds",
        "observed",
    }


@pytest.mark.parametrize("name", ["openfga", "fathom", "authelia", "frontier"])
def test_the_verdict_on_a_real_history_is_that_of_an_independent_harness(
    corpus: Path, name: str
) -> None:
    folder = corpus / "histories" / name
    recorded = json.loads((folder / "outcome" / f"{name}.outcome.json").read_text())
    theirs = {step["up_file"].rpartition("/")[2]: step for step in recorded["migrations"]}
    seen = list(rehearse(histories.read(folder / "pg").migrations))
    compared = 0
    for rehearsal in seen:
        step = theirs[rehearsal.file]
        if not step["has_down"] or rehearsal.down.state == "missing":
            continue
        compared += 1
        wanted = None if "down_error" in step else "down_diff" not in step
        assert restored(rehearsal) is wanted, (rehearsal.file, rehearsal.differences)
        assert (rehearsal.up_again.state == "ok") is (wanted is not None), rehearsal.file
    assert compared == recorded["summary"]["rt_tested"]


def restored(rehearsal: Rehearsal) -> bool | None:
    """The verdict as the harness gives it: it does not compare the comments on triggers."""
    if rehearsal.restored is None:
        return None
    return all(
        difference.kind == "comment" and difference.object.startswith("trigger ")
        for difference in rehearsal.down.differences
    )


@pytest.mark.parametrize(
    ("up", "lost"),
    [
        ("DO $$ BEGIN EXECUTE 'ALTER TABLE users DROP COLUMN age'; END $$;", "users.age"),
        ("CREATE DOMAIN pos AS integer; ALTER TABLE users ADD p pos;", ""),
        ("ALTER TABLE users RENAME TO was; CREATE TABLE users (); DROP TABLE was;", "users"),
        ("ALTER TABLE users DROP age;", ""),
    ],
)
def test_what_is_gone_by_whatever_way_is_told(tmp_path: Path, up: str, lost: str) -> None:
    (seen,) = rehearsed(tmp_path, goose(up, "SELECT 1;"))
    told = [item.message for item in seen.hazards if item.operation == "the migration"]
    wanted = f"the data of {lost} is lost, and DOWN does not bring it back"
    assert told == ([wanted] if lost else [])


def test_a_trial_that_was_made_anew_is_let_go_of() -> None:
    with Stage() as stage:
        old = weakref.ref(stage.trial)
        stage.renew()
        gc.collect()
        assert old() is None
