"""The schema that a history builds, one migration after the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from designkit.database import Scratch
from designkit.errors import StatementFailed
from designkit.migrate import history as histories
from designkit.migrate.replay import replay, replay_into


def written(folder: Path, *ups: str) -> histories.History:
    for number, up in enumerate(ups, start=1):
        (folder / f"{number:03}_step.sql").write_text(up)
    return histories.read(folder)


def test_migrations_build_on_each_other(tmp_path: Path) -> None:
    history = written(
        tmp_path,
        "-- +goose Up\nCREATE TABLE users (id integer);\n-- +goose Down\nDROP TABLE users;\n",
        "-- +goose Up\nALTER TABLE users ADD email text;\n",
    )
    (table,) = replay(history).tables
    assert [column.name for column in table.columns] == ["id", "email"]


def test_a_migration_that_fails_names_its_file_and_line(tmp_path: Path) -> None:
    history = written(
        tmp_path,
        "-- +goose Up\nCREATE TABLE users (id integer);\n",
        "-- +goose Up\nALTER TABLE users ADD name text;\n\nALTER TABLE user ADD email text;\n",
    )
    with pytest.raises(StatementFailed) as failed:
        replay(history)
    assert (failed.value.file, failed.value.line) == (str(tmp_path / "002_step.sql"), 4)


def test_what_a_migration_sets_does_not_reach_the_next(tmp_path: Path) -> None:
    history = written(
        tmp_path,
        "-- +goose Up\nCREATE SCHEMA other;\nSET search_path = other;\n",
        "-- +goose Up\nCREATE TABLE users (id integer);\n",
    )
    (table,) = replay(history).tables
    assert table.namespace == "public"


def test_a_migration_that_says_so_runs_outside_of_a_transaction(tmp_path: Path) -> None:
    history = written(
        tmp_path,
        "-- +goose Up\nCREATE TABLE users (id integer);\n",
        "-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY i ON users (id);\n",
    )
    assert [index.name for index in replay(history).table("users").indexes] == ["i"]


def test_a_history_is_replayed_into_a_database_that_stays(tmp_path: Path) -> None:
    history = written(tmp_path, "-- +goose Up\nCREATE TABLE users (id integer);\n")
    with Scratch() as scratch:
        reading = replay_into(scratch, history.migrations)
        with scratch.connect() as connection:
            assert connection.execute("SELECT count(*) FROM users").fetchone() == (0,)
    assert list(map(str, reading.identities.tables.values())) == ["users"]
