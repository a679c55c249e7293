"""Runs a notebook of the project as CI does, and says what it showed."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import papermill
import pytest
from traitlets.config import Config

from tests.repo.checkout import ROOT

Display = Mapping[str, str]
# What the json module reads has no narrower type.
Notebook = Mapping[str, Any]


def run(name: str, folder: Path, **parameters: object) -> Notebook:
    """An executed notebook of the project; a cell that fails fails the test, as `run_file`."""
    return run_file(ROOT / "notebooks" / name, folder, **parameters)


def run_file(path: Path, folder: Path, **parameters: object) -> Notebook:
    """The executed notebook; a cell that fails fails the test, with its own message."""
    # A Unix socket of its own: ports of kernels that start together can collide.
    socket = Path(tempfile.mkdtemp(dir=folder)) / "kernel"
    config = Config({"KernelManager": {"transport": "ipc", "ip": str(socket)}})
    output = folder / f"executed-{path.name}"
    failure = ""
    try:
        papermill.execute_notebook(
            path,
            output,
            parameters=parameters,
            cwd=path.parent,
            progress_bar=False,
            config=config,
        )
    except papermill.PapermillExecutionError as error:
        failure = f"{path.name}, cell {error.exec_count}: {error.ename}: {error.evalue}"
    if failure:
        pytest.fail(failure, pytrace=False)
    executed: Notebook = json.loads(output.read_text())
    return executed


def displays(notebook: Notebook) -> list[Display]:
    """What the cells showed as their last value, in order."""
    return [
        {kind: "".join(lines) for kind, lines in output["data"].items()}
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
        for output in cell["outputs"]
        if output["output_type"] == "execute_result"
    ]


def changed_files() -> str:
    """What git says of the checkout's notebooks, migrations and documents."""
    return subprocess.run(
        ["git", "status", "--porcelain", "notebooks", "migrations", "docs"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
