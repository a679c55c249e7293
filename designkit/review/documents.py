"""The generated documents of a project: a dictionary and a diagram per service, and an index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from designkit.config import Config, Service
from designkit.diagram import dictionary, draw, mermaid_text, svg
from designkit.diagram.overview import crossing_diagram, overview
from designkit.errors import ConfigError, SourceError, StatementFailed
from designkit.files import replace_file
from designkit.migrate import read
from designkit.model import Schema, Value
from designkit.review.crossings import borrowings, crossings
from designkit.review.services import expected_services

# Code hosts show the file of that name below the listing of its folder; sites make it their index.
INDEX = "README"


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
    """The documents of every service that has migrations, as they should be now.

    Raises:
        ConfigError: a service has the name of the index.
        QueryError: a file of queries cannot be taken for any.
    """
    services = expected_services(config)
    # Names of files that differ only in capitals are one file on some disks.
    taken = next((item.name for item in services if item.name.lower() == INDEX.lower()), None)
    if taken is not None:
        raise ConfigError(
            f"service {taken!r}: {config.docs}/{INDEX}.md is the index over all services. "
            "Give the service another name."
        )
    schemas = {item.name: read(item.migrations, config=config) for item in services}
    return (
        *_of_all(services, schemas, config),
        *(
            document
            for service in services
            for document in of_service(service, schemas[service.name], config.docs)
        ),
    )


def of_approved(service: Service, schema: Schema, config: Config) -> tuple[Document, ...]:
    """The documents that an approval in a service leaves stale, as they should be now.

    The index is among them where the project keeps one, unless another service cannot be read,
    of which the check of that service tells.
    """
    own = of_service(service, schema, config.docs)
    if not (config.docs / f"{INDEX}.md").is_file():
        return own
    services = expected_services(config)
    try:
        schemas = {
            item.name: schema if item.name == service.name else read(item.migrations, config=config)
            for item in services
        }
        return (*own, *_of_all(services, schemas, config))
    except (SourceError, StatementFailed):
        return own


def _of_all(
    services: tuple[Service, ...], schemas: Mapping[str, Schema], config: Config
) -> Iterator[Document]:
    """The index over services, and, where references cross their borders, a picture of these."""
    found = crossings(schemas, config)
    picture = f"{INDEX}.svg" if found else None
    mermaid = f"{INDEX}.mmd" if found else None
    borrowed = (borrowings(item, schemas[item.name], config) for item in services)
    yield Document(
        path=config.docs / f"{INDEX}.md",
        text=overview(schemas, found, tuple(chain(*borrowed)), diagram=picture, mermaid=mermaid),
    )
    if picture and mermaid:
        diagram = crossing_diagram(schemas, found)
        yield Document(path=config.docs / mermaid, text=mermaid_text(diagram))
        yield Document(path=config.docs / picture, text=svg(diagram), exact=False)


def of_service(service: Service, schema: Schema, folder: Path) -> tuple[Document, ...]:
    """The dictionary, the diagram, and the diagram as text, of one service."""
    diagram = draw(schema)
    picture, mermaid = f"{service.name}.svg", f"{service.name}.mmd"
    return (
        Document(
            path=folder / f"{service.name}.md",
            text=dictionary(schema, service=service.name, diagram=picture, mermaid=mermaid),
        ),
        Document(path=folder / mermaid, text=mermaid_text(diagram)),
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
