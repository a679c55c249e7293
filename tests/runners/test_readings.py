"""The tools themselves take and refuse what designkit, which reads for them, takes and refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from designkit.config import FileFormat
from designkit.database import Scratch
from designkit.errors import DesignkitError
from designkit.migrate.history import read
from designkit.migrate.replay import replay
from tests.runners.running import difference, runner

TABLE = "CREATE TABLE t (a int);\n"
INDEX = "CREATE INDEX CONCURRENTLY i ON t (a);\n"
BODY = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN 1;\nEND $$;\n"


def goose(up: str, *, free: bool = False) -> dict[str, str]:
    return {"1_a.sql": ("-- +goose NO TRANSACTION\n" if free else "") + f"-- +goose Up\n{up}"}


def migrate(up: str, options: str = "") -> dict[str, str]:
    return {"1_a.sql": f"-- +migrate Up{options}\n{up}"}


def dbmate(up: str, options: str = "") -> str:
    return f"-- migrate:up{options}\n{up}\n-- migrate:down\n"


READINGS: dict[str, tuple[FileFormat, dict[str, str], bool]] = {
    "goose: a body": ("goose", goose(BODY), False),
    "goose: no last semicolon": ("goose", goose(TABLE[:-2]), False),
    "goose: no up": ("goose", {"1_a.sql": f"-- +goose Down\n{TABLE}"}, False),
    "goose: statements alone": ("goose", goose(TABLE + INDEX, free=True), True),
    "goose: a transaction": ("goose", goose(TABLE + INDEX), False),
    "sql-migrate: a body": ("sql-migrate", migrate(BODY), False),
    "sql-migrate: statements alone": (
        "sql-migrate",
        migrate(TABLE + INDEX, " notransaction"),
        True,
    ),
    "sql-migrate: a transaction": ("sql-migrate", migrate(TABLE + INDEX), False),
    "sql-migrate: two ways up": (
        "sql-migrate",
        migrate(f"{TABLE}-- +migrate Down\n-- +migrate Up\n{INDEX}", " notransaction"),
        True,
    ),
    "dbmate: a body": ("dbmate", {"1_a.sql": dbmate(BODY)}, True),
    "dbmate: no down": ("dbmate", {"1_a.sql": f"-- migrate:up\n{TABLE}"}, False),
    "dbmate: one statement alone": (
        "dbmate",
        {"1_a.sql": dbmate(TABLE), "2_b.sql": dbmate(INDEX, " transaction:false")},
        True,
    ),
    "dbmate: one message": (
        "dbmate",
        {"1_a.sql": dbmate(TABLE + INDEX, " transaction:false")},
        False,
    ),
    "dbmate: an order by text": (
        "dbmate",
        {"10_a.sql": dbmate(TABLE), "9_b.sql": dbmate("DROP TABLE t;")},
        True,
    ),
    "golang-migrate: one statement": (
        "golang-migrate",
        {"1_t.up.sql": TABLE, "2_i.up.sql": INDEX},
        True,
    ),
    "golang-migrate: one message": ("golang-migrate", {"1_a.up.sql": TABLE + INDEX}, False),
    "golang-migrate: its own transaction": (
        "golang-migrate",
        {"1_a.up.sql": f"BEGIN; {TABLE} COMMIT;", "2_b.up.sql": "DROP TABLE t"},
        True,
    ),
}


@pytest.mark.parametrize(("tool", "files", "runs"), READINGS.values(), ids=READINGS)
def test_the_tool_takes_what_designkit_takes(
    tmp_path: Path, tool: FileFormat, files: dict[str, str], *, runs: bool
) -> None:
    run = runner(tool)
    for file, text in files.items():
        (tmp_path / file).write_text(text)
    with Scratch() as scratch:
        taken = run(scratch.dsn, tmp_path, "up").returncode == 0
    assert (taken, takes(tmp_path)) == (runs, runs)


def takes(folder: Path) -> bool:
    """Whether designkit reads a folder without an objection, and runs it."""
    try:
        history = read(folder)
        replay(history)
    except DesignkitError:
        return False
    return not any(migration.up.objections for migration in history.migrations)


def test_goose_puts_the_same_variables_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESIGNKIT_NAME", "Ada")
    monkeypatch.setenv("DESIGNKIT_EMPTY", "")
    texts = (
        "$DESIGNKIT_NAME",
        "${DESIGNKIT_NAME}.${DESIGNKIT_EMPTY}",
        "${DESIGNKIT_EMPTY:-a${DESIGNKIT_NAME}}|${DESIGNKIT_EMPTY-b}|${DESIGNKIT_GONE-c}",
        "${DESIGNKIT_NAME:1}|${DESIGNKIT_NAME:0:2}|${DESIGNKIT_NAME: -1}|${DESIGNKIT_NAME:0:-2}",
        "${DESIGNKIT_NAME:9}|${DESIGNKIT_NAME: -9:1}|${DESIGNKIT_NAME:2:-9}|${DESIGNKIT_NAME?no}",
        r"$$ \$DESIGNKIT_NAME \\ \n $( x",
    )
    lines = [f"COMMENT ON TABLE t{number} IS '{text}';" for number, text in enumerate(texts)]
    tables = [f"CREATE TABLE t{number} ();" for number, _ in enumerate(texts)]
    text = "\n".join(
        ["-- +goose Up", *tables, "-- +goose ENVSUB ON", *lines, "-- +goose ENVSUB OFF"]
    )
    (tmp_path / "001_a.sql").write_text(f"{text}\nCOMMENT ON TABLE t0 IS '$DESIGNKIT_NAME';\n")
    run = runner("goose")
    with Scratch() as scratch:
        done = run(scratch.dsn, tmp_path, "up")
        assert (done.returncode, done.stderr) == (0, "")
        assert difference(scratch, replay(read(tmp_path))) == ""
