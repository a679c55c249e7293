"""The line by which a migration says that designkit wrote it and keeps its checksum.

Whoever removes `designkit.sum` does not take this line away, so that the loss is noticed.
"""

from __future__ import annotations

import re

from designkit.migrate import checksums
from designkit.migrate.checksums import FILE_NAME, Fault
from designkit.migrate.history import History
from designkit.migrate.script import read_text
from designkit.release import VERSION

_PROMISE = f"its checksum is in {FILE_NAME}"
_HEADER = re.compile(r"(?:[ \t]*(?:--[^\n]*)?\n)*")

LINE = f"Written by designkit {VERSION}. Do not edit: {_PROMISE}."


def inspect(history: History) -> tuple[Fault, ...] | None:
    """Return what happened to the recorded files of a history, or to their record itself.

    None where nobody recorded any.

    Raises:
        SourceError: a file cannot be read, or the record is not what designkit writes.
    """
    recorded = checksums.read(history.directory)
    if recorded is not None:
        return checksums.compare(recorded, history)
    missing = missing_record(history)
    return (missing,) if missing is not None else None


def missing_record(history: History) -> Fault | None:
    """Return the loss of a `designkit.sum` that is not there, or None if no file speaks of one.

    Raises:
        SourceError: a file cannot be read.
    """
    files = (file for migration in history.migrations for file in migration.files)
    sealed = next((file for file in files if _is_sealed(read_text(file))), None)
    if sealed is None:
        return None
    name = sealed.relative_to(history.directory).as_posix()
    return Fault(
        file=FILE_NAME,
        kind="removed",
        explanation=f"is missing, and {name} says that its checksum is in it, so nobody would see "
        f"that a migration was changed. Restore it (git checkout HEAD -- {FILE_NAME}, or from the "
        "last revision that holds it).",
    )


def _is_sealed(text: str) -> bool:
    head = _HEADER.match(text)
    return head is not None and _PROMISE in head[0]
