"""`designkit verify`."""

from __future__ import annotations

from pathlib import Path

import pytest

from designkit.migrate.rehearsal import trial
from tests.cli.running import USERS, designkit, document, goose, write

DROP = "DROP TABLE users;"


def test_a_sound_project_is_proven(project: Path) -> None:
    del project
    result = designkit("verify")
    head, line, summary = result.stdout.splitlines()
    assert result.exit_code == 0
    assert head.startswith("migrations/shop: goose, on PostgreSQL ")
    assert line == "001_create_users.sql  up ok  down ok  up again ok  restored"
    assert summary.startswith("1 migration: 1 proven in ")


def test_what_down_leaves_behind_is_named_and_1(empty: Path) -> None:
    write(
        empty / "odd", create_users=goose(USERS), add_name=goose("ALTER TABLE users ADD name text;")
    )
    result = designkit("verify", "odd")
    assert result.exit_code == 1
    # A second table of that name is not made: IF NOT EXISTS is not there, so UP fails again.
    assert "001_create_users.sql  up ok  down ok  up again error  not restored" in result.stdout
    assert "    after down, left behind: table users: " in result.stdout
    assert "column users.email" not in result.stdout
    assert "    after down, left behind: column users.name: name text\n" in result.stdout
    assert (
        'odd/002_add_name.sql:2: column "name" of relation "users" already exists' in result.stdout
    )


def test_a_down_that_fails_is_1_with_its_place(empty: Path) -> None:
    write(empty / "odd", create_users=goose(USERS, "DROP TABLE people;"))
    result = designkit("verify", "odd")
    assert result.exit_code == 1
    assert "  up ok  down error\n" in result.stdout
    assert (
        '    odd/001_create_users.sql:10: table "people" does not exist (SQLSTATE 42P01)'
        in result.stdout
    )
    assert "1 with a DOWN that fails" in result.stdout


def test_an_up_that_fails_is_2_and_the_next_is_still_tried(empty: Path) -> None:
    write(empty / "odd", broken=goose("SELECT nothing;"), create_users=goose(USERS, DROP))
    result = designkit("verify", "odd")
    assert result.exit_code == 2
    assert "001_broken.sql        up error\n" in result.stdout
    assert "002_create_users.sql  up ok  down ok  up again ok  restored\n" in result.stdout


def test_an_up_that_fails_behind_another_names_the_first_as_the_likely_cause(empty: Path) -> None:
    write(
        empty / "odd",
        create_users=goose("CREATE TABLE users (\n    id nosuch\n);", DROP),
        add_name=goose("ALTER TABLE users ADD name text;"),
        create_teams=goose("CREATE TABLE teams ();", "DROP TABLE teams;"),
    )
    told = designkit("verify", "odd").stdout
    assert told.count("perhaps since 001_create_users.sql failed: mend that first") == 1
    before, _, _ = told.partition("perhaps since")
    assert before.endswith("(SQLSTATE 42P01)\n        ALTER TABLE users ADD name text\n        ")
    migrations = document(designkit("verify", "odd", "--format", "json"))["migrations"]
    assert [item["failed_before"] for item in migrations] == [None, *("001_create_users.sql",) * 2]


def test_a_statement_that_fails_is_shown_by_how_it_begins(empty: Path) -> None:
    write(
        empty / "odd",
        create_users=goose("CREATE TABLE users (\n  a int,\n  b int,\n  c nosuch\n);"),
    )
    told = designkit("verify", "odd").stdout
    assert "        CREATE TABLE users (\n          a int,\n          b int,\n        …\n" in told


def test_what_stays_of_a_file_without_a_transaction_is_said(empty: Path) -> None:
    up = goose("CREATE TABLE users (id int);\nCREATE TABLE teams ();\nSELECT nothing;", DROP)
    write(empty / "odd", create_users=f"-- +goose NO TRANSACTION\n{up}")
    told = designkit("verify", "odd").stdout
    assert "        no transaction: what ran before it stays, 2 statements from line 3\n" in told
    write(empty / "even", create_users=up)
    assert "no transaction" not in designkit("verify", "even").stdout


def test_a_table_that_down_leaves_behind_is_shown_with_its_columns(empty: Path) -> None:
    write(empty / "odd", create_users=goose("CREATE TABLE users (id int);", "SELECT 1;"))
    told = designkit("verify", "odd").stdout
    assert "left behind: table users: CREATE TABLE users ( id integer )\n" in told


def test_a_down_that_loses_rows_is_counted_apart(empty: Path) -> None:
    write(
        empty / "odd",
        create_users=goose("CREATE TABLE users (id int);", DROP),
        empty_users=goose("DELETE FROM users;", "SELECT 1;"),
    )
    told = designkit("verify", "odd").stdout
    assert "2 migrations: 1 proven, 1 proven but losing rows or values; " in told


def test_a_missing_down_is_2(empty: Path) -> None:
    write(empty / "odd", create_users=goose(USERS, None))
    result = designkit("verify", "odd")
    assert result.exit_code == 2
    assert "  up ok  down missing\n" in result.stdout
    assert "1 without DOWN" in result.stdout


def test_a_source_that_is_none_does_not_stop_the_others(project: Path) -> None:
    del project
    result = designkit("verify", "nowhere", "migrations/shop", "postgresql://ada:secret@db/shop")
    assert result.exit_code == 2
    assert "error: nowhere: there is no such folder" in result.stderr
    assert "error: postgresql://ada@db/shop: a database holds no migrations" in result.stderr
    assert "secret" not in result.output
    assert "1 migration: 1 proven" in result.stdout


def test_two_files_with_one_number_are_refused(project: Path) -> None:
    (project / "migrations" / "shop" / "001_other.sql").write_text(goose("SELECT 1;"))
    result = designkit("verify")
    assert result.exit_code == 2
    assert "have one number" in result.stderr
    assert "2 migrations: 2 proven" in result.stdout


def test_json_is_one_object_with_every_key(empty: Path) -> None:
    write(
        empty / "odd",
        create_users=goose(USERS, DROP),
        add_name=goose("ALTER TABLE users ADD name text;"),
        remove_name=goose("ALTER TABLE users DROP name;", "DROP TABLE people;"),
    )
    result = designkit("verify", "odd", "--format", "json")
    told = document(result)
    sound, left, failing = told["migrations"]
    assert (result.exit_code, told["version"], told["failures"]) == (1, 1, [])
    assert list(sound) == [
        *("file", "number", "server", "up", "down", "up_again", "error", "restored"),
        *("differences", "statements", "rows", "hazards", "failed_before"),
    ]
    assert (sound["file"], sound["number"]) == ("odd/001_create_users.sql", 1)
    assert (sound["up"], sound["down"], sound["up_again"]) == ("ok", "ok", "ok")
    assert (sound["error"], sound["restored"], sound["differences"]) == (None, True, [])
    assert [(item["step"], item["line"]) for item in sound["statements"]] == [
        *(("up", 2), ("down", 10), ("up_again", 2)),
    ]
    assert all(item["seconds"] > 0 for item in sound["statements"])
    assert (sound["rows"], sound["hazards"], told["interrupted"]) == (None, [], False)
    assert left["restored"] is False
    assert left["error"]["step"] == "up_again"
    assert left["differences"] == [
        {
            "step": "down",
            "change": "left behind",
            "kind": "column",
            "object": "users.name",
            "before": None,
            "after": "name text",
        }
    ]
    assert (failing["down"], failing["up_again"], failing["restored"]) == ("error", "missing", None)
    assert failing["error"] == {
        "step": "down",
        "statement": "DROP TABLE people",
        "line": 4,
        "sqlstate": "42P01",
        "message": 'table "people" does not exist',
    }


def test_the_error_of_a_down_file_names_that_file(empty: Path) -> None:
    (empty / "pairs").mkdir()
    (empty / "pairs" / "001_create_users.up.sql").write_text(USERS)
    (empty / "pairs" / "001_create_users.down.sql").write_text("DROP TABLE people;")
    result = designkit("verify", "pairs")
    assert "    pairs/001_create_users.down.sql:1: table " in result.stdout


def test_a_down_without_its_up_is_2(empty: Path) -> None:
    (empty / "pairs").mkdir()
    (empty / "pairs" / "001_create_users.down.sql").write_text("DROP TABLE users;")
    result = designkit("verify", "pairs")
    assert result.exit_code == 2
    assert "pairs/001_create_users.down.sql: a way down without its way up" in result.stderr


def test_what_fails_on_rows_alone_is_told_with_its_place(empty: Path) -> None:
    write(
        empty / "shop",
        create_users=goose("CREATE TABLE users (id uuid PRIMARY KEY, name text);", DROP),
        add_key=goose(
            "ALTER TABLE users ADD CONSTRAINT users_name_key UNIQUE (name);",
            "ALTER TABLE users DROP CONSTRAINT users_name_key;",
        ),
    )
    result = designkit("verify", "shop")
    assert result.exit_code == 0
    assert "002_add_key.sql       up ok  down ok  up again ok  restored" in result.stdout
    assert "shop/002_add_key.sql:2: UP fails on some rows: could not create uni" in result.stdout
    told = document(designkit("verify", "shop", "--format", "json"))
    rows = told["migrations"][1]["rows"]
    assert rows["held"] > 2
    assert (rows["error"]["step"], rows["error"]["sqlstate"]) == ("UP", "23505")


def test_what_fails_wherever_there_are_rows_is_1(empty: Path) -> None:
    write(
        empty / "shop",
        create_users=goose("CREATE TABLE users (id uuid PRIMARY KEY);", DROP),
        add_name=goose("ALTER TABLE users ADD name text NOT NULL;", "ALTER TABLE users DROP name;"),
    )
    result = designkit("verify", "shop")
    assert result.exit_code == 1
    assert "shop/002_add_name.sql:2: UP fails wherever there are rows: column" in result.stdout
    assert "2 migrations: 1 proven, 1 failing wherever there are rows" in result.stdout


def test_what_down_does_not_give_back_is_counted(empty: Path) -> None:
    write(
        empty / "shop",
        create_users=goose("CREATE TABLE users (id uuid PRIMARY KEY, name text NOT NULL);", DROP),
        remove_name=goose(
            "ALTER TABLE users DROP name;",
            "ALTER TABLE users ADD name text NOT NULL DEFAULT '';"
            " ALTER TABLE users ALTER name DROP DEFAULT;",
        ),
    )
    result = designkit("verify", "shop")
    assert result.exit_code == 0
    assert "    after down, users.name: the values of " in result.stdout
    assert "shop/002_remove_name.sql:2: hazard: the data of users.name is lost" in result.stdout
    told = document(designkit("verify", "shop", "--format", "json"))
    (loss,) = told["migrations"][1]["rows"]["losses"]
    assert (loss["table"], loss["column"], loss["kind"]) == ("users", "name", "changed")
    assert "data-loss" in {item["kind"] for item in told["migrations"][1]["hazards"]}


def test_what_each_statement_did_is_in_the_json(empty: Path) -> None:
    write(
        empty / "shop",
        create_users=goose("CREATE TABLE users (id integer PRIMARY KEY, n integer);", DROP),
        widen=goose(
            "ALTER TABLE users ALTER n TYPE bigint;", "ALTER TABLE users ALTER n TYPE integer;"
        ),
    )
    told = document(designkit("verify", "shop", "--format", "json"))
    first = told["migrations"][1]["statements"][0]
    assert {"object": "users", "kind": "table", "mode": "AccessExclusiveLock"} in first["locks"]
    assert first["rewrites"] == ["users"]
    (scan,) = first["scans"]
    assert scan["rows"] == scan["times"] * told["migrations"][1]["rows"]["held"] > 0


def test_what_was_proven_is_told_before_a_fault_of_designkit(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(empty / "shop", create_users=goose(USERS, DROP))
    monkeypatch.setattr(trial, "reread", lambda _connection, before, _touched: before)
    result = designkit("verify", "shop")
    assert result.exit_code == 2
    assert "001_create_users.sql  up ok" in result.stdout
    assert "1 migration: 1 proven in " in result.stdout
    assert "this is a bug of designkit: RuntimeError: the catalogue was not read" in result.stderr
    told = document(designkit("verify", "shop", "--format", "json"))
    assert [item["file"] for item in told["migrations"]] == ["shop/001_create_users.sql"]
    (fault,) = told["failures"]
    assert fault["kind"] == "bug"
    assert "the catalogue was not read as it is: missing: column users" in fault["message"]
    assert told["interrupted"] is False
