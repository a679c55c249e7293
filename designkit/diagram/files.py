"""A diagram as a file, its form chosen by the file's ending; replaced whole or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from pathlib import Path

from designkit.diagram.dot import dot_text
from designkit.diagram.mermaid import mermaid_text
from designkit.diagram.picture import Diagram
from designkit.diagram.render import png, svg
from designkit.errors import FileError, RenderError

_FORMS: Mapping[str, Callable[[Diagram], bytes]] = {
    ".svg": lambda diagram: svg(diagram).encode(),
    ".png": png,
    ".dot": lambda diagram: dot_text(diagram).encode(),
    ".mmd": lambda diagram: mermaid_text(diagram).encode(),
}


def save(diagram: Diagram, path: str | Path) -> Path:
    """Write the diagram as .svg, .png, .dot or .mmd and return where; folders are made.

    Raises:
        RenderError: the ending is none of these, or the diagram could not be drawn.
        FileError: the file could not be written; what stood there before is untouched.
    """
    target = Path(path)
    form = _FORMS.get(target.suffix.lower())
    if form is None:
        known = ", ".join(_FORMS)
        raise RenderError(
            f"{target}: a diagram has no form {target.suffix or 'without an ending'!r}; "
            f"end the name in one of {known}."
        )
    content = form(diagram)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, content)
    except OSError as error:
        raise FileError(
            f"{target}: cannot be written: {error.strerror}. Choose another place, or make room."
        ) from error
    return target


def _replace(target: Path, content: bytes) -> None:
    beside = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    try:
        beside.write_bytes(content)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
