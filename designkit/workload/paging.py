"""How many rows a page has where a caller says it: LIMIT and OFFSET whose value is a parameter.

Of a value that it does not know PostgreSQL takes a tenth of all rows, a million of ten million: no
caller does, and an index that gives a page in order would seem useless. So plans stand on a page
of a size that is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

from pglast import parse_sql, parser

from designkit.model import Value
from designkit.workload.query import Query
from designkit.workload.references.trees import children, kind

PAGE_ROWS: Final = 100
# The eleventh page: who pages by OFFSET pays for what is skipped.
SKIPPED_ROWS: Final = 1_000

Word = Literal["LIMIT", "OFFSET"]


class Assumed(Value, frozen=True, kw_only=True):
    """A value of a parameter on which a plan stands.

    Attributes:
        parameter: its name.
    """

    word: Word
    parameter: str
    rows: int

    def __str__(self) -> str:
        return f"{self.word} of {self.parameter} {self.rows} (a caller gives it)"


class Paged(Value, frozen=True, kw_only=True):
    """A query as it is planned.

    Attributes:
        sql: with a number in the place of each parameter that is assumed.
        assumed: in the order of the text.
    """

    sql: str
    assumed: tuple[Assumed, ...] = ()


def paged(query: Query) -> Paged:
    """The query with pages of a size; as it is where it has none or is no SQL."""
    try:
        statements = parse_sql(query.sql)
    except parser.ParseError:
        return Paged(sql=query.sql)  # The database says so too, with the place.
    found: list[tuple[int, int, Word]] = sorted(
        (int(mark.location), int(mark.number), word)
        for statement in statements
        for word, mark in _marks(statement.stmt)
    )
    sql = query.sql
    for offset, number, word in reversed(found):
        sql = f"{sql[:offset]}{_rows(word)}{sql[offset + len(f'${number}') :]}"
    names = {parameter.number: parameter.name for parameter in query.parameters}
    assumed = (
        Assumed(word=word, parameter=names.get(number, f"${number}"), rows=_rows(word))
        for _, number, word in found
    )
    return Paged(sql=sql, assumed=tuple(dict.fromkeys(assumed)))


def _rows(word: Word) -> int:
    return PAGE_ROWS if word == "LIMIT" else SKIPPED_ROWS


def _marks(node: Any) -> Iterator[tuple[Word, Any]]:
    """The parameters in a LIMIT or an OFFSET, anywhere in a statement."""
    if kind(node) == "SelectStmt":
        for mark in _parameters(node.limitCount):
            yield "LIMIT", mark
        for mark in _parameters(node.limitOffset):
            yield "OFFSET", mark
    for held in children(node):
        yield from _marks(held)


def _parameters(node: Any) -> Iterator[Any]:
    if kind(node) == "ParamRef":
        yield node
    elif kind(node) != "SubLink":  # What it chooses by says nothing of how many.
        for held in children(node):
            yield from _parameters(held)
