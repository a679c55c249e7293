"""How large the tables of a source are: what designs and migrations declare, what was measured."""

from __future__ import annotations

from pathlib import Path

from designkit.concealment import concealed
from designkit.config import Config
from designkit.errors import SourceError
from designkit.migrate.dsn import is_dsn
from designkit.migrate.script import read_text
from designkit.model import Schema, Statistics
from designkit.review.declared import declared_in_design, declared_in_folder, sized
from designkit.workload.volumes import read_dump, read_live

# A file, a connection string, or what was read of either.
Measured = str | Path | Statistics | None


def with_volumes(schema: Schema, source: str | Path, config: Config) -> Schema:
    """The schema of a source with what is declared of its tables; a design goes first."""
    if is_dsn(source) or not Path(source).is_dir():
        return schema
    service = config.service_at(Path(source))
    designed = declared_in_design(service) if service is not None else ()
    return sized(schema, (*declared_in_folder(Path(source)), *designed))


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
