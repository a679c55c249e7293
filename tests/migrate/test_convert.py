"""A history in another format."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.config import FileFormat
from designkit.errors import FileError, SourceError
from designkit.migrate import checksums
from designkit.migrate.convert import Conversion, apply, plan
from designkit.migrate.export import Export, render_as
from designkit.migrate.history import History, read
from designkit.migrate.script import Script

FORMATS: tuple[FileFormat, ...] = get_args(FileFormat)
FUNCTION = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN 1;\nEND\n$$"


def write(directory: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_bytes(text.encode())
    return directory


def converted(source: Path, to: FileFormat, **named: FileFormat) -> tuple[Conversion, History]:
    conversion = plan(read(source, **named), source.parent / f"as-{to}", to)  # type: ignore[arg-type]
    apply(conversion)
    return conversion, read(conversion.directory, wanted=to)


def outline(history: History) -> list[tuple[int, str, list[str], list[str] | None]]:
    return [
        (item.number, item.name, texts(item.up), texts(item.down) if item.down else None)
        for item in history.migrations
    ]


def texts(script: Script) -> list[str]:
    return [statement.text for statement in script.statements]


@pytest.fixture
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is not waited for, where hundreds of files are written."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


STATEMENTS = st.lists(
    st.sampled_from(
        [
            "SELECT 1",
            "SELECT 'a;\nb' -- note;",
            "-- why;\n\n-- how\nSELECT 2;",
            "/* a;\n\nb */ SELECT ';' /* c */",
            f"-- why\n{FUNCTION};",
            "",
            "-- alone",
            "/* alone;\n\nand */",
            "--alone",
        ]
    ),
    max_size=4,
).map(tuple)


@pytest.mark.usefixtures("quick_disk")
def test_statements_stay_and_lead_back(tmp_path_factory: pytest.TempPathFactory) -> None:
    @given(
        tools=st.permutations(FORMATS),
        up=STATEMENTS,
        down=st.none() | STATEMENTS,
        header=st.sampled_from([(), ("By Ada", " x")]),
    )
    def law(
        tools: list[FileFormat],
        up: tuple[str, ...],
        down: tuple[str, ...] | None,
        header: tuple[str, ...],
    ) -> None:
        before, after, *_ = tools
        down = () if down is None and "dbmate" in {before, after} else down
        folder = tmp_path_factory.mktemp("law")
        export = Export(description="a", up=up, down=down, header=header)
        source = write(folder / "source", dict(render_as(before, "007_a", export)))
        _, there = converted(source, after, wanted=before)
        _, back = converted(there.directory, before, wanted=after)
        assert outline(there) == outline(back) == outline(read(source, wanted=before))
        words = [word for word in ("why", "how", "note;", "alone", "By Ada") if word in str(export)]
        text = "".join(file.read_text() for item in there.migrations for file in item.files)
        assert [word for word in words if word not in text] == []

    law()


SOURCE = {
    "001_users.sql": (
        "-- Approved by Ada.\n--   Twice.\n\n"
        "-- +goose Up\n"
        "-- Who may come in.\n"
        "CREATE TABLE users (id int); -- the key\n"
        "\n"
        "-- +goose StatementBegin\n"
        f"{FUNCTION};\n"
        "-- +goose StatementEnd\n"
        "-- Done.\n"
        "-- +goose Down\n"
        "DROP FUNCTION f;\n"
        "DROP TABLE users;\n"
    ),
    "002_index.sql": (
        "-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY i ON users (id);\n"
        "-- +goose Down\nDROP INDEX CONCURRENTLY i;\n"
    ),
}
WORDS = "-- Approved by Ada.\n--   Twice.\n\n"
BODY = f"-- Who may come in.\nCREATE TABLE users (id int); -- the key\n\n{FUNCTION};\n\n-- Done.\n"
BACK = "DROP FUNCTION f;\nDROP TABLE users;\n"
UP, DOWN = "CREATE INDEX CONCURRENTLY i ON users (id);\n", "DROP INDEX CONCURRENTLY i;\n"
COPIES: dict[FileFormat, dict[str, str]] = {
    "dbmate": {
        "001_users.sql": f"{WORDS}-- migrate:up\n{BODY}\n-- migrate:down\n{BACK}",
        "002_index.sql": (
            f"-- migrate:up transaction:false\n{UP}\n-- migrate:down transaction:false\n{DOWN}"
        ),
    },
    "golang-migrate": {
        "001_users.up.sql": WORDS + BODY,
        "001_users.down.sql": BACK,
        "002_index.up.sql": UP,
        "002_index.down.sql": DOWN,
    },
    "sqlx": {
        "001_users.up.sql": WORDS + BODY,
        "001_users.down.sql": BACK,
        "002_index.up.sql": f"-- no-transaction\n{UP}",
        "002_index.down.sql": f"-- no-transaction\n{DOWN}",
    },
    "diesel": {
        "001_users/up.sql": WORDS + BODY,
        "001_users/down.sql": BACK,
        "002_index/up.sql": UP,
        "002_index/down.sql": DOWN,
        "002_index/metadata.toml": "run_in_transaction = false\n",
    },
}


@pytest.mark.parametrize("to", COPIES)
def test_a_copy_reads_as_a_person_would_write_it(tmp_path: Path, to: FileFormat) -> None:
    source = write(tmp_path / "source", SOURCE)
    conversion, copy = converted(source, to)
    assert dict(conversion.files) == COPIES[to]
    assert conversion.notes == ()
    recorded = checksums.read(copy.directory)
    assert recorded is not None
    assert checksums.compare(recorded, copy) == ()
    _, back = converted(copy.directory, "goose", wanted=to)
    first, second = (file.read_text() for item in back.migrations for file in item.files)
    assert second == SOURCE["002_index.sql"].replace("-- +goose Down", "\n-- +goose Down")
    assert first.startswith(f"{WORDS}-- +goose Up\n-- Who may come in.\nCREATE TABLE")


def test_a_file_of_golang_migrate_asks_for_freedom_only_where_it_needs_it(tmp_path: Path) -> None:
    source = write(
        tmp_path / "source",
        {
            "1_a.up.sql": "CREATE TABLE t (a int)",
            "2_b.up.sql": "CREATE INDEX CONCURRENTLY i ON t (a)",
            "3_c.up.sql": "ALTER TABLE p DETACH PARTITION q CONCURRENTLY",
            "4_d.up.sql": "VACUUM t",
            "5_e.up.sql": "CREATE INDEX i ON t (a)",
        },
    )
    _, copy = converted(source, "goose")
    assert [item.up.transactional for item in copy.migrations] == [True, False, False, False, True]


@pytest.mark.parametrize("to", FORMATS)
def test_a_transaction_around_a_whole_file_becomes_that_of_the_tool(
    tmp_path: Path, to: FileFormat
) -> None:
    text = "-- why\nBEGIN; -- now\n-- what\nSELECT 1;\n\nSELECT 2;\ncommit transaction;\n-- end\n"
    source = write(
        tmp_path / "source",
        {
            "1_a.up.sql": text,
            "1_a.down.sql": "",
            "2_b.up.sql": "START TRANSACTION; END",
            "2_b.down.sql": "",
        },
    )
    conversion, copy = converted(source, to)
    assert [texts(item.up) for item in copy.migrations] == [["SELECT 1", "SELECT 2"], []]
    assert copy.migrations[0].up.transactional
    assert [note.split(":")[0] for note in conversion.notes] == ["1_a.up.sql", "2_b.up.sql"]
    words = copy.migrations[0].up.file.read_text()
    assert [word for word in ("why", "now", "what", "end") if word not in words] == []


@pytest.mark.parametrize(
    ("name", "to", "expected"),
    [
        ("2019-03-22-170700_a/up.sql", "goose", "20190322170700_a.sql"),
        ("V0001.Schema.up.sql", "sql-migrate", "0001_Schema.sql"),
        ("20170726-twilio-errors.up.sql", "sqlx", "20170726_twilio-errors.up.sql"),
        ("7.up.sql", "diesel", "7_unnamed/up.sql"),
    ],
)
def test_names_become_those_that_the_tool_reads(
    tmp_path: Path, name: str, to: FileFormat, expected: str
) -> None:
    conversion, _ = converted(write(tmp_path / "source", {name: "SELECT 1"}), to)
    assert [file for file, _ in conversion.files] == [expected]


def test_tools_that_sort_by_text_get_numbers_of_one_width(tmp_path: Path) -> None:
    source = write(tmp_path / "source", {"9_a.up.sql": "SELECT 9", "10_b.up.sql": "SELECT 10"})
    conversion, _ = converted(source, "diesel")
    assert [name for name, _ in conversion.files] == ["09_a/up.sql", "10_b/up.sql"]


def test_line_endings_between_words_do_not_matter(tmp_path: Path) -> None:
    files = {"1_a.up.sql": "SELECT\r\n1;\r\n", "1_a.down.sql": "-- why\r\nSELECT 2;\r\n"}
    _, copy = converted(write(tmp_path / "source", files), "dbmate")
    text = copy.migrations[0].up.file.read_bytes()
    assert text == b"-- migrate:up\nSELECT\n1;\n\n-- migrate:down\n-- why\nSELECT 2;\n"


@pytest.mark.parametrize(
    ("to", "kept"), [("goose", ""), ("sqlx", ", but for those inside of statements")]
)
def test_line_endings_that_become_others_are_noted(
    tmp_path: Path, to: FileFormat, kept: str
) -> None:
    files = {"1_a.up.sql": "SELECT 1;\r\n", "1_a.down.sql": "-- b\r\n", "2_b.up.sql": "A;\n"}
    conversion = plan(read(write(tmp_path / "source", files)), tmp_path / "copy", to)
    assert conversion.notes == (
        f"1_a.up.sql and 1 more: line endings of Windows (CRLF) became LF{kept}.",
    )


def test_dbmate_gets_the_way_down_that_it_needs(tmp_path: Path) -> None:
    conversion, copy = converted(write(tmp_path / "source", {"1_a.up.sql": "SELECT 1"}), "dbmate")
    assert [texts(item.down) for item in copy.migrations if item.down] == [[]]
    assert conversion.notes == (
        "1_a.up.sql: has no way down; dbmate needs one, and got one that does nothing.",
    )


def test_a_number_may_be_as_long_as_the_tool_keeps_it(tmp_path: Path) -> None:
    source = write(tmp_path / "source", {"20150101000001000000_a.up.sql": "SELECT 1"})
    assert converted(source, "diesel")[1].migrations[0].number == 20150101000001000000
    with pytest.raises(FileError, match="goose keeps no number 20150101000001000000"):
        plan(read(source), tmp_path / "copy", "goose")


def test_what_is_left_out_is_noted(tmp_path: Path) -> None:
    source = write(
        tmp_path / "source", {"1_a.up.sql": "A", "1_a.mysql.up.sql": "B", "seed.sql": "C"}
    )
    conversion = plan(read(source), tmp_path / "copy", "sqlx")
    assert conversion.notes == (
        "seed.sql is no migration, and was left out.",
        "1_a.mysql.up.sql is for another database, and was left out.",
    )


G = "-- +goose Up\n{}\n"
REFUSED: dict[str, tuple[dict[str, str], FileFormat, str]] = {
    "several statements without a transaction": (
        {"1_a.sql": f"-- +goose NO TRANSACTION\n{G.format('SELECT 1;' * 2)}"},
        "golang-migrate",
        "runs these statements as one transaction",
    ),
    "one direction with, the other without": (
        {
            "1_a.sql": (
                "-- +migrate Up notransaction\nSELECT 1;\n-- +migrate Down\nSELECT 1;\nSELECT 2;\n"
            )
        },
        "goose",
        "UP and DOWN alike",
    ),
    "values of the environment": (
        {"1_a.sql": G.format("-- +goose ENVSUB ON\nSELECT '$SHOP';")},
        "goose",
        r"1_a\.sql:3: goose puts variables",
    ),
    "what the tool of the source refuses": (
        {"1_a.sql": G.format("SELECT 1")},
        "sqlx",
        r"1_a\.sql:2: goose misses a semicolon",
    ),
    "transactions inside of a file": (
        {"1_a.up.sql": "SELECT 0; BEGIN; SELECT 1; COMMIT;"},
        "goose",
        r"1_a\.up\.sql:1: begins or ends a transaction",
    ),
    "a transaction of another kind": (
        {"1_a.up.sql": "BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; COMMIT;"},
        "goose",
        "begins or ends a transaction",
    ),
    "line endings of Windows": (
        {"1_a.up.sql": "SELECT '\r\n';"},
        "goose",
        r"1_a\.up\.sql:1: has line endings of Windows",
    ),
    "the other tool's own word": (
        {"1_a.up.sql": "SELECT 1;\n-- +goose Down\nSELECT 2;"},
        "goose",
        "another way down",
    ),
    "a word that makes it another format": (
        {"1_a.sql": f"-- no-transaction\n{G.format('SELECT 1;')}"},
        "golang-migrate",
        "speaks to sqlx without a transaction",
    ),
    "number zero": ({"0_a.up.sql": "SELECT 1"}, "goose", "goose keeps no number 0"),
    "an order by text": (
        {"10_b/up.sql": "SELECT 1", "9_a/up.sql": "SELECT 2"},
        "goose",
        "where the source has something else",
    ),
}


@pytest.mark.parametrize(("files", "to", "problem"), REFUSED.values(), ids=REFUSED)
def test_what_a_copy_cannot_say_is_refused_and_nothing_is_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    files: dict[str, str],
    to: FileFormat,
    problem: str,
) -> None:
    monkeypatch.setenv("SHOP", "x")
    source = write(tmp_path / "source", files)
    with pytest.raises((FileError, SourceError), match=problem):
        apply(plan(read(source), tmp_path / "new" / "copy", to))
    assert [item.name for item in tmp_path.iterdir()] == ["source"]


@pytest.mark.parametrize("taken", ["file", "folder"])
def test_nothing_is_overwritten(tmp_path: Path, taken: str) -> None:
    source = write(tmp_path / "source", SOURCE)
    write(tmp_path, {"file": "x", "folder/file": "x"})
    with pytest.raises(FileError, match="a conversion overwrites nothing"):
        plan(read(source), tmp_path / taken, "dbmate")


def test_what_came_there_since_the_plan_is_not_overwritten(tmp_path: Path) -> None:
    conversion = plan(read(write(tmp_path / "source", SOURCE)), tmp_path / "copy", "dbmate")
    write(tmp_path, {"copy/mine.sql": "x"})
    with pytest.raises(FileError, match="could not be written"):
        apply(conversion)
    assert [item.name for item in (tmp_path / "copy").iterdir()] == ["mine.sql"]
    assert len(list(tmp_path.iterdir())) == 2


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "as-dbmate").mkdir()
    _, copy = converted(write(tmp_path / "source", SOURCE), "dbmate")
    assert len(copy.migrations) == 2


def test_a_disk_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    conversion = plan(read(write(tmp_path / "source", SOURCE)), tmp_path / "a" / "copy", "diesel")

    def failing(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(FileError, match="No space left on device"):
        apply(conversion)
    assert [item.name for item in tmp_path.iterdir()] == ["source"]


# What of real histories can be copied, and why the rest cannot: numbers that a tool does not keep,
# statements that ran one by one and would be one message, dates that sort as text alone.
CORPUS: dict[str, set[FileFormat]] = {
    "authelia/pg": {*FORMATS},
    "crates_io/pg": {"dbmate", "diesel"},
    "exposure_notifications/pg": {*FORMATS},
    "fathom/pg": {*FORMATS},
    "keto/all": {"dbmate", "diesel"},
    "openfga/pg": {"goose", "sql-migrate"},
    "serverservice/crdb": {"goose", "sql-migrate"},
    "supabase_auth/pg": {"dbmate", "diesel", "golang-migrate"},
}


@pytest.mark.usefixtures("quick_disk")
@pytest.mark.parametrize("name", CORPUS)
def test_real_histories_are_copied_whole_or_refused(
    corpus: Path, tmp_path: Path, name: str
) -> None:
    history = read(corpus / "histories" / name)
    done: set[FileFormat] = set()
    for to in FORMATS:
        try:
            apply(plan(history, tmp_path / to, to))
            done.add(to)
        except FileError:
            assert not (tmp_path / to).exists()
    assert done == CORPUS[name]
