"""Sources of a schema: a migrations folder, a `.sql` file, a design, SQL text, a live database."""

from __future__ import annotations

from pathlib import Path

from designkit.concealment import concealed
from designkit.config import Config
from designkit.database import load, read_database
from designkit.errors import SourceError
from designkit.migrate import history as histories
from designkit.migrate.dsn import is_dsn
from designkit.migrate.replay import replay, replay_on_cockroach
from designkit.migrate.script import read_text, script
from designkit.model import Schema, replace
from designkit.sql.annotations import Annotations, read_annotations


def read(source: str | Path, *, config: Config | None = None, cockroach: str = "") -> Schema:
    """The schema of a migrations folder, a `.sql` file, a service of the project, or a DSN.

    Args:
        source: what to read.
        config: which folder belongs to which service.
        cockroach: the connection string of a CockroachDB on which files run, in a scratch database,
            in place of PostgreSQL.

    Raises:
        SourceError: there is no such source, or it is of no known kind.
        StatementFailed: the database refused a statement of it.
        ConnectionFailed: the server of a DSN does not answer.
    """
    if is_dsn(source):
        return read_database(str(source))
    path = Path(source)
    service = config.service_at(path) if config is not None else None
    owner = service.name if service is not None else ""
    if path.is_dir():
        # What stands there can be seen; contradictions in it are for checks and approvals to name.
        wanted = config.format_at(path) if config is not None else None
        history = histories.read(path, strict=False, wanted=wanted)
        if cockroach:
            ups = (migration.up for migration in history.migrations)
            return replay_on_cockroach(ups, cockroach).owned_by(owner)
        return replay(history).owned_by(owner)
    if path.is_file() and cockroach:
        return replay_on_cockroach([script(path, read_text(path), transactional=False)], cockroach)
    if path.is_file():
        return read_sql(read_text(path), file=str(path))
    raise SourceError(
        f"{concealed(source)}: there is no such file or folder. A source is a folder of "
        "migrations, a .sql file, or a connection string (postgresql://…)."
    )


def declared(source: str | Path) -> Annotations:
    """What the annotations of a `.sql` file declare; nothing of any other source.

    Raises:
        SourceError: the file cannot be read.
    """
    path = Path(source)
    if is_dsn(source) or not path.is_file():
        return Annotations()
    return read_annotations(read_text(path), file=str(path))


def read_sql(text: str, *, file: str = "") -> Schema:
    """The schema that SQL statements build, with the volumes that their annotations declare."""
    return replace(load(text, file=file), volumes=read_annotations(text, file=file).volumes)
