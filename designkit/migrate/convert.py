"""A history in another format: a copy with the same statements, proven by reading it back.

How each format writes a migration is the business of `export`.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from designkit.config import FileFormat
from designkit.errors import FileError
from designkit.migrate import checksums, passages
from designkit.migrate import history as histories
from designkit.migrate.checksums import Checksums
from designkit.migrate.export import Export, render_as
from designkit.migrate.folder import flush, make_folder, write_safely
from designkit.migrate.history import SORTED_AS_TEXT, History
from designkit.migrate.passages import Body
from designkit.migrate.script import Migration, Script, read_text
from designkit.model import Value
from designkit.sql.scope import refuses_transaction
from designkit.sql.statements import words

# How a tool keeps the number of a migration; the others keep its text.
_NUMBERS: Mapping[FileFormat, range] = {
    "goose": range(1, 2**63),
    "sqlx": range(1, 2**63),
    "sql-migrate": range(2**63),
    "golang-migrate": range(2**64),
}
# These take a file apart by its lines, whatever the lines end with.
_BY_LINE: frozenset[FileFormat] = frozenset({"goose", "sql-migrate", "dbmate"})
_UNNAMED = "unnamed"


class Conversion(Value, frozen=True, kw_only=True):
    """A history in another format, ready to be written.

    Attributes:
        source: what is converted.
        directory: where the copy goes.
        files: name and text of each file, in the order of the migrations.
        checksums: the chain of the copy.
        notes: what the copy leaves out or says in another way, each a sentence.
    """

    source: History
    directory: Path
    format: FileFormat
    files: tuple[tuple[str, str], ...]
    checksums: Checksums
    notes: tuple[str, ...]


def plan(source: History, directory: Path, file_format: FileFormat) -> Conversion:
    """Return what `apply` would write; nothing is written.

    Numbers, names, statements, comments, and whether a migration runs in a transaction stay.

    Raises:
        FileError: the format cannot hold one of the migrations, or the directory is not free.
        SourceError: a file of the source cannot be read.
    """
    if directory.exists() and not (directory.is_dir() and not any(directory.iterdir())):
        raise FileError(
            f"{directory}: exists already, and a conversion overwrites nothing. "
            "Name a folder that is empty or does not exist."
        )
    files: list[tuple[str, str]] = []
    notes = [*_left_out(source), *_line_endings(source, file_format)]
    stems = _stems(source, file_format)
    for migration, stem in zip(source.migrations, stems, strict=True):
        export, told = _export(migration, source.format, file_format)
        files += render_as(file_format, stem, export)
        notes += (f"{migration.files[0].relative_to(source.directory)}: {note}" for note in told)
    return Conversion(
        source=source,
        directory=directory,
        format=file_format,
        files=tuple(files),
        checksums=Checksums(entries=()).extended((name, text.encode()) for name, text in files),
        notes=tuple(notes),
    )


def apply(conversion: Conversion) -> None:
    """Write the copy with its checksums, all of it or nothing, and prove it before it is there.

    Raises:
        FileError: a file cannot be written, or the copy does not read as the source does.
    """
    directory = conversion.directory
    beside = directory.with_name(f".{directory.name}.{secrets.token_hex(8)}.tmp")
    try:
        with ExitStack() as undo:
            make_folder(directory.parent, undo)
            beside.mkdir()
            undo.callback(shutil.rmtree, beside, ignore_errors=True)
            for name, text in (*conversion.files, (checksums.FILE_NAME, conversion.checksums.text)):
                (beside / name).parent.mkdir(exist_ok=True)
                write_safely(beside / name, text)
            _prove(conversion, beside)
            flush(beside)
            # Takes the place of an empty folder, and of nothing else.
            beside.rename(directory)
            undo.pop_all()
    except OSError as error:
        raise FileError(
            f"{directory}: the copy could not be written: {error.strerror or error}. Nothing was "
            "left there; see to the disk's space and rights, and convert again."
        ) from error


def _prove(conversion: Conversion, written: Path) -> None:
    copy = histories.read(written, wanted=conversion.format)
    recorded = checksums.read(written)
    if copy.format != conversion.format:
        raise FileError(f"{conversion.directory}: the copy would be taken for {copy.format}.")
    wanted = [_content(it, conversion.format) for it in conversion.source.migrations]
    for migration, expected in zip(copy.migrations, wanted, strict=False):
        if _content(migration, conversion.format) != expected:
            raise FileError(
                f"{conversion.directory}: {conversion.format} would run "
                f"{migration.files[0].relative_to(written)} where the source has something else. "
                "Give the migrations of the source numbers of one width, in the order they run."
            )
    if len(copy.migrations) != len(wanted) or recorded is None or checksums.compare(recorded, copy):
        raise FileError(
            f"{conversion.directory}: {conversion.format} would not see every migration. "
            "Rename the files of the source to NNN_description."
        )


def _content(
    migration: Migration, file_format: FileFormat
) -> tuple[int, str, tuple[str, ...], tuple[str, ...] | None]:
    """What has to be the same in the copy, as far as its format can tell."""
    up = _texts(migration.up, file_format)
    none = () if file_format == "dbmate" else None
    down = none if migration.down is None else _texts(migration.down, file_format)
    return migration.number, migration.name or _UNNAMED, up, down


def _texts(way: Script, file_format: FileFormat) -> tuple[str, ...]:
    texts = passages.body(way).texts
    return tuple(map(_with_lf, texts)) if file_format in _BY_LINE else texts


def _left_out(source: History) -> Iterator[str]:
    for file in source.others:
        yield f"{file.name} is no migration, and was left out."
    for file in source.passed_over:
        yield f"{file.name} is for another database, and was left out."


def _line_endings(source: History, file_format: FileFormat) -> Iterator[str]:
    files = [file for migration in source.migrations for file in migration.files]
    concerned = [file for file in files if "\r\n" in read_text(file)]
    if concerned:
        first = concerned[0].relative_to(source.directory)
        others = f" and {len(concerned) - 1} more" if len(concerned) > 1 else ""
        kept = "" if file_format in _BY_LINE else ", but for those inside of statements"
        yield f"{first}{others}: line endings of Windows (CRLF) became LF{kept}."


def _stems(source: History, file_format: FileFormat) -> Iterator[str]:
    """The names of the migrations, with digits alone as the number, which sort as they run."""
    digits = [migration.label.replace("-", "") for migration in source.migrations]
    widened = file_format in SORTED_AS_TEXT and digits != sorted(digits)
    width = max(map(len, digits)) if widened else 0
    for migration, number in zip(source.migrations, digits, strict=True):
        possible = _NUMBERS.get(file_format)
        if possible is not None and migration.number not in possible:
            raise FileError(
                f"{migration.files[0]}: {file_format} keeps no number {migration.label}. Give the "
                f"migration one from {possible.start}, of at most 18 digits."
            )
        yield f"{number:0>{width}}_{migration.name or _UNNAMED}"


def _export(
    migration: Migration, source_format: FileFormat, file_format: FileFormat
) -> tuple[Export, tuple[str, ...]]:
    ways = (migration.up,) if migration.down is None else (migration.up, migration.down)
    header, start = passages.header(migration.up, source_format)
    bodies = list(_bodies(migration, ways, start, source_format))
    if file_format in _BY_LINE:
        for way, body in zip(ways, bodies, strict=True):
            _refuse_line_endings(way, body, file_format)
    wrapped = [
        body.framed or way.transactional or not _asks_for_freedom(body, source_format)
        for way, body in zip(ways, bodies, strict=True)
    ]
    notes: list[str] = []
    if any(body.framed for body in bodies):
        notes.append("its own BEGIN and COMMIT were left out; a transaction stays.")
    found = [body.passages for body in bodies]
    if file_format in _BY_LINE:
        found = [tuple(map(_with_lf, each)) for each in found]
    up, *down = found
    if not down and file_format == "dbmate":
        notes.append("has no way down; dbmate needs one, and got one that does nothing.")
        down.append(())
    export = Export(
        description=migration.name,
        up=up,
        down=down[0] if down else None,
        header=header,
        transactional=wrapped[0],
        down_transactional=wrapped[-1],
    )
    return export, tuple(notes)


def _bodies(
    migration: Migration, ways: tuple[Script, ...], start: int, source_format: FileFormat
) -> Iterator[Body]:
    for way in ways:
        first = start if way is migration.up else passages.beginning(way, source_format)
        body = passages.body(way, first)
        _refuse_unclear(way, body)
        yield body


def _refuse_unclear(way: Script, body: Body) -> None:
    """What a copy cannot say: what the source's tool refuses, what is not in its file, or hides."""
    for objection in way.objections:
        raise FileError(f"{way.file}:{objection.line}: {objection.problem}")
    lines = [line.removesuffix("\r") for line in read_text(way.file).split("\n")]
    for number, line in enumerate(way.text.split("\n"), start=way.first_line):
        if line.removesuffix("\r") and lines[number - 1 : number] != [line.removesuffix("\r")]:
            raise FileError(
                f"{way.file}:{number}: goose puts variables of the environment into this line, and "
                "a copy would hold their values. Write out what shall stand there."
            )
    if body.mixed is not None:
        raise FileError(
            f"{way.file}:{body.mixed.line}: begins or ends a transaction by itself, and not simply "
            "one around the whole file, so another tool would not run it alike. Split the file."
        )


def _refuse_line_endings(way: Script, body: Body, file_format: FileFormat) -> None:
    """Line endings that mean something, because they stand inside of a text or a body."""
    for statement in body.statements:
        if "\r" in statement.text and words(_with_lf(statement.text)) != words(statement.text):
            raise FileError(
                f"{way.file}:{statement.line}: has line endings of Windows (CRLF) inside of a text "
                f"or a body, and {file_format} takes them away. Save the file with LF."
            )


def _with_lf(text: str) -> str:
    return text.replace("\r\n", "\n")


def _asks_for_freedom(body: Body, source_format: FileFormat) -> bool:
    """Whether what runs outside of a transaction has to; golang-migrate never asks for one."""
    if source_format != "golang-migrate" or len(body.statements) != 1:
        return bool(body.statements)
    return refuses_transaction(body.statements[0])
