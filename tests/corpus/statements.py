"""What rules on statements say of real histories: `python -m tests.corpus.statements [COUNT]`.

Prints how often each rule speaks in the UPs, then as many findings as wanted, taken evenly from
all, for a reader to judge whether each is right.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from designkit.config import Target
from designkit.errors import DesignkitError
from designkit.migrate import history as histories
from designkit.review.scripts import of_history
from designkit.rules import CATALOGUE, Finding
from designkit.rules.statement_rule import ScriptContext, StatementRule, check_script
from tests.conftest import CORPUS
from tests.corpus.histories import folder_of, names

TARGETS: Final = (Target.of("postgresql=18"),)


def scripts(corpus: Path) -> Iterator[ScriptContext]:
    for name in names(corpus):
        try:
            history = histories.read(folder_of(corpus, name), strict=False)
        except (DesignkitError, StopIteration) as error:
            sys.stderr.write(f"{name}: {error}\n")
            continue
        yield from (waiting.script() for waiting in of_history(history, name, TARGETS))


def found(corpus: Path, group: str = "hazards") -> Iterator[tuple[ScriptContext, Finding]]:
    """The findings in all UPs, each with its script."""
    rules = [rule for rule in CATALOGUE if isinstance(rule, StatementRule) and rule.group == group]
    for script in scripts(corpus):
        if script.way == "up":
            for finding in check_script(script, rules):
                yield script, finding


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    every = tuple(found(CORPUS))
    for rule, count in Counter(finding.rule for _, finding in every).most_common():
        sys.stdout.write(f"{count:6} {rule}\n")
    sys.stdout.write(f"{len(every):6} in all\n")
    step = max(1, len(every) // wanted) if wanted else len(every) + 1
    for script, finding in every[step // 2 :: step] if wanted else ():
        line = finding.line or 0
        tree = next(item for item in reversed(script.trees) if item.statement.line <= line)
        sys.stdout.write(f"\n{finding}\n    {tree.statement.text[:400]!r}\n")


if __name__ == "__main__":
    main()
