"""`designkit convert`: migrations copied into another tool's format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from designkit.cli.outcome import Outcome
from designkit.cli.parameters import migrations_of
from designkit.cli.terminal import say
from designkit.config import FileFormat, load
from designkit.files import nearby


def convert(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="A folder of migrations, or a service.")
    ],
    to: Annotated[FileFormat, typer.Option(help="The format of the copy.")],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="DIRECTORY", help="Where the copy goes; a new folder."
        ),
    ],
    from_: Annotated[
        FileFormat | None,
        typer.Option("--from", help="The format of SOURCE, where its files leave a choice."),
    ] = None,
) -> Outcome:
    """Copy migrations into another format, with their checksums.

    The copy runs the same statements, in a transaction or not as before, and keeps numbers, names
    and comments. It is read back and compared before it is there; nothing is ever overwritten.
    """
    from designkit.migrate import convert as conversions
    from designkit.migrate import history

    directory, configured = migrations_of(source, load())
    conversion = conversions.plan(history.read(directory, wanted=from_ or configured), output, to)
    conversions.apply(conversion)
    for note in conversion.notes:
        say(("note", "yellow"), f": {note}")
    count = len(conversion.source.migrations)
    migrations = "1 migration" if count == 1 else f"{count} migrations"
    say(f"{nearby(output)}: {migrations} for {to}, converted from {conversion.source.format}")
    return Outcome.CLEAN
