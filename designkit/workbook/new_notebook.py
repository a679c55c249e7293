"""The notebook that a service's design begins with: from opening to an approval, ready to run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from designkit.config import Config, load
from designkit.diagram.markdown import code
from designkit.errors import ConfigError, FileError
from designkit.files import replace_file
from designkit.model import Value


class NewNotebook(Value, frozen=True, kw_only=True):
    """A notebook that nobody wrote yet, and where it goes."""

    path: Path
    text: str


class _Step(NamedTuple):
    """What a reader is told, and the code that follows."""

    prose: str
    code: str
    tags: tuple[str, ...] = ()


def plan(service: str, config: Config) -> NewNotebook:
    """Return what `apply` would write; nothing is written.

    Raises:
        ConfigError: the project does not know the service, or its name is no name of a file,
            or a notebook would not find the project.
    """
    config.service(service)
    if service in {"", ".", ".."} or set(service) & set("/\\\0"):
        raise ConfigError(
            f"service {service!r}: no file can have that name. Give the service another name."
        )
    path = config.root / "notebooks" / f"{service}.ipynb"
    if load(path.parent).root != config.root:
        raise ConfigError(
            f"{config.root / 'pyproject.toml'}: has no [tool.designkit], by which a notebook in "
            "notebooks/ finds the project. Add that line; nothing need stand below it."
        )
    return NewNotebook(path=path, text=_text(_steps(service)))


def apply(notebook: NewNotebook) -> None:
    """Write the notebook.

    Raises:
        FileError: there is one already, or it cannot be written.
    """
    if notebook.path.exists():
        raise FileError(
            f"{notebook.path}: exists already, and a new notebook overwrites nothing. "
            "Go on in it, or move it away first."
        )
    replace_file(notebook.path, notebook.text.encode())


def _steps(service: str) -> tuple[_Step, ...]:
    name = json.dumps(service, ensure_ascii=False)  # It is a literal of Python as well.
    return (
        _Step(
            f"# The database of {code(service)}\n\n"
            "From what the service's migrations build to the next approved migration.\n"
            "Run it cell by cell; every edit is saved at once to the design file of the service.",
            "import designkit as dk",
        ),
        _Step(
            "## Parameters\n\n"
            "Nothing is written as long as `approve` is off, and in CI it stays off: "
            "`papermill -p approve false`.\n"
            "With `trial` on, edits and approvals happen in a copy in a temporary folder.",
            "trial: bool = False  # True: work on a copy\n"
            "approve: bool = False  # True: write the next migration\n"
            'description: str = "change_tables"  # becomes part of the names of the files\n'
            'approver: str = ""  # who approves; stands in the migration',
            ("parameters",),
        ),
        _Step(
            "## Open\n\n"
            "The migrations are replayed on a real PostgreSQL, and the draft is where you left it.",
            f"wb = dk.open({name}, trial=trial)\nwb.schema",
        ),
        _Step(
            "## Edit\n\n"
            "Here are the tables to work on.\n"
            "The same draft is edited by `wb.table(…)` in Python and by a cell of SQL that begins "
            "with `%%ddl`.",
            "wb.edit()",
        ),
        _Step(
            "## Check\n\n"
            "The findings of the draft, with their reasons.\n"
            "`wb.fix()` applies the fixes; `wb.waive(rule, object, reason)` accepts a finding.",
            "wb.check()",
        ),
        _Step(
            "## Queries\n\n"
            "What will be asked of these tables, as PostgreSQL takes it.\n"
            "A cell that begins with `%%query NAME :many` registers one; then `wb.plan()` and "
            "`wb.advise()` tell how they fare at production's scale.",
            "wb.queries",
        ),
        _Step(
            "## Review\n\n"
            "Everything that reviewers read: the change both ways, the diagram, findings, and the "
            "evidence of a rehearsal.",
            "wb.review()",
        ),
        _Step(
            "## Approve\n\n"
            "With `approve` on, the next migration is written, with its checksum, the diagram and "
            "the data dictionary.\n"
            "It is refused while an error stands, or while the rehearsal does not prove both ways.",
            "approved = wb.approve(description, by=approver) if approve else None\napproved",
        ),
        _Step(
            "## What holds now\n\n"
            "No error stands, and behind an approval nothing is left to change.",
            "assert not wb.check().errors\nassert not approve or not wb.changes()\nwb.close()",
        ),
    )


def _text(steps: tuple[_Step, ...]) -> str:
    cells: list[dict[str, object]] = []
    for step in steps:
        cells.append(_cell(len(cells), "markdown", step.prose))
        ran: dict[str, object] = {"outputs": [], "execution_count": None}
        cells.append(_cell(len(cells), "code", step.code, step.tags) | ran)
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    document = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    # As JupyterLab writes them, so that saving it unchanged changes nothing.
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _cell(number: int, kind: str, source: str, tags: tuple[str, ...] = ()) -> dict[str, object]:
    return {
        "cell_type": kind,
        "id": f"{number:02d}-{kind}",
        "metadata": {"tags": [*tags]} if tags else {},
        "source": source.splitlines(keepends=True),
    }
