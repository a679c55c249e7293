"""The contract of pyproject.toml can fail: `make test` holds the checkout itself against it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.repo.checkout import ROOT

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
PYPROJECT = ROOT / "pyproject.toml"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A made-up designkit: every room of the contract, each one empty."""
    contracts = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]
    package = tmp_path / "designkit"
    package.mkdir()
    for room in ("__init__", *contracts["contracts"][0]["layers"]):
        (package / f"{room.strip('()')}.py").touch()
    shutil.copy(PYPROJECT, tmp_path)
    return package


def verdict(house: Path) -> str:
    command = (LINT_IMPORTS, "--no-logo", "--no-cache")
    ended = subprocess.run(command, cwd=house.parent, capture_output=True, text=True, check=False)
    return "kept" if ended.returncode == 0 else ended.stdout


def test_rooms_that_import_nothing_keep_the_contract(house: Path) -> None:
    assert verdict(house) == "kept"


def test_import_that_points_down_keeps_the_contract(house: Path) -> None:
    (house / "cli.py").write_text("import designkit.model")
    assert verdict(house) == "kept"


def test_import_that_points_up_breaks_the_contract(house: Path) -> None:
    (house / "model.py").write_text("import designkit.cli")
    assert "designkit.model -> designkit.cli" in verdict(house)


def test_room_without_a_floor_breaks_the_contract(house: Path) -> None:
    (house / "utilities.py").touch()
    assert "utilities" in verdict(house)
