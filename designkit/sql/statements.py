"""SQL text, split into the statements that a server is sent one by one.

Positions only: what a statement means is read elsewhere. PostgreSQL's own grammar decides where a
statement ends; nothing here is a regular expression over SQL.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from pglast import ast, parse_sql, parser

from designkit.errors import SourceError
from designkit.model import Value

_COMMENTS = frozenset({"SQL_COMMENT", "C_COMMENT"})
_SEMICOLON = "ASCII_59"
_ROWS_FOLLOW = ("COPY", "FROM", "STDIN")
_BACKSLASH = "ASCII_92"
_END_OF_ROWS = re.compile(r"^\\\.[ \t\r]*$", re.MULTILINE)
# What a template puts between statements: {% if x %}, {# a comment #}, <% end %>.
_TAG = re.compile(r"\{%.*?%\}|\{#.*?#\}|<%.*?%>", re.DOTALL)
_NESTING = {"ASCII_40": 1, "ASCII_41": -1}


class Statement(Value, frozen=True, kw_only=True):
    """One statement of a text.

    Attributes:
        text: the statement alone: no comment before it, no semicolon and no comment behind it.
        line: the line of its first word in the file, from 1.
        offset: characters of the text before its first word.
        column: of its first word in that line, from 1.
    """

    text: str
    line: int
    offset: int
    column: int = 1

    @property
    def lines(self) -> tuple[int, int]:
        """Its first and its last line in the file."""
        return self.line, self.line + self.text.count("\n")


def split(text: str, *, first_line: int = 1, judged: bool = False) -> tuple[Statement, ...]:
    r"""Return the statements of a text in order; empty ones and lone comments are not statements.

    A text that does not parse is still split, so that its broken statement reaches the server
    alone and in its place. The `\restrict` lines that pg_dump writes are passed over.

    Args:
        text: what a file, or a part of it, holds.
        first_line: the line of the file at which the text begins.
        judged: whether nobody will run the statements: a COPY from stdin is one as well then, and
            its rows are passed over.

    Raises:
        SourceError: the text holds what only psql understands (`\connect`, the data of a COPY), or
            a zero byte.
    """
    lines = _Lines(text, first_line)
    if "\0" in text:
        problem = "a zero byte, which no SQL text can hold. Save the file as UTF-8 text."
        raise SourceError(f"line {lines.at(text.index(chr(0)))}: {problem}")
    text = without_rows(text) if judged else text
    slices = _by_grammar(text)
    if slices is None:
        text = _without_restrict_lines(text, lines, judged=judged)
        slices = _by_grammar(text)
    if slices is None:
        slices = tuple(_by_scanner(text))
    statements = tuple(
        Statement(
            text=_trimmed(text[part]),
            line=lines.at(part.start),
            offset=part.start,
            column=part.start - text.rfind("\n", 0, part.start),
        )
        for part in slices
    )
    for statement in statements:
        if statement.text[:4].lower() == "copy" and not judged:
            _first_restrict_line(statement.text, _Lines("", statement.line), judged=judged)
    return statements


def parses(statement: str) -> bool:
    """Whether PostgreSQL's grammar accepts the text."""
    return _by_grammar(statement) is not None


# Who runs a statement asks several times what it is about; nobody changes a node.
@lru_cache(maxsize=256)
def node_of(statement: Statement) -> ast.Node | None:
    """Return the parsed statement; None where the grammar refuses it, as the server then will."""
    try:
        parsed = parse_sql(statement.text)
    except parser.ParseError:
        return None
    return parsed[0].stmt if parsed else None


class _Lines:
    """Finds the line of a character."""

    def __init__(self, text: str, first_line: int) -> None:
        lengths = accumulate(len(line) + 1 for line in text.split("\n"))
        self._ends = [length - 1 for length in lengths][:-1]
        self._first_line = first_line

    def at(self, offset: int) -> int:
        return self._first_line + bisect_right(self._ends, offset)


def _by_grammar(text: str) -> tuple[slice[int, int, None], ...] | None:
    try:
        return parser.split(text, only_slices=True)
    except parser.ParseError:
        return None


def _scan(text: str) -> tuple[tuple[parser.Token, ...], int]:
    """The words that PostgreSQL's scanner accepts from the start; how many characters they took."""
    try:
        return tuple(parser.scan(text)), len(text)
    except parser.ParseError as error:
        readable = int(error.args[1])
        return tuple(parser.scan(text[:readable])), readable


def _by_scanner(text: str) -> Iterator[slice[int, int, None]]:
    """Cut at each semicolon outside of parentheses and of BEGIN ATOMIC bodies, as psql does.

    Behind a place that the scanner itself refuses (an open quote) nothing can be told apart: the
    rest of the text is one statement.
    """
    tokens, readable = _scan(text)
    start: int | None = None
    nesting = 0
    names: list[str] = []
    end_of_tag = 0
    for token in tokens:
        if token.name in _COMMENTS or token.start < end_of_tag:
            continue
        if start is None and (tag := _TAG.match(text, token.start)) is not None:
            # Alone, it hides nothing of the statement behind it.
            end_of_tag = tag.end()
            yield slice(tag.start(), end_of_tag)
            continue
        if token.name == _SEMICOLON and nesting <= 0:
            if start is not None:
                yield slice(start, token.start)
            start, nesting, names = None, 0, []
            continue
        start = token.start if start is None else start
        names.append(token.name)
        nesting += _NESTING.get(token.name, 0) + _body_nesting(names, nesting)
    start = readable if start is None else start
    if text[start:].strip():
        yield slice(start, len(text.rstrip()))


def _body_nesting(names: list[str], nesting: int) -> int:
    """How the last token opens or closes a block of a function that is written in plain SQL.

    Source: psql's scanner, https://github.com/postgres/postgres/blob/REL_18_STABLE/src/fe_utils/psqlscan.l
    """
    head = names[3:4] if names[1:3] == ["OR", "REPLACE"] else names[1:2]
    if names[0] != "CREATE" or head not in (["FUNCTION"], ["PROCEDURE"]):
        return 0
    if names[-1] == "BEGIN_P" or (names[-1] == "CASE" and nesting > 0):
        return 1
    return -1 if names[-1] == "END_P" and nesting > 0 else 0


def _without_restrict_lines(text: str, lines: _Lines, *, judged: bool) -> str:
    r"""The text with spaces in place of the `\restrict` lines around a dump.

    pg_dump writes them since 18.0 and 17.6: https://www.postgresql.org/docs/18/app-psql.html
    """
    while (place := _first_restrict_line(text, lines, judged=judged)) is not None:
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        text = text[:place] + " " * (end - place) + text[end:]
    return text


def _first_restrict_line(text: str, lines: _Lines, *, judged: bool) -> int | None:
    r"""The offset of the first `\restrict` line, or None; raise at what else psql alone reads."""
    first = previous = ""
    for token in _scan(text)[0]:
        if token.name == _BACKSLASH:
            command = text[token.start :].split(maxsplit=1)[0]
            if command in {"\\restrict", "\\unrestrict"}:
                return token.start
            raise SourceError(
                f"line {lines.at(token.start)}: {command} is a command of psql, not SQL. "
                "Take it out, or write what it stands for as SQL."
            )
        if (first, previous, token.name) == _ROWS_FOLLOW and not judged:
            raise SourceError(
                f"line {lines.at(token.start)}: COPY … FROM stdin takes its rows from psql. "
                "Write the rows as INSERT (pg_dump --inserts), or leave them out (pg_dump -s)."
            )
        if token.name not in _COMMENTS:
            first = "" if token.name == _SEMICOLON else first or token.name
            previous = token.name
    return None


def without_rows(text: str) -> str:
    r"""Return the text with blanks in place of the rows that psql reads behind COPY … FROM stdin.

    They end at a line with `\.`; a COPY without that line has none.
    """
    place = 0
    while (end := _END_OF_ROWS.search(text, place)) is not None:
        first = text.find("\n", _rows_from(text, place))
        if not 0 <= first < end.start():
            place = end.end()
            continue
        rows = re.sub(r"[^\n]", " ", text[first : end.end()])
        text, place = text[:first] + rows + text[end.end() :], end.end()
    return text


def _rows_from(text: str, place: int) -> int:
    """Where the first COPY … FROM stdin behind a place ends; the end of the text for none."""
    first = previous = ""
    copies = False
    for token in _scan(text[place:])[0]:
        if token.name in _COMMENTS:
            continue
        copies = copies or (first, previous, token.name) == _ROWS_FOLLOW
        if token.name != _SEMICOLON:
            first, previous = first or token.name, token.name
        elif copies:
            return place + int(token.start)
        else:
            first = previous = ""
    return len(text)


def _trimmed(statement: str) -> str:
    """The statement without the comments behind it, which would hide a semicolon put there."""
    statement = statement.rstrip()
    last_line = statement.rsplit("\n", 1)[-1]
    if "--" not in last_line and not statement.endswith("*/"):
        return statement
    tokens, readable = _scan(statement)
    words = [token for token in tokens if token.name not in _COMMENTS]
    return statement[: words[-1].end + 1] if words and readable == len(statement) else statement


class Comment(Value, frozen=True, kw_only=True):
    """A `--` comment.

    Attributes:
        words: what it says, without the dashes and the blanks around it.
        line: of the text, from 1.
        offset: characters of the text before it.
        is_alone: whether nothing stands before it on its line.
    """

    words: str
    line: int
    offset: int
    is_alone: bool


def comments(text: str) -> tuple[Comment, ...]:
    """Return the `--` comments of a text, in order."""
    lines = _Lines(text, 1)
    return tuple(
        Comment(
            words=text[token.start : token.end + 1].removeprefix("--").strip(),
            line=lines.at(token.start),
            offset=token.start,
            is_alone=not text[text.rfind("\n", 0, token.start) + 1 : token.start].strip(),
        )
        for token in _scan(text)[0]
        if token.name == "SQL_COMMENT"
    )


def spoken_of(comment: Comment, statements: tuple[Statement, ...]) -> tuple[int, int] | None:
    """Return the first and last line of what a comment speaks of.

    It is the statement below a comment that stands alone, or the one that it stands behind; inside
    of a statement, the line below or its own. None where there is no such statement.
    """
    following = bisect_right(statements, comment.offset, key=lambda item: item.offset)
    before = statements[following - 1] if following else None
    if before is not None and comment.offset < before.offset + len(before.text):
        line = comment.line + comment.is_alone
        return line, line
    if not comment.is_alone:
        return None if before is None else before.lines
    return statements[following].lines if following < len(statements) else None


def inner_lines(text: str) -> frozenset[int]:
    """Return the lines that begin inside of a text, a quoted body or a comment, by number."""
    lines = _Lines(text, 1)
    found: set[int] = set()
    for token in _scan(text)[0]:
        if "\n" in text[token.start : token.end + 1]:
            first = lines.at(token.start)
            found.update(range(first + 1, lines.at(token.end) + 1))
    return frozenset(found)


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text as PostgreSQL's scanner tells them apart, without comments."""
    tokens, _ = _scan(text)
    return tuple(text[item.start : item.end + 1] for item in tokens if item.name not in _COMMENTS)


def between(text: str) -> str:
    """Return what stands between two statements without its semicolons: comments, and blanks."""
    tokens, _ = _scan(text)
    marks = {token.start for token in tokens if token.name == _SEMICOLON}
    return "".join(letter for place, letter in enumerate(text) if place not in marks)
