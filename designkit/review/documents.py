"""The generated documents of a project: a data dictionary and a diagram per service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from designkit.config import Config, Service
from designkit.diagram import dictionary, draw, mermaid_text, svg
from designkit.files import replace_file
from designkit.migrate import read
from designkit.model import Schema, Value
from designkit.review.services import expected_services


class Document(Value, frozen=True, kw_only=True):
    """A generated file.

    Attributes:
        exact: whether the same schema always gives the same bytes; an SVG depends on the release
            of Graphviz that drew it, so only its presence can be checked.
    """

    path: Path
    text: str
    exact: bool = True


def documents(config: Config) -> tuple[Document, ...]:
    """The documents of every service that has migrations, as they should be now."""
    return tuple(
        document
        for service in expected_services(config)
        for document in of_service(service, read(service.migrations, config=config), config.docs)
    )


def of_service(service: Service, schema: Schema, folder: Path) -> tuple[Document, ...]:
    """The dictionary, the diagram, and the diagram as text, of one service."""
    diagram = draw(schema)
    picture = f"{service.name}.svg"
    return (
        Document(
            path=folder / f"{service.name}.md",
            text=dictionary(schema, service=service.name, diagram=picture),
        ),
        Document(path=folder / f"{service.name}.mmd", text=mermaid_text(diagram)),
        Document(path=folder / picture, text=svg(diagram), exact=False),
    )


def stale(wanted: tuple[Document, ...]) -> Iterator[Path]:
    """The files that are missing, or that say something else than they should."""
    for document in wanted:
        if not document.path.is_file() or (
            document.exact and document.path.read_text(encoding="utf-8") != document.text
        ):
            yield document.path


def write(wanted: tuple[Document, ...]) -> tuple[Path, ...]:
    """Write the documents that are stale, with the pictures beside them; return what was written.

    Raises:
        FileError: one could not be written.
    """
    old = set(stale(wanted))
    moved = {path.stem for path in old}
    written = [item for item in wanted if item.path in old or item.path.stem in moved]
    for document in written:
        replace_file(document.path, document.text.encode())
    return tuple(document.path for document in written)
