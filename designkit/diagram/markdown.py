"""Text from a schema as Markdown text: never markup, whatever characters it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from designkit.diagram.label import printable

# An entity is read as the sign itself and never as structure (CommonMark 0.31, section 2.5), in
# every renderer; a backslash is not in all of them.
_SIGNIFICANT = re.compile(r"[\\`*_{}\[\]<>&|#~$!]")
# A run of text can open a block only at its start: a list, a heading's underline, a number.
_BLOCK_START = re.compile(r"^(?:[-+=:]|\d+(?=[.)]))")
_INSIDE_WORD = re.compile(r"(?<=[A-Za-z0-9])_(?=[A-Za-z0-9])")
_PLAIN_CODE = re.compile(r"[^`|\\\n\r\ufffd]*[^`|\\\n\r\ufffd\s][^`|\\\n\r\ufffd]*")
_UNDERSCORE = "\x1a"


def text(content: str) -> str:
    """The text on one line, with every significant sign as an entity."""
    lines = " ".join(content.split())
    words = _INSIDE_WORD.sub(_UNDERSCORE, printable(lines))
    words = _SIGNIFICANT.sub(_entity, words).replace(_UNDERSCORE, "_")
    return _BLOCK_START.sub(_entities, words)


def code(content: str) -> str:
    """The text in the type of code: a code span, or `<code>` where a span could not hold it."""
    content = printable(" ".join(content.split()))
    if _PLAIN_CODE.fullmatch(content):
        return f"`{content}`"
    return f"<code>{re.sub('[^A-Za-z0-9 ]', _entity, content)}</code>"


def target(path: str) -> str:
    """A relative path as the target of a link or a picture."""
    return quote(path.replace("\\", "/"), safe="/.-_~")


def grid(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table; the cells are Markdown already. Nothing where there are no rows."""
    filled = [*rows]
    if not filled:
        return
    yield ""
    yield f"| {' | '.join(header)} |"
    yield f"|{'|'.join(' --- ' for _ in header)}|"
    for row in filled:
        yield f"| {' | '.join(row)} |"


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found.group())};"


def _entities(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(sign)};" for sign in found.group())
