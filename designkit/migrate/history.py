"""The history that a directory of migration files tells; the format is found, not configured."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from designkit.concealment import concealed
from designkit.config import FileFormat
from designkit.errors import HistoryError, SourceError
from designkit.migrate.formats import names, one_file, pairs
from designkit.migrate.formats.names import Dialect
from designkit.migrate.script import Migration, read_text
from designkit.model import Value, replace

# Two of the tools compare the names of files as text.
SORTED_AS_TEXT: frozenset[FileFormat] = frozenset({"dbmate", "diesel"})


class History(Value, frozen=True, kw_only=True):
    """The migrations of a directory, in the order in which they run: by number.

    Attributes:
        duplicates: groups of migrations that share a number; empty unless read with `strict=False`.
        orphans: down files without an up file; empty unless read with `strict=False`.
        others: `.sql` files that are no migrations, because they have neither number nor directive.
        passed_over: files of migrations that are for another database.
        foreign: numbered migrations of goose that are written in Go, which only their own program
            can run; their numbers are taken all the same.
    """

    directory: Path
    format: FileFormat
    migrations: tuple[Migration, ...]
    duplicates: tuple[tuple[Migration, ...], ...] = ()
    orphans: tuple[Path, ...] = ()
    others: tuple[Path, ...] = ()
    passed_over: tuple[Path, ...] = ()
    foreign: tuple[Path, ...] = ()


def read(
    directory: Path,
    *,
    strict: bool = True,
    dialect: Dialect = "postgres",
    wanted: FileFormat | None = None,
    environment: Mapping[str, str] | None = None,
) -> History:
    """Return the history of a directory.

    Read are one-file migrations of goose, sql-migrate and dbmate, pairs of `.up.sql` and
    `.down.sql` files, up files alone, and diesel's folders. Of files per dialect
    (`001_users.postgres.up.sql`) the wanted one is read, else the one that names no dialect; those
    of other dialects are passed over.

    The pairs of golang-migrate and sqlx have the same names. They are sqlx's if that is wanted, or
    if one of them begins as only sqlx understands; `NNN_name.sql` without any mark is so as well.

    Args:
        directory: the folder of the files; folders within it count for diesel only.
        strict: whether a number that stands twice, or a way down without its way up, is refused; or
            else reported with what could be read.
        dialect: the database whose files are wanted, where the names say.
        wanted: the format that the project's settings name; it decides where the files leave two.
        environment: the variables that files may ask for; those of this process, if not given.

    Raises:
        SourceError: there is no such folder, no migration in it, none of a known format, or a file
            that its tool would refuse.
        HistoryError: two migrations with one number, a down file without its up file, or files of
            several formats.
    """
    history = find(
        directory, strict=strict, dialect=dialect, wanted=wanted, environment=environment
    )
    if history is None:
        raise SourceError(
            f"{directory}: holds no migration. Give the folder of NNN_description.sql files."
        )
    return history


def find(
    directory: Path,
    *,
    strict: bool = True,
    dialect: Dialect = "postgres",
    wanted: FileFormat | None = None,
    environment: Mapping[str, str] | None = None,
) -> History | None:
    """Return the history of a directory, or None where it holds no `.sql` file at all.

    Takes and raises what `read` does.
    """
    files, folders = _contents(directory)
    if not files and not folders:
        return None
    values = os.environ if environment is None else environment
    told = _marked(directory, files, folders, values)
    if told is None:
        told = _paired(directory, files, folders, dialect, wanted)
    ordered = tuple(sorted(told.migrations, key=_order(told.format)))
    history = replace(told, migrations=ordered, duplicates=_duplicates(ordered))
    if strict:
        _refuse_contradictions(history)
    return history


def _order(format_name: FileFormat) -> Callable[[Migration], tuple[int, str, str]]:
    """How the tool sorts: by number, or the names as text; diesel leaves hyphens out of its dates.

    Source: `FindMigrations` of dbmate,
    https://github.com/amacneil/dbmate/blob/v2.28.0/pkg/dbmate/db.go
    """
    if format_name in SORTED_AS_TEXT:
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


def _marked(
    directory: Path,
    files: tuple[Path, ...],
    folders: tuple[Path, ...],
    environment: Mapping[str, str],
) -> History | None:
    """What files tell that speak to their tool; neither ordered nor checked; None if none does."""
    directed = tuple(file for file in files if names.directed(file.name))
    rest = tuple(file for file in files if file not in set(directed))
    dialogue = one_file.dialogue_of(rest)
    if dialogue is None:
        return None
    _refuse_mixture(directory, f"{dialogue.tool} files", (*directed, *folders))
    migrations, others = one_file.read(dialogue, rest, environment)
    return History(
        directory=directory,
        format=dialogue.tool,
        migrations=migrations,
        others=others,
        foreign=_written_in_go(directory) if dialogue.tool == "goose" else (),
    )


def _written_in_go(directory: Path) -> tuple[Path, ...]:
    found = (file for file in sorted(directory.glob("*.go")) if not file.stem.endswith("_test"))
    return tuple(file for file in found if names.numbered(file.stem))


def _paired(
    directory: Path,
    files: tuple[Path, ...],
    folders: tuple[Path, ...],
    dialect: Dialect,
    wanted: FileFormat | None,
) -> History:
    """What files tell that hold one direction each; neither ordered nor checked."""
    directed = tuple(file for file in files if names.directed(file.name))
    rest = tuple(file for file in files if file not in set(directed))
    bare = tuple(file for file in rest if names.numbered(file.name.removesuffix(".sql")))
    tool = _sender((*directed, *bare), wanted)
    if tool == "sqlx":
        directed, bare = (*directed, *bare), ()
    if directed:
        _refuse_mixture(directory, "pairs of up and down files", (*folders, *bare))
        migrations, orphans = pairs.read(directed, dialect, tool)
    elif folders:
        _refuse_mixture(directory, "folders of up.sql and down.sql", bare)
        migrations, orphans = pairs.read_folders(folders)
    else:
        raise SourceError(
            f"{directory}: {files[0].name} is of no known format. Mark the directions of each file "
            "(`-- +goose Up`, `-- +goose Down`), or write pairs NNN_name.up.sql and "
            'NNN_name.down.sql. For files that sqlx runs one way, configure format = "sqlx".'
        )
    used = {*orphans, *(file for item in migrations for file in item.files)}
    return History(
        directory=directory,
        format=tool if directed else "diesel",
        migrations=migrations,
        orphans=orphans,
        others=tuple(file for file in rest if file not in set(directed)),
        passed_over=tuple(file for file in directed if file not in used),
    )


def _sender(files: Iterable[Path], wanted: FileFormat | None) -> pairs.Tool:
    """Whose the files are, which may bear the same names with two tools."""
    if wanted == "sqlx" or any(read_text(file).startswith(pairs.NO_TRANSACTION) for file in files):
        return "sqlx"
    return "golang-migrate"


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
