"""The lines of the files that findings stand in, read once each."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def _lines(file: str) -> tuple[str, ...]:
    try:
        content = Path(file).read_bytes()
    except OSError:
        # It is shown beside a finding, which stands without it as well.
        return ()
    return tuple(content.decode("utf-8", errors="replace").split("\n"))


def line_of(file: str, line: int) -> str:
    """The text of a line of a file, "" where there is none."""
    lines = _lines(file) if file else ()
    return lines[line - 1].rstrip("\r") if 0 < line <= len(lines) else ""


def forget() -> None:
    """Read files anew from now on, since they may have changed: a process runs several commands."""
    _lines.cache_clear()
