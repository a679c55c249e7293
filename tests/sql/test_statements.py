"""Splitting a text into statements, with their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.errors import SourceError
from designkit.sql.statements import parses, split

BODIES = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; END"
CASES = {
    "nothing": ("", []),
    "only comments and semicolons": ("-- one\n;; /* two */ ;\n", []),
    "no last semicolon": ("SELECT 1;\nSELECT 2", [(1, "SELECT 1"), (2, "SELECT 2")]),
    "a comment before": ("-- why\nSELECT 1;", [(2, "SELECT 1")]),
    "a comment behind": (
        "SELECT 1 /* a */ -- b\n;\nSELECT 2 -- c",
        [(1, "SELECT 1"), (3, "SELECT 2")],
    ),
    "a comment within": ("SELECT /* a */ 1;", [(1, "SELECT /* a */ 1")]),
    "a semicolon in a literal": ("SELECT 'a;b';", [(1, "SELECT 'a;b'")]),
    "dashes in a literal": ("SELECT '--';", [(1, "SELECT '--'")]),
    "a dollar body": ("SELECT $$ a; b $$;\nSELECT 2;", [(1, "SELECT $$ a; b $$"), (2, "SELECT 2")]),
    "a plain SQL body": (f"{BODIES};\nSELECT 2;", [(1, BODIES), (2, "SELECT 2")]),
    "carriage returns": ("SELECT 1;\r\nSELECT 2;\r\n", [(1, "SELECT 1"), (2, "SELECT 2")]),
    "a broken one between": (
        "SELECT 1;\nSELCT 2;\nSELECT 3;",
        [(1, "SELECT 1"), (2, "SELCT 2"), (3, "SELECT 3")],
    ),
    "a plain SQL body beside a broken one": (
        f"SELCT 1;\n{BODIES};\nSELECT 2;",
        [(1, "SELCT 1"), (2, BODIES), (3, "SELECT 2")],
    ),
    "a rule with actions beside a broken one": (
        "SELCT 1;\nCREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);",
        [(1, "SELCT 1"), (2, "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)")],
    ),
    "an open quote": (
        "SELECT 1;\nSELECT 'a;\nSELECT 2;",
        [(1, "SELECT 1"), (2, "SELECT 'a;\nSELECT 2;")],
    ),
    "an open quote at the start of a statement": ("SELECT 1;\n'a", [(1, "SELECT 1"), (2, "'a")]),
    "the restrict lines of pg_dump": (
        "\\restrict 3abC\n\nSELECT 1;\n\\unrestrict 3abC\n",
        [(3, "SELECT 1")],
    ),
    "restrict lines and a broken statement": (
        "\\restrict 3abC\nSELCT 1;\nSELECT 2;",
        [(2, "SELCT 1"), (3, "SELECT 2")],
    ),
    "the tags of a template": (
        "{% if x %}\nDROP TABLE b;\n{# a; b #}\nSELECT 2;\n{% endif %}\n",
        [
            (1, "{% if x %}"),
            (2, "DROP TABLE b"),
            (3, "{# a; b #}"),
            (4, "SELECT 2"),
            (5, "{% endif %}"),
        ],
    ),
    "COPY to a file": ("COPY t TO '/tmp/t';", [(1, "COPY t TO '/tmp/t'")]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_statements_are_split_with_their_lines(text: str, expected: list[tuple[int, str]]) -> None:
    assert [(item.line, item.text) for item in split(text)] == expected


@pytest.mark.parametrize("broken", ["", "SELCT 0; "], ids=["by grammar", "by scanner"])
def test_an_offset_counts_characters(broken: str) -> None:
    text = f"{broken}SELECT 'é😀'; /* ü */ SELECT 'ß';\n-- 😀\nSELECT 3"
    for statement in split(text):
        assert text[statement.offset :].startswith(statement.text)
    assert [item.text for item in split(text)][-3:] == ["SELECT 'é😀'", "SELECT 'ß'", "SELECT 3"]


def test_lines_count_from_the_first_line_given() -> None:
    assert [item.line for item in split("SELECT 1;\n\nSELECT 2", first_line=40)] == [40, 42]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT 1;\n\\connect shop", r"line 2: \\connect is a command of psql"),
        ("SELECT 1 \\gset", r"line 1: \\gset is a command of psql"),
        ("COPY t FROM stdin;\n1\t'2\n\\.\n", "line 1: COPY … FROM stdin"),
        ("SELECT 1;\n\nCOPY t (a) FROM stdin", "line 3: COPY … FROM stdin"),
        ("SELECT 1;\nSELECT '\0'", "line 2: a zero byte"),
    ],
)
def test_what_only_psql_understands_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        split(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("COPY t FROM STDIN NULL 'null'", [(1, "COPY t FROM STDIN NULL 'null'")]),
        (
            "SELCT 1;\nCOPY t FROM stdin;\nSELECT 2;",
            [(1, "SELCT 1"), (2, "COPY t FROM stdin"), (3, "SELECT 2")],
        ),
        (
            "COPY t FROM stdin;\n1\tit's; -- é\n\\.\nCOPY u FROM stdin;\n\\.\nSELECT '\n\\.\n';",
            [(1, "COPY t FROM stdin"), (4, "COPY u FROM stdin"), (6, "SELECT '\n\\.\n'")],
        ),
        ("SELECT '\n\\.\n', 1;\nSELECT 2", [(1, "SELECT '\n\\.\n', 1"), (4, "SELECT 2")]),
    ],
)
def test_a_copy_is_judged_and_its_rows_are_passed_over(
    text: str, expected: list[tuple[int, str]]
) -> None:
    assert [(item.line, item.text) for item in split(text, judged=True)] == expected


def test_a_backslash_in_a_literal_is_no_command() -> None:
    assert len(split("SELECT '\n\\connect x', $$\n\\. $$, SELCT;")) == 1


def test_the_grammar_decides_what_parses() -> None:
    assert parses("SELECT 1")
    assert not parses("SELCT 1")


STATEMENTS = st.sampled_from(
    ["SELECT 1", "SELCT é", "SELECT 'é;\n--'", "SELECT $a$ ; $a$", "CREATE TABLE t (a int)", BODIES]
)
GAPS = st.sampled_from([";", ";\n", " ;; -- é\n", "/* ; */;\n\n"])


@given(st.lists(st.tuples(STATEMENTS, GAPS)))
def test_what_was_joined_is_split_again(parts: list[tuple[str, str]]) -> None:
    text = "".join(statement + gap for statement, gap in parts)
    assert [item.text for item in split(text)] == [statement for statement, _ in parts]
    for item in split(text):
        assert item.line == text.count("\n", 0, item.offset) + 1
