"""`designkit approve`: a service's design becomes its next migrations."""

from __future__ import annotations

from typing import Annotated

import typer

from designkit.cli.outcome import Outcome
from designkit.cli.terminal import say
from designkit.files import nearby


def approve(
    service: Annotated[
        str, typer.Argument(metavar="SERVICE", help="The service whose design is approved.")
    ],
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="What the change does, as create_users.")
    ],
    by: Annotated[
        list[str], typer.Option(metavar="WHO", help="Who approves; several by several --by.")
    ],
    accept_loss: Annotated[
        bool, typer.Option("--accept-loss", help="Accept the hazards that an approval names.")
    ] = False,
    safe: Annotated[
        bool | None,
        typer.Option(
            "--safe/--direct",
            help="Change large tables without holding up their users, in more files; or at once.",
            show_default="as pyproject.toml says",
        ),
    ] = None,
) -> Outcome:
    """Write a design as its service's next migrations.

    What the targets cannot run together, or what is safer apart, goes to files of its own.
    The design is checked and rehearsed first. Nothing is written if an error stands, if the
    rehearsal does not prove UP and DOWN, or if nothing changes.
    """
    from designkit.workbook.face import open as open_workbook

    with open_workbook(service) as workbook:
        approved = workbook.approve(name, by=by, accept_loss=accept_loss, safe=safe)
    for path in approved.paths:
        say(nearby(path))
    return Outcome.CLEAN
