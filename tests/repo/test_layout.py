"""The top level holds what was agreed, and no module grows past reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.repo.checkout import ROOT, files

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_LINES = 400
TOP_LEVEL = {
    "LICENSE",
    "Makefile",
    "README.md",
    "compose.yaml",
    "designkit",
    "docs",
    "migrations",
    "notebooks",
    "pyproject.toml",
    "tests",
}


def strangers(paths: Iterable[str]) -> set[str]:
    """First parts of the paths that nobody agreed on; names with a leading dot are free."""
    return {path.split("/")[0] for path in paths if not path.startswith(".")} - TOP_LEVEL


def is_too_long(text: str) -> bool:
    return len(text.splitlines()) > MAX_LINES


def test_top_level_is_as_agreed() -> None:
    assert strangers(files()) == set()


def test_stranger_at_the_top_is_found() -> None:
    assert strangers(["docs/a.md", ".ci/run", "utils.py", "src/a.py"]) == {"src", "utils.py"}


def test_no_module_is_too_long() -> None:
    modules = [path for path in files() if path.startswith("designkit/") and path.endswith(".py")]
    assert [path for path in modules if is_too_long((ROOT / path).read_text("utf-8"))] == []


def test_length_is_counted_in_lines() -> None:
    assert is_too_long("x\n" * (MAX_LINES + 1))
    assert not is_too_long("x\n" * MAX_LINES)
