"""Agreement with squawk's own test cases: `python -m tests.corpus.squawk` prints it, rule by rule.

A case names one of squawk's rules, and says whether it objects. Here the rules that claim the same
ground are asked: ours agrees where it objects, or keeps silent, as squawk does.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from designkit.config import Target
from designkit.errors import DesignkitError
from designkit.model import Value
from designkit.rules import CATALOGUE
from designkit.rules.statement_rule import ScriptContext, StatementRule, check_script
from designkit.sql.statements import split
from designkit.sql.tree import parse

CORPUS: Final = Path(os.environ.get("DESIGNKIT_CORPUS", "../shared/corpus"))
# Squawk's rule, and ours that speak of the same.
OURS: Final[dict[str, tuple[str, ...]]] = {
    "AddingFieldWithDefault": ("volatile-default", "stored-generated-column"),
    "AddingNotNullableField": ("not-null-unproven",),
    "AddingRequiredField": ("required-column-without-default",),
    "BanCharField": ("type-unsuited",),
    "BanCreateDomainWithConstraint": ("domain-with-constraint",),
    "BanDropDatabase": ("drop-database",),
    "BanDropTable": ("drop-table",),
    "BanTruncateCascade": ("truncate-cascade",),
    "ChangingColumnType": ("column-type-changed",),
    "DisallowedUniqueConstraint": ("unique-constraint-without-index",),
    "PreferBigintOverInt": ("type-unsuited",),
    "PreferIdentity": ("type-unsuited",),
    "PreferRobustStmts": ("statement-not-repeatable",),
    "PreferTimestampTz": ("type-unsuited",),
    "RenamingTable": ("rename-table",),
    "RequireConcurrentIndexDeletion": ("drop-index-without-concurrently",),
    "RequireConcurrentReindex": ("reindex-without-concurrently",),
    "TransactionNesting": ("transaction-control",),
}
# Types are judged where nobody reads a schema; of squawk's rules on types each asks for its own.
TYPES: Final = {
    "BanCharField": ("char",),
    "PreferBigintOverInt": ("int",),
    "PreferIdentity": ("serial",),
    "PreferTimestampTz": ("timestamp",),
}
NOT_CLAIMED: Final = {
    "RequireTableSchema": "a service has one schema, which its connection sets",
}


class Case(Value, frozen=True, kw_only=True):
    """One of squawk's tests; `settings` is its Rust code, as it stands there."""

    module: str
    test: str
    rule: str
    expect: str
    sql: tuple[str, ...]
    settings: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """The PostgreSQL version that the test assumes."""
        return next((item.split('"')[1] for item in self.settings if '"' in item), "18")


def cases(corpus: Path = CORPUS) -> tuple[Case, ...]:
    return msgspec.json.decode(
        (corpus / "lint" / "squawk.json").read_bytes(), type=tuple[Case, ...]
    )


def rules_for(name: str) -> list[StatementRule]:
    chosen = [
        rule for rule in CATALOGUE if isinstance(rule, StatementRule) and rule.id in OURS[name]
    ]
    if name not in TYPES:
        return chosen
    return [msgspec.structs.replace(rule, types=TYPES[name]) for rule in chosen]


def objects(case: Case) -> bool:
    """Whether ours object to a case."""
    context: dict[str, Any] = {
        "way": "" if case.rule in TYPES else "up",
        "transactional": "true" in case.settings,
        "targets": (Target.of(f"postgresql={case.version}"),),
    }
    for text in case.sql:
        script = ScriptContext(trees=tuple(map(parse, split(text))), **context)
        if any(check_script(script, rules_for(case.rule))):
            return True
    return False


def judged(corpus: Path = CORPUS) -> Iterator[tuple[Case, str]]:
    """Each case with `agrees`, `differs`, or why it is not judged."""
    for case in cases(corpus):
        if not any(case.sql):
            yield case, "no SQL"
        elif case.rule not in OURS:
            yield case, "not claimed"
        else:
            try:
                # A case with a fix is one to which squawk objects.
                agrees = objects(case) == (case.expect in {"err", "fix"})
            except DesignkitError as error:
                yield case, f"not read: {error}"
            else:
                yield case, "agrees" if agrees else "differs"


def main() -> None:
    found = tuple(judged())
    rules = sorted({case.rule for case, _ in found})
    for rule in rules:
        counted = Counter(verdict for case, verdict in found if case.rule == rule)
        ours = ", ".join(OURS.get(rule, ())) or f"not claimed: {NOT_CLAIMED.get(rule, '')}"
        says = ", ".join(f"{number} {verdict}" for verdict, number in sorted(counted.items()))
        sys.stdout.write(f"{rule:32} {says:40} {ours}\n")
    for case, verdict in found:
        if verdict not in {"agrees", "not claimed", "no SQL"}:
            sys.stdout.write(f"\n{verdict}: {case.rule} {case.test} ({case.expect})\n")
            sys.stdout.write("\n".join(text.strip() for text in case.sql) + "\n")
    total = Counter(verdict for _, verdict in found)
    sys.stdout.write("\n" + ", ".join(f"{n} {v}" for v, n in total.most_common()) + "\n")


if __name__ == "__main__":
    main()
