"""The parse trees of statements, as PostgreSQL's own grammar gives them, for those who read text.

A tree is what libpg_query prints as JSON: plain dictionaries, which take a tenth of the time of
pglast's classes. Each node is told with its kind, also where the JSON leaves it out because the
field can hold nothing else. Nothing here judges.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias, cast

import msgspec
from pglast import ast, parser

from designkit.model import Value
from designkit.sql.statements import Statement

# What the JSON holds is up to the grammar, so its values are Any.
Fields: TypeAlias = Mapping[str, Any]

# A field of one of these holds any kind, with its name in the JSON.
_KINDS: Final = frozenset(vars(ast)) - {"Node", "List", "Expr"}
_decode: Final = msgspec.json.Decoder().decode


class Node(NamedTuple):
    """A node of a tree.

    Attributes:
        kind: its name in PostgreSQL's source: `CreateStmt`, `FuncCall`.
        fields: those that are not empty, zero or false.
        parent: the node that holds it, or None.
        field: in which field of the parent it stands; "" at the top.
    """

    kind: str
    fields: Fields
    parent: Node | None
    field: str

    @property
    def location(self) -> int | None:
        """The byte of the statement at which the node stands, or its nearest holder that tells."""
        node: Node | None = self
        while node is not None:
            found = node.fields.get("location", -1)
            # The `location` of CREATE TABLESPACE is a folder.
            if isinstance(found, int) and found >= 0:
                return found
            node = node.parent
        return None


class Tree(Value, frozen=True, kw_only=True):
    """A statement and its parse tree.

    Attributes:
        kind: of the statement: `CreateStmt`; "" where the grammar refuses it.
        fields: of the statement.
        error: what the grammar says where it refuses the statement.
        error_at: the character of the statement at which it does.
    """

    statement: Statement
    kind: str = ""
    fields: Fields = msgspec.field(default_factory=dict[str, Any])
    error: str = ""
    error_at: int = 0

    @classmethod
    def nothing(cls) -> Tree:
        """The tree of no statement."""
        return cls(statement=Statement(text="", line=1, offset=0))

    def __iter__(self) -> Iterator[Node]:
        """Every node, each before those that it holds."""
        return iter(self.nodes())

    def nodes(self) -> list[Node]:
        """All nodes at once, in the same order."""
        return _walk(Node(self.kind, self.fields, None, "")) if self.kind else []

    def character(self, location: int) -> int:
        """The character of the statement that stands at a byte, as nodes tell their location."""
        text = self.statement.text
        return location if text.isascii() else len(text.encode()[:location].decode(errors="ignore"))

    def place(self, character: int) -> tuple[int, int]:
        """Line in the file and column in that line of a character of the statement, from 1."""
        before = self.statement.text[:character]
        lines = before.count("\n")
        column = character - before.rfind("\n")
        return self.statement.line + lines, column if lines else self.statement.column + character


def parse(statement: Statement) -> Tree:
    """Read a statement; one that the grammar refuses has a tree without a kind."""
    try:
        text = parser.parse_sql_json(statement.text)
    except parser.ParseError as error:
        message, at = (*error.args, 0)[:2]
        return Tree(statement=statement, error=str(message), error_at=int(at or 0))
    found = _decode(text).get("stmts")
    if not found:
        return Tree(statement=statement)
    ((kind, fields),) = found[0]["stmt"].items()
    return Tree(statement=statement, kind=kind, fields=fields)


def _walk(node: Node) -> list[Node]:
    walked: list[Node] = []
    waiting = [node]
    while waiting:
        found = waiting.pop()
        walked.append(found)
        below = _below(found)
        if below:
            below.reverse()
            waiting += below
    return walked


def _below(node: Node) -> list[Node]:
    known = _single_kinds(node.kind)
    found: list[Node] = []
    for name, value in node.fields.items():
        if isinstance(value, dict) and name in known:
            found.append(Node(known[name], cast("Fields", value), node, name))
        elif isinstance(value, dict | list):
            _add_told(found, node, name, value)
    return found


def _add_told(found: list[Node], parent: Node, name: str, value: Any) -> None:
    """Add the nodes in a value that tell their kind, or in a list of such values."""
    if isinstance(value, list):
        for item in value:  # pyright: ignore[reportUnknownVariableType]
            _add_told(found, parent, name, item)
    elif isinstance(value, dict):
        for kind, held in cast("Fields", value).items():
            if not isinstance(held, dict):
                continue
            fields = cast("Fields", held)
            if kind == "List":
                _add_told(found, parent, name, fields.get("items"))
            else:
                found.append(Node(kind, fields, parent, name))


@cache
def _single_kinds(kind: str) -> Mapping[str, str]:
    """The fields that hold nodes of one kind alone, by name: the JSON does not repeat that kind."""
    slots: Any = getattr(getattr(ast, kind, None), "__slots__", ())
    # The values of some kinds, such as constants, have no declared fields.
    declared = cast("dict[str, Any]", slots) if isinstance(slots, dict) else {}
    types = {name: str(slot.c_type) for name, slot in declared.items()}
    held = {name: c_type.removesuffix("*") for name, c_type in types.items()}
    return {name: held_kind for name, held_kind in held.items() if held_kind in _KINDS}
