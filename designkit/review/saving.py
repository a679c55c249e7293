"""A review as files that a code host shows: Markdown, and its pictures beside it."""

from __future__ import annotations

from pathlib import Path

from designkit.diagram import svg
from designkit.errors import SourceError
from designkit.files import replace_file
from designkit.review.review import Review

_SUFFIX = ".md"


def save(review: Review, path: str | Path) -> tuple[Path, ...]:
    """Write a review as Markdown, with the schema before the change and after it as SVG.

    The same review gives the same bytes, as long as the same Graphviz draws it.

    Returns:
        The files: the text first.

    Raises:
        SourceError: the name does not end in `.md`.
        RenderError: a picture cannot be drawn; nothing is written.
        FileError: a file cannot be written.
    """
    target = Path(path)
    if target.suffix != _SUFFIX:
        raise SourceError(f"{target}: a review is saved as Markdown: give a name that ends in .md")
    diagrams = {"Before": review.diagram_before(), "After": review.diagram()}
    files = {
        title: target.with_name(f"{target.stem}.{title.lower()}.svg")
        for title, diagram in diagrams.items()
        if diagram.boxes
    }
    drawn = {files[title]: svg(diagrams[title]) for title in files}
    text = review.markdown({title: file.name for title, file in files.items()})
    for file, picture in drawn.items():
        replace_file(file, picture.encode())
    replace_file(target, text.encode())
    return (target, *drawn)
