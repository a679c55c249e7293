"""The command as a process: an answer that is known already, or the application.

Imports next to nothing, so that a known answer is told at once.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import NoReturn


def main() -> None:
    """Run the command that the arguments of this process name."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # What the terminal's encoding lacks is spelled out, and never ends the run.
            stream.reconfigure(errors="backslashreplace")
    arguments = sys.argv[1:]
    if arguments[:1] != ["check"]:
        _run()
    from designkit.cli.answers import asked, recalled, say_again

    answer = recalled(arguments)
    if answer is not None:
        sys.exit(say_again(answer))
    with asked(arguments):
        _run()


def _run() -> NoReturn:
    from designkit.cli.application import app

    app()
    sys.exit()
