"""`designkit check`."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.cli.running import USERS, designkit, document, goose, write

KEYS = [
    *("rule", "severity", "message", "service", "object", "file", "line", "column"),
    *("fixable", "waived", "evidence"),
]


def test_a_sound_project_is_clean(project: Path) -> None:
    del project
    result = designkit("check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "no findings\n", "")


def test_an_error_is_a_line_with_its_place_and_1(project: Path) -> None:
    write(
        project / "odd",
        create_users=goose(USERS.replace("email", "active boolean, email"), "DROP TABLE users;"),
    )
    result = designkit("check", "odd")
    line, summary = result.stdout.splitlines()
    assert result.exit_code == 1
    assert line.startswith("odd/001_create_users.sql:4: error: ")
    assert line.endswith("[boolean-name] (fixable)")
    assert summary == "1 error"


@pytest.mark.parametrize(("severity", "code"), [("error", 1), ("warning", 1), ("info", 0)])
def test_notes_do_not_fail(project: Path, severity: str, code: int) -> None:
    (project / "pyproject.toml").write_text(
        f'[tool.designkit.rules.boolean-name]\nseverity = "{severity}"\n'
    )
    (project / "a.sql").write_text(USERS.replace("email", "active boolean, email"))
    result = designkit("check", "a.sql")
    assert result.exit_code == code
    assert f": {severity}: " in result.stdout


def test_waived_findings_are_counted_and_do_not_fail(project: Path) -> None:
    (project / "pyproject.toml").write_text(
        '[[tool.designkit.waivers]]\nrule = "boolean-name"\nobject = "users.active"\n'
        'reason = "the partner calls it so"\n'
    )
    (project / "a.sql").write_text(USERS.replace("email", "active boolean, email"))
    result = designkit("check", "a.sql")
    assert (result.exit_code, result.stdout) == (0, "1 waived\n")


def test_json_is_one_object_with_every_key(project: Path) -> None:
    (project / "a.sql").write_text(USERS.replace("email", "active boolean, email"))
    result = designkit("check", "a.sql", "--format", "json")
    told = document(result)
    assert result.exit_code == 1
    assert told["version"] == 1
    assert told["failures"] == []
    (finding,) = told["findings"]
    assert list(finding) == KEYS
    assert finding["rule"] == "boolean-name"
    assert (finding["file"], finding["line"], finding["fixable"]) == ("a.sql", 3, True)


def test_broken_sql_names_file_line_and_the_servers_words(project: Path) -> None:
    write(
        project / "odd", create_users=goose("CREATE TABLE users (\n    id uuidd\n);", "SELECT 1;")
    )
    result = designkit("check", "odd")
    assert result.exit_code == 2
    assert 'odd/001_create_users.sql:3: type "uuidd" does not exist' in result.stderr


def test_a_failure_is_in_the_json_too(project: Path) -> None:
    write(project / "odd", create_users=goose("CREATE TABLE users (id uuidd);", "SELECT 1;"))
    (failure,) = document(designkit("check", "odd", "--format", "json"))["failures"]
    assert failure["kind"] == "statement"
    assert "uuidd" in failure["message"]


def test_a_migration_without_down_could_not_be_rehearsed(project: Path) -> None:
    write(project / "odd", create_users=goose(USERS, None))
    result = designkit("check", "odd")
    assert result.exit_code == 2
    assert "[migration-without-down]" in result.stdout
    assert "not rehearsed for want of a DOWN: odd/001_create_users.sql" in result.stderr


def test_two_files_with_one_number_are_refused(project: Path) -> None:
    folder = write(project / "odd", create_users=goose(USERS, "DROP TABLE users;"))
    (folder / "001_other.sql").write_text(goose("SELECT 1;"))
    result = designkit("check", "odd")
    assert result.exit_code == 2
    assert "001_create_users.sql and 001_other.sql have one number" in result.stderr


@pytest.mark.parametrize("command", ["check", "verify", "docs"])
def test_nothing_to_look_at_is_not_clean(empty: Path, command: str) -> None:
    result = designkit(command)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{empty}: no service of this project has a folder of migrations" in result.stderr


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("nowhere", "nowhere: there is no such file or folder"),
        ("hollow", "hollow: holds no migration"),
        ("design.sql", "design.sql:1: syntax error"),
        ("mysql://ada:secret@db/shop", "mysql://ada:***@db/shop: there is no such file or folder"),
        ("postgresql://ada:secret@localhost:1/shop", "postgresql://ada@localhost:1/shop: "),
    ],
)
def test_a_source_that_is_none_is_named(project: Path, source: str, complaint: str) -> None:
    (project / "hollow").mkdir()
    (project / "design.sql").write_text("this is not SQL\n")
    result = designkit("check", source)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: {complaint}")
    assert "secret" not in result.output


def test_a_wrong_configuration_is_refused(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.designkit]\ncolour = 1\n")
    result = designkit("check")
    assert result.exit_code == 2
    assert "pyproject.toml: [tool.designkit]: " in result.stderr


def test_a_migration_that_changed_since_a_revision_is_found(project: Path) -> None:
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org")
    for arguments in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "first")):
        subprocess.run([*git, *arguments], cwd=project, check=True)
    assert designkit("check", "--base", "HEAD").exit_code == 0
    file = project / "migrations" / "shop" / "001_create_users.sql"
    file.write_text(file.read_text().replace("email", "mail"))
    result = designkit("check", "--base", "HEAD")
    assert result.exit_code == 1
    assert "[migration-changed]" in result.stdout


def test_a_name_cannot_steer_the_terminal(project: Path) -> None:
    (project / "a.sql").write_text('CREATE TABLE "\x1b[31m[red]users" ();')
    result = designkit("check", "a.sql")
    assert "\x1b" not in result.stdout
    assert "\\x1b[31m[red]users" in result.stdout
