"""Parse trees as plain dictionaries: every node with its kind, in its place."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pglast import ast, parse_sql, visitors

from designkit.sql.statements import Statement, split
from designkit.sql.tree import Tree, parse

_STATEMENTS = [
    "CREATE TABLE t (a integer DEFAULT 1, b text CHECK (b ~ 'x')) PARTITION BY LIST (a)",
    "INSERT INTO t SELECT 1 UNION SELECT f(x) OVER (ORDER BY y) FROM u ON CONFLICT (a) DO NOTHING",
    "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a, b) REFERENCES u (c, d) ON DELETE CASCADE",
    "WITH w AS (DELETE FROM t RETURNING *) SELECT (r).x, ARRAY[1, 2], w.* FROM w, LATERAL f(w.a) r",
    "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE VIEW v AS SELECT CASE WHEN a THEN 1 ELSE b::text COLLATE x END FROM t TABLESAMPLE y(1)",
    "CREATE FOREIGN TABLE t (a integer NOT NULL) SERVER s",
    "MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN DO NOTHING",
]
# Constants hold their value as a node of its own in pglast's classes, and as a field in the JSON.
_VALUES = {"Integer", "Float", "Boolean", "BitString", "String"}


def tree(text: str) -> Tree:
    (statement,) = split(text)
    return parse(statement)


class _Counting(visitors.Visitor):
    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()

    def visit(  # pyright: ignore[reportIncompatibleVariableOverride]  (it is None there)
        self, _: visitors.Ancestor, node: ast.Node
    ) -> None:
        self.kinds[type(node).__name__] += 1


@pytest.mark.parametrize("text", _STATEMENTS)
def test_the_nodes_are_those_of_pglast(text: str) -> None:
    counting = _Counting()
    counting(parse_sql(text))
    wanted = {
        kind: count for kind, count in counting.kinds.items() if kind not in _VALUES | {"RawStmt"}
    }
    found = Counter(node.kind for node in tree(text))
    assert {kind: count for kind, count in found.items() if kind not in _VALUES} == wanted


def test_a_node_knows_what_holds_it() -> None:
    constraint = next(node for node in tree(_STATEMENTS[2]) if node.kind == "Constraint")
    command = constraint.parent
    assert command is not None
    assert (command.kind, constraint.field, command.field) == ("AlterTableCmd", "def", "cmds")


def test_a_place_is_told_in_characters_of_the_file() -> None:
    (_, statement) = split('SELECT 1;\n-- é\nSELECT "é",\n  nothing(2)')
    found = parse(statement)
    call = next(node for node in found if node.kind == "FuncCall")
    assert call.location is not None
    assert found.place(found.character(call.location)) == (4, 3)


def test_a_node_without_a_place_stands_where_its_holder_does() -> None:
    name = next(node for node in tree("SELECT f(1)") if node.kind == "String")
    assert name.location == 7


def test_what_the_grammar_refuses_has_no_nodes_but_says_why() -> None:
    found = tree("CREATE TABLEE x ()")
    assert (found.kind, list(found)) == ("", [])
    assert (found.error, found.error_at) == ('syntax error at or near "TABLEE"', 7)


@given(st.text())
def test_no_text_is_an_exception(text: str) -> None:
    found = parse(Statement(text=text, line=1, offset=0))
    assert bool(found.kind) == any(True for _ in found)
