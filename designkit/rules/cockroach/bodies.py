"""The nodes in the bodies of functions and DO blocks, which are text to PostgreSQL's grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, cast

import msgspec
from pglast import parser

from designkit.sql.statements import Statement
from designkit.sql.tree import Fields, Node, Tree, parse

ROUTINES: Final = frozenset({"CreateFunctionStmt", "DoStmt"})
_decode: Final = msgspec.json.Decoder().decode
# What an expression of PL/pgSQL needs before it to be a statement, by libpg_query's parse mode.
_BEFORE: Final = {2: "SELECT ", 3: "SELECT ", 4: "SELECT ", 5: "SELECT "}
# What stands for a body, or a statement in one, that PostgreSQL refuses.
_UNREADABLE: Final = (Node("Unreadable", {}, None, ""), Tree.nothing())
# PL/pgSQL's parser resolves aliases and keeps no trace of them.
_ALIAS: Final = re.compile(r"\balias\s+for\b", re.IGNORECASE)


@lru_cache(maxsize=64)
def body_nodes(statement: Statement) -> Mapping[str, tuple[tuple[Node, Tree], ...]]:
    """The nodes in the body of a routine by kind, each with the tree of its own statement.

    PL/pgSQL's own nodes are among them; these stand in no tree.

    A body that nobody here can read, such as that of a language other than these two, has none.
    """
    found: dict[str, list[tuple[Node, Tree]]] = {}
    for node, inner in _in_body(parse(statement)):
        found.setdefault(node.kind, []).append((node, inner))
    return {kind: tuple(nodes) for kind, nodes in found.items()}


def language(tree: Tree) -> str:
    """The language of a routine, as PostgreSQL folds its name."""
    options = tree.fields.get("options") or tree.fields.get("args") or ()
    for option in options:
        element: Fields = option.get("DefElem", {})
        if element.get("defname") == "language":
            name: str = element["arg"]["String"]["sval"]
            return name.lower()
    return "plpgsql" if tree.kind == "DoStmt" else "sql"


def _in_body(tree: Tree) -> Iterator[tuple[Node, Tree]]:
    match language(tree):
        case "sql":
            for text in _texts(tree):
                yield from _in_sql(text)
        case "plpgsql":
            yield from _in_plpgsql(tree)
        case _:
            return


def _texts(tree: Tree) -> Iterator[str]:
    for option in tree.fields.get("options", ()):
        element: Fields = option.get("DefElem", {})
        if element.get("defname") == "as":
            items = element["arg"].get("List", {}).get("items", ())
            yield from (item["String"].get("sval", "") for item in items[:1])


def _in_sql(text: str) -> Iterator[tuple[Node, Tree]]:
    try:
        slices = parser.split(text)
    except parser.ParseError:
        yield _UNREADABLE
        return
    for part in slices:
        tree = parse(Statement(text=part, line=0, offset=0))
        if tree.error:
            yield _UNREADABLE
        yield from ((node, tree) for node in tree)


def _in_plpgsql(tree: Tree) -> Iterator[tuple[Node, Tree]]:
    try:
        functions = _decode(parser.parse_plpgsql_json(tree.statement.text))
    except parser.ParseError:
        yield _UNREADABLE
        return
    for text in _texts(tree):
        if _ALIAS.search(text):
            yield Node("PLpgSQL_alias", {}, None, ""), Tree.nothing()
    yield from _nodes(functions, None, "")


def _nodes(value: Any, parent: Node | None, field: str) -> Iterator[tuple[Node, Tree]]:
    """The nodes of PL/pgSQL's tree, each before those that it holds."""
    if isinstance(value, list):
        for item in value:  # pyright: ignore[reportUnknownVariableType]
            yield from _nodes(item, parent, field)
        return
    if not isinstance(value, dict):
        return
    for name, held in cast("dict[str, Any]", value).items():
        if name.startswith("PLpgSQL_") and isinstance(held, dict):
            node = Node(name, cast("Fields", held), parent, field)
            yield node, Tree.nothing()
            if name == "PLpgSQL_expr":
                mode = cast("int", node.fields.get("parseMode", 0))
                yield from _in_sql(_BEFORE.get(mode, "") + _assigned(node, mode))
            for inner_name, inner in cast("dict[str, Any]", held).items():
                yield from _nodes(inner, node, inner_name)
        else:
            yield from _nodes(held, parent, name)


def _assigned(expression: Node, mode: int) -> str:
    """The text of an expression; of an assignment, what is assigned."""
    query: str = expression.fields.get("query", "")
    return query.partition(":=")[2] or query.partition("=")[2] if mode in (3, 4, 5) else query
