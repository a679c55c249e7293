"""Reads migrations whose UP and DOWN are two files: golang-migrate's, sqlx's, diesel's folders.

Each of these tools sends a file as one message. golang-migrate opens no transaction around it; sqlx
and diesel do, unless they are told not to.

Source: https://github.com/golang-migrate/migrate/blob/v4.18.3/source/parse.go,
https://github.com/launchbadge/sqlx/blob/v0.8.6/sqlx-core/src/migrate/source.rs,
https://github.com/diesel-rs/diesel/blob/v2.2.0/diesel_migrations/src/file_based_migrations.rs
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Literal

from designkit.errors import HistoryError, SourceError
from designkit.migrate.formats import names
from designkit.migrate.formats.names import Dialect, Directed, Direction, Numbered
from designkit.migrate.script import Migration, Script, in_own_message, read_text, script
from designkit.model import replace

Tool = Literal["golang-migrate", "sqlx"]

METADATA = "metadata.toml"
# What the first line of a file begins with that sqlx runs without a transaction.
NO_TRANSACTION = "-- no-transaction"

_File = tuple[Path, Directed]


def read(
    files: tuple[Path, ...], dialect: Dialect, tool: Tool
) -> tuple[tuple[Migration, ...], tuple[Path, ...]]:
    """Return the migrations of `NNN_name.up.sql` and `NNN_name.down.sql`, and downs without an up.

    With sqlx, `NNN_name.sql` is a way up without a way down.

    Where files name a dialect (`NNN_name.postgres.up.sql`), the one of the wanted dialect goes
    before the one that names none, and those of other dialects are passed over.

    Raises:
        SourceError: a file cannot be read, or holds what only psql understands.
    """
    named = [(file, name) for file in files if (name := _named(file.name, tool)) is not None]
    named.sort(key=lambda item: item[1].numbered.number)
    migrations: list[Migration] = []
    orphans: list[Path] = []
    for _, same_number in groupby(named, key=lambda item: item[1].numbered.number):
        for step in _steps(tuple(same_number)):
            up, down = _chosen(step, "up", dialect), _chosen(step, "down", dialect)
            if up is not None:
                numbered = up[1].numbered
                migrations.append(
                    _assembled(numbered, _script(up, tool), _script(down, tool) if down else None)
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
        metadata = folder / METADATA
        wrapped = not metadata.exists() or wraps(metadata, read_text(metadata))
        ways = (
            sent(file, read_text(file), wrapped=wrapped) for file in (up, down) if file.exists()
        )
        migration = _assembled(name, *ways)
        if metadata.exists():
            migration = replace(migration, files=(*migration.files, metadata))
        migrations.append(migration)
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


def sent(file: Path, text: str, *, wrapped: bool) -> Script:
    """Return the script of a text that is sent as one message, in a transaction of its own or not.

    Raises:
        SourceError: the text holds what only psql understands.
    """
    whole = script(file, text)
    return whole if wrapped else in_own_message(whole)


def sent_by_sqlx(file: Path, text: str) -> Script:
    """Return the script of a text as sqlx runs it; its first line may ask for no transaction.

    Raises:
        SourceError: the text holds what only psql understands.
    """
    return sent(file, text, wrapped=not text.startswith(NO_TRANSACTION))


def wraps(metadata: Path, text: str) -> bool:
    """Whether diesel opens a transaction, by what the optional file beside the scripts says.

    Raises:
        SourceError: the file is not TOML.
    """
    try:
        return tomllib.loads(text).get("run_in_transaction", True) is not False
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{metadata}: cannot be read as TOML: {error}") from error


def _named(file_name: str, tool: Tool) -> Directed | None:
    name = names.directed(file_name)
    if name is not None or tool != "sqlx":
        return name
    numbered = names.numbered(file_name.removesuffix(".sql"))
    if numbered is None:
        return None
    return Directed(numbered=numbered, direction="up", dialect="", transactional=True)


def _script(item: _File, tool: Tool) -> Script:
    file, name = item
    text = read_text(file)
    if tool == "sqlx":
        return sent_by_sqlx(file, text)
    if not name.transactional:
        return script(file, text, transactional=False)
    return sent(file, text, wrapped=False)


def _assembled(name: Numbered, up: Script, down: Script | None = None) -> Migration:
    return Migration(
        number=name.number,
        label=name.label,
        name=name.name,
        up=up,
        down=down,
        files=(up.file,) if down is None else (up.file, down.file),
    )
