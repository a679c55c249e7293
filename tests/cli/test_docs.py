"""`designkit docs`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import USERS, designkit, goose, write

FILES = [f"docs/database/shop.{ending}" for ending in ("md", "mmd", "svg")]


def test_documents_are_written_once(project: Path) -> None:
    first, second = designkit("docs"), designkit("docs")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout.splitlines() == [f"written: {file}" for file in FILES]
    assert second.stdout == "3 documents in docs/database are up to date\n"
    assert all((project / file).is_file() for file in FILES)


def test_a_check_writes_nothing(project: Path) -> None:
    result = designkit("docs", "--check")
    assert result.exit_code == 1
    assert [line for line in result.stdout.splitlines() if line.startswith("stale: ")] == [
        f"stale: {file}" for file in FILES
    ]
    assert not (project / "docs").exists()


def test_a_schema_that_moved_on_makes_documents_stale(project: Path) -> None:
    designkit("docs")
    assert designkit("docs", "--check").exit_code == 0
    write(project / "migrations" / "shop", create_users=goose(USERS.replace("email", "mail")))
    result = designkit("docs", "--check")
    assert result.exit_code == 1
    assert "stale: docs/database/shop.md" in result.stdout


def test_a_folder_that_cannot_be_made_is_2(project: Path) -> None:
    (project / "docs").write_text("a file")
    result = designkit("docs")
    assert result.exit_code == 2
    assert "docs/database/shop.md: cannot be written" in result.stderr
