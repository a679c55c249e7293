"""`designkit doctor`: what is there, and whether it works."""

from __future__ import annotations

import importlib.util
import platform
import sys
import time
from collections.abc import Callable

from designkit import __version__
from designkit.cli.outcome import Outcome
from designkit.cli.terminal import say
from designkit.concealment import concealed
from designkit.config import load
from designkit.errors import DesignkitError


def doctor() -> Outcome:
    """Show what designkit finds on this machine, and try it out.

    Ends with 2 if something that is needed is missing or does not work; JupyterLab is needed for
    notebooks only, and CockroachDB's own parser is extra.
    """
    needed: dict[str, Callable[[], str]] = {
        "designkit": _designkit,
        "project": _project,
        "database": _database,
        "diagrams": _diagrams,
    }
    # Every probe is tried, whatever the one before it said.
    sound = [_probed(name, probe) for name, probe in needed.items()]
    _probed("notebooks", _notebooks, otherwise=("absent", "yellow"))
    _probed("parser", _cockroach_parser, otherwise=("absent", "yellow"))
    return Outcome.CLEAN if all(sound) else Outcome.FAILED


def _probed(
    name: str, probe: Callable[[], str], *, otherwise: tuple[str, str] = ("broken", "red")
) -> bool:
    try:
        told, (state, colour) = probe(), ("ok", "green")
    except DesignkitError as error:
        told, (state, colour) = concealed(str(error)), otherwise
    first, *rest = told.splitlines()
    say(f"{name:11}", (f"{state:8}", colour), first)
    for line in rest:
        say(" " * 19, line)
    return state == "ok"


def _designkit() -> str:
    return f"{__version__}, on Python {platform.python_version()} at {sys.executable}"


def _project() -> str:
    config = load()
    named = ", ".join(
        item.name if item.migrations.is_dir() else f"{item.name} (no migrations yet)"
        for item in config.services
    )
    return f"{config.root}: {named or 'no services'}"


def _database() -> str:
    from designkit.database import DSN_VARIABLE, Scratch, current_server, describe, server_name

    began = time.monotonic()
    server = current_server()
    with Scratch() as scratch, scratch.connect() as connection:
        name = server_name(connection)
    took = time.monotonic() - began
    whose = "embedded" if server.is_own else f"{describe(server.dsn)} of {DSN_VARIABLE}"
    return f"{name}, {whose}; a scratch database was there after {took:.1f} s"


def _diagrams() -> str:
    from designkit.diagram import draw, engine, svg
    from designkit.model import Schema

    svg(draw(Schema()))
    return engine().version()


def _notebooks() -> str:
    if importlib.util.find_spec("jupyterlab") is None:
        raise DesignkitError("JupyterLab is not installed: pip install 'designkit[lab]'")
    # It takes a while to load, and every command loads this module.
    from importlib.metadata import version

    return f"JupyterLab {version('jupyterlab')}"


def _cockroach_parser() -> str:
    from designkit.cockroach_parser import CockroachParser, module_version, speaks_for

    with CockroachParser() as parser:
        parser.ask("SELECT 1")
    return f"cockroachdb-parser {module_version()}, for {speaks_for()}"
