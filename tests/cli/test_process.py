"""The command as a shell runs it."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import designkit as package
from tests.cli.running import DESIGNKIT, USERS, designkit, designkit_process, goose, write

SLEEP = "SELECT pg_sleep(30);"


def test_the_version_is_told() -> None:
    result = designkit_process("--version")
    assert (result.returncode, result.stdout) == (0, f"designkit {package.__version__}\n")


def test_the_module_is_the_command() -> None:
    command = [sys.executable, "-m", "designkit", "--version"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (0, f"designkit {package.__version__}\n")


@pytest.mark.parametrize(
    "command",
    ["check", "verify", "diff", "diagram", "approve", "docs", "rules", "lab", "doctor"],
)
def test_every_command_is_listed_and_has_help(command: str) -> None:
    listed, helped = designkit("--help"), designkit(command, "--help")
    assert f"  {command} " in listed.stdout
    assert helped.exit_code == 0
    assert f"designkit {command}" in helped.stdout


def test_help_loads_neither_a_driver_nor_a_grammar() -> None:
    code = (
        "import sys; import designkit.cli; "
        "print([name for name in ('psycopg', 'pglast', 'rich.markdown') if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"


@pytest.mark.parametrize("arguments", [("nonsense",), ("check", "--nonsense"), ("diff", "one")])
def test_a_wrong_call_is_2(arguments: tuple[str, ...]) -> None:
    result = designkit(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage: designkit" in result.stderr


def test_a_failure_is_a_line_and_no_traceback(empty: Path) -> None:
    del empty
    result = designkit_process("check", "nowhere")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("error: nowhere: ")
    assert result.stderr.count("\n") == 1


def test_a_reader_that_has_read_enough_hears_no_complaint() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        result = subprocess.run(
            [DESIGNKIT, "rules"], stdout=pipe, stderr=subprocess.PIPE, check=False
        )
    assert (result.returncode, result.stderr) == (141, b"")


def test_an_interrupt_is_130_and_tells_what_was_verified(project: Path) -> None:
    write(project / "slow", create_users=goose(USERS, "DROP TABLE users;"), wait=goose(SLEEP))
    with subprocess.Popen(
        [DESIGNKIT, "verify", "slow"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline().startswith(b"slow: goose")
        assert running.stdout.readline().startswith(b"001_create_users.sql")
        running.send_signal(signal.SIGINT)
        told, complaints = running.communicate(timeout=20)
    assert running.returncode == 130
    assert told.startswith(b"interrupted; so far 1 migration: 1 proven in ")
    # The driver may log that a connection was busy; that is neither of these.
    assert b"error: " not in complaints
    assert b"Traceback" not in complaints


def test_a_name_beyond_the_encoding_is_spelled_out(empty: Path) -> None:
    (empty / "a.sql").write_text(USERS.replace("users", "люди"), encoding="utf-8")
    result = designkit_process("check", "a.sql", PYTHONIOENCODING="latin-1")
    assert result.returncode == 1
    assert "\\u043b\\u044e\\u0434\\u0438" in result.stdout
    assert "bug" not in result.stderr


def test_a_terminal_gets_colours() -> None:
    assert "\x1b[31merror" in on_a_terminal("rules")


def test_a_terminal_that_wants_no_colours_gets_none() -> None:
    assert "\x1b" not in on_a_terminal("rules", NO_COLOR="1")


def test_a_page_is_laid_out_on_a_terminal() -> None:
    assert "# boolean-name" not in on_a_terminal("rules", "boolean-name", NO_COLOR="1")


def test_sql_on_a_terminal_cannot_steer_it(empty: Path) -> None:
    (empty / "a.sql").write_text("")
    (empty / "b.sql").write_text("CREATE TABLE a (); COMMENT ON TABLE a IS '\x1b[31m';")
    shown = on_a_terminal("diff", "a.sql", "b.sql", NO_COLOR="1")
    assert "\x1b" not in shown
    assert "\\x1b[31m" in shown


def on_a_terminal(*arguments: str, **variables: str) -> str:
    """What a command shows on a terminal."""
    ours, theirs = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    with subprocess.Popen(
        [DESIGNKIT, *arguments],
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env=environment | {"TERM": "xterm", **variables},
    ):
        os.close(theirs)
        shown = b""
        try:
            while chunk := os.read(ours, 65536):
                shown += chunk
        except OSError:  # Linux says so when the other side of a terminal is closed.
            pass
    os.close(ours)
    return shown.decode()
