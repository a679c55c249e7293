"""The queries of a service from wherever they are written: `.sql` files and Go code."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path

from designkit.config import Service
from designkit.errors import QueryError, SourceError
from designkit.files import nearby
from designkit.model import Value, replace
from designkit.workload.golang import GoScan, SentQuery, Unreadable, scan_folder, scan_sources
from designkit.workload.placeholders import read_query
from designkit.workload.query import Place, Query
from designkit.workload.query_files import demand_unique, read_query_files


class Collected(Value, frozen=True, kw_only=True):
    """All that was found.

    Attributes:
        queries: those of files first; each name stands once.
        code: what the Go code says besides; empty where there is none.
    """

    queries: tuple[Query, ...] = ()
    code: GoScan = GoScan()


def collect(service: Service) -> Collected:
    """The queries of a service, as the configuration says where they lie.

    Raises:
        SourceError: a file or folder is missing or cannot be read.
        QueryError: a file cannot be taken for queries, or two queries have one name.
    """
    listed = read_query_files(map(_near, service.queries), service=service.name)
    return _joined(listed, map(_scanned, map(_near, service.code)), service.name)


def collect_from(paths: Iterable[Path], *, service: str = "") -> Collected:
    """The queries of some files and folders: of `.sql` files, and of Go code.

    Raises:
        SourceError: there is no such file or folder, or it holds neither.
        QueryError: as `collect`.
    """
    listed: list[Query] = []
    scans: list[GoScan] = []
    for path in paths:
        if path.suffix == ".go" and path.is_file():
            scans.append(_placed(scan_sources({path.name: path.read_bytes()}), path.parent))
            continue
        has_code = path.is_dir() and any(path.rglob("*.go"))
        if has_code:
            scans.append(_scanned(path))
        if not has_code or any(path.glob("*.sql")):
            found = read_query_files([path], service=service)
            if not found:
                raise SourceError(
                    f"{path}: it holds neither .sql files nor Go code. Name a folder that does."
                )
            listed += found
    demand_unique(listed)
    return _joined(listed, scans, service)


def _joined(listed: Iterable[Query], scans: Iterable[GoScan], service: str) -> Collected:
    queries = list(listed)
    whole = GoScan()
    for scan in scans:
        found, unreadable = _queries(scan, queries, service)
        queries += found
        whole = GoScan(
            queries=(*whole.queries, *scan.queries),
            faults=(*whole.faults, *scan.faults),
            unreadable=(*whole.unreadable, *scan.unreadable, *unreadable),
            files=whole.files + scan.files,
            drivers=tuple(sorted({*whole.drivers, *scan.drivers})),
        )
    return Collected(queries=tuple(queries), code=whole)


def _queries(
    scan: GoScan, known: Iterable[Query], service: str
) -> tuple[list[Query], list[Unreadable]]:
    """What the code sends that is not known yet, and what of it is no query."""
    texts = {query.sql for query in known}
    names = {query.name for query in known}
    found: list[Query] = []
    unreadable: list[Unreadable] = []
    for sent in scan.queries:
        if sent.generated:
            continue  # Of the files that a generator read, which are the queries' own place.
        try:
            query = _query(sent, _free(sent.name, names), service)
        except QueryError as error:
            note = Unreadable(kind="syntax", place=sent.place, column=1, reason=error.problem)
            unreadable.append(note)
            continue
        if query.sql not in texts:
            texts.add(query.sql)
            names.add(query.name)
            found.append(query)
    return found, unreadable


def _query(sent: SentQuery, name: str, service: str) -> Query:
    return read_query(
        sent.text, name=name, place=sent.place, service=service, cardinality=sent.cardinality
    )


def _free(name: str, taken: set[str]) -> str:
    others = (f"{name}_{number}" for number in count(2))
    return name if name not in taken else next(other for other in others if other not in taken)


def _near(path: Path) -> Path:
    return Path(nearby(path))


def _scanned(folder: Path) -> GoScan:
    if not folder.is_dir():
        raise SourceError(
            f"{folder}: there is no such folder. Correct the line `code` of the service in "
            "pyproject.toml."
        )
    return _placed(scan_folder(folder), folder)


def _placed(scan: GoScan, folder: Path) -> GoScan:
    """The scan with whole paths in place of those below the folder."""

    def at(place: Place) -> Place:
        return replace(place, file=str(folder / place.file))

    return replace(
        scan,
        queries=tuple(replace(item, place=at(item.place)) for item in scan.queries),
        faults=tuple(replace(item, place=at(item.place)) for item in scan.faults),
        unreadable=tuple(replace(item, place=at(item.place)) for item in scan.unreadable),
    )
