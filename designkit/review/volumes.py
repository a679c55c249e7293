"""How large the tables of a source are: what designs and migrations declare, what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from designkit.concealment import concealed
from designkit.config import Config
from designkit.errors import SourceError
from designkit.migrate import history as histories
from designkit.migrate.dsn import is_dsn
from designkit.migrate.script import read_text
from designkit.model import Schema, Statistics, Volume, replace
from designkit.sql.annotations import read_annotations
from designkit.workload.volumes import read_dump, read_live

# A file, a connection string, or what was read of either.
Measured = str | Path | Statistics | None


def with_volumes(schema: Schema, source: str | Path, config: Config) -> Schema:
    """The schema of a source with what is declared of its tables; a design goes first."""
    found = {item.table: item for item in _declared(source, config)}
    found |= {item.table: item for item in schema.volumes}
    kept = (item for name, item in found.items() if schema.find_table(name) is not None)
    return replace(schema, volumes=tuple(kept))


def statistics_of(source: Measured) -> Statistics:
    """The statistics of a file of `pg_dump --statistics-only`, or of a live database; or none.

    Raises:
        SourceError: there is no such file, or it holds no statistics.
        ConnectionFailed: the server of a DSN does not answer.
    """
    if source is None or isinstance(source, Statistics):
        return source or Statistics()
    if is_dsn(source):
        return read_live(str(source))
    path = Path(source)
    if not path.is_file():
        raise SourceError(
            f"{concealed(str(source))}: there is no such file. Statistics are a file of "
            "`pg_dump --statistics-only` (PostgreSQL 18), or a connection string."
        )
    return read_dump(read_text(path), file=str(source))


def _declared(source: str | Path, config: Config) -> Iterator[Volume]:
    if is_dsn(source) or not Path(source).is_dir():
        return
    folder = Path(source)
    files = [
        file for item in histories.read(folder, strict=False).migrations for file in item.files
    ]
    service = config.service_at(folder)
    if service is not None and service.design.is_file():
        files.append(service.design)
    for file in files:
        yield from read_annotations(read_text(file), file=str(file)).volumes
