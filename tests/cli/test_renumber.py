"""`designkit renumber`."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from designkit.migrate import checksums
from designkit.migrate.history import read
from tests.cli.running import designkit, goose, write


@pytest.fixture
def folder(empty: Path) -> Path:
    """Two released migrations of the service `shop`, and one with a number that is taken."""
    directory = write(empty / "migrations" / "shop", a=goose("SELECT 1;"), b=goose("SELECT 2;"))
    (directory / checksums.FILE_NAME).write_text(checksums.compute(read(directory)).text)
    (directory / "002_c.sql").write_text(f"-- This is 002_c.\n{goose('SELECT 3;')}")
    return directory


SAID = (
    "migrations/shop/002_c.sql -> 003_c.sql\n"
    "migrations/shop/003_c.sql: its header names the new numbers\n"
    "migrations/shop/designkit.sum: records them\n"
)


@pytest.mark.parametrize("source", ["shop", "migrations/shop"])
def test_what_is_not_released_gets_the_next_number(folder: Path, source: str) -> None:
    result = designkit("renumber", source)
    assert (result.exit_code, result.stdout) == (0, SAID)
    assert sorted(file.name for file in folder.glob("*.sql")) == [
        "001_a.sql",
        "002_b.sql",
        "003_c.sql",
    ]


def test_a_dry_run_says_the_same_and_does_nothing(folder: Path) -> None:
    result = designkit("renumber", "shop", "--dry-run")
    assert (result.exit_code, result.stdout) == (1, SAID)
    assert (folder / "002_c.sql").exists()


@pytest.mark.usefixtures("folder")
def test_right_numbers_are_left_alone() -> None:
    designkit("renumber", "shop")
    for options in ([], ["--dry-run"]):
        result = designkit("renumber", "shop", *options)
        assert (result.exit_code, result.stdout) == (
            0,
            "migrations/shop: every number is right, nothing to do\n",
        )


def test_a_base_says_what_is_released(folder: Path) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    (folder / "002_c.sql").rename(folder / "x")
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-q", "-m", "one"]):
        subprocess.run(["git", *command], check=True, cwd=folder)
    (folder / "x").rename(folder / "002_c.sql")
    (folder / checksums.FILE_NAME).write_text("<<<<<<< ours\n")
    assert designkit("renumber", "shop").exit_code == 2
    result = designkit("renumber", "shop", "--base", "HEAD")
    assert (result.exit_code, result.stdout) == (0, SAID)


def test_released_migrations_are_not_touched(folder: Path) -> None:
    (folder / "001_a.sql").write_text(goose("SELECT 11;"))
    result = designkit("renumber", "shop")
    assert result.exit_code == 2
    assert "001_a.sql was changed after it was committed" in result.stderr
    assert (folder / "002_c.sql").exists()
