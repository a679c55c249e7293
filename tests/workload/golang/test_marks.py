"""Words and marks of a statement: parameters are told from casts, slices and operators of JSON."""

from __future__ import annotations

import pytest

from designkit.workload.golang.marks import (
    is_statement,
    is_surely_statement,
    is_whole,
    marks,
    written_tables,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SELECT :a", [":a"]),
        ("SELECT a::text", []),
        ("SELECT :a::text", [":a"]),
        ("SELECT a[1:n]", []),
        ("SELECT ':a', \":b\", $$:c$$, $t$:d$t$ -- :e\n /* :f */", []),
        ("SELECT E'\\':a' , :b", [":b"]),
        ("SELECT a = @b", ["@b"]),
        ("SELECT a @> b, a <@ b, a @@ b", []),
        ("SELECT ?", ["?"]),
        ("SELECT a ? 'b'", []),
        ("SELECT a::jsonb ? 'b' AND c = ?", ["?"]),
        ("SELECT a ?| b, a ?& b", []),
        ("SELECT a WHERE (a) ? 'b' LIMIT ?", ["?"]),
        ("SELECT a WHERE b LIKE ? || '%'", ["?"]),
        ("INSERT INTO a VALUES (?, ?)", ["?", "?"]),
        ("SELECT $1, '?'", []),
    ],
)
def test_named_and_question_marks_are_found(text: str, found: list[str]) -> None:
    kinds = {"colon", "at", "question"}
    assert [mark.text for mark in marks(text) if mark.kind in kinds] == found


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        ("INSERT INTO a VALUES (1)", ("a",)),
        ('INSERT INTO "A"."b" DEFAULT VALUES', ("A.b",)),
        ("UPDATE ONLY shop.A SET b = 1", ("shop.a",)),
        ("DELETE FROM a USING b", ("a",)),
        ("TRUNCATE TABLE a", ("a",)),
        ("WITH b AS (DELETE FROM a RETURNING id) INSERT INTO c SELECT id FROM b", ("a", "c")),
        ("INSERT INTO a VALUES (1) ON CONFLICT (id) DO UPDATE SET b = 1", ("a",)),
        ("SELECT a FROM b FOR UPDATE", ()),
        ("WITH a AS (SELECT 1) SELECT 1 FROM a FOR NO KEY UPDATE", ()),
        ("CREATE TABLE a (b int REFERENCES c ON UPDATE CASCADE)", ()),
        ("", ()),
    ],
)
def test_written_tables_are_found(text: str, tables: tuple[str, ...]) -> None:
    assert written_tables(text) == tables


@pytest.mark.parametrize(
    ("text", "statement", "surely"),
    [
        ("  -- all\n(SELECT 1 FROM a)", True, True),
        ("select a user", True, False),
        ("Update your profile", True, False),
        ("with love", True, False),
        ("COMMIT", True, False),
        ("user:1", False, False),
        ("selection of things", False, False),
        ("", False, False),
    ],
)
def test_statement_is_told_from_a_sentence(text: str, *, statement: bool, surely: bool) -> None:
    assert (is_statement(text), is_surely_statement(text)) == (statement, surely)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("SELECT a FROM b WHERE c", True),
        ("SELECT a FROM b WHERE ", False),
        ("SELECT a FROM b WHERE c IN ()", False),
        ("SELECT now()", True),
    ],
)
def test_statement_that_breaks_off_is_seen(text: str, *, whole: bool) -> None:
    assert is_whole(text) == whole
