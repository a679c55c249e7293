"""`designkit verify`."""

from __future__ import annotations

from pathlib import Path

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
        *("file", "number", "up", "down", "up_again", "error", "restored"),
        *("differences", "statements"),
    ]
    assert (sound["file"], sound["number"]) == ("odd/001_create_users.sql", 1)
    assert (sound["up"], sound["down"], sound["up_again"]) == ("ok", "ok", "ok")
    assert (sound["error"], sound["restored"], sound["differences"]) == (None, True, [])
    assert [(item["step"], item["line"]) for item in sound["statements"]] == [
        *(("up", 2), ("down", 10), ("up_again", 2)),
    ]
    assert all(item["seconds"] > 0 for item in sound["statements"])
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
