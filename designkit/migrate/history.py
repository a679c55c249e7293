"""The history that a directory of migration files tells; the format is found, not configured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from designkit.concealment import concealed
from designkit.errors import HistoryError, SourceError
from designkit.migrate.formats import names, one_file, pairs
from designkit.migrate.formats.names import Dialect
from designkit.migrate.script import Migration
from designkit.model import Value, replace

Format = Literal["goose", "sql-migrate", "dbmate", "golang-migrate", "diesel"]

_FORMATS: dict[str, Format] = {"goose": "goose", "sql-migrate": "sql-migrate", "dbmate": "dbmate"}


class History(Value, frozen=True, kw_only=True):
    """The migrations of a directory, in the order in which they run: by number.

    Attributes:
        duplicates: groups of migrations that share a number; empty unless read with `strict=False`.
        orphans: down files without an up file; empty unless read with `strict=False`.
        others: `.sql` files that are no migrations, because they have neither number nor directive.
    """

    directory: Path
    format: Format
    migrations: tuple[Migration, ...]
    duplicates: tuple[tuple[Migration, ...], ...] = ()
    orphans: tuple[Path, ...] = ()
    others: tuple[Path, ...] = ()


def read(directory: Path, *, strict: bool = True, dialect: Dialect = "postgres") -> History:
    """Return the history of a directory.

    Read are one-file migrations of goose, sql-migrate and dbmate, pairs of `.up.sql` and
    `.down.sql` files, up files alone, and diesel's folders. Of files per dialect
    (`001_users.postgres.up.sql`) the wanted one is read, else the one that names no dialect; those
    of other dialects are passed over.

    Args:
        directory: the folder of the files; folders within it count for diesel only.
        strict: whether a number that stands twice, or a way down without its way up, is refused; or
            else reported with what could be read.
        dialect: the database whose files are wanted, where the names say.

    Raises:
        SourceError: there is no such folder, no migration in it, none of a known format, or a file
            that its tool would refuse.
        HistoryError: two migrations with one number, a down file without its up file, or files of
            several formats.
    """
    history = find(directory, strict=strict, dialect=dialect)
    if history is None:
        raise SourceError(
            f"{directory}: holds no migration. Give the folder of NNN_description.sql files."
        )
    return history


def find(directory: Path, *, strict: bool = True, dialect: Dialect = "postgres") -> History | None:
    """Return the history of a directory, or None where it holds no `.sql` file at all.

    Takes and raises what `read` does.
    """
    files, folders = _contents(directory)
    if not files and not folders:
        return None
    told = _told(directory, files, folders, dialect)
    ordered = tuple(sorted(told.migrations, key=_order(told.format)))
    history = replace(told, migrations=ordered, duplicates=_duplicates(ordered))
    if strict:
        _refuse_contradictions(history)
    return history


def _order(format_name: Format) -> Callable[[Migration], tuple[int, str, str]]:
    """How the tool sorts: diesel compares the digits of its dates as text, the others numbers."""
    if format_name == "diesel":
        return lambda item: (0, item.label.replace("-", ""), item.name)
    return lambda item: (item.number, item.name, item.label)


def _refuse_contradictions(history: History) -> None:
    directory = history.directory
    if history.orphans:
        orphan = history.orphans[0].relative_to(directory)
        raise HistoryError(
            f"{directory}: {orphan} is a way down without its way up. "
            "Add the up file, or remove this one."
        )
    if history.duplicates:
        one, other = (item.files[0].relative_to(directory) for item in history.duplicates[0][:2])
        raise HistoryError(
            f"{directory}: number {history.duplicates[0][0].number} stands twice: {one} and "
            f"{other}. Give the later one the next free number."
        )


def _contents(directory: Path) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The `.sql` files of a directory, and its folders that hold an `up.sql` or `down.sql`."""
    if not directory.exists():
        raise SourceError(f"{concealed(directory)}: there is no such folder. Check the path.")
    if not directory.is_dir():
        raise SourceError(f"{directory}: not a folder. Give the folder of the migrations.")
    try:
        entries = sorted(item for item in directory.iterdir() if not item.name.startswith("."))
        folders = tuple(
            item
            for item in entries
            if item.is_dir() and any((item / half).exists() for half in ("up.sql", "down.sql"))
        )
    except OSError as error:
        raise SourceError(f"{directory}: cannot be read: {error.strerror or error}.") from error
    return tuple(item for item in entries if item.name.endswith(".sql")), folders


def _told(
    directory: Path, files: tuple[Path, ...], folders: tuple[Path, ...], dialect: Dialect
) -> History:
    """What the files tell, by format; neither ordered nor checked for contradictions."""
    directed = tuple(file for file in files if names.directed(file.name))
    rest = tuple(file for file in files if file not in set(directed))
    bare = tuple(file for file in rest if names.numbered(file.name.removesuffix(".sql")))
    dialogue = one_file.dialogue_of(rest)
    if dialogue is not None:
        _refuse_mixture(directory, f"{dialogue.tool} files", (*directed, *folders))
        migrations, others = one_file.read(dialogue, rest)
        return History(
            directory=directory,
            format=_FORMATS[dialogue.tool],
            migrations=migrations,
            others=others,
        )
    if directed:
        _refuse_mixture(directory, "pairs of up and down files", (*folders, *bare))
        migrations, orphans = pairs.read(directed, dialect)
    elif folders:
        _refuse_mixture(directory, "folders of up.sql and down.sql", bare)
        migrations, orphans = pairs.read_folders(folders)
    else:
        raise SourceError(
            f"{directory}: {files[0].name} is of no known format. Mark the directions of each file "
            "(`-- +goose Up`, `-- +goose Down`), or write pairs NNN_name.up.sql and "
            "NNN_name.down.sql."
        )
    return History(
        directory=directory,
        format="golang-migrate" if directed else "diesel",
        migrations=migrations,
        orphans=orphans,
        others=rest,
    )


def _refuse_mixture(directory: Path, format_name: str, strangers: tuple[Path, ...]) -> None:
    if strangers:
        raise HistoryError(
            f"{directory}: {format_name}, and {strangers[0].name} of another format. "
            "Keep one format in a folder."
        )


def _duplicates(ordered: tuple[Migration, ...]) -> tuple[tuple[Migration, ...], ...]:
    by_number: dict[int, list[Migration]] = {}
    for migration in ordered:
        by_number.setdefault(migration.number, []).append(migration)
    return tuple(tuple(group) for group in by_number.values() if len(group) > 1)
