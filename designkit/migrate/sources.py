"""Sources of a schema: a migrations folder, a `.sql` file, a design, SQL text, a live database."""

from __future__ import annotations

from pathlib import Path

from designkit.changes import Rename
from designkit.concealment import concealed
from designkit.config import Config
from designkit.database import load, read_database
from designkit.errors import SourceError
from designkit.migrate import history as histories
from designkit.migrate.replay import replay
from designkit.migrate.script import read_text
from designkit.model import Schema, replace
from designkit.sql.annotations import read_annotations

_DSN_SCHEMES = ("postgresql://", "postgres://")


def read(source: str | Path, *, config: Config | None = None) -> Schema:
    """The schema of a migrations folder, a `.sql` file, a service of the project, or a DSN.

    Raises:
        SourceError: there is no such source, or it is of no known kind.
        StatementFailed: PostgreSQL refused a statement of it.
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
        return replay(histories.read(path, strict=False, wanted=wanted)).owned_by(owner)
    if path.is_file():
        return read_sql(read_text(path), file=str(path))
    raise SourceError(
        f"{concealed(source)}: there is no such file or folder. A source is a folder of "
        "migrations, a .sql file, or a connection string (postgresql://…)."
    )


def declared_renames(source: str | Path) -> tuple[Rename, ...]:
    """The renames that a `.sql` file declares in its annotations; none of any other source.

    Raises:
        SourceError: the file cannot be read.
    """
    path = Path(source)
    if is_dsn(source) or not path.is_file():
        return ()
    return read_annotations(read_text(path), file=str(path)).renames


def read_sql(text: str, *, file: str = "") -> Schema:
    """The schema that SQL statements build, with the volumes that their annotations declare."""
    return replace(load(text, file=file), volumes=read_annotations(text, file=file).volumes)


def is_dsn(source: str | Path) -> bool:
    """Whether a source is a connection string: a URL, or `key=value` pairs."""
    text = str(source)
    return text.startswith(_DSN_SCHEMES) or ("=" in text and not Path(text).exists())
