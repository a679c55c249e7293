"""Every rule's docstring is true: four tests per rule, made from the catalogue."""

from __future__ import annotations

from functools import reduce
from pathlib import Path

import msgspec
import pytest

from designkit.model import Schema
from designkit.rules import CATALOGUE, Rule, SchemaContext, SchemaRule, check_schema, explain
from designkit.rules.statement_rule import StatementRule
from designkit.sql.writing import write_all
from tests.rules import workloads
from tests.rules.built import fixed
from tests.rules.examples import ReadSql, about_waivers, built, judged

EVERY = pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)
# What only a rehearsal can see is tested with the rehearsal, and what only CockroachDB's parser
# can say with the parser.
UNREHEARSED = pytest.mark.parametrize(
    "rule",
    [
        rule
        for rule in CATALOGUE
        if rule.id
        not in {
            "cockroachdb-parser",
            "hazard-observed",
            "migration-fails-on-rows",
            "migration-not-reversible",
        }
    ],
    ids=lambda rule: rule.id,
)
# These have no fix, or none that is mechanical in their example.
_WITHOUT_FIX = frozenset(
    """
    column-type-differs columns-numbered comment-missing enum-changes foreign-key-action
    foreign-key-cycle foreign-key-partly-null index-invalid index-on-boolean index-sequential
    index-too-wide name-reserved primary-key-not-uuid reg-type serial-column soft-delete-shape
    table-all-nullable table-inherits table-not-related table-single-column table-too-large
    unique-over-null
    """.split()  # noqa: SIM905  (a list of this length is read by nobody)
)
FIXED = pytest.mark.parametrize(
    "rule",
    [
        rule
        for rule in CATALOGUE
        if isinstance(rule, SchemaRule)
        and not isinstance(rule, StatementRule)
        and rule.id not in _WITHOUT_FIX
    ],
    ids=lambda rule: rule.id,
)
FIXED_QUERIES = pytest.mark.parametrize(
    "rule", [rule for rule in CATALOGUE if rule.id == "query-not-indexed"], ids=lambda rule: rule.id
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


@FIXED
def test_the_fix_does_on_a_real_database_what_it_says(rule: Rule, read_sql: ReadSql) -> None:
    example = explain(rule).bad
    schema = read_sql(example)
    fix = [
        step
        for item in check_schema(SchemaContext(schema=built(example, read_sql)))
        for step in item.fix
    ]
    statements = [f"{text};" for texts in write_all(fix, schema) for text in texts]
    assert statements
    mended = reduce(lambda done, step: step.apply(done), fix, schema)
    assert read_sql("\n".join([example, *statements])).canonical() == mended.canonical()


@FIXED_QUERIES
def test_the_fix_of_a_bad_query_leaves_nothing_to_say_on_a_real_database(
    rule: Rule, read_sql: ReadSql, tmp_path: Path
) -> None:
    example = explain(rule).bad
    tables, queries = workloads.parts(example)
    schema = read_sql(tables)
    fix = [step for item in judged(rule, example, read_sql, tmp_path) for step in item.fix]
    statements = "".join(f"{text};\n" for texts in write_all(fix, schema) for text in texts)
    assert statements
    mended = reduce(lambda done, step: step.apply(done), fix, schema)
    assert read_sql(tables + statements).canonical() == mended.canonical()
    assert not judged(rule, tables + statements + queries.lstrip("\n"), read_sql, tmp_path)
