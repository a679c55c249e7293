"""Migrations that are not released yet move behind those that are; released ones are not touched.

After a merge, that closes the collision of two branches that both took the next number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from designkit.config import FileFormat
from designkit.errors import FileError, HistoryError, NotApproved
from designkit.migrate import checksums
from designkit.migrate.checksums import Checksums
from designkit.migrate.folder import draft, flush, locked
from designkit.migrate.formats import names
from designkit.migrate.history import History, read
from designkit.migrate.numbering import foreign_numbers, is_dated, labelled
from designkit.migrate.released import Released, files_of, held, recorded
from designkit.migrate.script import Migration, read_text
from designkit.model import Value

_HEADER = re.compile(r"(?:[ \t]*(?:--[^\n]*)?\n)+")


class Move(Value, frozen=True, kw_only=True):
    """What happens to an unreleased migration, which may be nothing.

    Attributes:
        files: each of its files, by the name that it has and the name that it will have.
        texts: the new content of those in whose header words change, by the name to be.
    """

    files: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...] = ()

    @property
    def renamed(self) -> tuple[tuple[str, str], ...]:
        """What gets another name: its files, or the one folder that they are in."""
        roots = dict.fromkeys((old.split("/")[0], new.split("/")[0]) for old, new in self.files)
        return tuple((old, new) for old, new in roots if old != new)

    @property
    def grows(self) -> bool:
        """Whether its number becomes greater."""
        old, new = (names.identified(name) for name in self.files[0])
        return old is not None and new is not None and new.number > old.number


class Renumbering(Value, frozen=True, kw_only=True):
    """New numbers for the migrations of a directory, ready to be given; falsy if all are right.

    Attributes:
        base: the revision whose migrations are released, or None: those that are recorded are.
        moves: of all migrations that are not released, in their order.
        checksums: the chain of the directory as it will be; None if nothing is recorded in it.
        records: whether that chain is another one than now.
    """

    directory: Path
    base: str | None
    wanted: FileFormat | None
    moves: tuple[Move, ...]
    checksums: Checksums | None
    records: bool

    def __bool__(self) -> bool:
        return self.records or any(move.renamed or move.texts for move in self.moves)


def plan(
    directory: Path, *, base: str | None = None, wanted: FileFormat | None = None
) -> Renumbering:
    """Return which migrations `apply` would move; nothing is written.

    Args:
        directory: the folder of the migrations.
        base: a git revision; what it holds is released. Without one, what `designkit.sum` records,
            and what the main branch of the repository holds that was cloned.
        wanted: the format that the project's settings name.

    Raises:
        NotApproved: a released migration was altered, or is missing here; or nothing says which are
            released.
        HistoryError: a way down without its way up.
        SourceError: the history, the checksums or the revision cannot be read.
        FileError: a name is taken by something that is no migration.
    """
    history = read(directory, strict=False, wanted=wanted)
    if history.orphans:
        raise HistoryError(
            f"{history.orphans[0]}: a way down without its way up. Add the up file, or remove this."
        )
    released = recorded(history) if base is None else held(history, base)
    fixed = released.among(history)
    unreleased = [item for item in history.migrations if item not in fixed]
    labels = tuple(_labels(history, fixed, unreleased))
    stems = {
        f"{item.label}_{item.name}": f"{label}_{item.name}"
        for item, label in zip(unreleased, labels, strict=True)
        if item.label != label
    }
    moves = tuple(
        _move(history, item, label, stems) for item, label in zip(unreleased, labels, strict=True)
    )
    _refuse_taken(directory, moves)
    chain = _chain(history, released, fixed, moves)
    return Renumbering(
        directory=directory,
        base=base,
        wanted=wanted,
        moves=moves,
        checksums=chain,
        records=chain is not None and not _is_recorded(directory, chain),
    )


def apply(renumbering: Renumbering) -> None:
    """Move the migrations and record them, all of them or none.

    Raises:
        NotApproved: an approval is running, or the directory is not what was planned for.
        FileError: a file cannot be written.
    """
    directory = renumbering.directory
    try:
        with locked(directory):
            now = plan(directory, base=renumbering.base, wanted=renumbering.wanted)
            if now != renumbering:
                raise NotApproved(
                    f"{directory}: the migrations are not those that the new numbers were made "
                    "for. Run it again on what stands there now."
                )
            _write(renumbering)
    except OSError as error:
        raise FileError(
            f"{directory}: the migrations could not be renumbered: {error.strerror or error}. "
            "Nothing was changed; see to the disk's space and rights, and run it again."
        ) from error


def _labels(history: History, fixed: list[Migration], unreleased: list[Migration]) -> Iterator[str]:
    """The numbers of those that may move: one after the other, behind the last that may not."""
    if not unreleased:
        return
    last = fixed[-1] if fixed else unreleased[0]
    number = last.number if fixed else last.number - 1
    foreign = frozenset(foreign_numbers(history))
    for migration in unreleased:
        number += 1
        # Between dates a gap says nothing, and neither where others take numbers.
        if foreign or is_dated(migration.label):
            number = max(migration.number, number)
        number = next(each for each in count(number) if each not in foreign)
        if any(migration.number < each < number for each in foreign):
            raise NotApproved(
                f"{migration.files[0]}: would move past a migration that is written in Go, which "
                "only people can renumber. Give it, and those behind it, their numbers by hand."
            )
        like = migration if is_dated(migration.label) else last
        moves = number != migration.number
        yield labelled(number, like.label, history) if moves else migration.label


def _move(history: History, migration: Migration, label: str, stems: Mapping[str, str]) -> Move:
    files = tuple((name, names.relabelled(name, label)) for name in files_of(history, migration))
    texts: list[tuple[str, str]] = []
    for old, new in files:
        text = read_text(history.directory / old)
        following = _following(text, stems)
        if following != text:
            texts.append((new, following))
    return Move(files=files, texts=tuple(texts))


def _following(text: str, stems: Mapping[str, str]) -> str:
    """The text with the names of moved migrations in its header as they will be."""
    head = _HEADER.match(text)
    if head is None or not stems:
        return text
    words = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, stems))})(?!\w)")
    return words.sub(lambda match: stems[match[0]], head[0]) + text[head.end() :]


def _refuse_taken(directory: Path, moves: tuple[Move, ...]) -> None:
    leaving = {old for move in moves for old, _ in move.renamed}
    for move in moves:
        for _, new in move.renamed:
            if new not in leaving and (directory / new).exists():
                raise FileError(f"{directory / new}: stands where a migration has to go. Move it.")


def _chain(
    history: History, released: Released, fixed: list[Migration], moves: tuple[Move, ...]
) -> Checksums | None:
    """The released part as it is recorded, and behind it what is not, in its new order."""
    if released.chain is None:
        return None
    known = {entry.file for entry in released.chain.entries}
    rewritten = {name: text.encode() for move in moves for name, text in move.texts}
    kept = [(name, name) for item in fixed for name in files_of(history, item) if name not in known]
    moved = [file for move in moves for file in move.files]
    return released.chain.extended(
        (new, rewritten.get(new) or (history.directory / old).read_bytes())
        for old, new in (*kept, *moved)
    )


def _is_recorded(directory: Path, chain: Checksums) -> bool:
    file = directory / checksums.FILE_NAME
    return file.exists() and file.read_bytes() == chain.text.encode()


def _write(renumbering: Renumbering) -> None:
    directory = renumbering.directory
    with ExitStack() as undo:
        texts = {
            name: draft(directory, text, undo)
            for move in renumbering.moves
            for name, text in move.texts
        }
        recorded = renumbering.checksums
        chain = draft(directory, recorded.text, undo) if recorded is not None else None
        for move in _in_order(renumbering.moves):
            for old, new in move.renamed:
                (directory / old).rename(directory / new)
                undo.callback((directory / new).rename, directory / old)
            for name, _ in move.texts:
                original = (directory / name).read_bytes()
                undo.callback((directory / name).write_bytes, original)
                texts[name].replace(directory / name)
        flush(directory)
        if chain is not None:
            chain.replace(directory / checksums.FILE_NAME)
        undo.pop_all()


def _in_order(moves: tuple[Move, ...]) -> Iterator[Move]:
    """From behind where numbers grow, and then from the front, so that each name is free."""
    yield from (move for move in reversed(moves) if move.grows)
    yield from (move for move in moves if not move.grows)
