"""Writes an approved migration into its directory: all of it, or nothing."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from designkit.config import FileFormat
from designkit.errors import FileError, NotApproved
from designkit.migrate import checksums
from designkit.migrate.checksums import Checksums
from designkit.migrate.export import Export, next_number, render
from designkit.migrate.history import History, find
from designkit.model import Value


class Plan(Value, frozen=True, kw_only=True):
    """The next migration of a directory, ready to be written.

    Attributes:
        files: name and text of each file, up before down.
        checksums: the chain of the directory with these files at its end.
    """

    directory: Path
    number: int
    label: str
    files: tuple[tuple[str, str], ...]
    checksums: Checksums

    @property
    def paths(self) -> tuple[Path, ...]:
        """Where the files go, up before down."""
        return tuple(self.directory / name for name, _ in self.files)


def plan(
    directory: Path,
    export: Export,
    *,
    file_format: FileFormat = "goose",
    width: int = 3,
    reviewed: str | None = None,
) -> Plan:
    """Return what `publish` would write now; nothing is written.

    A directory that has migrations keeps their format.

    Args:
        directory: the folder of the migrations; it need not exist.
        export: what the migration shall hold.
        file_format: the format of the first migration of a directory.
        width: the least number of digits.
        reviewed: the total of the checksums of the history that the review built on, "" for none;
            where it is given, a history that has moved since is refused.

    Raises:
        NotApproved: the history has moved or was tampered with, or the description is not
            snake_case.
        SourceError: the history cannot be read.
        FileError: the format cannot hold the migration.
    """
    history = find(directory) if directory.exists() else None
    recorded = _recorded(directory, history)
    if reviewed is not None and reviewed != (recorded.total if recorded.entries else ""):
        raise NotApproved(
            f"{directory}: the migrations are not those that were reviewed. "
            "Review the change again on what stands there now."
        )
    number, label = next_number(history, width)
    files = render(_format(history, file_format), label, export)
    return Plan(
        directory=directory,
        number=number,
        label=label,
        files=files,
        checksums=recorded.extended((name, text.encode()) for name, text in files),
    )


def publish(
    directory: Path,
    export: Export,
    *,
    file_format: FileFormat = "goose",
    width: int = 3,
    reviewed: str | None = None,
) -> Plan:
    """Write the next migration of a directory and record it in `designkit.sum`; return its plan.

    The directory is locked meanwhile, and the number is taken under the lock. Whatever fails, the
    directory is left as it was. Takes what `plan` does; makes the directory where there is none.

    Raises:
        NotApproved: another approval is running, the history has moved or was tampered with, or the
            description is not snake_case.
        SourceError: the history cannot be read.
        FileError: a file cannot be written, or the format cannot hold the migration.
    """
    try:
        with ExitStack() as undo:
            _make(directory, undo)
            with _locked(directory):
                planned = plan(
                    directory, export, file_format=file_format, width=width, reviewed=reviewed
                )
                _write(planned)
            undo.pop_all()
    except OSError as error:
        raise FileError(
            f"{directory}: the migration could not be written: {error.strerror or error}. "
            "Nothing was changed; see to the disk's space and rights, and approve again."
        ) from error
    return planned


def _write(planned: Plan) -> None:
    directory = planned.directory
    taken = next((path for path in planned.paths if path.exists()), None)
    if taken is not None:
        raise FileError(f"{taken}: exists already. Move it away, and approve again.")
    with ExitStack() as undo:
        drafts = [_draft(directory, text, undo) for _, text in planned.files]
        chain = _draft(directory, planned.checksums.text, undo)
        for draft, path in zip(drafts, planned.paths, strict=True):
            draft.rename(path)
            undo.callback(path.unlink, missing_ok=True)
        _flush(directory)
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
        return checksums.compute(history)
    faults = checksums.compare(recorded, history)
    tampered = [fault for fault in faults if fault.kind != "added"]
    if tampered:
        listed = "\n".join(f"  {fault.file} {fault.explanation}" for fault in tampered)
        raise NotApproved(f"{directory}: committed migrations were altered:\n{listed}")
    contents = checksums.contents(history)
    new = [fault.file for fault in faults]
    return recorded.extended((name, contents[name]) for name in new)


def _format(history: History | None, wanted: FileFormat) -> FileFormat:
    if history is None:
        return wanted
    if history.format == "diesel":
        raise FileError(
            f"{history.directory}: designkit reads diesel's folders, and does not write them. "
            "Keep the service's migrations in goose, sql-migrate, dbmate or golang-migrate."
        )
    return history.format


def _make(directory: Path, undo: ExitStack) -> None:
    missing = [folder for folder in (directory, *directory.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)
        undo.callback(_remove_if_empty, folder)


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):  # It is not empty: another approval has its files there.
        folder.rmdir()


@contextmanager
def _locked(directory: Path) -> Generator[None]:
    """Hold the directory's own lock, which needs no file and ends with the process."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NotApproved(
                f"{directory}: another approval is running. Wait until it is done, and look at "
                "what it wrote before you approve again."
            ) from error
        yield
    finally:
        os.close(handle)


def _draft(directory: Path, text: str, undo: ExitStack) -> Path:
    """Write a text, safely on the disk, under a name that no migration tool would read."""
    path = directory / f".designkit-{secrets.token_hex(8)}.tmp"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    undo.callback(path.unlink, missing_ok=True)
    with open(handle, "wb") as file:  # noqa: PTH123  (a handle, not a path)
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    return path


def _flush(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
