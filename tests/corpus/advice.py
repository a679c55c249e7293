"""Advice against all choices: `python -m tests.corpus.advice`.

For each case of `tests/cases/advice` what the workload costs now, with the advice, and with the
best of all choices among the candidates that help some query, each asked of the planner.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, combinations

from designkit.migrate.sources import read_sql
from designkit.workload import read_queries
from designkit.workload.advice.candidates import candidates
from designkit.workload.advice.choosing import Choice, choose
from designkit.workload.advice.trying import Trial, added
from designkit.workload.advice.writes import Written
from designkit.workload.ground import Ground, ground
from designkit.workload.volumes import resolve
from tests.cases.case_file import CASES, Case, read_case

MOST_TRIED = 8


def main() -> None:
    """Print a row a case."""
    print("| case | tried | weighed | cost now | with the advice | best of all choices |")
    print("|---|---|---|---|---|---|")
    for file in sorted((CASES / "advice").glob("*.sql")):
        with at_scale(read_case(file)) as found:
            tried, trial = trial_of(found)
            chosen, best = compared(trial)
            print(
                f"| {file.stem.replace('_', ' ')} | {tried} | {len(trial.promising)}"
                f" | {trial.asked(frozenset()):,.0f} | {trial.asked(chosen):,.0f} | {best:,.0f} |"
            )


@contextmanager
def at_scale(case: Case) -> Iterator[Ground]:
    """The workload of a case on its schema, at the scale that it declares."""
    schema = read_sql(case.section("schema"))
    queries = read_queries(case.section("queries"), file=case.file.name)
    with ground(queries, schema, resolve(schema)) as found:
        yield found


def trial_of(found: Ground) -> tuple[int, Trial]:
    """How many candidates there are, and their trial."""
    asked = found.planned()
    touched = [item.references for item in asked if item.references is not None]
    tried = added(found.scaled, candidates(touched, found.schema, found.scaled.statistics))
    written = Written(workload=asked, schema=found.schema, statistics=found.scaled.statistics)
    return len(tried), Trial(found.scaled, written, tried)


def compared(trial: Trial) -> tuple[Choice, float]:
    """What is chosen, and what the best of all choices costs, each asked of the planner."""
    numbers = trial.promising[:MOST_TRIED]
    subsets = chain.from_iterable(combinations(numbers, size) for size in range(len(numbers) + 1))
    best = min(trial.asked(frozenset(subset)) for subset in subsets)
    return choose(numbers, trial.cost), best


if __name__ == "__main__":
    main()
