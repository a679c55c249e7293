"""Fixtures in Go with what a scan must say of each line, written there as a comment."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Final

from designkit.workload.golang import GoScan, scan_sources

FOLDER: Final = Path(__file__).parents[2] / "cases" / "golang"
_SAID: Final = re.compile(r"(?:query|fault|unreadable): .*")


def fixtures() -> list[Path]:
    """Single files, each a package of its own, and folders with a go.mod."""
    modules = [path.parent for path in FOLDER.glob("*/*/go.mod")]
    return sorted([*FOLDER.glob("*/*.go"), *modules])


def scan(fixture: Path) -> GoScan:
    """What the scanner says of a fixture."""
    if fixture.is_file():
        return scan_sources({fixture.name: fixture.read_bytes()})
    files = {path.relative_to(fixture).as_posix(): path for path in fixture.rglob("*")}
    sources = {
        name: path.read_bytes() for name, path in files.items() if path.suffix in {".go", ".mod"}
    }
    return scan_sources(sources, lambda name: files[name].read_text() if name in files else None)


def expected(fixture: Path) -> Counter[tuple[str, int, str]]:
    """(file, line, what) of every expectation; one on a line of its own is about the next line."""
    found: Counter[tuple[str, int, str]] = Counter()
    paths = [path for path in fixture.rglob("*") if path.suffix in {".go", ".sql"}]
    for path in [fixture] if fixture.is_file() else sorted(paths):
        name = fixture.name if fixture.is_file() else path.relative_to(fixture).as_posix()
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            code, _, comment = line.rpartition("-- " if path.suffix == ".sql" else "// ")
            if _SAID.fullmatch(comment):
                # An embedded file is a query from its first line on.
                place = number if code.strip() or path.suffix == ".sql" else number + 1
                for what in re.split(r"; (?=query:|fault:|unreadable:)", comment):
                    found[name, place, what.strip()] += 1
    return found


def observed(found: GoScan, wanted: Counter[tuple[str, int, str]]) -> Counter[tuple[str, int, str]]:
    """The same of a scan; texts of queries only where the expectation gives one."""
    texts = {what for _, _, what in wanted if len(what.split()) > 2}
    said: Counter[tuple[str, int, str]] = Counter()
    for query in found.queries:
        what = f"query: {query.name} {' '.join(query.text.split())}"
        name = f"query: {query.name}"
        is_told = what in texts or any(text.startswith(f"{name} ") for text in texts)
        said[query.place.file, query.place.line, what if is_told else name] += 1
    for fault in found.faults:
        said[fault.place.file, fault.place.line, f"fault: {fault.kind}"] += 1
    for note in found.unreadable:
        said[note.place.file, note.place.line, f"unreadable: {note.kind}"] += 1
    return said
