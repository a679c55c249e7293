"""The tools themselves run what designkit exports and converts."""

from __future__ import annotations

from pathlib import Path

import pytest

from designkit.config import FileFormat
from designkit.database import Scratch
from designkit.migrate import convert
from designkit.migrate.export import Export
from designkit.migrate.history import read
from designkit.migrate.publish import publish
from designkit.migrate.replay import replay
from designkit.model import Schema
from tests.runners.running import Runner, difference, runner

TOOLS: tuple[FileFormat, ...] = ("goose", "golang-migrate", "sql-migrate", "dbmate")

HISTORY = (
    Export(
        description="create_users",
        header=("Approved by Ada; don't edit.", "", "  -- not a directive: +x Up"),
        up=(
            "CREATE TYPE state AS ENUM ('new;', 'it''s')",
            (
                "-- Who may come in; one row each.\n"
                "CREATE TABLE users (\n    id uuid PRIMARY KEY, -- the key;\n"
                '    "Name" text NOT NULL\n'
                "        DEFAULT 'a;\n--b', /* c; */\n    state state\n);"
            ),
            "COMMENT ON TABLE users IS 'People; \"quoted\" -- not a comment'",
        ),
        down=("DROP TABLE users; -- the rows too", "DROP TYPE state"),
    ),
    Export(
        description="name_users",
        up=(
            (
                "CREATE FUNCTION named() RETURNS trigger LANGUAGE plpgsql AS $body$\n"
                'BEGIN\n    NEW."Name" := coalesce(NEW."Name", \'$1;\');\n\n'
                "    -- Done;\n    RETURN NEW;\nEND;\n$body$"
            ),
            (
                "CREATE TRIGGER named BEFORE INSERT ON users\n"
                "    FOR EACH ROW EXECUTE FUNCTION named();"
            ),
            "CREATE FUNCTION one() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END",
        ),
        down=("DROP FUNCTION one", "DROP TRIGGER named ON users", "DROP FUNCTION named"),
    ),
    Export(
        description="index_users",
        up=('CREATE INDEX CONCURRENTLY users_name ON users ("Name")',),
        down=("-- Without a lock.\nDROP INDEX CONCURRENTLY users_name",),
        transactional=False,
    ),
    Export(
        description="tell_of_users",
        up=("COMMENT ON COLUMN users.id IS 'Nothing to undo here'", "-- The end."),
        down=(),
    ),
)


@pytest.fixture(params=TOOLS)
def tool(request: pytest.FixtureRequest) -> FileFormat:
    name: FileFormat = request.param
    return name


def test_the_tool_runs_an_export_up_and_down_and_up_again(tool: FileFormat, tmp_path: Path) -> None:
    publish(tmp_path / "history", HISTORY, file_format=tool)
    goes_up_and_down(runner(tool), tmp_path / "history", replay(read(tmp_path / "history")))


@pytest.mark.parametrize("source", ["diesel", "sqlx", "sql-migrate", "goose"])
def test_the_tool_runs_what_was_converted(
    tool: FileFormat, source: FileFormat, tmp_path: Path
) -> None:
    publish(tmp_path / "source", HISTORY, file_format=source)
    history = read(tmp_path / "source", wanted=source)
    convert.apply(convert.plan(history, tmp_path / "copy", tool))
    goes_up_and_down(runner(tool), tmp_path / "copy", replay(history))


def goes_up_and_down(run: Runner, folder: Path, expected: Schema) -> None:
    with Scratch() as scratch:
        for direction, wanted in (("up", expected), ("down", Schema()), ("up", expected)):
            done = run(scratch.dsn, folder, "up" if direction == "up" else "down")
            assert (done.returncode, done.stderr) == (0, "")
            assert difference(scratch, wanted) == ""
