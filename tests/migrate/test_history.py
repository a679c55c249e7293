"""A directory of migration files, in whatever format, as one history."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from designkit.errors import HistoryError, SourceError
from designkit.migrate.history import History, find, read

GOOSE = "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n"
MIGRATE = GOOSE.replace("goose", "migrate")
DBMATE = GOOSE.replace("+goose Up", "migrate:up").replace("+goose Down", "migrate:down")
PAIR = {"1_a.up.sql": "SELECT 1", "1_a.down.sql": "SELECT 2"}


def folder(directory: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = directory / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return directory


def outline(history: History) -> list[tuple[int, str, int, int | None]]:
    return [
        (
            item.number,
            item.name,
            len(item.up.statements),
            None if item.down is None else len(item.down.statements),
        )
        for item in history.migrations
    ]


FORMATS: dict[str, tuple[str, dict[str, str]]] = {
    "goose": ("goose", {"001_a.sql": GOOSE}),
    "sql-migrate": ("sql-migrate", {"20170101-a.sql": MIGRATE}),
    "dbmate": ("dbmate", {"001_a.sql": DBMATE}),
    "pairs": ("golang-migrate", PAIR),
    "pairs of another make": (
        "golang-migrate",
        {"V0001.A.up.sql": "SELECT 1", "V0001.A.down.sql": "SELECT 2"},
    ),
    "pairs that begin as for sqlx": (
        "sqlx",
        {"1_a.up.sql": "-- no-transaction\nSELECT 1", "1_a.down.sql": "SELECT 2"},
    ),
    "folders": (
        "diesel",
        {"2020-01-01-000000_a/up.sql": "SELECT 1", "2020-01-01-000000_a/down.sql": "SELECT 2"},
    ),
}


@pytest.mark.parametrize(("name", "files"), FORMATS.values(), ids=FORMATS)
def test_the_format_is_found(tmp_path: Path, name: str, files: dict[str, str]) -> None:
    history = read(folder(tmp_path, files))
    assert history.format == name
    assert [(up, down) for _, _, up, down in outline(history)] == [(1, 1)]
    found = {file.relative_to(tmp_path).as_posix() for file in history.migrations[0].files}
    assert found == set(files)


def test_migrations_are_ordered_by_number_not_by_text(tmp_path: Path) -> None:
    folder(tmp_path, {"10_c.sql": GOOSE, "9_b.sql": GOOSE, "001_a.sql": GOOSE})
    history = read(tmp_path)
    assert [(item.number, item.label) for item in history.migrations] == [
        (1, "001"),
        (9, "9"),
        (10, "10"),
    ]


def test_diesel_orders_its_two_spellings_of_a_date_as_text(tmp_path: Path) -> None:
    names = ["2026-05-27-120000-0000_b", "2026-05-27-120000_a", "2026-05-28-000000_c"]
    folder(tmp_path, {f"{name}/up.sql": "SELECT 1" for name in names})
    assert [item.name for item in read(tmp_path).migrations] == ["a", "b", "c"]


def test_dbmate_orders_by_text(tmp_path: Path) -> None:
    folder(tmp_path, {"10_c.sql": DBMATE, "9_b.sql": DBMATE, "001_a.sql": DBMATE})
    assert [item.name for item in read(tmp_path).migrations] == ["a", "c", "b"]


def test_the_wanted_format_decides_between_golang_migrate_and_sqlx(tmp_path: Path) -> None:
    folder(tmp_path, PAIR)
    histories = [read(tmp_path), read(tmp_path, wanted="sqlx"), read(tmp_path, wanted="goose")]
    assert [(item.format, item.migrations[0].up.transactional) for item in histories] == [
        ("golang-migrate", False),
        ("sqlx", True),
        ("golang-migrate", False),
    ]


def test_sqlx_has_files_of_one_way(tmp_path: Path) -> None:
    folder(tmp_path, {"1_a.sql": "SELECT 1", "2_b.up.sql": "A", "2_b.down.sql": "A", "x.sql": "A"})
    history = read(tmp_path, wanted="sqlx")
    assert outline(history) == [(1, "a", 1, None), (2, "b", 1, 1)]
    assert [file.name for file in history.others] == ["x.sql"]


def test_variables_are_those_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP", "here")
    folder(
        tmp_path, {"1_a.sql": GOOSE.replace("SELECT 1", "\n-- +goose ENVSUB ON\nSELECT '$SHOP'")}
    )
    found = [read(tmp_path), read(tmp_path, environment={"SHOP": "there"})]
    assert [item.migrations[0].up.statements[0].text for item in found] == [
        "SELECT 'here'",
        "SELECT 'there'",
    ]


def test_an_up_file_alone_has_no_way_down(tmp_path: Path) -> None:
    assert outline(read(folder(tmp_path, {"1_a.up.sql": "SELECT 1"}))) == [(1, "a", 1, None)]


def test_an_empty_down_file_states_that_nothing_is_undone(tmp_path: Path) -> None:
    folder(tmp_path, {"1_a.up.sql": "SELECT 1", "1_a.down.sql": "-- nothing"})
    assert outline(read(tmp_path)) == [(1, "a", 1, 0)]


def test_halves_of_one_number_belong_together_whatever_their_names(tmp_path: Path) -> None:
    folder(tmp_path, {"1_a.up.sql": "SELECT 1", "1_as.down.sql": "SELECT 2"})
    assert outline(read(tmp_path)) == [(1, "a", 1, 1)]


DIALECTS = {
    "1_a.postgres.up.sql": "A; A",
    "1_a.cockroach.up.sql": "A; A; A",
    "1_a.mysql.up.sql": "A; A; A; A",
    "1_a.up.sql": "A",
    "1_a.down.sql": "A",
    "2_b.mysql.up.sql": "A",
    "2_b.down.sql": "A",
    "3_c.up.sql": "A",
    "3_c.mysql.up.sql": "A; A",
}


def test_the_wanted_dialect_goes_before_the_general_file(tmp_path: Path) -> None:
    folder(tmp_path, DIALECTS)
    assert outline(read(tmp_path)) == [(1, "a", 2, 1), (3, "c", 1, None)]
    assert outline(read(tmp_path, dialect="cockroach"))[0] == (1, "a", 3, 1)


def test_files_for_other_databases_are_named(tmp_path: Path) -> None:
    folder(tmp_path, DIALECTS)
    assert [file.name for file in read(tmp_path).passed_over] == [
        "1_a.cockroach.up.sql",
        "1_a.mysql.up.sql",
        "1_a.up.sql",
        "2_b.down.sql",
        "2_b.mysql.up.sql",
        "3_c.mysql.up.sql",
    ]


@pytest.mark.parametrize(
    ("files", "transactional"),
    [
        ({"1_a.up.sql": "SELECT 1; SELECT 2"}, True),
        ({"1_a.up.sql": "CREATE INDEX CONCURRENTLY i ON t (a)"}, False),
        ({"1_a.autocommit.up.sql": "SELECT 1; SELECT 2"}, False),
        ({"1_a/up.sql": "SELECT 1"}, True),
        ({"1_a/up.sql": "SELECT 1", "1_a/metadata.toml": "run_in_transaction = false"}, False),
        ({"1_a/up.sql": "A; A", "1_a/metadata.toml": "run_in_transaction = false"}, True),
        ({"1_a.up.sql": "-- no-transaction\nA"}, False),
        ({"1_a.up.sql": "-- no-transaction\nA; A"}, True),
        ({"1_a.up.sql": "A", "2_b.up.sql": "-- no-transaction\nA"}, True),
    ],
)
def test_pairs_run_in_a_transaction_where_their_tool_makes_one(
    tmp_path: Path, files: dict[str, str], *, transactional: bool
) -> None:
    assert read(folder(tmp_path, files)).migrations[0].up.transactional is transactional


@pytest.mark.parametrize(
    "files", [{"9223372036854775807_a.sql": GOOSE}, {"0_a.sql": MIGRATE}, {"0_a.sql": DBMATE}]
)
def test_a_number_that_the_tool_takes_is_taken(tmp_path: Path, files: dict[str, str]) -> None:
    assert len(read(folder(tmp_path, files)).migrations) == 1


@pytest.mark.parametrize(
    ("files", "line"),
    [
        ({"1_a.sql": "-- +goose Up\nSELECT 1;\nBEGIN;\nSELECT 1;\nCOMMIT;\n"}, 3),
        ({"1_a.sql": "-- +migrate Up\nSELECT 1;\nCOMMIT;\n"}, 3),
        ({"1_a.sql": "-- migrate:up\nROLLBACK;\n-- migrate:down\n"}, 2),
        ({"1_a/up.sql": "BEGIN; SELECT 1; COMMIT"}, 1),
        ({"1_a.sql": "-- +goose Up\nSAVEPOINT a;\nSELECT 1;\nRELEASE a;\n"}, None),
        ({"1_a.sql": "-- +goose NO TRANSACTION\n-- +goose Up\nBEGIN;\nCOMMIT;\n"}, None),
        ({"1_a.sql": "-- migrate:up transaction:false\nBEGIN;\nCOMMIT;\n-- migrate:down"}, None),
        ({"1_a.up.sql": "BEGIN; SELECT 1; COMMIT"}, None),
    ],
)
def test_what_leaves_the_transaction_of_its_tool_is_told(
    tmp_path: Path, files: dict[str, str], line: int | None
) -> None:
    leaving = read(folder(tmp_path, files)).migrations[0].up.leaves_transaction
    assert (leaving.line if leaving else None) == line


def test_files_that_are_no_migrations_are_named(tmp_path: Path) -> None:
    folder(tmp_path, {"001_a.sql": GOOSE, "seed.sql": "SELECT 1", "README.md": "", ".x.sql": "?"})
    assert [file.name for file in read(tmp_path).others] == ["seed.sql"]


BODY = "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$\nSELECT '\n-- migrate:up\n'\n$$;\n"


@pytest.mark.parametrize(
    "inner", [BODY, "SELECT '\n-- migrate:down\n';\n", "/*\n-- +migrate Down\n*/\n"]
)
def test_what_a_body_says_to_another_tool_does_not_count(tmp_path: Path, inner: str) -> None:
    block = f"-- +goose StatementBegin\n{inner}-- +goose StatementEnd\n"
    folder(tmp_path, {"001_a.sql": GOOSE, "002_b.sql": f"-- +goose Up\n{block}"})
    assert read(tmp_path).format == "goose"


def test_a_body_alone_makes_no_file_of_a_tool(tmp_path: Path) -> None:
    folder(tmp_path, {"1_a.sql": BODY})
    assert read(tmp_path, wanted="sqlx").format == "sqlx"


def test_a_quote_that_is_left_open_hides_nothing(tmp_path: Path) -> None:
    folder(tmp_path, {"001_a.sql": f"It's above.\n{MIGRATE}"})
    assert read(tmp_path).format == "sql-migrate"


REFUSED: dict[str, tuple[dict[str, str], type[SourceError], str]] = {
    "an empty folder": ({}, SourceError, "holds no migration"),
    "no SQL": ({"README.md": "x"}, SourceError, "holds no migration"),
    "no known format": (
        {"001_a.sql": "SELECT 1"},
        SourceError,
        r"001_a\.sql is of no known format",
    ),
    "one without a mark": (
        {"001_a.sql": GOOSE, "002_b.sql": "SELECT 1;"},
        SourceError,
        r"002_b\.sql:1: ",
    ),
    "one without a number": (
        {"001_a.sql": GOOSE, "b.sql": GOOSE},
        HistoryError,
        r"b\.sql: has no number",
    ),
    "a number below those of goose": (
        {"0_a.sql": GOOSE},
        HistoryError,
        r"0_a\.sql: goose takes numbers from 1 to 9223372036854775807",
    ),
    "a number above those of goose": (
        {"9223372036854775808_a.sql": GOOSE},
        HistoryError,
        "goose takes numbers from 1",
    ),
    "a folder without a number": ({"a/up.sql": "A"}, HistoryError, "has no number"),
    "a number twice": (
        {"001_a.sql": GOOSE, "1_b.sql": GOOSE},
        HistoryError,
        r"number 1 stands twice: 001_a\.sql and 1_b\.sql",
    ),
    "a pair twice": (PAIR | {"01_b.up.sql": "A"}, HistoryError, "number 1 stands twice"),
    "a down alone": (PAIR | {"2_b.down.sql": "A"}, HistoryError, r"2_b\.down\.sql is a way down"),
    "a down alone in a folder": ({"1_b/down.sql": "A"}, HistoryError, "is a way down"),
    "two tools": (
        {"001_a.sql": GOOSE, "002_b.sql": DBMATE},
        HistoryError,
        r"001_a\.sql is written for goose, 002_b\.sql for dbmate",
    ),
    "a tool and pairs": (PAIR | {"002_b.sql": GOOSE}, HistoryError, "of another format"),
    "pairs and a bare file": (PAIR | {"002_b.sql": "A"}, HistoryError, r"002_b\.sql of another"),
    "pairs and folders": (PAIR | {"2_b/up.sql": "A"}, HistoryError, "of another format"),
    "a byte order mark": ({"001_a.sql": "\ufeff" + GOOSE}, SourceError, "byte order mark"),
    "metadata that is not TOML": (
        {"1_a/up.sql": "A", "1_a/metadata.toml": "="},
        SourceError,
        r"metadata\.toml: cannot be read as TOML",
    ),
}


@pytest.mark.parametrize(("files", "error", "message"), REFUSED.values(), ids=REFUSED)
def test_a_history_that_is_none_is_refused(
    tmp_path: Path, files: dict[str, str], error: type[SourceError], message: str
) -> None:
    with pytest.raises(error, match=message):
        read(folder(tmp_path, files))


def test_contradictions_can_be_reported_instead(tmp_path: Path) -> None:
    folder(tmp_path, PAIR | {"01_b.up.sql": "A", "2_c.down.sql": "A"})
    history = read(tmp_path, strict=False)
    assert [item.name for item in history.migrations] == ["a", "b"]
    assert [[item.name for item in group] for group in history.duplicates] == [["a", "b"]]
    assert [file.name for file in history.orphans] == ["2_c.down.sql"]


def test_a_folder_that_is_missing_or_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such folder"):
        read(tmp_path / "nowhere")
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(SourceError, match="not a folder"):
        read(file)


def test_text_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "001_a.sql").write_bytes(b"-- +goose Up\nSELECT '\xe9';\n")
    with pytest.raises(SourceError, match=r"001_a\.sql:2: not UTF-8"):
        read(tmp_path)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    os.symlink(tmp_path / "nowhere", tmp_path / "001_a.sql")  # noqa: PTH211  (a dangling link)
    with pytest.raises(SourceError, match=r"001_a\.sql: cannot be read"):
        read(tmp_path)


def test_an_empty_folder_has_no_history_to_find(tmp_path: Path) -> None:
    assert find(tmp_path) is None
