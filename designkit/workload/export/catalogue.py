"""A file of SQL with the queries of a service, for whoever reads sqlc's convention."""

from __future__ import annotations

from collections.abc import Iterable

from designkit.errors import QueryError
from designkit.model import replace
from designkit.workload.marks import read_marks
from designkit.workload.placeholders import read_query
from designkit.workload.query import Query
from designkit.workload.query_files import demand_unique, write_catalogue


def catalogue(queries: Iterable[Query]) -> str:
    """The text of a `.sql` file with the queries in their order, their parameters by name.

    `$1` and `?` become `:p1`. Read again, it gives the same queries: the same names, cardinalities
    and weights, and the same SQL with the same parameters for the database.

    Where a text does not allow that (`$2` before `$1`, the `[:p1]` of a slice), it stays as it is.

    Raises:
        QueryError: two queries have one name, or one has a name or a comment that such a file
            cannot hold.
    """
    # A file knows of no services.
    named = [replace(_named(query), service="") for query in queries]
    demand_unique(named)
    return write_catalogue(named)


def _named(query: Query) -> Query:
    marks = read_marks(query.text).marks
    if not marks or marks[0].style not in {"$1", "?"}:
        return query
    parts: list[str] = []
    place = 0
    for count, mark in enumerate(marks, start=1):
        parts += [query.text[place : mark.start], f":p{mark.number or count}"]
        place = mark.end
    text = "".join([*parts, query.text[place:]])
    return replace(query, text=text) if _is_same(query, text) else query


def _is_same(query: Query, text: str) -> bool:
    """Whether the database gets the same: names are numbered as they come, `[:a]` is a slice."""
    try:
        read = read_query(text, name=query.name)
    except QueryError:
        return False
    return (read.sql, read.parameters) == (query.sql, query.parameters)
