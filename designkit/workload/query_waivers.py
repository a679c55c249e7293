"""Waivers in files of queries: `-- designkit: allow RULE reason` above a query, or in one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from designkit.config import Waiver
from designkit.migrate.script import read_text
from designkit.model import replace
from designkit.sql.annotations import read_annotations
from designkit.sql.statements import Comment, comments
from designkit.workload.query import Query
from designkit.workload.query_files import read_queries


def read_query_waivers(text: str, *, file: str = "", service: str = "") -> tuple[Waiver, ...]:
    """The waivers of a file of queries, each of the query that it stands above or in.

    One that names an object in parentheses, or stands behind the last query, waives nothing else.

    Raises:
        QueryError: the text cannot be taken for queries.
        SourceError: a waiver is not written as one.
    """
    marked = [item for item in comments(text) if _is_waiver(item)]
    if not marked:
        return ()
    queries = read_queries(text, file=file, service=service)
    return tuple(
        _about(waiver, comment.line, queries, service)
        for comment in marked
        for waiver in _written(comment, file)
    )


def waivers_of(queries: Iterable[Query], *, service: str = "") -> tuple[Waiver, ...]:
    """The waivers of the files in which queries stand; those of Go code have none.

    Raises:
        SourceError: a file cannot be read, or a waiver is not written as one.
        QueryError: a file cannot be taken for queries.
    """
    files = dict.fromkeys(query.place.file for query in queries)
    return tuple(
        waiver
        for file in files
        if file.endswith(".sql")
        for waiver in read_query_waivers(read_text(Path(file)), file=file, service=service)
    )


def _is_waiver(comment: Comment) -> bool:
    head, _, rest = comment.words.partition(":")
    return head == "designkit" and rest.split(maxsplit=1)[:1] == ["allow"]


def _written(comment: Comment, file: str) -> tuple[Waiver, ...]:
    """What a comment says, as if it stood alone: its query is no SQL of a migration."""
    before = "\n" * (comment.line - 1)
    return read_annotations(f"{before}-- {comment.words}", file=file).waivers


def _about(waiver: Waiver, line: int, queries: tuple[Query, ...], service: str) -> Waiver:
    query = next((item for item in queries if _last_line(item) >= line), None)
    lines = waiver.lines
    if lines is not None and query is not None:
        lines = query.place.line, _last_line(query)
    return replace(waiver, service=service, lines=lines)


def _last_line(query: Query) -> int:
    return query.place.line + query.text.count("\n")
