"""The only place that runs Graphviz: pygraphviz in a process of its own, else a system `dot`."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal

from designkit.diagram.dot import dot_text
from designkit.diagram.picture import READABLE_WITH_KEYS, Diagram
from designkit.diagram.reducing import smaller
from designkit.diagram.standalone import standalone
from designkit.diagram.worker import Worker, WorkerEnded
from designkit.errors import RenderError
from designkit.model import Value, replace

TIMEOUT_S = 5.0

_WORKER = Path(__file__).with_name("graphviz_worker.py")
# Sharp on fine screens; a large picture would only take long, and reach the largest PNG there is.
_FINE_DOTS_PER_INCH = 144
_COARSE_DOTS_PER_INCH = 96
_KEPT_STDERR = 400
# Enough for a map, and for the start of a process on a busy machine.
_LEAST_S = 1.0

Form = Literal["svg", "png"]


class Engine(Value, frozen=True, kw_only=True):
    """The Graphviz that draws.

    Attributes:
        command: the program and its first arguments.
    """

    name: Literal["dot", "pygraphviz"]
    command: tuple[str, ...]

    def version(self) -> str:
        """What the engine says of itself: `dot - graphviz version 14.1.5`, `pygraphviz 2.0.4`."""
        if self.name == "pygraphviz":
            return f"pygraphviz {importlib.metadata.version('pygraphviz')}"
        # dot prints its version on standard error.
        return _run(self, (self.command[0], "-V"), b"", TIMEOUT_S).stderr.decode().strip()


class _Undrawn(RenderError):  # noqa: N818  (it never leaves this module as itself)
    """The engine did not finish, or crashed: less may be drawn.

    Attributes:
        briefly: what happened, for a note in the picture.
    """

    def __init__(self, briefly: str, message: str) -> None:
        super().__init__(message)
        self.briefly = briefly


# By process: a fork has the objects of its parent, but not the parent's processes. Setting an item
# is one step for all threads.
_workers: dict[tuple[int, tuple[str, ...]], Worker] = {}


def engine() -> Engine:
    """The engine that `svg` and `png` use on this machine.

    pygraphviz goes first: its process stays, and it draws the same on every machine.

    Raises:
        RenderError: there is none; says what to install.
    """
    if importlib.util.find_spec("pygraphviz") is not None:
        # By its file and with -P: as a module it would first import the whole package, and its
        # folder on the path would put our `dot` in the way of other modules.
        return Engine(name="pygraphviz", command=(sys.executable, "-P", str(_WORKER)))
    program = shutil.which("dot")
    if program:
        return Engine(name="dot", command=(program,))
    raise RenderError(
        "no Graphviz: neither the package pygraphviz nor a program `dot` on the PATH was found. "
        "Install one of them (`pip install pygraphviz`, or your system's package graphviz), "
        "or save the diagram as .dot or .mmd, which need neither."
    )


def worker(found: Engine) -> Worker:
    """The process of this process that draws with an engine's command."""
    return _workers.setdefault((os.getpid(), found.command), Worker(found.command))


def svg(diagram: Diagram, *, timeout_s: float = TIMEOUT_S) -> str:
    """The diagram as SVG that stands alone: no script, no link, transparent ground.

    Where the engine does not finish in time, or crashes, less is drawn, and the picture says so.

    Raises:
        RenderError: there is no Graphviz, or it did not manage the least.
    """
    drawn, shown = _drawn(diagram, "svg", timeout_s)
    return standalone(drawn, shown)


def png(diagram: Diagram, *, timeout_s: float = TIMEOUT_S) -> bytes:
    """The diagram as PNG on white; less of it where `svg` would draw less.

    Raises:
        RenderError: there is no Graphviz, or it did not manage the least.
    """
    drawn, _ = _drawn(diagram, "png", timeout_s)
    return drawn


def _drawn(diagram: Diagram, form: Form, timeout_s: float) -> tuple[bytes, Diagram]:
    found = engine()
    try:
        return _picture(found, diagram, form, timeout_s), diagram
    except _Undrawn as error:
        first = error
    # Who waits has waited already.
    timeout_s = max(timeout_s / 2, _LEAST_S)
    for words, less in smaller(diagram):
        note = f"Drawn with {words}: {first.briefly}"
        shown = replace(
            less,
            title=f"{less.title}. {note}",
            note=". ".join(filter(None, (note, less.note))),
        )
        try:
            return _picture(found, shown, form, timeout_s), shown
        except _Undrawn:
            continue
    raise first


def _picture(found: Engine, diagram: Diagram, form: Form, timeout_s: float) -> bytes:
    text = _text(diagram, form).encode()
    size = f"a diagram of {len(diagram.boxes)} tables"
    try:
        if found.name == "pygraphviz":
            return worker(found).draw(text, form, timeout_s=timeout_s)
        return _by_dot(found, text, form, timeout_s)
    except (subprocess.TimeoutExpired, TimeoutError) as error:
        briefly = f"{found.name} did not finish within {timeout_s:g} s"
        raise _Undrawn(
            briefly,
            f"{size}: {briefly}. Draw a part of it "
            "(focus on a table) or less of each table (detail keys or names).",
        ) from error
    except WorkerEnded as error:
        briefly = f"{found.name} failed with exit code {error.code}"
        said = error.said[-_KEPT_STDERR:] or "it said nothing"
        raise _Undrawn(
            briefly,
            f"{size}: {found.name} ({found.command[0]}) failed with exit code {error.code}: "
            f"{said}. Save the diagram as .dot to try another Graphviz.",
        ) from error
    except OSError as error:
        raise _not_started(found, error) from error


def _by_dot(found: Engine, text: bytes, form: Form, timeout_s: float) -> bytes:
    done = _run(found, (*found.command, f"-T{form}"), text, timeout_s)
    # Warnings, of fonts for example, also go to standard error: only the result counts.
    if done.returncode or not done.stdout:
        raise WorkerEnded(done.returncode, done.stderr.decode(errors="replace").strip())
    return done.stdout


def _text(diagram: Diagram, form: Form) -> str:
    if form == "svg":
        return dot_text(diagram)
    # Viewers of pictures show a transparent ground in any colour, some in black.
    large = len(diagram.boxes) > READABLE_WITH_KEYS
    dots = _COARSE_DOTS_PER_INCH if large else _FINE_DOTS_PER_INCH
    return dot_text(diagram, background="white", dots_per_inch=dots)


def _run(
    found: Engine, command: tuple[str, ...], text: bytes, timeout_s: float
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603  (our own command; the schema is on standard input)
            command, input=text, capture_output=True, timeout=timeout_s, check=False
        )
    except OSError as error:
        raise _not_started(found, error) from error


def _not_started(found: Engine, error: OSError) -> RenderError:
    return RenderError(
        f"{found.name}: {found.command[0]} could not be started: {error.strerror}. "
        "Repair or remove it; `pip install pygraphviz` gives another engine."
    )
