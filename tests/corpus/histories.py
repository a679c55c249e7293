"""Our verdicts on real histories beside a harness: `python -m tests.corpus.histories` prints both.

Names of histories as arguments try those alone. A verdict is, migration by migration, whether UP
ran, and whether DOWN ran and gave back the schema before.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from designkit.errors import DesignkitError
from designkit.migrate import History, Rehearsal, rehearse
from designkit.migrate import history as histories
from designkit.model import Value
from tests.conftest import CORPUS

Verdict = Literal["restored", "not restored", "DOWN fails", "no DOWN", "UP fails"]


class Compared(Value, frozen=True, kw_only=True):
    """A migration with both verdicts; `theirs` is None where the harness gives none."""

    file: str
    ours: Verdict
    theirs: Verdict | None
    rehearsal: Rehearsal

    @property
    def agrees(self) -> bool:
        """Whether the two say the same."""
        return self.theirs in {None, self.ours}


def folder_of(corpus: Path, name: str) -> Path:
    """Where the migrations of a history lie that are for PostgreSQL."""
    root = corpus / "histories" / name
    return next(folder for folder in (root / "pg", root / "all") if folder.is_dir())


def names(corpus: Path) -> Iterator[str]:
    """The histories that the harness has judged on PostgreSQL."""
    for file in sorted((corpus / "histories").glob("*/outcome/*.outcome.json")):
        name = file.name.removesuffix(".outcome.json")
        if name == file.parent.parent.name:
            yield name


def compared(corpus: Path, name: str, history: History) -> Iterator[Compared]:
    """Each migration of a history with both verdicts."""
    outcome = corpus / "histories" / name / "outcome" / f"{name}.outcome.json"
    recorded = json.loads(outcome.read_text())["migrations"]
    theirs = {step["up_file"]: step for step in recorded if step["up_file"] is not None}
    theirs |= {file.rpartition("/")[2]: step for file, step in theirs.items()}
    for migration, rehearsal in zip(history.migrations, rehearse(history.migrations), strict=True):
        file = migration.files[0].relative_to(history.directory).as_posix()
        step = theirs.get(file)
        yield Compared(
            file=file,
            ours=_ours(rehearsal),
            theirs=_theirs(step) if step is not None else None,
            rehearsal=rehearsal,
        )


def _ours(seen: Rehearsal) -> Verdict:
    if seen.up.state == "error":
        return "UP fails"
    if seen.down.state == "missing":
        return "no DOWN"
    if seen.down.state == "error":
        return "DOWN fails"
    return "restored" if seen.restored else "not restored"


def _theirs(step: Mapping[str, Any]) -> Verdict | None:
    if step.get("up_error"):
        return "UP fails"
    if not step["has_down"]:
        return None  # It takes a DOWN without statements for none.
    if "down_error" in step:
        return "DOWN fails"
    return "not restored" if "down_diff" in step else "restored"


def main(wanted: list[str]) -> None:
    """Print what differs, and a line of counts for each history."""
    for name in wanted or names(CORPUS):
        begin = time.perf_counter()
        counts: Counter[str] = Counter()
        try:
            history = histories.read(folder_of(CORPUS, name), strict=False)
            for item in compared(CORPUS, name, history):
                counts[item.ours] += 1
                counts["judged by both"] += item.theirs is not None
                counts["alike"] += item.theirs is not None and item.agrees
                if not item.agrees:
                    told = "; ".join(item.rehearsal.differences) or item.rehearsal.down_error
                    print(f"{name}/{item.file}: ours {item.ours}, theirs {item.theirs}: {told}")
        except DesignkitError as error:
            print(f"{name}: {error}")
            continue
        took = time.perf_counter() - begin
        print(f"{name}: {history.format}, {len(history.migrations)}, {dict(counts)}, {took:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
