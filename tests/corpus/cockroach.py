"""What the rules on CockroachDB say of real statements: `python -m tests.corpus.cockroach`.

Each statement is labelled with the verdict of CockroachDB's own parser of 25.2. Recall is the share
of those that it rejects about which a rule says an error; an alarm is an error about one that it
accepts without a known risk. Rules that tell what the platform bans say nothing of that parser:
what they say of accepted statements is no alarm. A fifth of the statements, held out by their ids,
was never looked at when the facts were written.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec
from pglast import parser

from designkit.config import Target
from designkit.model import Value
from designkit.rules import Finding, Severity
from designkit.rules.cockroach.catalogue import COCKROACH
from designkit.rules.cockroach.judging import CockroachRule
from designkit.rules.statement_rule import Panel, ScriptContext
from designkit.sql.statements import Statement
from designkit.sql.tree import parse

CORPUS: Final = Path(os.environ.get("DESIGNKIT_CORPUS", "../shared/corpus"))
TARGET: Final = Target.of("cockroachdb=25.2")
BANNED: Final = frozenset(
    rule.id for rule in COCKROACH if isinstance(rule, CockroachRule) and rule.topic.banned
)
# One share of so many is held out.
_SHARES: Final = 5
# Features with fewer statements are too few to speak of shares.
ENOUGH: Final = 5


class Row(msgspec.Struct, frozen=True):
    """A statement of the corpus with its label."""

    id: str
    sql: str
    crdb_25_2: bool
    level: str
    feature: str
    error: str | None
    runtime_risk: list[str]

    @property
    def held_out(self) -> bool:
        return zlib.crc32(self.id.encode()) % _SHARES == 0

    @property
    def harmless(self) -> bool:
        return self.crdb_25_2 and not self.runtime_risk and self.level == "syntax"


class Judged(Value, frozen=True, kw_only=True):
    """A statement with what is said of it."""

    row: Row
    findings: tuple[Finding, ...]

    @property
    def rejected(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def alarming(self) -> bool:
        return self.row.harmless and any(
            finding.severity is Severity.ERROR and finding.rule not in BANNED
            for finding in self.findings
        )


class Share(Value, frozen=True, kw_only=True):
    """So many of so many."""

    part: int
    whole: int

    def __float__(self) -> float:
        return self.part / self.whole if self.whole else 1.0

    def __str__(self) -> str:
        return f"{self.part}/{self.whole} ({float(self):.2%})" if self.whole else "-"


def rows(corpus: Path) -> Iterator[Row]:
    """Every labelled statement."""
    decoder = msgspec.json.Decoder(Row)
    for line in (corpus / "cockroach.jsonl").read_bytes().splitlines():
        yield decoder.decode(line)


def judge(corpus: Path) -> tuple[Judged, ...]:
    """What the rules say of every statement; some hold several, one after the other."""
    panel = Panel(COCKROACH)
    return tuple(Judged(row=row, findings=findings(panel, row.sql)) for row in rows(corpus))


def findings(panel: Panel, sql: str) -> tuple[Finding, ...]:
    """What the rules say of a text that somebody else split."""
    texts = parser.split(sql)
    trees = tuple(parse(Statement(text=text, line=1, offset=0)) for text in texts)
    script = ScriptContext(trees=trees, targets=(TARGET,), transactional=False)
    return tuple(panel.check(script))


def recall(judged: Iterable[Judged]) -> Share:
    """The share of the rejected statements of which a rule says so."""
    refused = [item for item in judged if not item.row.crdb_25_2]
    return Share(part=sum(item.rejected for item in refused), whole=len(refused))


def alarms(judged: Iterable[Judged]) -> Share:
    """The share of the harmless statements of which a rule says an error."""
    harmless = [item for item in judged if item.row.harmless]
    return Share(part=sum(item.alarming for item in harmless), whole=len(harmless))


def by_feature(judged: Iterable[Judged]) -> dict[str, list[Judged]]:
    """The statements of each feature."""
    found: dict[str, list[Judged]] = {}
    for item in judged:
        found.setdefault(item.row.feature, []).append(item)
    return dict(sorted(found.items()))


def main() -> None:
    """Print the table, or with `missed` as argument what was missed outside of the held-out."""
    judged = judge(CORPUS)
    if sys.argv[1:] == ["missed"]:
        for item in judged:
            wrong = item.alarming or (not item.row.crdb_25_2 and not item.rejected)
            if wrong and not item.row.held_out:
                print(item.row.id, item.row.feature, item.row.error, " ".join(item.row.sql.split()))
        return
    held_out = [item for item in judged if item.row.held_out]
    print(f"{'feature':32}{'recall':>22}{'alarms':>22}")
    for feature, items in by_feature(judged).items():
        print(f"{feature:32}{recall(items)!s:>22}{alarms(items)!s:>22}")
    for name, share in (("all", judged), ("held out", held_out)):
        print(f"{name:32}{recall(share)!s:>22}{alarms(share)!s:>22}")
    softer = [
        item
        for item in judged
        if item.row.harmless and any(found.severity is Severity.WARNING for found in item.findings)
    ]
    print(f"harmless statements with a warning: {len(softer)}")


if __name__ == "__main__":
    main()
