"""Reads migrations whose UP and DOWN are two files: golang-migrate's pairs, and diesel's folders.

Source: https://github.com/golang-migrate/migrate/blob/master/source/parse.go,
https://docs.rs/diesel_migrations/latest/diesel_migrations/
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from designkit.errors import HistoryError, SourceError
from designkit.migrate.formats import names
from designkit.migrate.formats.names import Dialect, Directed, Direction, Numbered
from designkit.migrate.script import Migration, Script, in_own_message, read_text, script

_File = tuple[Path, Directed]


def read(
    files: tuple[Path, ...], dialect: Dialect
) -> tuple[tuple[Migration, ...], tuple[Path, ...]]:
    """Return the migrations of `NNN_name.up.sql` and `NNN_name.down.sql`, and downs without an up.

    Where files name a dialect (`NNN_name.postgres.up.sql`), the one of the wanted dialect goes
    before the one that names none, and those of other dialects are passed over.

    Raises:
        SourceError: a file cannot be read, or holds what only psql understands.
    """
    named = [(file, name) for file in files if (name := names.directed(file.name)) is not None]
    named.sort(key=lambda item: item[1].numbered.number)
    migrations: list[Migration] = []
    orphans: list[Path] = []
    for _, same_number in groupby(named, key=lambda item: item[1].numbered.number):
        for step in _steps(tuple(same_number)):
            up, down = _chosen(step, "up", dialect), _chosen(step, "down", dialect)
            if up is not None:
                numbered = up[1].numbered
                migrations.append(
                    _assembled(numbered, _script(up), _script(down) if down else None)
                )
            elif down is not None and all(name.direction == "down" for _, name in step):
                orphans.append(down[0])
    return tuple(migrations), tuple(orphans)


def read_folders(
    folders: tuple[Path, ...],
) -> tuple[tuple[Migration, ...], tuple[Path, ...]]:
    """Return the migrations of folders called `NNN_name`, and down files without an up file.

    Raises:
        HistoryError: a folder has no number.
        SourceError: a file cannot be read, or holds what only psql understands.
    """
    migrations: list[Migration] = []
    orphans: list[Path] = []
    for folder in folders:
        name = names.numbered(folder.name)
        if name is None:
            raise HistoryError(f"{folder}: has no number. Call it NNN_{folder.name}.")
        up, down = folder / "up.sql", folder / "down.sql"
        if not up.exists():
            orphans.append(down)
            continue
        free = not _runs_in_transaction(folder / "metadata.toml")
        up_script = script(up, read_text(up), transactional=not free)
        down_script = (
            script(down, read_text(down), transactional=not free) if down.exists() else None
        )
        migrations.append(_assembled(name, up_script, down_script))
    return tuple(migrations), tuple(orphans)


def _steps(files: tuple[_File, ...]) -> Iterable[tuple[_File, ...]]:
    """Files of one number, by migration: golang-migrate goes by the number, whatever the names."""
    by_name: dict[str, list[_File]] = {}
    for item in files:
        by_name.setdefault(item[1].numbered.name, []).append(item)
    ups, downs = (
        [name for name, group in by_name.items() if {item[1].direction for item in group} == {only}]
        for only in ("up", "down")
    )
    if len(by_name) == len(ups) + len(downs) and (len(ups), len(downs)) == (1, 1):
        return (files,)
    return tuple(tuple(group) for group in by_name.values())


def _chosen(files: tuple[_File, ...], direction: Direction, dialect: Dialect) -> _File | None:
    of_direction = [item for item in files if item[1].direction == direction]
    for wanted in (dialect, ""):
        for item in of_direction:
            if item[1].dialect == wanted:
                return item
    return None


def _script(item: _File) -> Script:
    file, name = item
    whole = script(file, read_text(file))
    return in_own_message(whole) if name.transactional else _free(whole)


def _free(whole: Script) -> Script:
    return script(whole.file, whole.text, transactional=False)


def _assembled(name: Numbered, up: Script, down: Script | None) -> Migration:
    return Migration(
        number=name.number,
        label=name.label,
        name=name.name,
        up=up,
        down=down,
        files=(up.file,) if down is None else (up.file, down.file),
    )


def _runs_in_transaction(metadata: Path) -> bool:
    """What diesel's optional file beside the scripts says: `run_in_transaction = false`."""
    if not metadata.exists():
        return True
    try:
        return tomllib.loads(read_text(metadata)).get("run_in_transaction", True) is not False
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{metadata}: cannot be read as TOML: {error}") from error
