"""What rules on hazards know besides the statement: its script, earlier files, way, databases."""

from __future__ import annotations

from typing import Any

import pytest

from designkit.config import Target
from designkit.rules import CATALOGUE, rule_named
from designkit.rules.hazardous import HazardRule
from tests.rules.hazards.cases import SILENT, SPEAKS
from tests.rules.scripts import judged_by

COCKROACH = {"targets": (Target.of("cockroachdb=25.2"),)}
BOTH = {"targets": (Target.of("postgresql=18"), Target.of("cockroachdb=25.2"))}
OUTSIDE = {"transactional": False}


def said(rule: str, text: str, **context: Any) -> list[str]:
    """The objects about which a rule speaks."""
    named = rule_named(rule)
    assert isinstance(named, HazardRule)
    return [finding.object or "?" for finding in judged_by(named, text, **context)]


@pytest.mark.parametrize(("rule", "text"), SILENT)
def test_silent_where_the_context_makes_it_harmless(rule: str, text: str) -> None:
    assert said(rule, text) == []


@pytest.mark.parametrize(("rule", "text", "expected"), SPEAKS)
def test_speaks_where_the_context_does_not_help(rule: str, text: str, expected: list[str]) -> None:
    assert said(rule, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BEGIN; SELECT 1; COMMIT;", []),
        ("BEGIN; BEGIN; COMMIT;", ["BEGIN"]),
        ("BEGIN; COMMIT; COMMIT;", ["COMMIT"]),
        ("BEGIN; SELECT 1;", ["nothing"]),
    ],
)
@pytest.mark.parametrize("context", [OUTSIDE, {"begun": False}], ids=["alone", "one message"])
def test_transactions_of_a_script_of_its_own_come_in_pairs(
    text: str, expected: list[str], context: dict[str, Any]
) -> None:
    named = rule_named("transaction-control")
    assert isinstance(named, HazardRule)
    assert [item.message.split()[0] for item in judged_by(named, text, **context)] == expected


REPEATED: list[tuple[str, bool]] = [
    ("ALTER TABLE a DROP COLUMN IF EXISTS x, ADD COLUMN x int; SELECT 1;", True),
    ("ALTER TABLE a DROP CONSTRAINT IF EXISTS c; ALTER TABLE a ADD CONSTRAINT c CHECK (x);", True),
    ("DROP TYPE IF EXISTS m; CREATE TYPE m AS ENUM ('a');", True),
    ("CREATE TABLE a (x int);", True),
    ("BEGIN; CREATE TABLE a (x int); COMMIT;", True),
    ("DROP INDEX CONCURRENTLY i;", True),
    ("CREATE INDEX CONCURRENTLY i ON a (x);", False),
    ("SELECT 1; CREATE TYPE m AS ENUM ('a');", False),
    ("DROP INDEX IF EXISTS i; CREATE INDEX i ON a (x); CREATE INDEX i ON a (x);", False),
]


@pytest.mark.parametrize(("text", "repeatable"), REPEATED)
def test_a_file_without_transaction_can_be_run_again(text: str, *, repeatable: bool) -> None:
    assert (not said("statement-not-repeatable", text, **OUTSIDE)) is repeatable


POSTGRESQL_ALONE = [
    rule
    for rule in CATALOGUE
    if isinstance(rule, HazardRule) and "cockroachdb" not in rule.databases
]


@pytest.mark.parametrize("rule", POSTGRESQL_ALONE, ids=lambda rule: rule.id)
def test_a_hazard_of_postgresql_is_none_where_cockroachdb_alone_runs_the_script(
    rule: HazardRule,
) -> None:
    from designkit.rules import explain  # noqa: PLC0415

    bad = explain(rule).bad
    assert len(judged_by(rule, bad, **BOTH))
    assert not len(judged_by(rule, bad, **COCKROACH))


def test_a_finding_names_line_and_column_and_ends_with_the_safe_way() -> None:
    named = rule_named("drop-column")
    assert isinstance(named, HazardRule)
    (finding,) = judged_by(named, "SELECT 1;\nALTER TABLE a\n  DROP COLUMN x;", file="f.sql")
    assert (finding.file, finding.line) == ("f.sql", 2)
    assert named.advice.removesuffix(".") in finding.message


def test_a_dropped_column_takes_its_indexes_along() -> None:
    named = rule_named("drop-column")
    assert isinstance(named, HazardRule)
    earlier = "CREATE INDEX i ON a (x);\nCREATE INDEX j ON a (y, x);\nDROP INDEX i;\n"
    (finding,) = judged_by(named, f"-- earlier:\n{earlier}-- now:\nALTER TABLE a DROP COLUMN x;")
    assert "; j goes with it" in finding.message


@pytest.mark.parametrize(
    "rule", [r for r in CATALOGUE if isinstance(r, HazardRule)], ids=lambda r: r.id
)
def test_every_hazard_says_what_to_do(rule: HazardRule) -> None:
    assert rule.advice or rule.id == "type-unsuited"
