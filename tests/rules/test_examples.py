"""Every rule's docstring is true: four tests per rule, made from the catalogue."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from designkit.model import Schema
from designkit.rules import CATALOGUE, Rule, SchemaContext, SchemaRule, check_schema, explain
from tests.rules.built import fixed
from tests.rules.examples import ReadSql, about_waivers, built, judged

EVERY = pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)
# What only a rehearsal can see is tested with the rehearsal.
UNREHEARSED = pytest.mark.parametrize(
    "rule",
    [rule for rule in CATALOGUE if rule.id != "migration-not-reversible"],
    ids=lambda rule: rule.id,
)
# These have no fix, or none that is mechanical in their example.
FIXED = pytest.mark.parametrize(
    "rule",
    [
        rule
        for rule in CATALOGUE
        if isinstance(rule, SchemaRule)
        and rule.id not in {"primary-key-not-uuid", "soft-delete-shape"}
    ],
    ids=lambda rule: rule.id,
)


@EVERY
def test_the_docstring_has_its_sections(rule: Rule) -> None:
    words = explain(rule)
    assert words.summary.endswith(".")
    assert all((words.why, words.bad, words.good))
    assert words.sources
    assert all(source.startswith("https://") for source in words.sources)


@EVERY
def test_every_option_is_explained(rule: Rule) -> None:
    options = {field.encode_name for field in msgspec.structs.fields(rule)} - {"ignored-tables"}
    assert {name for name, _ in explain(rule).options} == options


@UNREHEARSED
def test_the_bad_example_is_caught_by_this_rule_alone(
    rule: Rule, read_sql: ReadSql, tmp_path: Path
) -> None:
    findings = judged(rule, explain(rule).bad, read_sql, tmp_path)
    assert about_waivers(rule, findings) == {rule.id}


@UNREHEARSED
def test_the_good_example_is_silent(rule: Rule, read_sql: ReadSql, tmp_path: Path) -> None:
    findings = judged(rule, explain(rule).good, read_sql, tmp_path)
    assert not about_waivers(rule, findings)


@FIXED
def test_the_fix_of_the_bad_example_leaves_nothing_to_say(rule: Rule, read_sql: ReadSql) -> None:
    schema: Schema = built(explain(rule).bad, read_sql)
    for finding in check_schema(SchemaContext(schema=schema)):
        schema = fixed(schema, finding)
    assert not check_schema(SchemaContext(schema=schema))
