"""What a case of tests/cases/export becomes."""

from __future__ import annotations

from collections.abc import Iterable

from designkit.database import Scratch, fill
from designkit.workload import Prepared, Query, prepare, read_queries
from designkit.workload.export import go_file
from tests.cases.case_file import Case


def queries_of(case: Case) -> tuple[Query, ...]:
    return read_queries(case.section("queries"), file="queries.sql")


def prepared(case: Case, queries: Iterable[Query] | None = None) -> list[Prepared]:
    asked = queries_of(case) if queries is None else queries
    with Scratch() as scratch:
        fill(scratch, case.section("schema"))
        with scratch.connect() as connection:
            found = prepare(connection, asked)
    taken = [item for item in found if isinstance(item, Prepared)]
    assert len(taken) == len(found), [item for item in found if item not in taken]
    return taken


def go_of(case: Case) -> str:
    return go_file(prepared(case), package=case.file.stem.replace("_", ""))


def is_refused(case: Case) -> bool:
    return case.file.stem.startswith("refused_")


def is_taken(case: Case) -> bool:
    return not is_refused(case)
