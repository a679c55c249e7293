"""The way to the terminal: lines, complaints, JSON, and text as data. Nothing else here prints.

Names and comments of a schema pass through; none of them may steer the terminal or act as markup.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping

import typer

from designkit.concealment import concealed

JSON_VERSION = 1

# A piece of a line: text, or text and its colour.
Piece = str | tuple[str, str]

_LINE_CHARACTERS = frozenset("\n\t")


def visible(text: str) -> str:
    r"""The text, with what would steer a terminal or turn a line around spelled out: `\x1b`."""
    if text.isprintable():
        return text
    return "".join(
        character
        if character.isprintable() or character in _LINE_CHARACTERS
        else character.encode("unicode_escape").decode()
        for character in text
    )


def say(*pieces: Piece) -> None:
    """Print a line."""
    _print(pieces, to_errors=False)


def complain(message: str) -> None:
    """Print what stands in the way to standard error."""
    _print((("error", "red"), f": {concealed(message).rstrip()}"), to_errors=True)


def say_json(document: Mapping[str, object]) -> None:
    """Print the one JSON object of a command.

    It is pure ASCII, so that no name in it can steer a terminal or meet an encoding without it.
    """
    typer.echo(json.dumps({"version": JSON_VERSION, **document}, indent=2))


def say_exactly(text: str) -> None:
    """Print text for another program, byte for byte; a terminal is shown the safe form of it."""
    if sys.stdout.isatty():
        say(text.removesuffix("\n"))
    else:
        typer.echo(text.encode(), nl=False)


def say_markdown(text: str) -> None:
    """Print Markdown: laid out on a terminal, and as it is for another program."""
    if not sys.stdout.isatty():
        say_exactly(text)
        return
    # Costs every other command 60 ms otherwise.
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(visible(text)))


def _print(pieces: tuple[Piece, ...], *, to_errors: bool) -> None:
    # https://no-color.org: any value but the empty one turns colours off.
    plain = bool(os.environ.get("NO_COLOR"))
    typer.echo("".join(map(_styled, pieces)), err=to_errors, color=False if plain else None)


def _styled(piece: Piece) -> str:
    if isinstance(piece, str):
        return visible(piece)
    text, colour = piece
    return typer.style(visible(text), fg=colour)
