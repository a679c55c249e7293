"""What the expressions of constraints say: the columns they name, and values worth trying.

Nothing is decided here: a hint that misses costs a candidate, and the database judges them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice, product
from typing import Any

from pglast import ast, parse_sql
from pglast.enums import BoolExprType
from pglast.stream import RawStream

from designkit.migrate.rows.patterns import like_texts, matching_texts
from designkit.model import Value
from designkit.sql.text import SQL, verbatim

# A node of pglast: its stubs type every field as optional, also those that the grammar fills.
Node = Any

_MOST_CASES = 64
_PATTERNS = frozenset({"~", "~*"})
_LIKES = frozenset({"~~", "~~*"})
# Where each kind of constant keeps its value.
_FIELDS: dict[type[ast.Node], str] = {
    ast.String: "sval",
    ast.Integer: "ival",
    ast.Float: "fval",
}


class Hint(Value, frozen=True, kw_only=True):
    """A constant that an expression holds against some columns.

    Attributes:
        text: the constant, as the text of a literal.
        number: whether it is written as a number.
        made_for: texts that an operator for patterns accepts, where it stands beside one.
    """

    columns: frozenset[str]
    text: str
    number: bool = False
    made_for: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def columns_in(expression: str) -> frozenset[str]:
    """The columns that an expression names."""
    return _columns(_parsed(expression))


@lru_cache(maxsize=1024)
def hints_in(expression: str) -> tuple[Hint, ...]:
    """The constants of an expression, each with the columns of its clause, in their order."""
    return tuple(dict.fromkeys(_hints(_parsed(expression))))


@lru_cache(maxsize=1024)
def cases_of(expression: str) -> tuple[tuple[str, ...], ...]:
    """The ways in which an expression may be true, each as clauses that are true together."""
    cases = islice(_cases(_parsed(expression)), _MOST_CASES)
    return tuple(tuple(str(RawStream()(clause)) for clause in case) for case in cases)


def constraint_node(definition: str) -> Node:
    """A constraint, parsed from what PostgreSQL prints of it."""
    text = SQL("ALTER TABLE t ADD {definition}", definition=verbatim(definition)).text
    statement: Node = parse_sql(text)[0].stmt
    return statement.cmds[0].def_


def _parsed(expression: str) -> Node:
    text = SQL("SELECT {expression}", expression=verbatim(expression)).text
    statement: Node = parse_sql(text)[0].stmt
    return statement.targetList[0].val


def _cases(node: Node) -> Iterator[tuple[Node, ...]]:
    clause: Node = node
    if not isinstance(node, ast.BoolExpr) or node.boolop == BoolExprType.NOT_EXPR:
        yield (clause,)
    elif node.boolop == BoolExprType.OR_EXPR:
        for part in clause.args:
            yield from _cases(part)
    else:
        for combined in product(*(tuple(_cases(part)) for part in clause.args)):
            yield tuple(chain.from_iterable(combined))


def _nodes(node: Node) -> Iterator[Node]:
    """A node and all below it."""
    if _is_list(node):
        for item in node:
            yield from _nodes(item)
    elif isinstance(node, ast.Node):
        yield node
        for name in node:
            yield from _nodes(getattr(node, name))


def _is_list(node: Node) -> bool:
    return isinstance(node, tuple)


def _all(node: Node, kind: type[ast.Node]) -> Iterator[Node]:
    return (item for item in _nodes(node) if type(item) is kind)


def _columns(node: Node) -> frozenset[str]:
    # A name in front is that of the table; the last part is the column, or a star.
    last = (item.fields[-1] for item in _all(node, ast.ColumnRef))
    return frozenset(str(field.sval) for field in last if type(field) is ast.String)


def _hints(node: Node) -> Iterator[Hint]:
    clauses: Node = node.args if isinstance(node, ast.BoolExpr) else ()
    for clause in clauses:
        yield from _hints(clause)
    if clauses:
        return
    columns = _columns(node)
    for item in _nodes(node):
        if type(item) is ast.A_Const:
            yield from _constant(item, columns)
        elif type(item) is ast.A_Expr:
            yield from _pattern(item, columns)


def _constant(node: Node, columns: frozenset[str]) -> Iterator[Hint]:
    value: Node = node.val
    for kind, field in _FIELDS.items():
        if isinstance(value, kind):
            text = str(getattr(value, field))
            yield Hint(columns=columns, text=text, number=kind is not ast.String)


def _pattern(node: Node, columns: frozenset[str]) -> Iterator[Hint]:
    operator = str(node.name[-1].sval)
    if operator not in _PATTERNS | _LIKES:
        return
    make = matching_texts if operator in _PATTERNS else like_texts
    for item in _all(node.rexpr, ast.A_Const):
        if type(item.val) is ast.String:
            pattern = str(item.val.sval)
            yield Hint(columns=columns, text=pattern, made_for=make(pattern))
