"""The queries of files and Go code, read again only when one of them has changed."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.config import Service, Waiver
from designkit.model import Value
from designkit.workload.collecting import Collected, collect
from designkit.workload.query_waivers import waivers_of

_READ = frozenset({".go", ".mod", ".sql"})

# Path, time and size of each file: what tells that nothing changed without reading it.
_Stamp = tuple[tuple[str, int, int], ...]


class Written(Value, frozen=True, kw_only=True):
    """What a service's files and code hold.

    Attributes:
        waivers: what comments in the files accept.
    """

    collected: Collected = Collected()
    waivers: tuple[Waiver, ...] = ()


class ServiceQueries:
    """What is written of a service's queries, as it stands on the disk when one asks."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._stamp: _Stamp | None = None
        self._written = Written()

    def read(self) -> Written:
        """All of it.

        Raises:
            SourceError: a file or folder is missing or cannot be read.
            QueryError: a file cannot be taken for queries, or two queries have one name.
        """
        stamp = tuple(_stamps(self._service))
        if stamp != self._stamp:
            collected = collect(self._service)
            self._written = Written(
                collected=collected,
                waivers=waivers_of(collected.queries, service=self._service.name),
            )
            self._stamp = stamp
        return self._written


def _stamps(service: Service) -> Iterator[tuple[str, int, int]]:
    for place in (*service.queries, *service.code):
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            if file.suffix in _READ and file.is_file():
                status = file.stat()
                yield str(file), status.st_mtime_ns, status.st_size
