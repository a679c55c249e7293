"""Text as Go code: literals of strings, tags of fields, and what a comment may hold."""

from __future__ import annotations

from typing import Final

_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LAST_OF_BASIC_PLANE: Final = 0xFFFF


def quoted(text: str) -> str:
    """The text as an interpreted string of Go."""
    return f'"{"".join(map(_escaped, text))}"'


def string(text: str) -> str:
    """The text as it is between backticks, or as interpreted strings where that would not do.

    A raw string holds no backtick and loses carriage returns, and in what cannot be seen the
    source would not be what it looks like.
    """
    if "`" not in text and all(letter.isprintable() or letter in "\n\t" for letter in text):
        return f"`{text}`"
    return " +\n\t".join(quoted(line) for line in text.splitlines(keepends=True) or [""])


def tag(column: str) -> str:
    """The tag of a field by which sqlx finds the column."""
    text = f"db:{quoted(column)}"
    return quoted(text) if "`" in text else f"`{text}`"


def comment(text: str) -> str:
    """The text as it may stand behind `//`: in one line, with nothing that cannot be seen."""
    return text if text.isprintable() else quoted(text)


def _escaped(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    if letter.isprintable():
        return letter
    code = ord(letter)
    return f"\\U{code:08x}" if code > _LAST_OF_BASIC_PLANE else f"\\u{code:04x}"
