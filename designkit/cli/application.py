"""The application: which commands there are, and what holds for all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from designkit import __version__
from designkit.cli.advise import advise
from designkit.cli.approve import approve
from designkit.cli.check import check
from designkit.cli.cockroach import cockroach
from designkit.cli.convert import convert
from designkit.cli.diagram import diagram
from designkit.cli.diff import diff
from designkit.cli.docs import docs
from designkit.cli.doctor import doctor
from designkit.cli.lab import lab
from designkit.cli.new_notebook import new_notebook
from designkit.cli.outcome import Outcome, ending
from designkit.cli.plan import plan
from designkit.cli.queries import queries
from designkit.cli.renumber import renumber
from designkit.cli.rules import rules
from designkit.cli.terminal import say
from designkit.cli.verify import verify

# Plain help: the same in a terminal, a log and a page, and nothing in it is taken for markup.
app = typer.Typer(
    name="designkit",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Every command ends with 0 (clean), 1 (findings) or 2 (could not run).",
)


def _add(command: Callable[..., Outcome]) -> None:
    app.command()(ending(command))


_COMMANDS = (
    *(check, verify, diff, diagram, plan, advise, approve, convert, renumber),
    *(docs, rules, lab, new_notebook, doctor),
)

for each in _COMMANDS:
    _add(each)
app.add_typer(queries, name="queries")
app.add_typer(cockroach, name="cockroach")


def _print_version(value: bool) -> None:
    if value:
        say(f"designkit {__version__}")
        raise typer.Exit


@app.callback()
def _designkit(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Design a service's database, and keep its migrations sound.

    A SOURCE is a folder of migrations, a .sql file, a design, or a connection string
    (postgresql://…). Where none is given, the services of the project are meant: those of
    [tool.designkit] in pyproject.toml, migrations/NAME/ and services/NAME/migrations/.
    """
