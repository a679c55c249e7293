"""An empty database at production's scale plans as the full one does.

`python -m tests.corpus.planning` compares more rows and more queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from designkit.database.scale import PRODUCTION, PlannerSettings, Scaled
from tests.workload.volumes.agreement import Real, agreement, from_dump, from_profile, real
from tests.workload.volumes.queries import WRITTEN, generated

_USERS = 20_000
_GENERATED = 300


@pytest.fixture(scope="module")
def full() -> Iterator[Real]:
    with real(_USERS) as database:
        yield database


@pytest.mark.parametrize("settings", [PlannerSettings(), PRODUCTION], ids=["default", "production"])
@pytest.mark.parametrize(
    ("empty", "least"), [(from_dump, 0.99), (from_profile, 0.95)], ids=["dumped", "declared"]
)
def test_plans_are_those_over_real_rows(
    full: Real,
    empty: Callable[[Real, PlannerSettings], Scaled],
    least: float,
    settings: PlannerSettings,
) -> None:
    queries = [(query, "$1" in query) for query in WRITTEN]
    assert len(queries) >= 72
    queries += generated(_GENERATED, users=_USERS)
    with empty(full, settings) as database:
        found = agreement(full, database, queries, settings)
    assert found.share >= least, "\n".join((str(found), *found.others))
