"""What the Go scanner says of its fixtures: `python -m tests.corpus.golang` prints counts by kind.

It also prints how many files are read in a second, and the counts of any folders that are named.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final

from designkit.workload.golang import GoScan, scan_folder
from tests.workload.golang.fixtures import FOLDER, expected, fixtures, observed, scan

# Of the made-up code whose reading is timed.
PACKAGES: Final = 300
FILES: Final = 10
SENDING: Final = ("constants.go", "sqlx.go", "transactions.go")


def main(folders: list[str]) -> None:
    """Print the tables."""
    for side in ("good", "bad"):
        _print_side(side)
    _print_speed()
    for folder in folders:
        began = time.perf_counter()
        found = scan_folder(Path(folder))
        print(f"\n{folder}: {_counts(found)}; {time.perf_counter() - began:.2f} s")


def _print_side(side: str) -> None:
    said: Counter[str] = Counter()
    wrong = functions = 0
    for fixture in fixtures():
        if fixture.parent.name != side:
            continue
        wanted = expected(fixture)
        found = observed(scan(fixture), wanted)
        wrong += (found - wanted).total() + (wanted - found).total()
        paths = [fixture] if fixture.is_file() else sorted(fixture.rglob("*.go"))
        functions += sum(len(re.findall(r"(?m)^func ", path.read_text())) for path in paths)
        for (_, _, what), count in found.items():
            kind, _, name = what.partition(": ")
            said["query" if kind == "query" else f"{kind} {name}"] += count
    print(f"\n{side}: {functions} functions, {wrong} lines not as expected")
    for what, count in sorted(said.items()):
        print(f"  {count:4} {what}")


def _print_speed() -> None:
    """How long made-up services take: in one every file sends SQL, in the other one in five."""
    for every in (1, 5):
        with tempfile.TemporaryDirectory() as folder:
            _make_up(Path(folder), every)
            began, used = time.perf_counter(), time.process_time()
            found = scan_folder(Path(folder))
            passed, spent = time.perf_counter() - began, time.process_time() - used
        print(
            f"\n{found.files} files, {len(found.queries)} queries: {passed:.1f} s,"
            f" {spent:.1f} s of the processor, {found.files / spent:.0f} files in one of them"
        )


def _make_up(folder: Path, every: int) -> None:
    good = FOLDER / "good"
    sending = [(good / name).read_text() for name in SENDING]
    other = (good / "not_sql.go").read_text()
    for number in range(PACKAGES * FILES):
        text = sending[number // every % len(sending)] if number % every == 0 else other
        # Each file has types of its own, as the files of one package must.
        own = re.sub(
            r"\b(?=(?:Repository|Plain|Store|Orders|Queries|DBTX|Server|Cache)\b)",
            f"T{number}",
            text,
        )
        path = folder / f"package{number // FILES}" / f"file{number}.go"
        path.parent.mkdir(exist_ok=True)
        path.write_text(own)


def _counts(found: GoScan) -> str:
    faults = Counter(fault.kind for fault in found.faults)
    notes = Counter(note.kind for note in found.unreadable)
    said = [f"{count} {kind}" for kind, count in (*faults.items(), *notes.items())]
    return ", ".join([f"{found.files} files", f"{len(found.queries)} queries", *said])


if __name__ == "__main__":
    main(sys.argv[1:])
