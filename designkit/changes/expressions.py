"""Names inside expressions, read by PostgreSQL's own grammar: columns, and routines called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pglast import ast, parse_sql
from pglast.parser import ParseError
from pglast.visitors import Visitor

from designkit.errors import ModelError
from designkit.model import spelled

_HEAD = "SELECT "
# A name in quotes, or a word; inside of a literal too, where `nextval` has its sequence. No `$`:
# those stand around the bodies of functions.
_NAME = re.compile(r'"(?:[^"]|"")+"|[^\W\d]\w*')
_CALL = re.compile(r'("(?:[^"]|"")+"|[^\W\d]\w*)\s*\(')
# Two colons, and the name of a type with that of its namespace before it.
_CAST = re.compile(r'::(?:(?:"(?:[^"]|"")+"|[^\W\d]\w*)\.)?("(?:[^"]|"")+"|[^\W\d]\w*)')


def with_column_renamed(text: str, before: str, after: str) -> str:
    """The expression with a column under its new name; literals, types and functions stay.

    Raises:
        ModelError: the expression cannot be read, so what names the column in it is unknown.
    """
    if before not in names_in(text):
        return text
    try:
        found = parse_sql(_HEAD + text)
    except ParseError as error:
        raise ModelError(
            f"expression {text}",
            f"it cannot be read, so whether it names column {before} is unknown: {error}",
        ) from error
    references = _References()
    references(found)
    for place, fields in sorted(references.found, reverse=True):
        if fields[-1] == before:
            text = _replaced(text, place - len(_HEAD), fields, after)
    return text


def _replaced(text: str, place: int, fields: tuple[str, ...], after: str) -> str:
    """The text with the last of the names that begin at a place replaced."""
    tokens = _NAME.finditer(text, place)
    token = [next(tokens) for _ in fields][-1]
    return text[: token.start()] + spelled(after) + text[token.end() :]


class _References(Visitor):
    """Collects where columns stand, each with the names that qualify it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, tuple[str, ...]]] = []

    def visit_ColumnRef(self, _: object, node: ast.ColumnRef) -> None:  # noqa: N802
        """Take note of a column; `*` is none."""
        names = [field.sval for field in node.fields or () if isinstance(field, ast.String)]
        fields = tuple(name for name in names if name is not None)
        if len(fields) == len(node.fields or ()) and node.location is not None:
            self.found.append((node.location, fields))


@lru_cache(maxsize=20_000)
def names_in(text: str) -> frozenset[str]:
    """Every word of a text that may be a name, without quotes; literals count as text too."""
    return frozenset(_unquoted(_NAME.findall(text)))


@lru_cache(maxsize=20_000)
def calls_in(text: str) -> frozenset[str]:
    """The bare names of all that a text calls."""
    return frozenset(_unquoted(_CALL.findall(text)))


@lru_cache(maxsize=20_000)
def uses_in(text: str) -> frozenset[str]:
    """The bare names of all that a text calls, and `::name` for each type that it casts to."""
    return calls_in(text).union(map(cast_to, _unquoted(_CAST.findall(text))))


def cast_to(name: str) -> str:
    """How `uses_in` tells a type from a routine of the same bare name."""
    return f"::{name}"


def _unquoted(names: list[str]) -> Iterator[str]:
    return (name[1:-1].replace('""', '"') if name[0] == '"' else name for name in names)
