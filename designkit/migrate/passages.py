"""A script taken apart into passages, each a statement with the comments that belong to it.

Put together again in another format, they are the same statements with the same words around them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from designkit.config import FileFormat
from designkit.migrate.formats import directives, one_file
from designkit.migrate.formats.pairs import NO_TRANSACTION
from designkit.migrate.script import Script, read_text
from designkit.model import Value
from designkit.sql.scope import controls_transaction
from designkit.sql.statements import Statement, between

_BEGIN = re.compile(r"(?:BEGIN(?:\s+(?:WORK|TRANSACTION))?|START\s+TRANSACTION)", re.IGNORECASE)
_COMMIT = re.compile(r"(?:COMMIT|END)(?:\s+(?:WORK|TRANSACTION))?", re.IGNORECASE)
_HEADER = re.compile(r"(?:--[^\n]*\n)+(?=\s*\n)")


class Body(Value, frozen=True, kw_only=True):
    """What a script runs, without the transaction that it may put around itself.

    Attributes:
        passages: the statements with their comments; among them comments alone, and "" for a line
            that is blank.
        framed: whether the script begins with BEGIN and ends with COMMIT.
        mixed: a statement that begins or ends a transaction, where that is not simply one around
            the whole script.
    """

    statements: tuple[Statement, ...]
    passages: tuple[str, ...]
    framed: bool
    mixed: Statement | None

    @property
    def texts(self) -> tuple[str, ...]:
        """The statements alone."""
        return tuple(statement.text for statement in self.statements)


class _Gap(NamedTuple):
    """The comments between two statements: on the line of the first, and above the second."""

    behind: str
    blank: bool
    above: str


def header(script: Script, file_format: FileFormat) -> tuple[tuple[str, ...], int]:
    """Return the words of the comments above a way up, and how much of its text they take.

    That is none of it where the tool's own line stands between them; elsewhere a blank line has to.
    """
    for dialogue in one_file.DIALOGUES:
        if dialogue.tool == file_format:
            return directives.header(dialogue, read_text(script.file)), 0
    start = beginning(script, file_format)
    found = _HEADER.match(script.text, start)
    if found is None:
        return (), start
    lines = found[0].splitlines()
    return tuple(line.removeprefix("--").removeprefix(" ").rstrip() for line in lines), found.end()


def beginning(script: Script, file_format: FileFormat) -> int:
    """How much of a text is a word to the tool, and no comment."""
    if file_format != "sqlx" or not script.text.startswith(NO_TRANSACTION):
        return 0
    return script.text.find("\n") + 1 or len(script.text)


def body(script: Script, start: int = 0) -> Body:
    """Return what a script runs from a place of its text on, taken apart."""
    statements = script.statements
    turns = [statement for statement in statements if controls_transaction(statement)]
    framed = _is_frame(turns) and turns == [statements[0], statements[-1]]
    inner = statements[1:-1] if framed else statements
    passages: list[str] = []
    kept = False
    for statement in statements:
        gap = _gap(script.text[start : statement.offset], follows=kept)
        kept = statement in inner
        _take(passages, gap, statement.text if kept else "")
        start = statement.offset + len(statement.text)
    _take(passages, _gap(script.text[start:] + "\n", follows=kept), "")
    return Body(
        statements=inner,
        passages=tuple(passages),
        framed=framed,
        mixed=turns[0] if turns and not framed else None,
    )


def _take(passages: list[str], gap: _Gap, statement: str) -> None:
    if gap.behind:
        passages[-1] += f" {gap.behind}"
    whole = f"{gap.above}{statement}".strip()
    if whole:
        passages += ["", whole] if gap.blank and passages else [whole]


def _gap(text: str, *, follows: bool) -> _Gap:
    """What a text between statements says; its first line may belong to the one that it follows."""
    words = "\n".join(line.rstrip() for line in between(text).split("\n"))
    first, newline, rest = words.partition("\n")
    if not (follows and newline and first.count("/*") == first.count("*/")):
        first, rest = "", words
    comments = rest.strip()
    before, _, after = rest.partition(comments) if comments else (rest, "", "")
    above = comments and comments + ("\n\n" if after.count("\n") > 1 else "\n")
    return _Gap(behind=first.strip(), blank="\n" in before, above=above)


def _is_frame(turns: list[Statement]) -> bool:
    if len(turns) != 2:  # noqa: PLR2004  (a frame has a beginning and an end)
        return False
    begin, end = turns
    return bool(_BEGIN.fullmatch(begin.text) and _COMMIT.fullmatch(end.text))
