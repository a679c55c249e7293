"""`designkit cockroach`: the parser is built, shown, asked by a check, and removed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.running import designkit, document, write
from tests.cockroach_parser.programs import BUILDS, real_parser, script

UNEXPLAINED = "SELECT '{red,green}'::pg_catalog.varchar(8)[];\n"


@pytest.fixture
def go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Go that is first on PATH and builds a parser that accepts all; the cache is empty."""
    program = script(tmp_path / "bin" / "go", BUILDS)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("BUILDS", str(tmp_path / "builds"))
    return program


@pytest.fixture
def with_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real parser is installed."""
    parser = real_parser()
    monkeypatch.setattr("designkit.cockroach_parser.building._place", lambda: parser)


def test_status_says_how_to_install_what_is_not_there(go: Path) -> None:
    del go
    result = designkit("cockroach", "status")
    assert result.exit_code == 0
    assert "designkit cockroach install" in result.stdout


def test_install_then_status_then_uninstall(go: Path) -> None:
    installed = designkit("cockroach", "install")
    assert installed.exit_code == 0
    assert "CockroachDB 25.2" in installed.stdout
    assert "Installed" in designkit("cockroach", "status").stdout
    assert "Removed" in designkit("cockroach", "uninstall").stdout
    assert "Not installed" in designkit("cockroach", "status").stdout
    assert "was not installed" in designkit("cockroach", "uninstall").stdout
    assert (go.parents[1] / "builds").read_text() == "built\n"


def test_status_as_json(go: Path) -> None:
    del go
    absent = document(designkit("cockroach", "status", "--format", "json"))
    assert absent["installed"] is False
    assert absent["speaks_for"] == "cockroachdb=25.2"
    designkit("cockroach", "install")
    present = document(designkit("cockroach", "status", "--format", "json"))
    assert present["installed"] is True
    assert Path(present["path"]).stat().st_size == present["size_bytes"]


def test_a_build_that_fails_is_2(go: Path) -> None:
    script(go, "echo 'no proxy answers' >&2; exit 1")
    result = designkit("cockroach", "install")
    assert result.exit_code == 2
    assert "no proxy answers" in result.stderr


def test_the_doctor_tells_whether_it_is_there(project: Path, go: Path) -> None:
    del project, go
    assert "designkit cockroach install" in designkit("doctor").stdout
    designkit("cockroach", "install")
    assert "cockroachdb-parser v0.25.2, for cockroachdb=25.2" in designkit("doctor").stdout


@pytest.mark.usefixtures("with_parser")
def test_a_check_reports_what_only_the_parser_refuses(empty: Path) -> None:
    file = empty / "report.sql"
    file.write_text(f"SELECT 1;\n{UNEXPLAINED}")
    result = designkit("check", file)
    assert result.exit_code == 1
    assert "report.sql:2" in result.stdout
    assert "CockroachDB 25.2 refuses this: at or near" in result.stdout


@pytest.mark.usefixtures("with_parser")
def test_a_check_of_migrations_asks_about_both_ways(empty: Path) -> None:
    text = f"-- +goose Up\n{UNEXPLAINED}-- +goose Down\n{UNEXPLAINED}"
    write(empty / "migrations" / "shop", select=text)
    result = designkit("check", "--format", "json")
    told = [item for item in document(result)["findings"] if item["rule"] == "cockroachdb-parser"]
    assert [item["line"] for item in told] == [2, 4]


def test_without_the_parser_a_check_says_nothing_of_it(empty: Path, go: Path) -> None:
    del go
    file = empty / "report.sql"
    file.write_text(UNEXPLAINED)
    assert "cockroachdb-parser" not in designkit("check", file).stdout
