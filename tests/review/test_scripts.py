"""Statements of migrations and files are judged in order, and what was seen once is remembered."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.config import Config, load
from designkit.errors import DesignkitError
from designkit.model import replace
from designkit.review import check, check_text
from designkit.rules import Findings, Severity

UP = """-- +goose Up
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
-- +goose Down
DROP TABLE users;
"""
DROP = """-- +goose Up
ALTER TABLE users DROP COLUMN email;
-- +goose Down
ALTER TABLE users ADD COLUMN email text;
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("[tool.designkit]\ntargets = ['postgresql']\n")
    folder = tmp_path / "migrations" / "shop"
    folder.mkdir(parents=True)
    (folder / "001_create_users.sql").write_text(UP)
    (folder / "002_drop_email.sql").write_text(DROP)
    return tmp_path


def configured(project: Path, text: str) -> Config:
    (project / "pyproject.toml").write_text(f"[tool.designkit]\ntargets = ['postgresql']\n{text}")
    return load(project)


def rules_of(findings: Findings) -> list[str]:
    return [finding.rule for finding in findings.unwaived]


def statically(project: Path, config: Config | None = None) -> Findings:
    folder = project / "migrations" / "shop"
    checked = check([folder], config or load(project), database=False)
    assert not checked.failures
    return checked.findings


def test_a_statement_of_a_migration_is_found_with_its_place(project: Path) -> None:
    (found,) = [item for item in statically(project) if item.rule == "drop-column"]
    assert (Path(found.file).name, found.line, found.service) == ("002_drop_email.sql", 2, "shop")
    assert found.column is not None


def test_dropping_what_up_created_is_the_point_of_down(project: Path) -> None:
    assert "drop-table" not in rules_of(statically(project))


def test_what_the_rehearsal_saw_as_well_is_told_once_with_its_evidence(project: Path) -> None:
    findings = check([project / "migrations" / "shop"], load(project)).findings
    assert "drop-column" not in rules_of(findings)
    (found,) = [item for item in findings if item.object == "data-loss"]
    assert (found.rule, found.line) == ("hazard-observed", 2)


BY_PATH = '[tool.designkit.paths."migrations/shop/**".rules.drop-column]\n'


@pytest.mark.parametrize(
    "text",
    [
        "ignore = ['drop-column']",
        "[tool.designkit.rules.drop-column]\nenabled = false",
        f"{BY_PATH}enabled = false",
    ],
)
def test_what_was_observed_is_not_told_where_its_rule_is_switched_off(
    project: Path, text: str
) -> None:
    findings = check([project / "migrations" / "shop"], configured(project, text)).findings
    assert "data-loss" not in {item.object for item in findings}


@pytest.mark.parametrize(
    "text",
    [
        "[tool.designkit.rules.drop-column]\nseverity = 'info'",
        f"{BY_PATH}severity = 'info'",
    ],
)
def test_what_was_observed_has_the_severity_given_to_its_rule(project: Path, text: str) -> None:
    findings = check([project / "migrations" / "shop"], configured(project, text)).findings
    (found,) = [item for item in findings if item.object == "data-loss"]
    assert (found.rule, found.severity) == ("hazard-observed", Severity.INFO)


def test_a_rule_that_is_not_selected_silences_nothing(project: Path) -> None:
    config = replace(load(project), select=("hazard-observed",))
    findings = check([project / "migrations" / "shop"], config).findings
    assert "data-loss" in {item.object for item in findings}


def test_an_observed_hazard_carries_what_was_observed(project: Path) -> None:
    file = project / "migrations" / "shop" / "002_drop_email.sql"
    file.write_text(
        "-- +goose Up\nALTER TABLE users ALTER COLUMN created_at TYPE text;\n"
        "-- +goose Down\nALTER TABLE users ALTER COLUMN created_at TYPE timestamptz "
        "USING created_at::timestamptz;\n"
    )
    findings = check([project / "migrations" / "shop"], load(project)).findings
    (found,) = [item for item in findings if item.object == "rewrites-table"]
    assert found.evidence


def test_a_waiver_of_the_text_accepts_what_was_observed(project: Path) -> None:
    file = project / "migrations" / "shop" / "002_drop_email.sql"
    file.write_text(DROP.replace("ALTER", "-- designkit: allow drop-column moved\nALTER", 1))
    findings = check([project / "migrations" / "shop"], load(project)).findings
    (found,) = [item for item in findings if item.object == "data-loss"]
    assert found.waived == "moved"
    assert "waiver-unused" not in rules_of(findings)


def test_rows_on_which_up_fails_are_a_finding(project: Path) -> None:
    file = project / "migrations" / "shop" / "002_drop_email.sql"
    file.write_text(
        "-- +goose Up\nALTER TABLE users ADD COLUMN age int NOT NULL;\n"
        "-- +goose Down\nALTER TABLE users DROP COLUMN age;\n"
    )
    findings = check([project / "migrations" / "shop"], load(project)).findings
    (found,) = [item for item in findings if item.rule == "migration-fails-on-rows"]
    assert "null values" in found.message


@pytest.mark.parametrize(
    "comment",
    [
        "-- designkit: allow drop-table nobody reads it\nDROP TABLE\n    users;",
        "DROP TABLE\n    users; -- designkit: allow drop-table nobody reads it",
        "DROP TABLE users -- designkit: allow drop-table nobody reads it\n;",
        "-- designkit: allow drop-table (users) nobody reads it\nSELECT 1; DROP TABLE users;",
    ],
)
def test_a_comment_waives_what_its_statement_does(project: Path, comment: str) -> None:
    found = check_text(comment, replace(load(project), select=("drop-table", "waiver-*")))
    assert [item.waived for item in found] == ["nobody reads it"]


def test_a_comment_waives_nothing_beside_its_statement(project: Path) -> None:
    text = "-- designkit: allow drop-table nobody reads it\nDROP TABLE a;\nDROP TABLE b;"
    found = check_text(text, replace(load(project), select=("drop-table",)))
    assert [(item.line, item.waived) for item in found] == [(2, "nobody reads it"), (3, None)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("-- designkit: allow drop-table stale\nSELECT 1;", "waiver-unused"),
        ("-- designkit: allow drop-table\nDROP TABLE a;", "waiver-without-reason"),
        ("-- designkit: allow drop-tabel why\nDROP TABLE a;", "waiver-unknown-rule"),
    ],
)
def test_a_comment_that_waives_nothing_is_found(project: Path, text: str, rule: str) -> None:
    config = replace(load(project), select=("drop-table", "waiver-*"))
    assert rule in rules_of(check_text(text, config))


def test_a_waiver_of_the_project_may_mean_files(project: Path) -> None:
    config = configured(
        project,
        '[[tool.designkit.waivers]]\nrule = "drop-column"\nfile = "migrations/shop/002*"\n'
        'reason = "nobody reads it"\n',
    )
    found = [item for item in statically(project, config) if item.rule == "drop-column"]
    assert [item.waived for item in found] == ["nobody reads it"]


@pytest.mark.parametrize(
    ("setting", "severities"),
    [("enabled = false", []), ('severity = "info"', ["info"])],
)
def test_a_rule_is_set_by_path(project: Path, setting: str, severities: list[str]) -> None:
    config = configured(
        project, f'[tool.designkit.paths."migrations/**".rules.drop-column]\n{setting}\n'
    )
    found = [item for item in statically(project, config) if item.rule == "drop-column"]
    assert [item.severity.value for item in found] == severities


def test_select_and_ignore_take_ids_patterns_and_groups(project: Path) -> None:
    chosen = configured(project, 'select = ["hazards"]\nignore = ["drop-*"]\n')
    assert "drop-column" not in rules_of(statically(project, chosen))
    only = configured(project, 'select = ["drop-c*"]\n')
    assert rules_of(statically(project, only)) == ["drop-column"]


def test_what_was_seen_of_an_unchanged_folder_needs_no_server(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIGNKIT_CACHE", str(tmp_path / "cache"))
    folder = project / "migrations" / "shop"
    first = check([folder], load(project))
    monkeypatch.setattr("designkit.review.observing._observed", _nobody_answers)
    again = check([folder], load(project))
    assert again.findings == first.findings
    (folder / "002_drop_email.sql").write_text(DROP.replace("email", "created_at"))
    assert check([folder], load(project)).failures


def _nobody_answers(*_: object) -> None:
    raise DesignkitError("no server")


def test_a_spoilt_cache_is_no_answer(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIGNKIT_CACHE", str(tmp_path / "cache"))
    folder = project / "migrations" / "shop"
    first = check([folder], load(project))
    for file in (tmp_path / "cache").rglob("*"):
        if file.is_file():
            file.write_bytes(b"\x00{spoilt")
    assert check([folder], load(project)).findings == first.findings


def test_the_database_of_another_kind_is_judged_by_its_own_rules(project: Path) -> None:
    sql = "ALTER TABLE t ADD EXCLUDE USING gist (x WITH =);"
    config = replace(load(project), select=("cockroach",))
    assert not check_text(sql, config)
    both = replace(config, targets=load(project.parent / "nowhere").targets)
    assert rules_of(check_text(sql, both))


ODD = (
    *("SELECT 1", "{{ table }}", "$$", "$x$ body $x$", "/* a /* b */ */", "/*", "--", "'", '"'),
    *(";", "\n", "\r\n", "\t", "\\connect x", "COPY t FROM stdin;", "CREATE TABLE t (x int)"),
    *("ALTER TABLE t DROP COLUMN x", "-- designkit: allow drop-column why", "-- squawk-ignore"),
    *("-- atlas:nolint DS103", "BEGIN", "COMMIT", "é", "\ufeff", "\x00", "(", ")", "DO $$ x $$"),
    *("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$", "DROP TABLE t CASCADE"),
)


@given(st.lists(st.one_of(st.sampled_from(ODD), st.text(max_size=8)), max_size=12).map(" ".join))
def test_no_text_ends_a_check_otherwise_than_with_findings_or_a_message(text: str) -> None:
    config = replace(load(Path("/")), honour=("squawk", "atlas"))
    with suppress(DesignkitError):
        found = check_text(text, config, file="a.sql")
        lines = text.count("\n") + 1
        assert all(item.line is None or 1 <= item.line <= lines for item in found)


def test_a_text_of_ten_megabytes_is_judged(project: Path) -> None:
    row = "INSERT INTO t (a, b) VALUES (1, 'some words to fill the line');\n"
    text = row * (10_000_000 // len(row) // 40) + f"SELECT '{'x' * 9_700_000}';\nDROP TABLE t;\n"
    found = check_text(text, replace(load(project), select=("drop-table",)))
    assert rules_of(found) == ["drop-table"]


@pytest.mark.parametrize("content", [b"\xff\xfeS\x00E\x00", "SELECT 'é';".encode("latin-1")])
def test_another_encoding_is_named_with_its_line(project: Path, content: bytes) -> None:
    file = project / "a.sql"
    file.write_bytes(content)
    (failure,) = check([file], load(project), database=False).failures
    assert "a.sql:1: not UTF-8" in str(failure)


def test_an_empty_file_has_nothing_to_find(project: Path) -> None:
    file = project / "a.sql"
    file.write_text("")
    checked = check([file], load(project), database=False)
    assert not checked.findings
    assert not checked.failures


@pytest.mark.parametrize("kind", ["char(3)", "json", "money", "timestamp"])
def test_an_unsuited_type_is_told_once_where_the_schema_shows_it(project: Path, kind: str) -> None:
    file = project / "a.sql"
    file.write_text(f"CREATE TABLE things (id uuid PRIMARY KEY, held {kind});\n")
    told = check([file], load(project))
    assert not told.failures
    assert "type-unsuited" not in rules_of(told.findings)
    alone = replace(load(project), select=("type-unsuited",))
    assert rules_of(check([file], alone).findings) == ["type-unsuited"]
