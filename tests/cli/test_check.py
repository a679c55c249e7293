"""`designkit check`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

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
    line, source, caret, *_, summary = result.stdout.splitlines()
    assert result.exit_code == 1
    assert line.startswith("odd/001_create_users.sql:4: error: ")
    assert line.endswith("[boolean-name] (fixable)")
    assert (source, caret) == ("  4 |     active boolean, email text NOT NULL,", "    |     ^")
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


def test_a_file_that_ends_the_transaction_of_its_tool_is_told(project: Path) -> None:
    write(project / "odd", create_users=goose(f"BEGIN;\n{USERS}\nCOMMIT;", "DROP TABLE users;"))
    result = designkit("check", "odd")
    assert result.exit_code == 2
    assert "001_create_users.sql:2: begins or ends a transaction inside" in result.stderr


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
        ("mysql://ada:secret@db/shop", "mysql://ada:***@db/shop: there is no such file or folder"),
        ("postgresql://ada:secret@localhost:1/shop", "postgresql://ada@localhost:1/shop: "),
    ],
)
def test_a_source_that_is_none_is_named(project: Path, source: str, complaint: str) -> None:
    (project / "hollow").mkdir()
    result = designkit("check", source)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: {complaint}")
    assert "secret" not in result.output


def test_what_no_grammar_knows_has_its_place(project: Path) -> None:
    (project / "design.sql").write_text("SELECT 1;\n  this is not SQL\n")
    result = designkit("check", "design.sql")
    assert result.exit_code == 2
    assert "design.sql:2:3: error: syntax error" in result.stdout
    assert "[statement-not-understood]" in result.stdout
    assert result.stderr.startswith("error: design.sql:2: syntax error")


DROPS = "-- nothing above\nDROP TABLE users;\nSELECT 1;\n"


def text_only(*arguments: object) -> Any:
    return designkit("check", "--no-database", "--select", "drop-table", *arguments)


def test_a_statement_is_judged_without_a_database(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIGNKIT_DSN", "postgresql://nobody@localhost:1/none")
    (project / "a.sql").write_text(DROPS)
    result = text_only("a.sql")
    assert result.exit_code == 1
    assert "a.sql:2:1: error: " in result.stdout
    assert "  2 | DROP TABLE users;\n    | ^\n" in result.stdout


def test_a_baseline_lets_only_new_findings_fail(project: Path) -> None:
    file = project / "a.sql"
    file.write_text(DROPS)
    written = text_only("a.sql", "--baseline", "known.json", "--write-baseline")
    assert (written.exit_code, written.stdout) == (0, "1 in the baseline\nno findings\n")
    file.write_text(f"SELECT 2;\n\n{DROPS}")
    assert text_only("a.sql", "--baseline", "known.json").exit_code == 0
    file.write_text(f"{DROPS}DROP TABLE orders;\n")
    result = text_only("a.sql", "--baseline", "known.json")
    assert result.exit_code == 1
    assert "a.sql:4:1: error: " in result.stdout
    assert "a.sql:2" not in result.stdout


def test_what_is_gone_since_the_baseline_is_told(project: Path) -> None:
    (project / "a.sql").write_text(DROPS)
    text_only("a.sql", "--baseline", "known.json", "--write-baseline")
    (project / "a.sql").write_text("SELECT 1;\n")
    result = text_only("a.sql", "--baseline", "known.json")
    assert result.exit_code == 0
    assert "gone since the baseline: a.sql: " in result.stdout
    (gone,) = document(text_only("a.sql", "--baseline", "known.json", "--format", "json"))[
        "baseline"
    ]["gone"]
    assert gone["rule"] == "drop-table"


@pytest.mark.parametrize("content", ["{", "[]", '{"version": 9, "findings": []}'])
def test_a_file_that_is_no_baseline_is_refused(project: Path, content: str) -> None:
    (project / "a.sql").write_text(DROPS)
    (project / "known.json").write_text(content)
    result = text_only("a.sql", "--baseline", "known.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "known.json: " in result.stderr


def test_annotations_escape_what_github_would_take_for_syntax(project: Path) -> None:
    (project / "a,b.sql").write_text(DROPS)
    result = text_only("a,b.sql", "--format", "github")
    assert result.stdout.startswith("::error file=a%2Cb.sql,line=2,col=1,title=drop-table::")
    assert result.stdout.count("\n") == 1


def test_sarif_holds_what_the_standard_demands(project: Path) -> None:
    (project / "a b.sql").write_text(DROPS)
    log = json.loads(text_only("a b.sql", "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "designkit"
    (result,) = run["results"]
    assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "drop-table"
    assert result["level"] in {"none", "note", "warning", "error"}
    assert result["message"]["text"]
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": "a%20b.sql", "uriBaseId": "PROJECT"}
    assert physical["region"] == {"startLine": 2, "startColumn": 1}
    assert run["originalUriBaseIds"]["PROJECT"]["uri"].endswith("/")
    assert run["invocations"][0]["executionSuccessful"] is True
    assert all(isinstance(mark, str) for mark in result["partialFingerprints"].values())


def test_sarif_tells_what_is_waived_and_what_failed(project: Path) -> None:
    (project / "a.sql").write_text("-- designkit: allow drop-table nobody needs it\nDROP TABLE a;")
    (project / "b.sql").write_bytes(b"\xff")
    log = json.loads(text_only("a.sql", "b.sql", "--format", "sarif").stdout)
    (result,) = log["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "nobody needs it"}]
    (invocation,) = log["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "b.sql:1: not UTF-8" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_several_rules_are_counted(project: Path) -> None:
    (project / "a.sql").write_text(f"{DROPS}DROP TABLE b;\nALTER TABLE c DROP COLUMN d;\n")
    result = designkit(
        *("check", "a.sql", "--no-database", "--select", "drop-table", "--select", "drop-column")
    )
    assert result.stdout.endswith("3 errors\n  2 drop-table\n  1 drop-column\n")


def test_a_rule_that_does_not_exist_cannot_be_selected(project: Path) -> None:
    del project
    result = designkit("check", "--select", "drop-tabel")
    assert result.exit_code == 2
    assert "'drop-tabel' is neither a rule nor a group of rules; did you mean drop-table?" in (
        result.stderr
    )


def test_what_is_mechanical_is_mended_in_the_design_and_never_in_a_migration(
    project: Path,
) -> None:
    migration = project / "migrations" / "shop" / "001_create_users.sql"
    migration.write_text(
        goose(USERS.replace("email", "active boolean, email"), "DROP TABLE users;")
    )
    before = migration.read_text()
    result = designkit("check", "migrations/shop", "--fix", "--select", "boolean-name")
    assert "shop: fixed: rename column users.active to is_active" in result.stdout
    assert "to undo it, delete notebooks/designs/shop.sql, which is new" in result.stdout
    assert result.exit_code == 0
    assert migration.read_text() == before
    assert "is_active boolean" in (project / "notebooks" / "designs" / "shop.sql").read_text()


def test_a_fix_that_breaks_the_design_is_named_and_not_made(project: Path) -> None:
    counting = (
        "CREATE FUNCTION counted() RETURNS bigint LANGUAGE sql"
        " AS $$ SELECT count(*) FROM users WHERE active $$;"
    )
    migration = project / "migrations" / "shop" / "001_create_users.sql"
    migration.write_text(
        goose(
            f"{USERS.replace('email', 'active boolean, email')}\n{counting}",
            "DROP FUNCTION counted;\nDROP TABLE users;",
        )
    )
    result = designkit("check", "migrations/shop", "--fix", "--select", "boolean-name")
    assert "shop: not fixed: boolean-name of users.active: the design would not" in result.stdout
    assert result.exit_code == 1


def test_a_file_that_is_no_design_is_not_mended(project: Path) -> None:
    text = USERS.replace("email", "active boolean, email")
    (project / "a.sql").write_text(text)
    result = designkit("check", "a.sql", "--fix", "--select", "boolean-name")
    assert "a.sql: not fixed: " in result.stdout
    assert result.exit_code == 1
    assert (project / "a.sql").read_text() == text


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
