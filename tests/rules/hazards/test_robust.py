"""Rules on hazards never fail: neither on real statements nor on what grammar allows besides."""

from __future__ import annotations

import json
from typing import Final, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.rules import CATALOGUE
from designkit.rules.hazardous import HazardRule
from designkit.rules.past import Past
from designkit.rules.statement_rule import Panel, ScriptContext
from designkit.sql.statements import Statement
from designkit.sql.tree import Tree, parse
from tests.conftest import CORPUS
from tests.rules.hazards.cases import SILENT, SPEAKS

PANEL = Panel([rule for rule in CATALOGUE if isinstance(rule, HazardRule)])
WAYS: Final[tuple[Literal["up", "down", ""], ...]] = ("up", "down", "")
FILE = CORPUS / "cockroach.jsonl"
KNOWN = [text for _, text in SILENT] + [text for _, text, _ in SPEAKS]


def tree(text: str) -> Tree:
    return parse(Statement(text=text, line=1, offset=0))


@pytest.mark.skipif(not FILE.is_file(), reason=f"no corpus at {FILE}")
def test_every_statement_of_the_corpus_passes_through() -> None:
    rows = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    trees = tuple(tree(row["sql"]) for row in rows[::10])
    for way in WAYS:
        # All together too: each is then judged with all the others before it.
        script = ScriptContext(trees=trees[:300], way=way, earlier=Past(trees[300:]))
        assert list(PANEL.check(script))
    for item in trees:
        list(PANEL.check(ScriptContext(trees=(item,), transactional=False)))


PARTS = sorted({part.strip() for text in KNOWN for part in text.split(";") if part.strip()})


@given(
    earlier=st.lists(st.sampled_from(PARTS), max_size=8),
    now=st.lists(st.sampled_from(PARTS), max_size=8),
    way=st.sampled_from(["up", "down", ""]),
    transactional=st.booleans(),
)
def test_no_order_of_statements_is_too_much(
    earlier: list[str], now: list[str], way: Literal["up", "down", ""], *, transactional: bool
) -> None:
    script = ScriptContext(
        trees=tuple(map(tree, now)),
        earlier=Past(tuple(map(tree, earlier))),
        way=way,
        transactional=transactional,
    )
    for finding in PANEL.check(script):
        assert finding.message
        assert finding.line


@given(st.lists(st.sampled_from(PARTS), max_size=6), st.lists(st.sampled_from(PARTS), max_size=6))
def test_a_past_that_grew_is_the_same_as_one_made_at_once(
    first: list[str], then: list[str]
) -> None:
    before, after = tuple(map(tree, first)), tuple(map(tree, then))
    short = Past(before)
    grown, other = short.then(after), short.then(after)
    whole = Past(before + after)
    assert list(short) == list(before)
    assert list(grown) == list(other) == list(whole)
    for name in ("a", "b", "i", "x"):
        assert grown.about(name) == other.about(name) == whole.about(name)
        assert len(short.about(name)) <= len(before)
