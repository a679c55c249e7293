"""`designkit lab`: JupyterLab on the notebooks of a project."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from designkit.cli.outcome import Outcome
from designkit.config import load
from designkit.errors import DesignkitError, SourceError


def lab(
    notebooks: Annotated[
        Path | None,
        typer.Argument(
            metavar="NOTEBOOKS",
            help="The folder to open; notebooks/ of the project if nothing is given.",
            show_default=False,
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="The port to listen on.", show_default=False),
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Whether to open a browser.")
    ] = True,
) -> Outcome:
    """Open JupyterLab on a folder of notebooks.

    It runs in the environment of this designkit.
    """
    command = command_line(notebooks, port=port, browser=browser)
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606  (our own interpreter; no shell is wanted)


def command_line(notebooks: Path | None, *, port: int | None, browser: bool) -> tuple[str, ...]:
    """The command that starts JupyterLab; the project's folder is its root where that fits.

    Raises:
        DesignkitError: JupyterLab is not installed.
        SourceError: there is no such folder.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        raise DesignkitError(
            f"JupyterLab is not installed for {sys.executable}: pip install 'designkit[lab]'"
        )
    project = load().root
    usual = project / "notebooks"
    folder = (notebooks or (usual if usual.is_dir() else project)).resolve()
    if not folder.is_dir():
        raise SourceError(f"{notebooks}: there is no such folder. Give one that holds notebooks.")
    root = project if folder.is_relative_to(project) else folder
    options = [f"--ServerApp.root_dir={root}", f"--FileContentsManager.preferred_dir={folder}"]
    if port is not None:
        options.append(f"--ServerApp.port={port}")
    if not browser:
        options.append("--no-browser")
    if os.geteuid() == 0:
        options.append("--allow-root")
    return (sys.executable, "-m", "jupyterlab", *options)
