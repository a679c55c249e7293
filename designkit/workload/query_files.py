"""Files of queries by name, as sqlc reads them: `-- name: GetUserByID :one` above each.

    -- designkit: weight=100
    -- name: GetUserByID :one
    SELECT id, email FROM users WHERE id = @id;

Source: https://docs.sqlc.dev/en/latest/reference/query-annotations.html
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from designkit.config import Service
from designkit.errors import QueryError, SourceError
from designkit.migrate.script import read_text
from designkit.model import replace
from designkit.sql.statements import Comment, comments
from designkit.workload.marks import first_word, read_marks
from designkit.workload.placeholders import read_query
from designkit.workload.query import Cardinality, Place, Query

# What sqlc's words come to where lib/pq sends the query; a batch is one of pgx.
_CARDINALITIES: Final[dict[str, Cardinality]] = {
    "one": "one",
    "many": "many",
    "exec": "exec",
    "execrows": "execrows",
    "execresult": "execrows",
    "batchone": "one",
    "batchmany": "many",
    "batchexec": "exec",
}
_ADVICE: Final = {
    "execlastid": "PostgreSQL tells no last id: write RETURNING id and :one",
    "copyfrom": "COPY is no query with parameters: write an INSERT and :exec",
}
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NAMES: Final = (
    "A name is letters, digits and _, and a word for the rows may follow: -- name: GetUserByID :one"
)
_MARK: Final = "name:"
_WEIGHT: Final = re.compile(r"designkit:\s*weight\s*=\s*(?P<number>\S*)")
_ALLOW: Final = re.compile(r"designkit:\s*allow\b")


class _Named(NamedTuple):
    """A name line: what it says, and the part of the file whose statement it names."""

    comment: Comment
    begin: int
    end: int
    name: str
    cardinality: Cardinality | None


def read_queries(text: str, *, file: str = "", service: str = "") -> tuple[Query, ...]:
    """The queries of a text, in its order.

    Raises:
        QueryError: the text holds none, one of them has no name or no statement, a name stands
            twice, or a word is none that sqlc or designkit knows.
    """
    found = comments(text)
    named = _named(text, found, file)
    queries = [_query(text, item, file, service) for item in named]
    demand_unique(queries)
    weights: dict[int, float] = {}
    for comment in found:
        weight = _weight(comment, file)
        if weight is None:
            continue
        number = _spoken_of(comment, named, queries, file)
        if number in weights:
            problem = f"a second weight of {named[number].name}. Take one of the two out."
            raise QueryError(file=file, line=comment.line, problem=problem)
        weights[number] = weight
    return tuple(
        replace(query, weight=weights.get(number, 1.0)) for number, query in enumerate(queries)
    )


def _named(text: str, found: Sequence[Comment], file: str) -> list[_Named]:
    marked = [item for item in found if item.is_alone and item.words.startswith(_MARK)]
    begin = first_word(text[: marked[0].offset] if marked else text)
    if begin is not None:
        raise QueryError(
            file=file,
            line=text.count("\n", 0, begin) + 1,
            problem="a statement without a name. Write a line above it: -- name: GetUserByID :one",
        )
    if not marked:
        problem = "there is no query. Begin one with a line such as: -- name: GetUserByID :one"
        raise QueryError(file=file, line=1, problem=problem)
    ends = [*(item.offset for item in marked[1:]), len(text)]
    return [_name_line(text, item, end, file) for item, end in zip(marked, ends, strict=True)]


def _name_line(text: str, comment: Comment, end: int, file: str) -> _Named:
    name, *rest = comment.words.removeprefix(_MARK).split() or [""]
    if not _NAME.fullmatch(name) or len(rest) > 1 or not all(it.startswith(":") for it in rest):
        raise QueryError(
            file=file,
            line=comment.line,
            problem=f"{comment.words!r} is no name of a query. {_NAMES}",
        )
    begin = text.find("\n", comment.offset, end) + 1 or end
    while begin < end:
        line_end = text.find("\n", begin, end) + 1 or end
        line = text[begin:line_end].strip()
        if line and not _WEIGHT.match(line.removeprefix("--").strip()):
            break
        begin = line_end
    if first_word(text[begin:end]) is None:
        problem = f"{name} has no statement below it. Write one, or take the line out."
        raise QueryError(file=file, line=comment.line, problem=problem)
    return _Named(
        comment, begin, end, name, _cardinality(rest[0][1:], comment, file) if rest else None
    )


def _cardinality(word: str, comment: Comment, file: str) -> Cardinality:
    if word in _CARDINALITIES:
        return _CARDINALITIES[word]
    known = ", ".join(f":{it}" for it in _CARDINALITIES)
    advice = _ADVICE.get(word, f"designkit knows {known}")
    raise QueryError(file=file, line=comment.line, problem=f":{word} is not read. {advice}.")


def _query(text: str, item: _Named, file: str, service: str) -> Query:
    line = text.count("\n", 0, item.begin) + 1
    whole = read_query(
        text[item.begin : item.end],
        name=item.name,
        place=Place(file=file, line=line),
        service=service,
        cardinality=item.cardinality,
    )
    # What follows the statement speaks of the next query.
    return replace(whole, text=whole.text[: whole.offset_in_text(len(whole.sql))])


def _weight(comment: Comment, file: str) -> float | None:
    """The weight that a comment gives; None where it speaks of something else."""
    if not comment.words.startswith("designkit:"):
        return None
    match = _WEIGHT.fullmatch(comment.words)
    if match is None and _ALLOW.match(comment.words):
        return None
    number = _positive(match["number"]) if match is not None else None
    if number is None or not comment.is_alone:
        raise QueryError(
            file=file,
            line=comment.line,
            problem=f"{comment.words!r} is not read. Write a line of its own above or below the "
            "name: -- designkit: weight=100, or: -- designkit: allow RULE reason",
        )
    return number


def _positive(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 < number < math.inf else None


def _spoken_of(
    comment: Comment, named: Sequence[_Named], queries: Sequence[Query], file: str
) -> int:
    """Which query a comment beside a name line speaks of."""
    number = bisect_left(named, comment.offset, key=lambda item: item.comment.offset) - 1
    if number < 0:
        return 0
    begin, query = named[number].begin, queries[number]
    if comment.offset < begin + query.offset_in_text(0):
        return number
    if comment.offset < begin + len(query.text) or number + 1 == len(named):
        raise QueryError(
            file=file,
            line=comment.line,
            problem=f"{comment.words!r} stands at no name. Put it above or below the name line.",
        )
    return number + 1


def read_query_files(paths: Iterable[Path], *, service: str = "") -> tuple[Query, ...]:
    """The queries of files, and of the `.sql` files of folders by name; each name stands once.

    Raises:
        SourceError: a file or folder is missing or cannot be read.
        QueryError: a file cannot be taken for queries, or two queries have one name.
    """
    read = [
        query
        for file in files_of(paths)
        for query in read_queries(read_text(file), file=str(file), service=service)
    ]
    demand_unique(read)
    return tuple(read)


def queries_of(service: Service) -> tuple[Query, ...]:
    """The queries in the files of a service, in the order of the configuration and by file name."""
    return read_query_files(service.queries, service=service.name)


def demand_unique(queries: Iterable[Query]) -> None:
    """Make sure that each query of a service has a name of its own.

    Raises:
        QueryError: a name stands twice.
    """
    places: dict[tuple[str, str], Place] = {}
    for query in queries:
        key = (query.service, query.name)
        # Queries that stand nowhere share a place.
        first = places.get(key)
        if first is None:
            places[key] = query.place
        else:
            raise QueryError(
                file=query.place.file,
                line=query.place.line,
                problem=f"a second query {query.name}; the first stands at {first}. "
                "Give one of them another name.",
            )


def write_catalogue(queries: Iterable[Query]) -> str:
    """The text of a file of queries, in their order; read again, it gives the same queries."""
    return "\n".join(map(_written, queries))


def _written(query: Query) -> str:
    if not _NAME.fullmatch(query.name):
        problem = f"{query.name!r} is no name of a query. {_NAMES}"
        raise QueryError(file=query.place.file, line=query.place.line, problem=problem)
    weight = "" if query.weight == 1 else f"-- designkit: weight={_number(query.weight)}\n"
    cardinality = f" :{query.cardinality}" if query.cardinality else ""
    return f"{weight}-- name: {query.name}{cardinality}\n{_body(query)};\n"


def _body(query: Query) -> str:
    """The statement with the comments before it, unless a reader would take them for its own."""
    found = read_marks(query.text)
    for begin in (len(query.text) - len(query.text.lstrip()), found.start):
        body = query.text[begin : found.end]
        if not any(map(_is_read, comments(body))):
            return body
    raise QueryError(
        file=query.place.file,
        line=query.place.line,
        problem=f"{query.name} holds a comment that would name a query. Take it out.",
    )


def _is_read(comment: Comment) -> bool:
    words = comment.words
    return words.startswith(_MARK) or (words.startswith("designkit:") and not _ALLOW.match(words))


def _number(weight: float) -> str:
    return str(int(weight)) if weight == int(weight) else repr(weight)


def files_of(paths: Iterable[Path]) -> Iterator[Path]:
    """The files of queries that paths mean: themselves, or the `.sql` files of a folder by name.

    Raises:
        SourceError: there is no such file or folder.
    """
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("*.sql"))
        elif path.is_file():
            yield path
        else:
            raise SourceError(
                f"{path}: there is no such file or folder. Correct the line `queries` of the "
                "service in pyproject.toml, or make it."
            )
