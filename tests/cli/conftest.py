"""A project to stand in: one service, `shop`, whose one migration is sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import USERS, goose, write


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a project, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def project(empty: Path) -> Path:
    """A sound project, whose folder is the current one."""
    write(empty / "migrations" / "shop", create_users=goose(USERS, "DROP TABLE users;"))
    return empty
