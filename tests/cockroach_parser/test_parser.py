"""CockroachDB's real parser: what it says, and where."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.cockroach_parser import CockroachParser, Refusal
from tests.cockroach_parser.programs import real_parser


@pytest.fixture(scope="module")
def parser() -> Iterator[CockroachParser]:
    with CockroachParser(real_parser()) as found:
        yield found


def refusal(parser: CockroachParser, statement: str) -> Refusal:
    found = parser.ask(statement)
    assert found is not None
    return found


def stopped_at(parser: CockroachParser, statement: str) -> str:
    """What stands where the parser stopped."""
    found = refusal(parser, statement)
    assert found.character is not None
    return statement[found.character :]


@pytest.mark.parametrize(
    "statement",
    [
        "",
        "-- nothing",
        "SELECT 1",
        "CREATE TABLE t (id uuid PRIMARY KEY DEFAULT gen_random_uuid())",
        "UPSERT INTO t VALUES (1)",
        "DO $$ BEGIN RAISE NOTICE 'x'; END $$",
        "CREATE FUNCTION f() RETURNS int LANGUAGE SQL AS 'SELECT 1'",
        "CREATE FUNCTION f() RETURNS int LANGUAGE SQL BEGIN ATOMIC SELECT 1; END",
        f"SELECT '{'x' * 2_000_000}'",
    ],
    ids=lambda text: text[:20],
)
def test_what_cockroachdb_knows_is_accepted(parser: CockroachParser, statement: str) -> None:
    assert parser.ask(statement) is None


def test_a_refusal_is_in_the_words_of_the_parser(parser: CockroachParser) -> None:
    found = refusal(parser, "LISTEN jobs")
    assert found.message == 'at or near "listen": syntax error'
    assert found.sqlstate == "42601"


def test_what_is_not_implemented_names_the_issue(parser: CockroachParser) -> None:
    found = refusal(parser, "CREATE TABLE t (a int) INHERITS (s)")
    assert "unimplemented" in found.message
    assert found.issue == 22456
    assert found.sqlstate == "0A000"


def test_a_hint_is_told_where_it_says_something(parser: CockroachParser) -> None:
    assert "does not require reindexing" in refusal(parser, "REINDEX TABLE t").hint
    assert refusal(parser, "CREATE TABLE t (").hint == ""


@pytest.mark.parametrize(
    ("statement", "rest"),
    [
        ("LISTEN jobs", "LISTEN jobs"),
        ("-- LISTEN a\n\n/* LISTEN */ LISTEN b", "LISTEN b"),
        ("SELECT 'é', ü FROM\n  tü LISTEN x 1", "x 1"),
        ("SELECT 1; SELECT 2; LISTEN b", "LISTEN b"),
        ("CREATE FUNCTION f() RETURNS int LANGUAGE SQL AS $$\n  SELECT 1 LISTEN x\n$$", "x\n$$"),
        (
            "CREATE FUNCTION f() RETURNS int LANGUAGE PLpgSQL AS $$ BEGIN ELSE; END $$",
            "ELSE; END $$",
        ),
    ],
)
def test_the_place_is_told(parser: CockroachParser, statement: str, rest: str) -> None:
    assert stopped_at(parser, statement) == rest


def test_a_place_in_a_body_with_doubled_quotes_is_not_told(parser: CockroachParser) -> None:
    body = "SELECT ''a'' LISTEN x"
    found = refusal(parser, f"CREATE FUNCTION f() RETURNS text LANGUAGE SQL AS '{body}'")
    assert found.character is None


def test_a_language_that_is_not_there_is_refused(parser: CockroachParser) -> None:
    found = refusal(parser, "CREATE FUNCTION f() RETURNS int LANGUAGE plv8 AS 'return 1'")
    assert found.message == 'language "plv8" does not exist'


@given(text=st.text(st.characters(exclude_categories=())) | st.text("();'\"$-*/ \nsSelectT1,."))
def test_any_text_is_answered(parser: CockroachParser, text: str) -> None:
    found = parser.ask(text)
    assert found is None or found.character is None or 0 <= found.character <= len(text)


def test_deep_nesting_is_answered(parser: CockroachParser) -> None:
    parser.ask(f"SELECT {'(' * 50_000}1{')' * 50_000}")
    assert parser.ask("SELECT 1") is None
