"""A check reads sources, rehearses migrations, and says what it could not look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from designkit.config import Config, Service, load
from designkit.errors import HistoryError, SourceError, StatementFailed
from designkit.migrate import history as histories
from designkit.migrate.history import History
from designkit.review import check, check_text, owners
from designkit.rules import Findings

GOOD = """-- +goose Up
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

-- +goose Down
DROP TABLE users;
"""

EVENTS = """-- +goose Up
CREATE TABLE events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

-- +goose Down
DROP TABLE events;
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("[tool.designkit]\n")
    return tmp_path


def write(project: Path, service: str, **files: str) -> Path:
    folder = project / "migrations" / service
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name.removeprefix('m')}.sql").write_text(text)
    return folder


def rules_of(findings: Findings) -> list[str]:
    return [finding.rule for finding in findings]


def test_a_conventional_history_is_clean(project: Path) -> None:
    folder = write(project, "auth", m001_create_users=GOOD)
    checked = check([folder], load(project))
    assert not checked.findings
    assert not checked.failures


def test_without_sources_every_service_of_the_project_is_checked(project: Path) -> None:
    write(project, "auth", m001_create_users=GOOD.replace("users", "user_name"))
    write(project, "mail", m001_create_letters=GOOD.replace("users", "letter"))
    found = check([], load(project)).findings
    assert {finding.service for finding in found} == {"auth", "mail"}


def test_a_finding_stands_at_the_line_where_its_object_was_written(project: Path) -> None:
    text = GOOD.replace("    created_at", "    paid boolean NOT NULL,\n    created_at")
    folder = write(project, "auth", m001_create_users=text)
    (finding,) = check([folder], load(project)).findings
    assert (finding.rule, finding.object, finding.line) == ("boolean-name", "users.paid", 4)
    assert finding.file.endswith("001_create_users.sql")


def test_a_waiver_in_a_migration_counts_and_a_stale_one_is_found(project: Path) -> None:
    text = GOOD.replace("    created_at", "    paid boolean NOT NULL,\n    created_at")
    waived = "-- designkit: allow boolean-name (users.paid) the ledger says so\n" + text
    folder = write(project, "auth", m001_create_users=waived)
    assert not check([folder], load(project)).findings
    stale = "-- designkit: allow boolean-name (users.gone) the ledger says so\n" + GOOD
    (folder / "001_create_users.sql").write_text(stale)
    assert rules_of(check([folder], load(project)).findings) == ["waiver-unused"]


def test_a_down_that_does_not_restore_is_found_with_what_differs(project: Path) -> None:
    second = "-- +goose Up\nALTER TABLE users ADD COLUMN email text;\n-- +goose Down\n"
    folder = write(project, "auth", m001_create_users=GOOD, m002_add_email=second)
    (finding,) = check([folder], load(project)).findings
    assert finding.rule == "migration-not-reversible"
    assert "email" in f"{finding.message} {finding.evidence}"


def test_a_broken_statement_is_a_failure_that_names_file_and_line(project: Path) -> None:
    second = "-- +goose Up\nSELECT 1;\n\nALTER TABLE nobody ADD COLUMN email text;\n"
    folder = write(project, "auth", m001_create_users=GOOD, m002_broken=second)
    (failure,) = check([folder], load(project)).failures
    assert isinstance(failure, StatementFailed)
    assert (failure.line, failure.sqlstate) == (4, "42P01")
    assert failure.file.endswith("002_broken.sql")


def test_one_number_twice_is_a_finding_and_a_failure_that_names_both(project: Path) -> None:
    other = GOOD.replace("users", "letters")
    folder = write(project, "auth", m001_create_users=GOOD, m001_create_letters=other)
    checked = check([folder], load(project))
    assert "migration-number" in rules_of(checked.findings)
    (failure,) = checked.failures
    assert isinstance(failure, HistoryError)
    assert "001_create_users.sql" in str(failure)
    assert "001_create_letters.sql" in str(failure)


def test_a_foreign_key_into_another_service_is_a_finding_though_it_does_not_run(
    project: Path,
) -> None:
    write(project, "auth", m001_create_users=GOOD)
    folder = write(project, "events", m001_create_events=EVENTS)
    checked = check([folder], load(project))
    found = [item for item in checked.findings if item.rule == "cross-service-foreign-key"]
    assert [(item.object, item.service, item.line) for item in found] == [("users", "events", 2)]
    assert checked.failures


def test_a_changed_migration_is_found_by_its_checksum(project: Path) -> None:
    from designkit.migrate import checksums, history  # noqa: PLC0415

    folder = write(project, "auth", m001_create_users=GOOD)
    (folder / "designkit.sum").write_text(checksums.compute(history.read(folder)).text)
    assert not check([folder], load(project)).findings
    (folder / "001_create_users.sql").write_text(GOOD + "-- a word more\n")
    assert rules_of(check([folder], load(project)).findings) == ["migration-changed"]


def test_migrations_that_lost_their_checksums_are_found(project: Path) -> None:
    from designkit.migrate import seal  # noqa: PLC0415

    folder = write(project, "auth", m001_create_users=f"-- {seal.LINE}\n{GOOD}")
    (found,) = check([folder], load(project)).findings
    assert (found.rule, found.object) == ("migration-changed", "designkit.sum")
    assert "git checkout HEAD -- designkit.sum" in found.message


def test_a_design_is_checked_as_its_service(project: Path) -> None:
    design = project / "notebooks" / "designs" / "auth.sql"
    design.parent.mkdir(parents=True)
    design.write_text("CREATE TABLE person (id uuid PRIMARY KEY DEFAULT gen_random_uuid());")
    write(project, "auth", m001_create_users=GOOD)
    found = check([design], load(project)).findings
    assert {finding.service for finding in found} == {"auth"}
    assert "table-name-not-plural" in rules_of(found)


def test_a_source_that_cannot_be_read_is_a_failure_and_the_others_are_checked(
    project: Path,
) -> None:
    folder = write(project, "auth", m001_create_users=GOOD.replace("users", "letter"))
    checked = check([project / "nowhere", folder], load(project))
    (failure,) = checked.failures
    assert isinstance(failure, SourceError)
    assert "no such file" in str(failure)
    assert "table-name-not-plural" in rules_of(checked.findings)


def test_a_service_that_cannot_be_read_does_not_stop_the_others(project: Path) -> None:
    write(project, "auth", m001_create_users=GOOD.replace("users", "letter"))
    (write(project, "mail") / "001_broken.sql").write_bytes(b"\xff\xfe")
    checked = check([], load(project))
    (failure,) = checked.failures
    assert "001_broken.sql" in str(failure)
    assert "table-name-not-plural" in rules_of(checked.findings)


def test_a_mistyped_connection_string_keeps_its_password(project: Path) -> None:
    (failure,) = check(["postgres//ann:s3cret@host/db"], load(project)).failures
    assert "s3cret" not in str(failure)


def test_a_way_down_without_its_way_up_is_a_failure(project: Path) -> None:
    folder = project / "migrations" / "auth"
    folder.mkdir(parents=True)
    (folder / "001_create_users.up.sql").write_text("CREATE TABLE users ();")
    (folder / "001_create_users.down.sql").write_text("DROP TABLE users;")
    (folder / "002_more.down.sql").write_text("SELECT 1;")
    (failure,) = check([folder], load(project)).failures
    assert "002_more.down.sql" in str(failure)


def test_owners_are_the_tables_that_other_services_create_or_declare(project: Path) -> None:
    write(project, "auth", m001_create_users=GOOD)
    config = load(project)
    extra = Service(
        name="mail", migrations=project / "none", design=project / "none.sql", tables=("letters",)
    )
    config = Config(root=project, docs=project, services=(*config.services, extra))
    assert {str(name): owner for name, owner in owners(config, "events").items()} == {
        "users": "auth",
        "letters": "mail",
    }
    assert "users" not in {str(name) for name in owners(config, "auth")}


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("drop-table stale", "waiver-unused"),
        ("drop-tables stale", "waiver-unknown-rule"),
        ("drop-table", "waiver-without-reason"),
    ],
)
def test_a_finding_about_a_waiver_stands_at_its_line(project: Path, words: str, rule: str) -> None:
    text = f"SELECT 1;\n-- designkit: allow {words}\n"
    found = check_text(text, load(project), file="w.sql")
    assert [(item.rule, item.file, item.line) for item in found] == [(rule, "w.sql", 2)]


def test_rows_that_psql_reads_leave_the_other_statements_judged(project: Path) -> None:
    file = project / "rows.sql"
    file.write_text("COPY t FROM stdin;\n1\tit's\n\\.\nDROP TABLE t;\n")
    checked = check([file], load(project))
    assert [(item.rule, item.line) for item in checked.findings] == [("drop-table", 4)]
    assert ["COPY … FROM stdin" in str(failure) for failure in checked.failures] == [True]


def test_a_check_with_queries_reads_the_migrations_and_the_other_services_once(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = GOOD.replace("CREATE TABLE", "-- designkit: rows=10M\nCREATE TABLE")
    write(project, "auth", m001_create_users=text)
    (project / "queries" / "auth").mkdir(parents=True)
    (project / "queries" / "auth" / "users.sql").write_text(
        "-- name: ListUsers :many\nSELECT id FROM users WHERE updated_at = :at LIMIT 5;\n"
    )
    write(project, "events", m001_create_events=EVENTS)
    read: list[str] = []
    found: list[str] = []
    reading, finding = histories.read, histories.find

    def noted(directory: Path, **options: object) -> History:
        read.append(directory.name)
        return reading(directory, **options)  # type: ignore[arg-type]

    def looked(directory: Path, **options: object) -> History | None:
        found.append(directory.name)
        return finding(directory, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(histories, "read", noted)
    monkeypatch.setattr(histories, "find", looked)
    checked = check([project / "migrations" / "auth"], load(project))
    assert "query-not-indexed" in rules_of(checked.findings)
    assert (read, found.count("events")) == (["auth"], 1)
