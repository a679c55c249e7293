"""`designkit lab`: the command that it becomes."""

from __future__ import annotations

import importlib.util
import os
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from designkit.cli.lab import command_line
from designkit.errors import SourceError
from tests.cli.running import designkit


def test_the_notebooks_of_the_project_are_opened(project: Path) -> None:
    (project / "notebooks").mkdir()
    (project / "pyproject.toml").write_text("[tool.designkit]\n")
    command = command_line(None, port=None, browser=True)
    assert command[:3] == (sys.executable, "-m", "jupyterlab")
    assert f"--ServerApp.root_dir={project}" in command
    assert f"--FileContentsManager.preferred_dir={project / 'notebooks'}" in command


def test_a_project_without_notebooks_is_opened_itself(project: Path) -> None:
    assert f"--FileContentsManager.preferred_dir={project}" in command_line(
        None, port=None, browser=True
    )


def test_a_folder_outside_the_project_is_its_own_root(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    del project
    outside = tmp_path_factory.mktemp("outside")
    assert f"--ServerApp.root_dir={outside}" in command_line(outside, port=None, browser=True)


def test_port_and_browser_are_passed_on(project: Path) -> None:
    del project
    command = command_line(None, port=8890, browser=False)
    assert "--ServerApp.port=8890" in command
    assert "--no-browser" in command


def test_only_root_is_allowed_as_root(project: Path) -> None:
    del project
    command = command_line(None, port=None, browser=True)
    assert ("--allow-root" in command) == (os.geteuid() == 0)


def test_a_folder_that_is_none_is_refused(project: Path) -> None:
    with pytest.raises(SourceError, match="nowhere: there is no such folder"):
        command_line(project / "nowhere", port=None, browser=True)


def test_without_jupyterlab_the_extra_is_named(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del project
    without_jupyterlab(monkeypatch)
    result = designkit("lab")
    assert result.exit_code == 2
    assert "pip install 'designkit[lab]'" in result.stderr


def without_jupyterlab(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the environment one in which the extra is not installed."""
    find_spec = importlib.util.find_spec

    def found(name: str) -> ModuleSpec | None:
        return None if name == "jupyterlab" else find_spec(name)

    monkeypatch.setattr(importlib.util, "find_spec", found)
