"""The only place that runs Graphviz: a system `dot`, else pygraphviz in a process of its own."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal

from designkit.diagram.dot import dot_text
from designkit.diagram.picture import READABLE_WITH_KEYS, Diagram
from designkit.diagram.standalone import standalone
from designkit.errors import RenderError
from designkit.model import Value

TIMEOUT_S = 20.0

_WORKER = Path(__file__).with_name("graphviz_worker.py")
# Sharp on fine screens; a large picture would only take long, and reach the largest PNG there is.
_FINE_DOTS_PER_INCH = 144
_COARSE_DOTS_PER_INCH = 96
_KEPT_STDERR = 400


class Engine(Value, frozen=True, kw_only=True):
    """The Graphviz that draws.

    Attributes:
        command: the program and its first arguments; the format is appended.
    """

    name: Literal["dot", "pygraphviz"]
    command: tuple[str, ...]

    def version(self) -> str:
        """What the engine says of itself: `dot - graphviz version 14.1.5`, `pygraphviz 2.0.4`."""
        if self.name == "pygraphviz":
            return f"pygraphviz {importlib.metadata.version('pygraphviz')}"
        # dot prints its version on standard error.
        return _run(self, (self.command[0], "-V"), b"", TIMEOUT_S).stderr.decode().strip()


def engine() -> Engine:
    """The engine that `svg` and `png` use on this machine.

    Raises:
        RenderError: there is none; says what to install.
    """
    program = shutil.which("dot")
    if program:
        return Engine(name="dot", command=(program,))
    if importlib.util.find_spec("pygraphviz") is not None:
        # By its file and with -P: as a module it would first import the whole package, and its
        # folder on the path would put our `dot` in the way of other modules.
        return Engine(name="pygraphviz", command=(sys.executable, "-P", str(_WORKER)))
    raise RenderError(
        "no Graphviz: neither a program `dot` on the PATH nor the package pygraphviz was found. "
        "Install one of them (`pip install pygraphviz`, or your system's package graphviz), "
        "or save the diagram as .dot or .mmd, which need neither."
    )


def svg(diagram: Diagram, *, timeout_s: float = TIMEOUT_S) -> str:
    """The diagram as SVG that stands alone: no script, no link, transparent ground.

    Raises:
        RenderError: there is no Graphviz, or it failed or took too long.
    """
    return standalone(_draw(diagram, dot_text(diagram), "svg", timeout_s), diagram)


def png(diagram: Diagram, *, timeout_s: float = TIMEOUT_S) -> bytes:
    """The diagram as PNG on white.

    Raises:
        RenderError: there is no Graphviz, or it failed or took too long.
    """
    # Viewers of pictures show a transparent ground in any colour, some in black.
    large = len(diagram.boxes) > READABLE_WITH_KEYS
    dots = _COARSE_DOTS_PER_INCH if large else _FINE_DOTS_PER_INCH
    text = dot_text(diagram, background="white", dots_per_inch=dots)
    return _draw(diagram, text, "png", timeout_s)


def _draw(diagram: Diagram, text: str, picture: Literal["svg", "png"], timeout_s: float) -> bytes:
    found = engine()
    option = f"-T{picture}" if found.name == "dot" else picture
    size = f"a diagram of {len(diagram.boxes)} tables"
    try:
        done = _run(found, (*found.command, option), text.encode(), timeout_s)
    except subprocess.TimeoutExpired as error:
        raise RenderError(
            f"{size}: {found.name} did not finish within {timeout_s:g} s. Draw a part of it "
            "(focus on a table) or less of each table (detail keys or names)."
        ) from error
    # Warnings, of fonts for example, also go to standard error: only the result counts.
    if done.returncode or not done.stdout:
        said = done.stderr.decode(errors="replace").strip()[-_KEPT_STDERR:]
        raise RenderError(
            f"{size}: {found.name} ({found.command[0]}) failed with exit code {done.returncode}: "
            f"{said or 'it said nothing'}. Save the diagram as .dot to try another Graphviz."
        )
    return done.stdout


def _run(
    found: Engine, command: tuple[str, ...], text: bytes, timeout_s: float
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603  (our own command; the schema is on standard input)
            command, input=text, capture_output=True, timeout=timeout_s, check=False
        )
    except OSError as error:
        raise RenderError(
            f"{found.name}: {command[0]} could not be started: {error.strerror}. "
            "Repair or remove it; `pip install pygraphviz` gives another engine."
        ) from error
