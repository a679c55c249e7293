"""What a check said is said again while nothing that it rests on has changed, and not longer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from designkit.cli import main
from designkit.cli.answers import recalled, say_again
from tests.cli.running import USERS, goose, write

CHECK = ["check", "--no-database"]
FAULTY = "CREATE TABLE users (id serial PRIMARY KEY);"


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("DESIGNKIT_CACHE", str(folder))
    return folder


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[object, str, str]]:
    """Run a command as the shell does, in this process: its code, and what it said."""

    def run(*arguments: str) -> tuple[object, str, str]:
        monkeypatch.setattr(sys, "argv", ["designkit", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return run


Run = Callable[..., tuple[object, str, str]]


@pytest.mark.parametrize("output", ["text", "json", "sarif", "github"])
def test_the_answer_is_the_same_byte_for_byte(
    project: Path, run: Run, capsys: pytest.CaptureFixture[str], output: str
) -> None:
    write(project / "migrations" / "shop", create_users=goose(FAULTY, None))
    arguments = [*CHECK, "--format", output]
    code, out, err = run(*arguments)
    answer = recalled(arguments)
    assert answer is not None
    assert (say_again(answer), *capsys.readouterr()) == (code, out, err)
    assert run(*arguments) == (code, out, err)


def test_an_answer_is_told_without_loading_the_rules(project: Path, run: Run) -> None:
    run(*CHECK)
    code = (
        "import sys; from designkit.cli import main; sys.argv[1:] = sys.argv[2:]\n"
        "try: main()\n"
        "finally: print({'typer', 'msgspec', 'designkit.rules', 'pglast'} & {*sys.modules})"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, "designkit", *CHECK],
        capture_output=True,
        text=True,
        check=False,
        cwd=project,
    )
    assert (result.returncode, result.stdout) == (0, "no findings\nset()\n")


def _another_migration(project: Path) -> None:
    (project / "migrations" / "shop" / "002_more.sql").write_text(goose("SELECT 1;", "SELECT 1;"))


def _another_text(project: Path) -> None:
    file = project / "migrations" / "shop" / "001_create_users.sql"
    file.write_text(file.read_text().replace("email", "e_mail"))


def _a_checksum(project: Path) -> None:
    (project / "migrations" / "shop" / "designkit.sum").write_text("x")


def _a_design(project: Path) -> None:
    designs = project / "notebooks" / "designs"
    designs.mkdir(parents=True)
    (designs / "shop.sql").write_text(USERS)


def _settings(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.designkit]\nignore = ['drop-table']\n")


def _another_service(project: Path) -> None:
    write(project / "services" / "billing" / "migrations", create=goose(USERS, "DROP TABLE users;"))


@pytest.mark.parametrize(
    "change",
    [
        *(_another_migration, _another_text, _a_checksum, _a_design, _settings, _another_service),
    ],
)
def test_what_a_check_reads_ends_the_answer(
    project: Path, run: Run, change: Callable[[Path], None]
) -> None:
    run(*CHECK)
    assert recalled(CHECK) is not None
    change(project)
    assert recalled(CHECK) is None


def test_a_file_that_was_given_ends_the_answer(empty: Path, run: Run) -> None:
    (empty / "some.sql").write_text("SELECT 1;")
    run(*CHECK, "some.sql")
    assert recalled([*CHECK, "some.sql"]) is not None
    (empty / "some.sql").write_text("DROP TABLE users;")
    code, out, _ = run(*CHECK, "some.sql")
    assert (code, "drop-table" in out) == (1, True)


def test_a_settings_file_above_ends_the_answer(empty: Path, run: Run, tmp_path: Path) -> None:
    (empty / "some.sql").write_text("SELECT 1;")
    run(*CHECK, "some.sql")
    _settings(tmp_path)
    assert recalled([*CHECK, "some.sql"]) is None


def test_variables_and_the_folder_are_part_of_the_question(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(*CHECK)
    with monkeypatch.context() as patch:
        patch.setenv("DESIGNKIT_TRACEBACK", "1")
        assert recalled(CHECK) is None
    monkeypatch.chdir(project / "migrations")
    assert recalled(CHECK) is None


@pytest.mark.parametrize(
    "arguments",
    [
        ["--base", "HEAD"],
        ["--write-baseline", "--baseline", "known.json"],
        ["missing.sql"],
        ["postgresql://nobody@localhost:1/none"],
    ],
)
def test_what_rests_on_more_than_files_is_not_remembered(
    project: Path, run: Run, arguments: list[str]
) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
    run(*CHECK, *arguments)
    assert recalled([*CHECK, *arguments]) is None


def test_a_server_that_the_user_named_is_asked_each_time(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIGNKIT_DSN", "postgresql://nobody@localhost:1/none")
    run("check", str(project / "migrations" / "shop"))
    run(*CHECK)
    assert recalled(["check", str(project / "migrations" / "shop")]) is None
    assert recalled(CHECK) is not None


def test_a_migration_that_asks_for_the_environment_is_judged_each_time(
    project: Path, run: Run
) -> None:
    up = "-- +goose ENVSUB ON\nSELECT '${SOME:-x}';"
    write(project / "migrations" / "shop", create_users=goose(up, "SELECT 1;"))
    run(*CHECK)
    assert recalled(CHECK) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"inputs": 1}'])
@pytest.mark.usefixtures("project")
def test_a_spoilt_answer_is_no_answer(cache_folder: Path, run: Run, content: bytes) -> None:
    said = run(*CHECK)
    (kept,) = (cache_folder / "answers").iterdir()
    kept.write_bytes(content)
    assert recalled(CHECK) is None
    assert run(*CHECK) == said


def test_what_lies_behind_a_link_is_read_each_time(project: Path, run: Run) -> None:
    (project / "elsewhere").mkdir()
    (project / "migrations" / "shop" / "linked").symlink_to(project / "elsewhere")
    run(*CHECK)
    assert recalled(CHECK) is None


@pytest.mark.usefixtures("project")
def test_without_a_cache_nothing_is_remembered(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESIGNKIT_CACHE", "")
    run(*CHECK)
    assert recalled(CHECK) is None
