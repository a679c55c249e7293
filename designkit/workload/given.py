"""Queries as somebody hands them over: files and folders, SQL text, or queries read already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from designkit.errors import SourceError
from designkit.model import replace
from designkit.sql.statements import comments
from designkit.workload.collecting import collect_from
from designkit.workload.placeholders import read_query
from designkit.workload.query import Place, Query
from designkit.workload.query_files import demand_unique, read_queries

# A path, SQL with or without a name line, or a query; several of them; SQL by name.
Item = str | Path | Query
Given = Item | Mapping[str, str] | Iterable[Item]


def given_queries(given: Given, *, service: str = "") -> tuple[Query, ...]:
    """The queries that are meant, in order.

    SQL without a name is `query_1`, `query_2`, …. Texts that stand in no file count their lines on,
    so that a finding tells which of them it speaks of.

    Raises:
        SourceError: there is no such file or folder, it holds no query, or nothing was given.
        QueryError: a text is no query, or two have one name.
    """
    found: list[Query] = []
    line = 1
    for query in _read(given, service):
        place = query.place if query.place.file else Place(line=line)
        line += 0 if query.place.file else query.text.count("\n") + 1
        found.append(replace(query, place=place, service=service))
    if not found:
        raise SourceError("no query was given. Name a file or a folder, or write SQL.")
    demand_unique(found)
    return tuple(found)


def _read(given: Given, service: str) -> Iterator[Query]:
    if isinstance(given, Mapping):
        # Which of both it is the types cannot tell: a mapping is iterable, too.
        for name, text in cast("Mapping[str, str]", given).items():
            yield read_query(text, name=name)
        return
    items: list[Item] = [given] if isinstance(given, Item) else list(given)
    for number, item in enumerate(items, start=1):
        match item:
            case Query():
                yield item
            case str() if _is_sql(item):
                if any(it.words.startswith("name:") for it in comments(item)):
                    yield from read_queries(item)
                else:
                    yield read_query(item, name=f"query_{number}")
            case _:
                yield from collect_from([Path(item)], service=service).queries


def _is_sql(text: str) -> bool:
    """Whether a text is SQL rather than a path: each statement has a blank, few paths do."""
    return len(text.split()) > 1 and ("\n" in text or not Path(text).exists())
