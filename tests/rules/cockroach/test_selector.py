"""The language of selectors: what each form selects, and what is no selector."""

from __future__ import annotations

import pytest

from designkit.rules.cockroach.selector import selector
from designkit.sql.statements import Statement
from designkit.sql.tree import Node, parse


def selected(text: str, sql: str) -> list[Node]:
    where = selector(text)
    tree = parse(Statement(text=sql, line=1, offset=0))
    return [node for node in tree if node.kind == where.kind and where.selects(node)]


@pytest.mark.parametrize(
    ("text", "sql", "count"),
    [
        ("SelectStmt", "SELECT 1", 1),
        ("SelectStmt", "DELETE FROM a", 0),
        ("IndexStmt[unique]", "CREATE UNIQUE INDEX i ON a (b)", 1),
        ("IndexStmt[unique]", "CREATE INDEX i ON a (b)", 0),
        ("IndexStmt[!unique]", "CREATE INDEX i ON a (b)", 1),
        ("IndexStmt[accessMethod=gin|gist]", "CREATE INDEX i ON a USING gist (b)", 1),
        ("IndexStmt[accessMethod=gin|gist]", "CREATE INDEX i ON a USING brin (b)", 0),
        ("IndexStmt[accessMethod!=gin|gist]", "CREATE INDEX i ON a USING brin (b)", 1),
        ("FuncCall[funcname=nextval]", "SELECT pg_catalog.nextval('a')", 1),
        ("IndexStmt[relation.relname=a]", "CREATE INDEX i ON a (b)", 1),
        ("InsertStmt[cols.name=b]", "INSERT INTO a (c, b) VALUES (1, 2)", 1),
        ("InsertStmt > SelectStmt", "INSERT INTO a SELECT 1", 1),
        ("InsertStmt > ColumnRef", "INSERT INTO a SELECT b", 0),
        ("InsertStmt ColumnRef", "INSERT INTO a SELECT b", 1),
        ("InsertStmt > SelectStmt > ResTarget ColumnRef", "INSERT INTO a SELECT b", 1),
        ("UpdateStmt > ResTarget[@=targetList]", "UPDATE a SET b = 1 RETURNING b", 1),
    ],
)
def test_a_selector_selects(text: str, sql: str, count: int) -> None:
    assert len(selected(text, sql)) == count


def test_the_name_is_what_is_compared_last() -> None:
    (node,) = selected("FuncCall[funcname=now|nextval]", "SELECT nextval('a')")
    assert selector("FuncCall[funcname=now|nextval]").name(node) == "nextval"


@pytest.mark.parametrize("text", ["", "[a]", "A > [b]", "A[b", "A[b==c]x"])
def test_what_is_no_selector_is_refused(text: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        selector(text)
