"""`designkit docs`: the generated documents of a project."""

from __future__ import annotations

from typing import Annotated

import typer

from designkit.cli.outcome import Outcome
from designkit.cli.parameters import sources_or_services
from designkit.cli.terminal import say
from designkit.config import load
from designkit.files import nearby


def docs(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; list what is not up to date.")
    ] = False,
) -> Outcome:
    """Write each service's data dictionary and diagram, and an index over all services.

    The index tells what crosses the borders of services: columns named like a key to another
    service's table, foreign keys into one, queries over one.

    With --check, ends with 1 if one of them is missing or says something else than it should.
    """
    from designkit.review.documents import documents, stale, write

    config = load()
    sources_or_services(None, config)  # Refuses a project without any.
    wanted = documents(config)
    old = tuple(stale(wanted)) if check else write(wanted)
    for path in old:
        say(("stale", "yellow") if check else ("written", "green"), f": {nearby(path)}")
    if not old:
        say(f"{len(wanted)} documents in {nearby(config.docs)} are up to date")
    elif check:
        say("Run `designkit docs` and commit what it writes.")
    return Outcome.FINDINGS if check and old else Outcome.CLEAN
