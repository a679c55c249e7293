"""`designkit renumber`: migrations that are not released move behind those that are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from designkit.cli.outcome import Outcome
from designkit.cli.parameters import migrations_of
from designkit.cli.terminal import say
from designkit.config import load
from designkit.files import nearby

if TYPE_CHECKING:
    from designkit.migrate.renumber import Renumbering


def renumber(
    source: Annotated[
        str, typer.Argument(metavar="SERVICE", help="A service, or a folder of migrations.")
    ],
    base: Annotated[
        str | None,
        typer.Option(
            metavar="REV",
            help="The git revision that holds what is released; otherwise designkit.sum says it.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
) -> Outcome:
    """Number migrations that are not released behind those that are.

    After a merge of two branches that took the same number, theirs keeps it if it is released, and
    ours moves behind, with its pairs and folders, its order, what its header says, and its line in
    designkit.sum. Released migrations are never touched.

    With --dry-run, ends with 1 if something would be done.
    """
    from designkit.migrate import renumber as renumbering

    directory, wanted = migrations_of(source, load())
    planned = renumbering.plan(directory, base=base, wanted=wanted)
    if not dry_run and planned:
        renumbering.apply(planned)
    _say(planned)
    if not planned:
        say(f"{nearby(directory)}: every number is right, nothing to do")
    return Outcome.FINDINGS if dry_run and planned else Outcome.CLEAN


def _say(planned: Renumbering) -> None:
    from designkit.migrate.checksums import FILE_NAME

    for move in planned.moves:
        for old, new in move.renamed:
            say(f"{nearby(planned.directory / old)} -> {new}")
        for name, _ in move.texts:
            say(f"{nearby(planned.directory / name)}: its header names the new numbers")
    if planned.records:
        say(f"{nearby(planned.directory / FILE_NAME)}: records them")
