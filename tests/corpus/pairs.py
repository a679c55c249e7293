"""The laws of a diff over every pair of the corpus: `python -m tests.corpus.pairs` prints a table.

Names of pairs as arguments try those alone. The suite tries a share of them by the same functions.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from designkit.changes import diff
from designkit.database import Scratch, fill
from designkit.errors import DesignkitError, DiffIncomplete, StatementFailed
from designkit.model import Schema, Value
from designkit.sql.script import Changes
from designkit.sql.text import SQL
from tests.conftest import CORPUS
from tests.database.law import holds_in_memory, leads_there_and_back

Verdict = Literal["holds", "refused", "broken", "not loaded"]

_NO_SUCH_OBJECT = "42704"
_ROLE = re.compile(r'role "([^"]+)" does not exist')


class Pair(Value, frozen=True, kw_only=True):
    """Two schemas of the corpus as SQL, and whether they hold nothing but the core of the model."""

    name: str
    core: bool
    before: str
    after: str


def pairs(corpus: Path) -> Iterator[Pair]:
    """Every pair of the corpus that the index knows, by name."""
    yaml = pytest.importorskip("yaml", reason="the pairs are YAML, and PyYAML is not installed")
    core = {
        entry["id"]: bool(entry["core"])
        for entry in json.loads((corpus / "pairs" / "index.json").read_text())
    }
    for file in sorted((corpus / "pairs").glob("tests_*.yml")):
        group = file.stem.removeprefix("tests_")
        for name, entry in yaml.safe_load(file.read_text()).items():
            if (full := f"{group}/{name}") in core:
                yield Pair(
                    name=full,
                    core=core[full],
                    before=entry.get("current") or "",
                    after=entry.get("desired") or "",
                )


def try_pair(pair: Pair) -> tuple[Verdict, str]:
    """What became of a pair, and the reason where the laws do not hold."""
    with Scratch() as first, Scratch() as second:
        try:
            before = _filled(first, pair.before)
            after = _filled(second, pair.after)
        except DesignkitError as error:
            return "not loaded", str(error)
        try:
            if diff(before, before) or diff(after, after):
                return "broken", "a schema differs from itself"
            changes = Changes.between(before, after)
            holds_in_memory(changes)
            leads_there_and_back(first, changes)
        except DiffIncomplete as error:
            return "refused", str(error)
        except (StatementFailed, AssertionError) as error:
            return "broken", str(error)
    return "holds", ""


def _filled(scratch: Scratch, text: str) -> Schema:
    """The schema that a text builds; a role that it speaks of is made when it is missed."""
    while True:
        try:
            return fill(scratch, text).schema
        except StatementFailed as error:
            missing = _ROLE.search(error.problem)
            if error.sqlstate != _NO_SUCH_OBJECT or missing is None:
                raise
        with scratch.connect() as connection:
            connection.execute(SQL("CREATE ROLE {name}", name=missing[1]).text.encode())
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
            # As it is in the other database, where nothing was missed.
            connection.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")


def main(names: list[str]) -> None:
    """Try the pairs and print what does not hold, then the counts."""
    counts: Counter[tuple[str, Verdict]] = Counter()
    for pair in pairs(CORPUS):
        if names and pair.name not in names:
            continue
        verdict, reason = try_pair(pair)
        counts["core" if pair.core else "other", verdict] += 1
        if verdict != "holds":
            print(f"{pair.name}: {verdict}: {reason}".replace("\n", "\n    "), flush=True)
    for (kind, verdict), count in sorted(counts.items()):
        print(f"{kind:6} {verdict:11} {count:4}")


if __name__ == "__main__":
    main(sys.argv[1:])
