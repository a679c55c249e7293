"""A directory of migrations on the disk: held alone, and changed as a whole or not at all."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from designkit.errors import NotApproved


@contextmanager
def locked(directory: Path) -> Generator[None]:
    """Hold the directory's own lock, which needs no file and ends with the process.

    Raises:
        NotApproved: somebody else holds it.
    """
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


def make_folder(directory: Path, undo: ExitStack) -> None:
    """Make a directory and those above it; undone, they are gone again if nothing is in them."""
    missing = [folder for folder in (directory, *directory.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)
        undo.callback(_remove_if_empty, folder)


def draft(directory: Path, text: str, undo: ExitStack) -> Path:
    """Write a text, safely on the disk, under a name that no migration tool would read."""
    path = directory / f".designkit-{secrets.token_hex(8)}.tmp"
    undo.callback(path.unlink, missing_ok=True)
    write_safely(path, text)
    return path


def write_safely(path: Path, text: str) -> None:
    """Write a file that is not there yet, and wait until the disk has it."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    with open(handle, "wb") as file:  # noqa: PTH123  (a handle, not a path)
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def flush(directory: Path) -> None:
    """Wait until the disk has the names that a directory holds."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):  # It is not empty: another approval has its files there.
        folder.rmdir()
