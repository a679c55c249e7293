"""What a command said, said again while nothing that it rests on has changed.

Most checks in a hook or in CI find a folder as it was, and loading the rules takes far longer than
to tell so. An answer rests on the arguments, on this program, and on all files that may have been
read, whose hash is compared; whatever else a command does is never remembered.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import NamedTuple

from designkit.review import cache
from designkit.review.fingerprint import Input, fingerprint

# A command that says more is quicker run again than read.
_AT_MOST_CHARACTERS = 16 << 20


class Piece(NamedTuple):
    """What was written at once.

    Attributes:
        exact: whether as UTF-8, whatever the encoding of the stream.
    """

    text: str
    to_errors: bool
    exact: bool


class Answer(NamedTuple):
    """What a command said and how it ended."""

    pieces: Sequence[Piece]
    code: int


class Listening:
    """What a command says while it runs.

    Attributes:
        code: how it ended; None where its answer must not be said again.
    """

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.code: int | None = None


# What was asked, where the answer may be remembered, and who listens to it.
_ARGUMENTS: ContextVar[tuple[str, ...] | None] = ContextVar("arguments", default=None)
_LISTENING: ContextVar[Listening | None] = ContextVar("listening", default=None)


def recalled(arguments: Sequence[str]) -> Answer | None:
    """What was said to the same arguments while all was as it is now; None where nobody knows."""
    file = cache.place("answers", _ground(arguments))
    content = None if file is None else cache.recall(file)
    if content is None:
        return None
    try:
        kept = json.loads(content)
        inputs = [Input(kind, path) for kind, path in kept["inputs"]]
        pieces = [Piece(text, errors, exact) for text, errors, exact in kept["pieces"]]
        answer, known = Answer(pieces, int(kept["code"])), kept["fingerprint"]
    except (ValueError, TypeError, KeyError):
        # Spoilt by whatever writes there: the command only runs again.
        return None
    return answer if known == fingerprint(inputs) else None


@contextmanager
def asked(arguments: Sequence[str]) -> Generator[None]:
    """Let the command that runs inside be one whose answer may be remembered."""
    token = _ARGUMENTS.set(tuple(arguments))
    try:
        yield
    finally:
        _ARGUMENTS.reset(token)


def say_again(answer: Answer) -> int:
    """Write what a command said, and return its exit code."""
    try:
        for text, to_errors, exact in answer.pieces:
            stream = sys.stderr if to_errors else sys.stdout
            if exact:
                stream.flush()
                stream.buffer.write(text.encode())
            else:
                stream.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        from designkit.cli.outcome import reader_gone

        return reader_gone()
    return answer.code


@contextmanager
def remembering(inputs: Sequence[Input] | None) -> Generator[Listening]:
    """Listen to what a command says, and remember it with its code if it gives one.

    Args:
        inputs: all that the answer rests on; None where that is not files alone.
    """
    listening = Listening()
    arguments = _ARGUMENTS.get()
    file = None if arguments is None else cache.place("answers", _ground(arguments))
    before = None if file is None or inputs is None else fingerprint(inputs)
    if file is None or inputs is None or before is None:
        yield listening
        return
    token = _LISTENING.set(listening)
    try:
        yield listening
    finally:
        _LISTENING.reset(token)
    told = sum(len(piece.text) for piece in listening.pieces)
    # What changes while it is read may have been read in either form.
    if listening.code is None or told > _AT_MOST_CHARACTERS or before != fingerprint(inputs):
        return
    kept = {
        "inputs": inputs,
        "fingerprint": before,
        "pieces": listening.pieces,
        "code": listening.code,
    }
    cache.keep(file, json.dumps(kept).encode())


def heard(text: str, *, to_errors: bool = False, exact: bool = False) -> None:
    """Note what is written."""
    listening = _LISTENING.get()
    if listening is not None:
        listening.pieces.append(Piece(text, to_errors, exact))


def _ground(arguments: Sequence[str]) -> Iterator[str]:
    """What an answer rests on besides files: where and how the command was asked."""
    yield from arguments
    yield f"{len(arguments)} {sys.stdout.isatty()} {sys.stderr.isatty()} {Path.cwd()}"
    for name, value in sorted(os.environ.items()):
        if name.startswith("DESIGNKIT_") or name == "NO_COLOR":
            yield f"{name}={value}"
