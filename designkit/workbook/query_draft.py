"""The queries that a workbook registered, in a file of their own beside the design file.

Like the design it is a draft that survives: saved at once, readable, and never written over what
somebody else wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from pathlib import Path
from typing import get_args

from designkit.config import Service, Waiver
from designkit.errors import ModelError, QueryError
from designkit.model import replace
from designkit.workbook.design_file import DesignFile
from designkit.workload import (
    Cardinality,
    Query,
    read_queries,
    read_query,
    read_query_waivers,
    write_catalogue,
)

_SUFFIX = ".queries.sql"
_HEADER = """\
-- The queries that the workbook of service {service} registered, as sqlc writes them.
-- Edit them here or there: whoever opens the workbook next goes on from this file.
"""


def query_file(service: Service) -> Path:
    """Where the registered queries of a service are kept."""
    return service.design.with_suffix(_SUFFIX)


class QueryDraft:
    """The registered queries of a service, in the order in which they came.

    Raises:
        QueryError: the file that is there cannot be taken for queries.
    """

    def __init__(self, service: Service) -> None:
        self._service = service.name
        self._take(DesignFile(query_file(service)))

    def _take(self, file: DesignFile) -> None:
        text = file.text or ""
        queries = self._read(text, file.path) if text.strip() else ()
        self._file, self._text, self._queries = file, text, queries

    @property
    def queries(self) -> tuple[Query, ...]:
        """The queries, each at its place in the file, of which only the name is told."""
        return self._queries

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """What comments in the queries accept."""
        name = self._file.path.name
        return read_query_waivers(self._text, file=name, service=self._service)

    def put(self, query: Query) -> Query:
        """Register a query, in the place of the one that has its name, and save all of them.

        It comes back as it stands in the file.

        Raises:
            QueryError: it has a name or a comment that no file of queries can hold.
            FileError: it could not be saved, and is not registered.
        """
        known = [item.name for item in self._queries]
        if query.name in known:
            place = known.index(query.name)
            kept = (*self._queries[:place], query, *self._queries[place + 1 :])
        else:
            kept = (*self._queries, query)
        self._save(kept)
        return next(item for item in self._queries if item.name == query.name)

    def remove(self, name: str) -> None:
        """Forget a query, and save the others.

        Raises:
            ModelError: no such query is registered here.
            FileError: it could not be saved, and is still registered.
        """
        kept = tuple(item for item in self._queries if item.name != name)
        if len(kept) == len(self._queries):
            known = ", ".join(item.name for item in self._queries) or "none"
            raise ModelError(
                f"query {name}",
                f"this workbook did not register it; it registered: {known}. A query of a file "
                "or of Go code goes where it is written.",
            )
        self._save(kept)

    def _save(self, queries: Iterable[Query]) -> None:
        """Write the file, and take what a reader of it gets."""
        catalogue = write_catalogue(queries)
        if not catalogue:
            self._file.remove()
            self._text, self._queries = "", ()
            return
        text = f"{_HEADER.format(service=self._service)}\n{catalogue}"
        read = self._read(text, self._file.path)
        self._file.save(text)
        self._text, self._queries = text, read

    def _read(self, text: str, file: Path) -> tuple[Query, ...]:
        """The queries of a text, whose errors name a file.

        What is kept has the name alone, so that what is said of it is the same on every machine.
        """
        return tuple(
            replace(query, place=replace(query.place, file=file.name))
            for query in read_queries(text, file=str(file), service=self._service)
        )

    def reload(self) -> None:
        """Go on from what the file holds now.

        Raises:
            QueryError: that cannot be taken for queries; nothing has changed.
        """
        self._take(DesignFile(self._file.path))

    def keep(self) -> Path | None:
        """Save these queries, whoever wrote the file meanwhile; return where that is put aside."""
        if not self._file.is_other:
            return None
        aside = self._file.put_aside()
        self._save(self._queries)
        return aside


def registered(
    name: str, sql: str, cardinality: Cardinality | None = None, weight: float = 1.0
) -> Query:
    """The query that somebody registers by its parts.

    Raises:
        QueryError: the text is no query, or a part is not what it should be.
    """
    if cardinality is not None and cardinality not in get_args(Cardinality):
        known = ", ".join(get_args(Cardinality))
        problem = f"{cardinality!r} says nothing of the rows of {name}. Write one of {known}."
        raise QueryError(file="", line=1, problem=problem)
    if not 0 < weight < inf:
        problem = f"the weight of {name} is {weight:g}. Give a number above 0."
        raise QueryError(file="", line=1, problem=problem)
    return read_query(sql, name=name, cardinality=cardinality, weight=weight)
