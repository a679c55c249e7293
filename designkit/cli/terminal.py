"""The way to the terminal: lines, complaints, JSON, and text as data. Nothing else here prints.

Names and comments of a schema pass through; none of them may steer the terminal or act as markup.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping

import msgspec

from designkit.cli.answers import heard
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
    whole = {"version": JSON_VERSION, **document}
    try:
        # The indentation of `json` takes ten times as long.
        text = msgspec.json.format(json.dumps(whole), indent=2)
    except msgspec.DecodeError:
        # A name of a file may hold half a character, which only `json` takes for text.
        text = json.dumps(whole, indent=2)
    _write(f"{text}\n")


def say_exactly(text: str) -> None:
    """Print text for another program, byte for byte; a terminal is shown the safe form of it."""
    if sys.stdout.isatty():
        say(text.removesuffix("\n"))
    else:
        import typer

        typer.echo(text.encode(), nl=False)
        heard(text, exact=True)


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
    is_terminal = (sys.stderr if to_errors else sys.stdout).isatty()
    styled = _plain if plain or not is_terminal else _styled
    _write("".join(map(styled, pieces)) + "\n", to_errors=to_errors)


def _write(text: str, *, to_errors: bool = False) -> None:
    # Its `echo` knows the consoles that take no colours as they are; a command has it loaded.
    import typer

    typer.echo(text, nl=False, err=to_errors)
    heard(text, to_errors=to_errors)


def _plain(piece: Piece) -> str:
    return visible(piece if isinstance(piece, str) else piece[0])


def _styled(piece: Piece) -> str:
    if isinstance(piece, str):
        return visible(piece)
    import typer

    text, colour = piece
    return typer.style(visible(text), fg=colour)
