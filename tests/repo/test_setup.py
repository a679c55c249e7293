"""`make setup` says what to do where no fitting Python is, and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.repo.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TOO_OLD = "exit 1"
WITHOUT_VENV = f'case "$2" in *ensurepip*) exit 1;; *) exec {sys.executable} "$@";; esac'
VERSION = f"python{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What the set-up reads, and nothing that it makes."""
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def set_up(checkout: Path, *pythons: str) -> subprocess.CompletedProcess[str]:
    """Run the set-up where these are the only Pythons, each given as the script that it is."""
    candidates: list[str] = []
    for number, script in enumerate(pythons):
        python = checkout / f"python-{number}"
        python.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        python.chmod(0o755)
        candidates.append(str(python))
    environment = os.environ | {"PYTHON": " ".join(candidates)}
    command = checkout / ".ci" / "setup"
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("pythons", "advice"),
    [
        ([TOO_OLD], "apt-get install python3 python3-venv"),
        ([WITHOUT_VENV], f"apt-get install {VERSION}-venv"),
        ([TOO_OLD, WITHOUT_VENV], f"apt-get install {VERSION}-venv"),
    ],
)
def test_missing_python_comes_with_the_command_that_mends_it(
    checkout: Path, pythons: list[str], advice: str
) -> None:
    ended = set_up(checkout, *pythons)
    assert ended.returncode != 0
    assert advice in ended.stderr
    assert not (checkout / ".venv").exists()


def test_environment_of_others_is_kept_when_no_python_fits(checkout: Path) -> None:
    (checkout / ".venv").mkdir()
    set_up(checkout, TOO_OLD)
    assert (checkout / ".venv").exists()
