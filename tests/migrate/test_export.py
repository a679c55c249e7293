"""The text of a new migration, in each format."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.config import FileFormat
from designkit.errors import FileError, NotApproved
from designkit.migrate.export import Export, file_name, next_number, render
from designkit.migrate.history import read
from designkit.migrate.script import Script

FORMATS: tuple[FileFormat, ...] = get_args(FileFormat)
FUNCTION = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN 1;\nEND\n$$"


def written(directory: Path, file_format: FileFormat, export: Export) -> Path:
    for name, text in render(file_format, "001", export):
        (directory / name).write_bytes(text.encode())
    return directory


def texts(script: Script | None) -> list[str] | None:
    return None if script is None else [item.text for item in script.statements]


STATEMENTS = st.lists(
    st.sampled_from(
        [
            "SELECT 1",
            "SELECT 'a;\nb'",
            "SELECT 'é' -- note",
            "-- why\nSELECT 2;",
            "SELECT ';'",
            FUNCTION,
            f"{FUNCTION};",
            "SELECT\n  3",
            "SELECT 4; --note",
        ]
    ),
    max_size=5,
).map(tuple)
HEADERS = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)).map(
    tuple
)


@pytest.mark.parametrize("file_format", FORMATS)
def test_what_is_rendered_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, file_format: FileFormat
) -> None:
    @given(up=STATEMENTS, down=st.none() | STATEMENTS, header=HEADERS, free=st.booleans())
    def law(
        up: tuple[str, ...], down: tuple[str, ...] | None, header: tuple[str, ...], *, free: bool
    ) -> None:
        alone = len(up) < 2 and len(down or ()) < 2
        export = Export(
            description="a",
            up=up,
            down=down,
            header=header,
            transactional=not free or (file_format == "golang-migrate" and not alone),
        )
        directory = written(tmp_path_factory.mktemp("law"), file_format, export)
        history = read(directory)
        (migration,) = history.migrations
        bare = {"SELECT 'é' -- note": "SELECT 'é'", "-- why\nSELECT 2;": "SELECT 2"}
        bare |= {f"{FUNCTION};": FUNCTION, "SELECT 4; --note": "SELECT 4"}
        assert history.format == file_format
        assert texts(migration.up) == [bare.get(item, item) for item in up]
        assert texts(migration.down) == (
            None if down is None else [bare.get(item, item) for item in down]
        )
        assert migration.up.objections == ()
        if file_format != "golang-migrate":
            assert migration.up.transactional is export.transactional

    law()


def test_a_goose_file_reads_as_a_person_would_write_it() -> None:
    export = Export(
        description="create_users",
        up=("CREATE TABLE users (id uuid)", FUNCTION),
        down=("DROP FUNCTION f", "-- The rows of users are lost.\nDROP TABLE users"),
        header=("Approved by Ada.", "", "Checks: 0 errors."),
    )
    assert render("goose", "001", export) == (
        (
            "001_create_users.sql",
            (
                "-- Approved by Ada.\n"
                "--\n"
                "-- Checks: 0 errors.\n"
                "\n"
                "-- +goose Up\n"
                "CREATE TABLE users (id uuid);\n"
                "-- +goose StatementBegin\n"
                f"{FUNCTION};\n"
                "-- +goose StatementEnd\n"
                "\n"
                "-- +goose Down\n"
                "DROP FUNCTION f;\n"
                "-- The rows of users are lost.\n"
                "DROP TABLE users;\n"
            ),
        ),
    )


@pytest.mark.parametrize(
    ("file_format", "line"),
    [
        ("goose", "-- +goose NO TRANSACTION"),
        ("sql-migrate", "-- +migrate Up notransaction"),
        ("dbmate", "-- migrate:up transaction:false"),
    ],
)
def test_a_migration_without_transaction_says_so_in_its_format(
    file_format: FileFormat, line: str
) -> None:
    export = Export(description="a", up=("A", "B"), down=("C",), transactional=False)
    ((_, text),) = render(file_format, "001", export)
    assert line in text.splitlines()


def test_golang_migrate_gets_two_files() -> None:
    export = Export(description="a", up=("A", "B"), down=(), header=("By Ada",))
    assert render("golang-migrate", "001", export) == (
        ("001_a.up.sql", "-- By Ada\nA;\nB;\n"),
        ("001_a.down.sql", ""),
    )


@pytest.mark.parametrize(
    ("file_format", "export", "problem"),
    [
        (
            "golang-migrate",
            Export(description="a", up=("A", "B"), down=(), transactional=False),
            "as one transaction",
        ),
        ("goose", Export(description="a", up=("A",), down=(), header=("+goose Up",)), "second up"),
        (
            "goose",
            Export(description="a", up=("SELECT '\n-- +goose Down\n'",), down=()),
            "cannot be",
        ),
        (
            "sql-migrate",
            Export(description="a", up=("SELECT '\n-- +migrate Down\n'",), down=()),
            "other statements",
        ),
        (
            "dbmate",
            Export(description="a", up=("A", "-- migrate:down"), down=None),
            "another way down",
        ),
        (
            "goose",
            Export(description="a", up=("A",), down=(), header=("\0",)),
            "a zero byte",
        ),
        ("goose", Export(description="a", up=("SELECT '\r\n'",), down=()), "other statements"),
        ("goose", Export(description="a", up=("\\connect x",), down=()), "cannot be written"),
    ],
)
def test_what_a_format_cannot_hold_is_refused(
    file_format: FileFormat, export: Export, problem: str
) -> None:
    with pytest.raises(FileError, match=problem):
        render(file_format, "001", export)


@pytest.mark.parametrize(
    ("description", "better"), [("Create Users", "create_users"), ("", "unnamed"), ("../x", "x")]
)
def test_a_description_that_is_not_snake_case_is_answered_with_one(
    description: str, better: str
) -> None:
    with pytest.raises(NotApproved, match=f"Call it {better}"):
        file_name("001", description)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([], (1, "001")),
        (["001_a.sql"], (2, "002")),
        (["0007_a.sql", "0009_b.sql"], (10, "0010")),
        (["999_a.sql"], (1000, "1000")),
        (["7_a.sql"], (8, "008")),
        (["20170101000000_a.sql"], (20170101000001, "20170101000001")),
    ],
)
def test_the_next_number_follows_the_last_at_its_width(
    tmp_path: Path, files: list[str], expected: tuple[int, str]
) -> None:
    for name in files:
        (tmp_path / name).write_text("-- +goose Up\n")
    assert next_number(read(tmp_path) if files else None) == expected
