"""The wheel works where there is no checkout: what is missing in it shows only there."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

import designkit
from tests.repo.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.packaging


def run(*command: str | Path, cwd: Path) -> str:
    """What the command printed; what it said on failure becomes the failure of the test."""
    ended = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        pytest.fail(f"{command[0]} left with {ended.returncode}:\n{ended.stdout}{ended.stderr}")
    return ended.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    # Without isolation: hatchling is in the development group, so nothing is downloaded.
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of a fresh environment that holds the wheel and borrows what it depends on.

    The dependencies are lent by a .pth file, which is quick and needs no network. The checkout does
    not come along: Python reads no .pth files inside a folder that a .pth file names, and such a
    file is what the editable install of the checkout is.
    """
    root = tmp_path_factory.mktemp("elsewhere") / "environment"
    venv.create(root, symlinks=True)
    places = {"base": str(root), "platbase": str(root)}
    packages = root / sysconfig.get_path("purelib", scheme="venv", vars=places)
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--python", root / "bin" / "python")
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", wheel, cwd=root)
    return root


def test_wheel_holds_the_package_its_types_and_its_licence(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    assert "designkit/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"designkit"}


def test_wheel_names_the_extra_of_the_workbook(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith("METADATA"))
        text = archive.read(metadata).decode()
    assert "Provides-Extra: lab" in text


def test_installed_package_is_not_the_checkout(installed: Path) -> None:
    where = "import designkit; print(designkit.__file__)"
    assert run(installed / "bin" / "python", "-c", where, cwd=installed).startswith(str(installed))


def test_installed_command_tells_its_version(installed: Path) -> None:
    output = run(installed / "bin" / "designkit", "--version", cwd=installed)
    assert designkit.__version__ in output


def test_installed_command_lists_the_rules(installed: Path) -> None:
    output = run(installed / "bin" / "designkit", "rules", cwd=installed)
    assert "table-name-not-plural" in output
