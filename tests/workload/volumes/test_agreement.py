"""An empty database at production's scale plans as the full one does.

`python -m tests.corpus.planning` compares more rows and more queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from designkit.changes import AddIndex
from designkit.database.scale import PRODUCTION, PlannerSettings, PlanNode, Scaled
from designkit.model import Index, IndexKey, QualifiedName
from designkit.workload.volumes.expressions import told_of
from tests.workload.volumes.agreement import (
    Real,
    agreement,
    explain_there,
    from_dump,
    from_profile,
    real,
)
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


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM users WHERE lower(email) = $1",
        "SELECT * FROM users WHERE lower(email) = 'user17@example3.org'",
        "SELECT s.* FROM users u JOIN sessions s ON s.user_id = u.id WHERE lower(email) = $1",
        "SELECT * FROM users WHERE lower(email) = ANY ($1)",
    ],
)
def test_an_expression_that_is_tried_is_as_selective_as_over_real_rows(
    full: Real, query: str
) -> None:
    """The index is there over the rows, and tried on the empty database."""
    real_index = QualifiedName(name="users_lower_email")
    users = QualifiedName(name="users")
    tried = Index(name="tried", keys=(IndexKey(expression="lower(email)"),))
    addition = AddIndex(table=users, index=tried)
    generic = "$1" in query
    with from_profile(full, PRODUCTION) as database:
        database.hide([real_index])
        guessed = database.explain(query, generic=generic).rows
        told = told_of(addition, database.statistics)
        assert told is not None
        database.what_if(addition, told=[told])
        found = database.explain(query, generic=generic)
        there = explain_there(full, query, PRODUCTION, generic=generic)
        assert kinds(found.root) == kinds(there.root)
        assert found.rows == pytest.approx(there.rows, rel=0.2)
        assert guessed > 5 * there.rows
        database.take_back()
        assert database.explain(query, generic=generic).rows == guessed
        assert told.name not in database.statistics.by_name


def kinds(node: PlanNode) -> list[object]:
    """The steps of a plan, whatever the indexes are called."""
    return [node.kind, *map(kinds, node.plans)]
