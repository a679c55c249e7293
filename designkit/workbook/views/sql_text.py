"""SQL as HTML, lightly coloured: by PostgreSQL's own scanner, so that nothing is misread."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape
from pglast import parser

from designkit.workbook.views.page import printable

_CLASSES = {
    "SQL_COMMENT": "dk-comment",
    "C_COMMENT": "dk-comment",
    "SCONST": "dk-string",
    "USCONST": "dk-string",
    "BCONST": "dk-string",
    "XCONST": "dk-string",
}


def coloured(sql: str) -> Markup:
    """The SQL, escaped, with keywords, strings and comments in spans.

    Behind a place that the scanner refuses, such as an open quote, it stays plain.
    """
    return Markup("").join(_pieces(printable(sql)))


def _pieces(sql: str) -> Iterator[Markup]:
    end = 0
    for token in _tokens(sql):
        word = sql[token.start : token.end + 1]
        style = _style(token, word)
        if style:
            yield escape(sql[end : token.start])
            yield Markup('<span class="{}">{}</span>').format(style, word)
            end = token.end + 1
    yield escape(sql[end:])


def _tokens(sql: str) -> tuple[parser.Token, ...]:
    try:
        return tuple(parser.scan(sql))
    except parser.ParseError as error:
        readable = int(error.args[1])
        return tuple(parser.scan(sql[:readable]))


def _style(token: parser.Token, word: str) -> str:
    # Many keywords (name, type, text) are good names of columns; only what is written in
    # capitals, as our own SQL is, is certainly meant as one.
    if token.kind != "NO_KEYWORD" and word.isupper():
        return "dk-keyword"
    return _CLASSES.get(token.name, "")
