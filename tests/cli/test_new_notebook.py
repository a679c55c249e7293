"""`designkit new-notebook`: what it writes is a clean notebook, and it runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import designkit
from tests.notebooks.running import displays, run_file
from tests.repo.test_notebooks import faults

FILE = "notebooks/shop.ipynb"


@pytest.fixture
def configured(project: Path) -> Path:
    """The project with a file that says it is one."""
    (project / "pyproject.toml").write_text("[tool.designkit]\n")
    return project


def test_the_notebook_is_clean(configured: Path) -> None:
    result = designkit("new-notebook", "shop")
    assert (result.exit_code, result.stdout) == (0, f"written: {FILE}\n")
    assert list(faults(json.loads((configured / FILE).read_text()))) == []


def test_the_notebook_runs_and_writes_no_migration_by_itself(configured: Path) -> None:
    designkit("new-notebook", "shop")
    before = {path.name for path in (configured / "migrations" / "shop").iterdir()}
    shown = displays(run_file(configured / FILE, configured / "notebooks"))
    assert shown
    assert {path.name for path in (configured / "migrations" / "shop").iterdir()} == before


def test_nothing_is_overwritten(configured: Path) -> None:
    (configured / "notebooks").mkdir()
    (configured / FILE).write_text("mine")
    result = designkit("new-notebook", "shop")
    assert result.exit_code == 2
    assert "exists already, and a new notebook overwrites nothing" in result.stderr
    assert (configured / FILE).read_text() == "mine"


def test_a_service_that_is_not_configured_is_told_with_what_to_add(project: Path) -> None:
    result = designkit("new-notebook", "billing")
    assert result.exit_code == 2
    assert "Add a line [tool.designkit.services.billing]" in result.stderr
    assert not (project / "notebooks").exists()


@pytest.mark.parametrize("name", ['a"b', "<script>", "it's", "😀`x`"])
def test_any_name_of_a_service_is_text(project: Path, name: str) -> None:
    quoted = json.dumps(name, ensure_ascii=False)
    (project / "pyproject.toml").write_text(f"[tool.designkit.services.{quoted}]\n")
    assert designkit("new-notebook", name).exit_code == 0
    notebook = json.loads((project / "notebooks" / f"{name}.ipynb").read_text())
    assert list(faults(notebook)) == []
    source = "".join("".join(cell["source"]) for cell in notebook["cells"])
    assert f"dk.open({quoted}, trial=trial)" in source
    assert "<script" not in source.replace(f"dk.open({quoted}", "").replace("`<script>`", "")


def test_a_name_that_leads_elsewhere_is_refused(project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.designkit.services."../up"]\n')
    result = designkit("new-notebook", "../up")
    assert result.exit_code == 2
    assert "no file can have that name" in result.stderr


def test_a_project_that_a_notebook_would_not_find_is_told_what_to_add(project: Path) -> None:
    result = designkit("new-notebook", "shop")
    assert result.exit_code == 2
    assert "has no [tool.designkit], by which a notebook in notebooks/ finds" in result.stderr
    assert not (project / FILE).exists()
