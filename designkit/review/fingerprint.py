"""What the answer of a command rests on: files, folders, and what stands beside them, as one hash.

Imports next to nothing: it is asked before anything else is loaded.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

# A whole folder, a file that may be missing, the names in a folder, or that a program is the same.
Kind: TypeAlias = Literal["tree", "file", "names", "stamp"]

# Reading more than this again costs more than it saves.
_AT_MOST_BYTES = 64 << 20

# A goose migration may ask for any variable of the environment.
_ASKS_ENVIRONMENT = b"envsub"


class Input(NamedTuple):
    """What an answer rests on: what stands at a path."""

    kind: Kind
    path: str


class _Unsteady(Exception):  # noqa: N818  (it is no error: such inputs are only not remembered)
    """What cannot be told to be the same from its hash."""


def fingerprint(inputs: Iterable[Input]) -> str | None:
    """Return a hash of all that stands there now; None where nobody can tell whether it is lasting.

    So it is of what cannot be read, is no plain file, is too much, or asks for the environment.
    """
    hashed = hashlib.blake2b(digest_size=20)
    size = 0
    try:
        for kind, path in inputs:
            for part in (f"{kind} {path}".encode(errors="surrogateescape"), *_parts(kind, path)):
                size += len(part)
                if size > _AT_MOST_BYTES:
                    return None
                hashed.update(len(part).to_bytes(8, "big"))
                hashed.update(part)
    except (OSError, _Unsteady):
        return None
    return hashed.hexdigest()


def _parts(kind: Kind, path: str) -> Iterator[bytes]:
    if kind == "tree":
        # An empty folder differs from none.
        yield str(Path(path).is_dir()).encode()
        yield from _tree(path)
    elif kind == "file":
        yield from _file(path)
    elif kind == "names":
        yield "\0".join(_names(path)).encode(errors="surrogateescape")
    else:
        yield _stamp(path)


def _tree(folder: str) -> Iterator[bytes]:
    """The names and the contents of everything below a folder."""
    for entry in _entries(folder):
        yield entry.name.encode(errors="surrogateescape")
        if entry.is_dir(follow_symlinks=False):
            yield b"("
            yield from _tree(entry.path)
            yield b")"
        else:
            yield from _file(entry.path)


def _file(path: str) -> Iterator[bytes]:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        yield b"no file"
        return
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise _Unsteady(path)
        with open(handle, "rb", buffering=0, closefd=False) as file:
            content = file.read()
    finally:
        os.close(handle)
    if _ASKS_ENVIRONMENT in content.lower():
        raise _Unsteady(path)
    yield content


def _names(folder: str) -> list[str]:
    """What stands in a folder, and of each folder there whether it holds migrations."""
    return [
        f"{entry.name} {entry.is_dir()} {Path(entry.path, 'migrations').is_dir()}"
        for entry in _entries(folder)
    ]


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """What stands in a folder, by name; nothing where there is no such folder."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _stamp(path: str) -> bytes:
    try:
        status = Path(path).stat()
    except FileNotFoundError:
        return b"no file"
    return f"{status.st_size} {status.st_mtime_ns}".encode()
