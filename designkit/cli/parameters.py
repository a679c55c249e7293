"""Arguments and options that several commands share."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from designkit.config import Config, FileFormat
from designkit.errors import SourceError
from designkit.files import nearby
from designkit.migrate.dsn import COCKROACH_VARIABLE

SEVERITY_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


class Format(Enum):
    """How a command says what it found."""

    TEXT = "text"
    JSON = "json"


Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SOURCE", help="What to read; every service of the project if nothing is given."
    ),
]
Cockroach = Annotated[
    str | None,
    typer.Option(
        "--cockroach",
        metavar="DSN",
        envvar=COCKROACH_VARIABLE,
        help="A CockroachDB that is there for this; scratch databases are made on it.",
    ),
]
OutputFormat = Annotated[
    Format, typer.Option("--format", help="json prints one object and nothing else.")
]


def sources_or_services(given: list[str] | None, config: Config) -> tuple[str, ...]:
    """The sources given, or else the migrations of every service of the project that has any.

    Raises:
        SourceError: there are none: a gate that looked at nothing must not say "clean".
    """
    if given:
        return tuple(given)
    from designkit.review import expected_services

    found = tuple(nearby(service.migrations) for service in expected_services(config))
    if not found:
        folders = [item.migrations for item in config.services]
        looked = ", ".join(map(nearby, folders)) or "migrations/NAME/, services/NAME/migrations/"
        raise SourceError(
            f"{config.root}: no service of this project has a folder of migrations (looked for: "
            f"{looked}). Give a SOURCE, or run in the folder of the project."
        )
    return found


def migrations_of(given: str, config: Config) -> tuple[Path, FileFormat | None]:
    """The folder of migrations that was meant by its path or its service, and its format if told.

    Raises:
        ConfigError: it is neither a folder nor a service of the project.
    """
    path = Path(given) if Path(given).is_dir() else config.service(given).migrations
    return path, config.format_at(path)
