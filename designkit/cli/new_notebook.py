"""`designkit new-notebook`: the notebook that a service's design begins with."""

from __future__ import annotations

from typing import Annotated

import typer

from designkit.cli.outcome import Outcome
from designkit.cli.terminal import say
from designkit.config import load
from designkit.files import nearby


def new_notebook(
    service: Annotated[
        str, typer.Argument(metavar="SERVICE", help="A service that the project knows.")
    ],
) -> Outcome:
    """Write a notebook for a service: open, edit, check, queries, review, approve.

    It goes to notebooks/SERVICE.ipynb, and overwrites nothing. A service is known by a line in
    pyproject.toml, or by its folder of migrations; neither is added here.
    """
    from designkit.workbook.new_notebook import apply, plan

    notebook = plan(service, load())
    apply(notebook)
    say(("written", "green"), f": {nearby(notebook.path)}")
    return Outcome.CLEAN
