"""How much of what CockroachDB rejects the facts know, on thousands of real statements."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.cockroach import ENOUGH, Judged, alarms, by_feature, judge, recall


@pytest.fixture(scope="module")
def judged(corpus: Path) -> tuple[Judged, ...]:
    return judge(corpus)


def test_nearly_every_rejected_statement_is_found(judged: tuple[Judged, ...]) -> None:
    assert float(recall(judged)) >= 0.99


def test_most_of_what_was_never_looked_at_is_found(judged: tuple[Judged, ...]) -> None:
    held_out = [item for item in judged if item.row.held_out]
    assert float(recall(held_out)) >= 0.985


def test_no_feature_is_neglected(judged: tuple[Judged, ...]) -> None:
    shares = {feature: recall(items) for feature, items in by_feature(judged).items()}
    neglected = {
        feature: str(share)
        for feature, share in shares.items()
        if share.whole >= ENOUGH and float(share) < 0.9
    }
    assert not neglected


def test_hardly_any_harmless_statement_raises_an_alarm(judged: tuple[Judged, ...]) -> None:
    assert float(alarms(judged)) <= 0.005
