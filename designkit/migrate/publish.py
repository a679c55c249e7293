"""Writes approved migrations into their directory: all of them, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from designkit.config import FileFormat
from designkit.errors import FileError, NotApproved
from designkit.migrate import checksums
from designkit.migrate.checksums import Checksums
from designkit.migrate.export import Export, render
from designkit.migrate.folder import draft, flush, locked, make_folder
from designkit.migrate.history import History, find
from designkit.migrate.numbering import next_numbers
from designkit.migrate.seal import missing_record
from designkit.model import Value


class Numbered(Value, frozen=True, kw_only=True):
    """A migration that has its number and its text.

    Attributes:
        files: name and text of each file, up before down.
    """

    number: int
    label: str
    files: tuple[tuple[str, str], ...]


class Plan(Value, frozen=True, kw_only=True):
    """The next migrations of a directory, ready to be written.

    Attributes:
        migrations: in order, numbered one after the other.
        checksums: the chain of the directory with their files at its end.
    """

    directory: Path
    migrations: tuple[Numbered, ...]
    checksums: Checksums

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """Name and text of every file, in the order of the migrations, up before down."""
        return tuple(file for migration in self.migrations for file in migration.files)

    @property
    def paths(self) -> tuple[Path, ...]:
        """Where the files go, in the same order."""
        return tuple(self.directory / name for name, _ in self.files)


def plan(
    directory: Path,
    exports: Sequence[Export],
    *,
    file_format: FileFormat = "goose",
    width: int = 3,
    reviewed: str | None = None,
) -> Plan:
    """Return what `publish` would write now; nothing is written.

    A directory that has migrations keeps their format.

    Args:
        directory: the folder of the migrations; it need not exist.
        exports: what the migrations shall hold, in the order in which they run.
        file_format: the format of the first migration of a directory.
        width: the least number of digits.
        reviewed: the total of the checksums of the history that the review built on, "" for none;
            where it is given, a history that has moved since is refused.

    Raises:
        NotApproved: the history has moved or was tampered with, a description is not snake_case,
            or there is nothing to write.
        SourceError: the history cannot be read.
        FileError: the format cannot hold a migration.
    """
    if not exports:
        raise NotApproved(f"{directory}: no migration was given. Export at least one.")
    history = find(directory, wanted=file_format) if directory.exists() else None
    recorded = _recorded(directory, history)
    if reviewed is not None and reviewed != (recorded.total if recorded.entries else ""):
        raise NotApproved(
            f"{directory}: the migrations are not those that were reviewed. "
            "Review the change again on what stands there now."
        )
    chosen = history.format if history is not None else file_format
    migrations = tuple(
        Numbered(number=number, label=label, files=render(chosen, label, export))
        for (number, label), export in zip(next_numbers(history, width), exports, strict=False)
    )
    files = (file for migration in migrations for file in migration.files)
    return Plan(
        directory=directory,
        migrations=migrations,
        checksums=recorded.extended((name, text.encode()) for name, text in files),
    )


def publish(
    directory: Path,
    exports: Sequence[Export],
    *,
    file_format: FileFormat = "goose",
    width: int = 3,
    reviewed: str | None = None,
) -> Plan:
    """Write the next migrations of a directory, record them in `designkit.sum`, return their plan.

    The directory is locked meanwhile, and the numbers are taken under the lock. Whatever fails, the
    directory is left as it was. Takes what `plan` does; makes the directory where there is none.

    Raises:
        NotApproved: another approval is running, or what `plan` refuses.
        SourceError: the history cannot be read.
        FileError: a file cannot be written, or the format cannot hold a migration.
    """
    try:
        with ExitStack() as undo:
            make_folder(directory, undo)
            with locked(directory):
                planned = plan(
                    directory, exports, file_format=file_format, width=width, reviewed=reviewed
                )
                _write(planned)
            undo.pop_all()
    except OSError as error:
        raise FileError(
            f"{directory}: the migrations could not be written: {error.strerror or error}. "
            "Nothing was changed; see to the disk's space and rights, and approve again."
        ) from error
    return planned


def _write(planned: Plan) -> None:
    directory = planned.directory
    taken = next((path for path in planned.paths if path.exists()), None)
    if taken is not None:
        raise FileError(f"{taken}: exists already. Move it away, and approve again.")
    with ExitStack() as undo:
        drafts = [draft(directory, text, undo) for _, text in planned.files]
        chain = draft(directory, planned.checksums.text, undo)
        for written, path in zip(drafts, planned.paths, strict=True):
            if path.parent != directory and not path.parent.exists():
                path.parent.mkdir()
                undo.callback(path.parent.rmdir)
            written.rename(path)
            undo.callback(path.unlink, missing_ok=True)
        flush(directory)
        # Last, so that a crash before leaves a file that is not recorded, which a check then names.
        chain.replace(directory / checksums.FILE_NAME)
        undo.pop_all()


def _recorded(directory: Path, history: History | None) -> Checksums:
    """The chain so far; files that nobody recorded are taken in, changed ones are refused."""
    recorded = checksums.read(directory)
    if history is None:
        if recorded is not None and recorded.entries:
            raise NotApproved(f"{directory}: every recorded migration is gone. Restore them.")
        return Checksums(entries=())
    if recorded is None:
        missing = missing_record(history)
        if missing is not None:
            raise NotApproved(f"{directory / missing.file}: {missing.explanation}")
        return checksums.compute(history)
    faults = checksums.compare(recorded, history)
    tampered = [fault for fault in faults if fault.kind != "added"]
    if tampered:
        listed = "\n".join(f"  {fault.file} {fault.explanation}" for fault in tampered)
        raise NotApproved(f"{directory}: committed migrations were altered:\n{listed}")
    contents = checksums.contents(history)
    new = [fault.file for fault in faults]
    return recorded.extended((name, contents[name]) for name in new)
