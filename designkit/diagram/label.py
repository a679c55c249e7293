"""The inside of one box as Graphviz's HTML-like label: header, columns, folded lines.

Everything that comes from a schema passes through `escaped`: a name never becomes markup.
Syntax: https://graphviz.org/doc/info/shapes.html#html (read at Graphviz 14).
"""

from __future__ import annotations

import re
import unicodedata

from designkit.config import SeverityName
from designkit.diagram import palette
from designkit.diagram.picture import Box, Row

NAME_SIZE = 12
TEXT_SIZE = 11
SMALL_SIZE = 8

# DejaVu Sans, the widest of the usual sans-serif fonts, takes about 0.62 of the size for a letter;
# the browser that shows a picture may have it where the machine that drew the picture had not.
_LETTER_WIDTH = 0.62
_WAS_LENGTH = 60
_KINDS = {"missing": "not in this schema", "service": "{} tables", "group": "{} tables"}

# What XML 1.0 cannot hold, and what would turn the direction of the text after it.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_ENTITIES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "'": "&#39;",
        # Graphviz replaces `\N` and the like in texts; a backslash that is doubled stands for one.
        "\\": "\\\\",
        # It drops a text of blanks alone.
        " ": "&#160;",
    }
)


def escaped(text: str) -> str:
    """The text as it may stand in a label; characters that cannot be shown become U+FFFD."""
    return printable(text).translate(_ENTITIES)


def printable(text: str) -> str:
    """The text without control characters: each becomes U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", text)


def tooltip(text: str) -> str:
    """The text as it may stand in a tooltip, which keeps its lines."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "&#10;".join(escaped(line).replace("&#160;", " ") for line in lines)


def row_port(box: Box, column: str | None, side: str) -> str:
    """The cell where a relation ends: the column's, or the header where the column is hidden."""
    for number, row in enumerate(box.rows, start=1):
        if row.name == column:
            return f"{side}{number}"
    return "header"


def label(box: Box) -> str:
    """The label of a box: ports `header`, then `l1` and `r1` at the sides of the first row."""
    lines = [_header(box)]
    lines += [_row(row, number, box) for number, row in enumerate(box.rows, start=1)]
    lines += [_dim(line) for line in _dim_lines(box)]
    shade = palette.SHADES[box.change]
    border = palette.FOCUS_HEADER if box.focused and box.change == "same" else shade.line
    style = ' STYLE="DASHED"' if box.kind == "missing" else ""
    return (
        f'<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3" COLOR="{border}"'
        f' BGCOLOR="{palette.PAPER}"{style}>\n{"".join(lines)}</TABLE>'
    )


def _header(box: Box) -> str:
    shade = palette.SHADES[box.change]
    background, ink = shade.header, palette.INK
    if box.focused and box.change == "same":
        background, ink = palette.FOCUS_HEADER, palette.FOCUS_INK
    elif box.kind != "table" and box.change == "same":
        background = palette.VIEW_HEADER
    name = f"{shade.sign}{box.name}"
    parts = [_font(escaped(name), size=NAME_SIZE, colour=ink, tag="B")]
    if box.mark:
        parts.append(_mark(box.mark))
    if box.kind != "table":
        kind = _KINDS.get(box.kind, box.kind).format(box.size)
        parts.append(_font(f"&#160;{escaped(kind)}", size=SMALL_SIZE, colour=palette.DIM))
    words = [str(box.name), box.comment or "", f"{box.mark} found" if box.mark else ""]
    said = tooltip("\n".join(word for word in words if word))
    return (
        f'<TR><TD PORT="header" COLSPAN="4" ALIGN="LEFT" CELLPADDING="5" BGCOLOR="{background}"'
        f' WIDTH="{_width(name, NAME_SIZE)}" TOOLTIP="{said}">{_line(*parts)}</TD></TR>\n'
    )


def _row(row: Row, number: int, box: Box) -> str:
    shade = palette.SHADES[row.change]
    background = palette.SHADES[box.change if row.change == "same" else row.change].row
    cell = f'BGCOLOR="{background}" TOOLTIP="{tooltip(_row_words(row))}"'
    tag = "B" if row.primary else "S" if row.change == "removed" else ""
    name = f"{shade.sign}{row.name}"
    names = [_font(escaped(row.name), size=TEXT_SIZE, colour=shade.text, tag=tag)]
    if shade.sign:
        names.insert(0, _font(escaped(shade.sign), size=TEXT_SIZE, colour=shade.text))
    if row.mark:
        names.append(_mark(row.mark))
    # An element without a text makes Graphviz refuse the whole label.
    kind = _font(escaped(row.type), size=TEXT_SIZE, colour=palette.DIM)
    types = [kind] if row.type else []
    if row.loops_to:
        types.append(
            _font(f"&#160;→&#160;{escaped(row.loops_to)}", size=TEXT_SIZE, colour=palette.FOREIGN)
        )
    if row.was:
        was = escaped(shortened(f"was {row.was}", _WAS_LENGTH))
        types.append(_font(f"&#160;{was}", size=SMALL_SIZE, colour=shade.text))
    null = _font("null", size=SMALL_SIZE, colour=palette.DIM) if row.nullable else ""
    return (
        f'<TR><TD PORT="l{number}" {cell} ALIGN="LEFT">{_line(*_keys(row))}</TD>'
        f'<TD {cell} ALIGN="LEFT" WIDTH="{_width(name, TEXT_SIZE)}">{_line(*names)}</TD>'
        f'<TD {cell} ALIGN="LEFT" WIDTH="{_width(row.type, TEXT_SIZE)}">{_line(*types)}</TD>'
        f'<TD PORT="r{number}" {cell} ALIGN="RIGHT">{_line(null)}</TD></TR>\n'
    )


def _keys(row: Row) -> list[str]:
    return [
        _font(f"{text}&#160;", size=SMALL_SIZE, colour=colour, tag="B")
        for text, colour, applies in (
            ("PK", palette.PRIMARY, row.primary),
            ("FK", palette.FOREIGN, row.foreign),
            ("UK", palette.DIM, row.unique),
        )
        if applies
    ]


def _row_words(row: Row) -> str:
    words = [f"{row.name} {row.type}".rstrip() + f"{' not null' if row.nullable is False else ''}"]
    if row.default is not None:
        words.append(f"default {row.default}")
    if row.was:
        words.append(f"was {row.was}")
    if row.comment:
        words.append(row.comment)
    if row.mark:
        words.append(f"{row.mark} found")
    return "\n".join(words)


def _dim_lines(box: Box) -> tuple[str, ...]:
    lines = [" · ".join(box.folded)] if box.folded else []
    if box.hidden and box.rows:
        lines.append(f"+ {box.hidden} more")
    return (*lines, *box.footer)


def _dim(line: str) -> str:
    text = _font(escaped(line), size=SMALL_SIZE + 1, colour=palette.DIM)
    width = _width(line, SMALL_SIZE + 1)
    cell = f'<TD COLSPAN="3" ALIGN="LEFT" WIDTH="{width}">{_line(text)}</TD>'
    return f"<TR><TD></TD>{cell}</TR>\n"


def _mark(severity: SeverityName) -> str:
    sign, colour = palette.MARKS[severity]
    return _font(f"&#160;{sign}", size=SMALL_SIZE + 1, colour=colour)


def _line(*parts: str) -> str:
    # Graphviz sets a line of one plain part higher than any other: a last blank part in every cell
    # keeps the texts of a row on one height.
    return "".join((*parts, _font("&#160;", size=TEXT_SIZE, colour=palette.DIM)))


def _font(markup: str, *, size: int, colour: str, tag: str = "") -> str:
    inner = f"<{tag}>{markup}</{tag}>" if tag else markup
    return f'<FONT POINT-SIZE="{size}" COLOR="{colour}">{inner}</FONT>'


def shortened(text: str, length: int) -> str:
    """The text cut to a length, with an ellipsis where something was cut."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _width(text: str, size: int) -> int:
    # Graphviz holds the width of a cell in 16 bits; it grows with its text beyond this minimum.
    letters = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    return min(round(letters * size * _LETTER_WIDTH), 1000)
