"""The text of a new migration, in each format."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.config import FileFormat
from designkit.errors import FileError, NotApproved
from designkit.migrate.export import Export, render
from designkit.migrate.history import read
from designkit.migrate.numbering import file_name, next_number
from designkit.migrate.script import Script

FORMATS: tuple[FileFormat, ...] = get_args(FileFormat)
FUNCTION = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN 1;\nEND\n$$"


def written(directory: Path, file_format: FileFormat, export: Export) -> Path:
    for name, text in render(file_format, "001", export):
        (directory / name).parent.mkdir(exist_ok=True)
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
            "SELECT '\n--note'",
        ]
    ),
    max_size=5,
).map(tuple)
# Words that speak to a tool; what becomes of them is told below.
MARKS = ("+goose", "+migrate", "migrate:", "no-transaction")
HEADERS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20).filter(
        lambda text: not any(mark in text for mark in MARKS)
    )
).map(tuple)


# These send each statement of a file for itself; the others send a direction as one message.
STATEMENT_BY_STATEMENT = {"goose", "sql-migrate"}


@pytest.mark.parametrize("file_format", FORMATS)
def test_what_is_rendered_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, file_format: FileFormat
) -> None:
    @given(up=STATEMENTS, down=st.none() | STATEMENTS, header=HEADERS, free=st.booleans())
    def law(
        up: tuple[str, ...], down: tuple[str, ...] | None, header: tuple[str, ...], *, free: bool
    ) -> None:
        down = () if down is None and file_format == "dbmate" else down
        alone = len(up) < 2 and len(down or ()) < 2
        free = free and (alone or file_format in STATEMENT_BY_STATEMENT)
        export = Export(description="a", up=up, down=down, header=header, transactional=not free)
        directory = written(tmp_path_factory.mktemp("law"), file_format, export)
        history = read(directory, wanted=file_format)
        (migration,) = history.migrations
        bare = {"SELECT 'é' -- note": "SELECT 'é'", "-- why\nSELECT 2;": "SELECT 2"}
        bare |= {f"{FUNCTION};": FUNCTION, "SELECT 4; --note": "SELECT 4"}
        assert history.format == file_format
        assert texts(migration.up) == [bare.get(item, item) for item in up]
        assert texts(migration.down) == (
            None if down is None else [bare.get(item, item) for item in down]
        )
        assert migration.up.objections == ()
        if file_format != "golang-migrate" and up:
            assert migration.up.transactional is not free

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
    ("file_format", "lines"),
    [
        ("goose", ["-- +goose NO TRANSACTION"]),
        ("sql-migrate", ["-- +migrate Up notransaction", "-- +migrate Down notransaction"]),
        ("dbmate", ["-- migrate:up transaction:false", "-- migrate:down transaction:false"]),
        ("sqlx", ["-- no-transaction", "-- no-transaction"]),
        ("diesel", ["run_in_transaction = false"]),
    ],
)
def test_a_migration_without_transaction_says_so_in_its_format(
    file_format: FileFormat, lines: list[str]
) -> None:
    export = Export(
        description="a", up=("A",), down=("C",), header=("By Ada",), transactional=False
    )
    written = [line for _, text in render(file_format, "001", export) for line in text.splitlines()]
    assert [line for line in written if "transaction" in line.lower()] == lines


def test_only_the_direction_that_asks_for_it_runs_without_transaction() -> None:
    export = Export(
        description="a", up=("A",), down=("B", "C"), transactional=False, down_transactional=True
    )
    ((_, text),) = render("sql-migrate", "001", export)
    assert text == "-- +migrate Up notransaction\nA;\n\n-- +migrate Down\nB;\nC;\n"


def test_golang_migrate_gets_two_files() -> None:
    export = Export(description="a", up=("A", "B"), down=(), header=("By Ada",))
    assert render("golang-migrate", "001", export) == (
        ("001_a.up.sql", "-- By Ada\n\nA;\nB;\n"),
        ("001_a.down.sql", ""),
    )


def test_sqlx_reads_its_word_in_the_first_line() -> None:
    export = Export(description="a", up=("A",), down=None, header=("By Ada",), transactional=False)
    assert render("sqlx", "001", export) == (
        ("001_a.up.sql", "-- no-transaction\n-- By Ada\n\nA;\n"),
    )


def test_diesel_gets_a_folder_without_an_empty_file() -> None:
    export = Export(description="a", up=("A",), down=(), transactional=False)
    assert render("diesel", "001", export) == (
        ("001_a/up.sql", "A;\n"),
        ("001_a/down.sql", "-- Nothing to run.\n"),
        ("001_a/metadata.toml", "run_in_transaction = false\n"),
    )


def test_a_semicolon_goes_before_the_comment_behind_a_statement() -> None:
    export = Export(description="a", up=("A -- why", "B; -- why", "C /* why */"), down=())
    ((_, text),) = render("dbmate", "001", export)
    assert text == "-- migrate:up\nA; -- why\nB; -- why\nC; /* why */\n\n-- migrate:down\n"


@pytest.mark.parametrize(
    ("file_format", "export", "problem"),
    [
        (
            "sql-migrate",
            Export(description="a", up=("SELECT '\n-- note'",), down=()),
            "leaves out lines that begin with `-- `",
        ),
        ("dbmate", Export(description="a", up=("A",), down=None), "no line `-- migrate:down`"),
        (
            "golang-migrate",
            Export(description="a", up=("A", "B"), down=(), transactional=False),
            "as one transaction",
        ),
        (
            "dbmate",
            Export(description="a", up=("A", "B"), down=(), transactional=False),
            "as one transaction",
        ),
        (
            "sqlx",
            Export(description="a", up=("A",), down=("A", "B"), transactional=False),
            "as one transaction",
        ),
        (
            "diesel",
            Export(description="a", up=("A", "B"), down=(), transactional=False),
            "as one transaction",
        ),
        (
            "goose",
            Export(
                description="a",
                up=("A",),
                down=("B", "C"),
                transactional=False,
                down_transactional=True,
            ),
            "UP and DOWN alike",
        ),
        (
            "goose",
            Export(description="a", up=("SELECT '$HOME'",), down=(), header=("+goose ENVSUB ON",)),
            "HOME is not set",
        ),
        (
            "goose",
            Export(description="a", up=("SELECT '$$'",), down=(), header=("+goose ENVSUB ON",)),
            "other statements",
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
            "misses a semicolon",
        ),
        (
            "dbmate",
            Export(description="a", up=("A", "-- migrate:down"), down=()),
            "a second down section",
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
    ("file_format", "word"),
    [
        *((one, word) for one in ("goose", "dbmate") for word in ("+goose", "migrate:up")),
        *((one, "+migrate Up") for one in ("goose", "dbmate")),
        *(("sql-migrate", word) for word in ("+goose", "migrate:up")),
        ("golang-migrate", "no-transaction"),
        ("sqlx", "no-transaction"),
    ],
)
def test_a_comment_that_speaks_to_a_tool_is_refused(file_format: FileFormat, word: str) -> None:
    export = Export(description="a", up=("A",), down=(), header=(word,))
    with pytest.raises(FileError, match=r"001_a"):
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


@pytest.mark.parametrize(
    ("names", "label"),
    [
        (["001_a"], "002"),
        (["1_a"], "2"),
        (["2019-03-22-170700_a"], "2019-03-22-170701"),
        (["2019-03-22-170700-0000_a"], "2019-03-22-170700-0001"),
        (["20190322170700_a", "2019-03-22-170701_b"], "2019-03-22-170702"),
    ],
)
def test_the_next_number_of_a_folder_is_written_as_the_last(
    tmp_path: Path, names: list[str], label: str
) -> None:
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "up.sql").touch()
    assert next_number(read(tmp_path))[1] == label


def test_a_number_that_a_migration_in_go_has_is_taken(tmp_path: Path) -> None:
    for name in ("001_a.sql", "002_b.go", "004_c_test.go", "main.go"):
        (tmp_path / name).write_text("-- +goose Up\n")
    assert next_number(read(tmp_path)) == (3, "003")
    assert [file.name for file in read(tmp_path).foreign] == ["002_b.go"]


def test_a_number_that_would_sort_before_the_last_is_refused(tmp_path: Path) -> None:
    (tmp_path / "999_a.sql").write_text("-- migrate:up\n-- migrate:down\n")
    with pytest.raises(FileError, match="1000 would not run behind 999"):
        next_number(read(tmp_path))
