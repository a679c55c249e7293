"""A diagram as a file, its form chosen by the file's ending; replaced whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from designkit.diagram.dot import dot_text
from designkit.diagram.mermaid import mermaid_text
from designkit.diagram.picture import Diagram
from designkit.diagram.render import png, svg
from designkit.errors import RenderError
from designkit.files import replace_file

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
    replace_file(target, form(diagram))
    return target
