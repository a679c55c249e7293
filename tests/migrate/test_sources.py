"""Sources of a schema: folders, files, texts, live databases, and what is none of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from designkit import config
from designkit.database import Scratch
from designkit.errors import ConnectionFailed, SourceError, StatementFailed
from designkit.migrate.dsn import is_dsn
from designkit.migrate.sources import read, read_sql
from designkit.model import QualifiedName, Volume

_UP = "-- +goose Up\nCREATE TABLE users (id integer);\n"


def test_a_folder_of_migrations_is_replayed(tmp_path: Path) -> None:
    (tmp_path / "001_users.sql").write_text(_UP)
    assert [table.name for table in read(tmp_path).tables] == ["users"]
    assert read(tmp_path).table("users").service == ""


def test_the_folder_of_a_service_gives_its_tables_their_owner(tmp_path: Path) -> None:
    folder = tmp_path / "migrations" / "auth"
    folder.mkdir(parents=True)
    (folder / "001_users.sql").write_text(_UP)
    (tmp_path / "pyproject.toml").write_text("[tool.designkit]\n")
    schema = read(folder, config=config.load(tmp_path))
    assert schema.table("users").service == "auth"


def test_a_file_is_run_and_its_volumes_are_read(tmp_path: Path) -> None:
    file = tmp_path / "design.sql"
    file.write_text("-- designkit: rows=10M\nCREATE TABLE users (id integer);\n")
    schema = read(file)
    assert schema.volumes == (Volume(table=QualifiedName(name="users"), rows=10_000_000),)


def test_a_database_is_read_by_its_dsn() -> None:
    with Scratch() as scratch:
        with scratch.connect() as connection:
            connection.execute("CREATE TABLE users (id integer)")
        assert [table.name for table in read(scratch.dsn).tables] == ["users"]


def test_a_text_that_fails_says_where() -> None:
    with pytest.raises(StatementFailed, match=r"^design\.sql:2: "):
        read_sql("SELECT 1;\nSELEC 2;", file="design.sql")


@pytest.mark.parametrize("source", ["nowhere", "nowhere/at.sql"])
def test_what_does_not_exist_is_told_with_what_a_source_is(source: str) -> None:
    with pytest.raises(SourceError, match=f"{source}: there is no such file or folder. A source"):
        read(source)


def test_a_database_that_does_not_answer_is_told() -> None:
    with pytest.raises(ConnectionFailed, match="me@localhost:1/db"):
        read("postgresql://me@localhost:1/db")


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("postgresql://localhost/db", True),
        ("postgres://localhost/db", True),
        ("host=localhost dbname=db", True),
        ("migrations/auth", False),
        ("design.sql", False),
    ],
)
def test_a_connection_string_is_told_from_a_path(source: str, answer: bool) -> None:  # noqa: FBT001
    assert is_dsn(source) is answer


def test_a_file_whose_name_looks_like_a_connection_string_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "a=b.sql"
    file.write_text("CREATE TABLE users (id integer);")
    assert [table.name for table in read(file).tables] == ["users"]
