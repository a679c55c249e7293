"""A folder of Go code as a `GoScan`. Reads files; everything below works on what was read."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, Literal

from designkit.model import replace
from designkit.model.value import uncollected
from designkit.workload.golang.finding import find, sorted_notes
from designkit.workload.golang.packages import GoFile
from designkit.workload.golang.project import Project
from designkit.workload.golang.values import GoScan, Unreadable
from designkit.workload.query import Place

# What Go itself passes over, and code of others.
_SKIPPED: Final = {"vendor", "node_modules", "testdata"}
# A larger file is data that somebody wrapped in Go.
LARGEST: Final = 2_000_000
_MODULE: Final = re.compile(r"^module\s+\"?([^\s\"]+)", re.MULTILINE)
_REQUIRED: Final = re.compile(r"^\s*(?:require\s+)?([\w.~-]+\.[\w./~-]+)\s+v\d", re.MULTILINE)


def scan_folder(folder: Path, *, tests: bool = False) -> GoScan:
    """What the Go code below a folder sends, and how; tests only if asked."""
    sources: dict[str, bytes] = {}
    unreadable: list[Unreadable] = []
    for path in sorted(_files(folder, tests=tests)):
        name = path.relative_to(folder).as_posix()
        try:
            sources[name] = path.read_bytes()
        except OSError as error:
            reason = f"file: {error.strerror or 'it cannot be read'}"
            unreadable.append(_note(name, "file", reason))
    found = scan_sources(sources, lambda name: _text(folder, name))
    return replace(found, unreadable=sorted_notes((*found.unreadable, *unreadable)))


def scan_sources(
    sources: Mapping[str, bytes], embedded: Callable[[str], str | None] = lambda _: None
) -> GoScan:
    """The same of files by their path; `embedded` gives the text of others that the code embeds."""
    unreadable: list[Unreadable] = []
    files: list[GoFile] = []
    modules: dict[str, str] = {}
    required: set[str] = set()
    for path, source in sources.items():
        if path.endswith("go.mod"):
            text = source.decode(errors="replace")
            named = _MODULE.search(text)
            if named:
                modules[path.removesuffix("go.mod").rstrip("/")] = named[1]
            required |= set(_REQUIRED.findall(text))
            continue
        if len(source) > LARGEST:
            reason = f"file: larger than {LARGEST // 1_000_000} MB, so it was not read"
            unreadable.append(_note(path, "file", reason))
            continue
        file = GoFile(path, source)
        files.append(file)
    project = Project(tuple(files), modules, embedded)
    # The search for garbage took a quarter of the time, and found none: the trees stay to the end.
    with uncollected():
        found = find(project, frozenset(required))
    unreadable += (note for file in files for note in _notes(file))
    return replace(found, unreadable=sorted_notes((*found.unreadable, *unreadable)))


def _notes(file: GoFile) -> Iterator[Unreadable]:
    try:
        file.source.decode()
    except UnicodeDecodeError as error:
        line = file.source.count(b"\n", 0, error.start) + 1
        reason = "encoding: not UTF-8; what could not be decoded is read as a replacement character"
        yield _note(file.path, "encoding", reason, line)
    # What was not parsed holds no call that could take SQL.
    if file.was_read and file.parsed.broken:
        lines = ", ".join(map(str, file.parsed.broken[:5]))
        reason = f"syntax: not understood from line {lines} on; the rest of the file was read"
        yield _note(file.path, "syntax", reason, file.parsed.broken[0])


def _note(
    path: str, kind: Literal["file", "encoding", "syntax"], reason: str, line: int = 1
) -> Unreadable:
    return Unreadable(kind=kind, place=Place(file=path, line=line), column=1, reason=reason)


def _files(folder: Path, *, tests: bool) -> Iterator[Path]:
    for parent, below, names in os.walk(folder):
        below[:] = [name for name in below if name not in _SKIPPED and name[:1] not in {".", "_"}]
        for name in names:
            is_test = name.endswith("_test.go")
            if name == "go.mod" or (name.endswith(".go") and (tests or not is_test)):
                yield Path(parent) / name


def _text(folder: Path, name: str) -> str | None:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        return None
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
