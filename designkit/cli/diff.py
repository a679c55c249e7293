"""`designkit diff`: what leads from one schema to another."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

from designkit.cli.outcome import Outcome
from designkit.cli.parameters import Cockroach
from designkit.cli.terminal import say, say_exactly, say_json

if TYPE_CHECKING:
    from designkit.sql.script import Changes


class DiffFormat(Enum):
    """How a difference is told."""

    SQL = "sql"
    JSON = "json"
    TEXT = "text"


def diff(
    before: Annotated[str, typer.Argument(metavar="FROM", help="The source that is there.")],
    after: Annotated[str, typer.Argument(metavar="TO", help="The source that is wanted.")],
    down: Annotated[bool, typer.Option("--down", help="Show the way back instead.")] = False,
    output_format: Annotated[
        DiffFormat,
        typer.Option("--format", help="sql can be run; text says what is done and what is lost."),
    ] = DiffFormat.SQL,
    cockroach: Cockroach = None,
) -> Outcome:
    """Show the SQL between two sources' schemas.

    Ends with 0 if they are equal and with 1 if they differ. Nothing is taken for a rename but what
    the annotations of TO declare; what looks like one is asked about. With --cockroach, migrations
    and files run there, so that both sides are told by CockroachDB.
    """
    from designkit.migrate import declared, read
    from designkit.sql.annotations import demand_grounds
    from designkit.sql.script import Changes

    there = cockroach or ""
    start, goal = read(before, cockroach=there), read(after, cockroach=there)
    told = declared(after)
    demand_grounds(told, start, goal)
    changes = Changes.between(start, goal, told.renames, apart=told.apart)
    match output_format:
        case DiffFormat.SQL:
            questions = "".join(f"-- Question: {question}\n" for question in changes.questions)
            say_exactly(questions + (changes.down if down else changes.up))
        case DiffFormat.JSON:
            from designkit.cli.documents import changes_document

            say_json(changes_document(changes, down=down))
        case DiffFormat.TEXT:
            _say_operations(changes.inverse() if down else changes)
            for question in changes.questions:
                say(("question", "cyan"), f": {question}")
    return Outcome.FINDINGS if changes else Outcome.CLEAN


def _say_operations(changes: Changes) -> None:
    say(str(changes))
    for hazard in changes.hazards:
        say(("hazard", "yellow"), f": {hazard}")
