"""The rule that passes on what the parser refuses, and how a check comes to ask it."""

from __future__ import annotations

from pathlib import Path

import pytest

from designkit.cockroach_parser import Refusal, refusals, speaks_for
from designkit.config import Target
from designkit.rules import CATALOGUE, Finding, ScriptContext, StatementRule, rule_named
from designkit.rules.explanation import explain
from designkit.rules.statement_rule import check_script
from designkit.sql.statements import split
from designkit.sql.tree import parse
from tests.cockroach_parser.programs import real_parser, script

RULE = "cockroachdb-parser"
RULES = tuple(rule for rule in CATALOGUE if isinstance(rule, StatementRule))
COCKROACHDB = (Target.of("cockroachdb=25.2"),)


def said(sql: str, refused: dict[int, Refusal], *targets: str) -> list[Finding]:
    """What the rule says of statements, of which the parser refused some."""
    context = ScriptContext(
        trees=tuple(map(parse, split(sql))),
        targets=tuple(map(Target.of, targets or ("postgresql=18", "cockroachdb=25.2"))),
        refused=refused,
    )
    return [finding for finding in check_script(context, RULES) if finding.rule == RULE]


def test_a_refusal_that_no_rule_explains_is_told_where_the_parser_stopped() -> None:
    refusal = Refusal(message="no such thing", hint="do\nelse", character=12, issue=12)
    (finding,) = said("SELECT 1;\nSELECT 2,\n  3;", {1: refusal})
    assert (finding.line, finding.column, str(finding.severity)) == (3, 3, "error")
    assert "CockroachDB 25.2 refuses this: no such thing (do else)" in finding.message
    assert "github.com/cockroachdb/cockroach/issues/12" in finding.message


def test_a_refusal_that_a_rule_explains_is_not_told_twice() -> None:
    sql = "CREATE TABLE t (id uuid PRIMARY KEY) INHERITS (s); SELECT 1"
    assert not said(sql, {0: Refusal(message="no")})
    assert said(sql, {1: Refusal(message="no")})


def test_what_postgresql_refuses_as_well_is_not_told() -> None:
    assert not said("SELEKT 1", {0: Refusal(message="no")})


def test_an_accepted_statement_is_not_told() -> None:
    assert not said("SELECT 1", {})


@pytest.mark.parametrize(
    ("target", "severity"),
    [("cockroachdb=24.3", "error"), ("cockroachdb=25.2", "error"), ("cockroachdb=26.1", "info")],
)
def test_a_refusal_counts_up_to_the_version_of_the_parser(target: str, severity: str) -> None:
    (finding,) = said("SELECT 1", {0: Refusal(message="no")}, target)
    assert str(finding.severity) == severity


def test_a_later_target_is_named_beside_the_parser() -> None:
    (finding,) = said("SELECT 1", {0: Refusal(message="no")}, "cockroachdb=26.1")
    assert "CockroachDB 25.2 refuses this" in finding.message
    assert "CockroachDB 26.1 may have learned it" in finding.message


def test_a_parser_that_fails_is_a_warning_at_its_statement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = script(tmp_path / "parser", "read -r _; exit 1")
    monkeypatch.setattr("designkit.cockroach_parser.building._place", lambda: broken)
    refused = dict(refusals(["SELECT 1", "SELECT 2"], COCKROACHDB))
    (finding,) = said("SELECT 1; SELECT 2", refused)
    assert str(finding.severity) == "warning"
    assert "ended twice" in finding.message


def test_nobody_is_asked_for_postgresql_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    parser = real_parser()
    monkeypatch.setattr("designkit.cockroach_parser.building._place", lambda: parser)
    assert not refusals(["LISTEN x"], [Target.of("postgresql=18")])
    assert refusals(["LISTEN x"], COCKROACHDB).keys() == {0}


def test_without_the_parser_nothing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert not refusals(["LISTEN x"], COCKROACHDB)


def test_the_examples_of_the_rule_are_true(monkeypatch: pytest.MonkeyPatch) -> None:
    parser = real_parser()
    monkeypatch.setattr("designkit.cockroach_parser.building._place", lambda: parser)
    words = explain(rule_named(RULE))
    assert refusals([words.bad], COCKROACHDB)
    assert not refusals([words.good], COCKROACHDB)


def test_the_parser_speaks_for_the_version_that_go_mod_names() -> None:
    assert str(speaks_for()) == "cockroachdb=25.2"
