"""`designkit diagram`: an ER diagram as a file."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from designkit.cli.outcome import Outcome
from designkit.cli.parameters import Sources, sources_or_services
from designkit.cli.terminal import say
from designkit.concealment import concealed
from designkit.config import Config, load

if TYPE_CHECKING:
    from designkit.model import Schema


class DiagramDetail(Enum):
    """How much of each table is drawn."""

    ALL = "all"
    COLUMNS = "columns"
    KEYS = "keys"
    NAMES = "names"
    MAP = "map"


def diagram(
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Where to: a .svg, .png, .dot or .mmd file."
        ),
    ],
    sources: Sources = None,
    focus: Annotated[
        str | None,
        typer.Option(metavar="TABLE", help="Draw this table and what foreign keys join to it."),
    ] = None,
    depth: Annotated[
        int, typer.Option(min=0, metavar="N", help="How many foreign keys away from the focus.")
    ] = 1,
    detail: Annotated[
        DiagramDetail | None,
        typer.Option(
            help="all: columns and indexes; else columns, keys, names, or a map with one box for "
            "many tables. By default, what is readable at the diagram's size.",
            show_default=False,
        ),
    ] = None,
) -> Outcome:
    """Draw the ER diagram of one or more sources.

    Each of several sources is a cluster of its own.
    """
    from designkit.diagram import draw, save
    from designkit.migrate import read

    config = load()
    wanted = sources_or_services(sources, config)
    drawn = draw(
        read(wanted[0], config=config) if len(wanted) == 1 else _clusters(wanted, config),
        focus=focus,
        depth=depth,
        detail=detail.value if detail is not None else None,
    )
    say(f"{save(drawn, output)}: {drawn.title}")
    return Outcome.CLEAN


def _clusters(sources: Sequence[str], config: Config) -> dict[str, Schema]:
    """The schema of each source by a name for people; a name that two would have is spelled out."""
    from designkit.migrate import read

    short = [_name(source, config) for source in sources]
    return {
        name if short.count(name) == 1 else concealed(source): read(source)
        for name, source in zip(short, sources, strict=True)
    }


def _name(source: str, config: Config) -> str:
    from designkit.database import describe
    from designkit.migrate import is_dsn

    if is_dsn(source):
        return describe(source)
    service = config.service_at(Path(source))
    return service.name if service is not None else Path(source).resolve().stem
