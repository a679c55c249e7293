"""Notebooks are committed as documents: prose before code, no outputs, no logic of their own."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.repo.checkout import ROOT, files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_LINES = 15
NOTEBOOKS = tuple(path for path in files() if path.endswith(".ipynb"))

# What `make strip` leaves.
KERNEL_KEYS = {"kernelspec": {"display_name", "language", "name"}, "language_info": {"name"}}
CELL_KEYS = {"tags"}

FORBIDDEN = {
    "installs packages": re.compile(r"^\s*[%!]\s*(pip|conda|uv)\b", re.MULTILINE),
    "changes sys.path": re.compile(r"\bsys\.path\b"),
    "names an absolute path": re.compile(r"""["'](/\w|~/|[A-Za-z]:\\)"""),
    "holds a password": re.compile(r"://[^/\s:@]+:[^@\s]+@"),
}

# What the file's JSON holds has no narrower type.
Notebook = dict[str, Any]
Cell = dict[str, Any]


def faults(notebook: Notebook) -> Iterator[str]:
    """Everything that a committed notebook may not be, cell by cell."""
    yield from metadata_faults(notebook["metadata"])
    cells: list[Cell] = notebook["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    parameters = sum("parameters" in cell["metadata"].get("tags", ()) for cell in code)
    if parameters != 1:
        yield f"{parameters} cells are tagged `parameters`, expected 1"
    if not code or not imports_only_designkit(text_of(code[0])):
        yield "the first code cell does not import designkit, or imports something else"
    for number, cell in enumerate(cells):
        previous = cells[number - 1]["cell_type"] if number else None
        for fault in cell_faults(cell, previous):
            yield f"cell {number + 1} {fault}"


def metadata_faults(metadata: dict[str, dict[str, str]]) -> Iterator[str]:
    for key, value in metadata.items():
        if key not in KERNEL_KEYS:
            yield f"metadata holds `{key}`"
        else:
            yield from (
                f"metadata holds `{key}.{noise}`" for noise in set(value) - KERNEL_KEYS[key]
            )


def cell_faults(cell: Cell, previous: str | None) -> Iterator[str]:
    yield from (f"has metadata `{key}`" for key in sorted(set(cell["metadata"]) - CELL_KEYS))
    if cell["cell_type"] != "code":
        return
    source = text_of(cell)
    if cell["outputs"]:
        yield "has outputs"
    if cell["execution_count"] is not None:
        yield "has an execution count"
    if previous != "markdown":
        yield "has no prose before it"
    if (lines := len(source.splitlines())) > MAX_LINES:
        yield f"has {lines} lines, the limit is {MAX_LINES}: it belongs in the package"
    yield from (problem for problem, found in FORBIDDEN.items() if found.search(source))
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    if any(isinstance(node, definitions) for node in ast.walk(parsed(source))):
        yield "defines a function or class: it belongs in the package"


def text_of(cell: Cell) -> str:
    """The cell's source, which the format keeps as one text or as a list of lines."""
    return "".join(cell["source"])


def parsed(source: str) -> ast.Module:
    """The Python of a cell; a cell magic has none, and line magics are left out."""
    if source.startswith("%%"):
        return ast.Module(body=[], type_ignores=[])
    lines = source.splitlines()
    return ast.parse("\n".join(line for line in lines if not line.lstrip().startswith(("%", "!"))))


def imports_only_designkit(source: str) -> bool:
    modules: list[str] = []
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Import):
            modules += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules.append(node.module or "")
    return bool(modules) and all(module.split(".")[0] == "designkit" for module in modules)


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_notebook_is_clean(path: str) -> None:
    notebook = json.loads((ROOT / path).read_text(encoding="utf-8"))
    assert list(faults(notebook)) == []


def cell(kind: str, source: str, **fields: object) -> Cell:
    code: Cell = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source, **code, **fields}


def notebook(*extra: Cell, **metadata: object) -> Notebook:
    cells = [
        cell("markdown", "What this shows."),
        cell("code", "import designkit as dk"),
        cell("markdown", "What may be chosen."),
        cell("code", 'dsn: str = ""  # empty = embedded', metadata={"tags": ["parameters"]}),
        cell("markdown", "What follows."),
        *extra,
    ]
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def test_made_up_notebook_has_no_faults() -> None:
    assert list(faults(notebook(cell("code", "%load_ext designkit\nwb.check()")))) == []


CELLS_WITH_A_FAULT = {
    "has outputs": cell(
        "code", "1", outputs=[{"output_type": "stream", "name": "stdout", "text": "1"}]
    ),
    "has an execution count": cell("code", "1", execution_count=1),
    "has metadata `papermill`": cell("code", "1", metadata={"papermill": {}}),
    "has 16 lines, the limit is 15: it belongs in the package": cell("code", "1\n" * 16),
    "defines a function or class: it belongs in the package": cell("code", "def f(): return 1"),
    "installs packages": cell("code", "%pip install designkit"),
    "changes sys.path": cell("code", "sys.path.append('..')"),
    "names an absolute path": cell("code", "dk.read('/srv/migrations')"),
    "holds a password": cell("code", "dk.read('postgresql://me:secret@db/app')"),
}


@pytest.mark.parametrize("fault", CELLS_WITH_A_FAULT)
def test_fault_of_a_cell_is_found(fault: str) -> None:
    assert list(faults(notebook(CELLS_WITH_A_FAULT[fault]))) == [f"cell 6 {fault}"]


def test_code_without_prose_before_it_is_found() -> None:
    found = faults(notebook(cell("code", "1"), cell("code", "2")))
    assert list(found) == ["cell 7 has no prose before it"]


def test_second_parameters_cell_is_found() -> None:
    found = faults(notebook(cell("code", "x = 1", metadata={"tags": ["parameters"]})))
    assert list(found) == ["2 cells are tagged `parameters`, expected 1"]


@pytest.mark.parametrize("first", ["1", "import os", "import designkit\nfrom sys import path"])
def test_first_cell_with_other_imports_is_found(first: str) -> None:
    made_up = notebook()
    made_up["cells"][1]["source"] = first
    assert [fault.split(",")[0] for fault in faults(made_up)] == [
        "the first code cell does not import designkit"
    ]


def test_kernel_noise_is_found() -> None:
    noisy = notebook(language_info={"name": "python", "version": "3.11.7"}, papermill={})
    assert list(faults(noisy)) == [
        "metadata holds `language_info.version`",
        "metadata holds `papermill`",
    ]


def test_strip_removes_what_running_left_behind(tmp_path: Path) -> None:
    ran = notebook(
        cell("code", "1", execution_count=1, metadata={"papermill": {}, "tags": ["kept"]}),
        language_info={"name": "python", "version": "3.11.7"},
        papermill={},
    )
    file = tmp_path / "ran.ipynb"
    file.write_text(json.dumps(ran), encoding="utf-8")
    subprocess.run([sys.executable, ROOT / ".ci" / "strip.py", file], check=True)
    after = json.loads(file.read_text(encoding="utf-8"))
    assert list(faults(after)) == []
    assert after["cells"][-1]["metadata"] == {"tags": ["kept"]}
