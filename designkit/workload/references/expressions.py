"""The text of expressions, printed so that the same expression is the same text.

The engine prints an index as `lower((email)::text)` and a predicate as `status = 'open'::text`;
people write less. Both are brought to one form: without qualifiers, without casts of constants.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache
from typing import Any, Final

from pglast import ast, parse_sql, parser
from pglast.enums import A_Expr_Kind, BoolExprType
from pglast.stream import RawStream
from pglast.visitors import Visitor

from designkit.model import Table, View
from designkit.model.types import base_type, is_array
from designkit.workload.references.trees import kind

_NO_TEXTS: Final[frozenset[str]] = frozenset()


@lru_cache(maxsize=4096)
def comparable(expression: str, texts: frozenset[str] = _NO_TEXTS) -> str:
    """An expression in the form in which two can be compared; "" where it does not parse.

    Args:
        expression: as somebody wrote it, or as the engine printed it.
        texts: the columns whose cast to text does nothing, so that it is left out.
    """
    found = parsed(expression)
    return "" if found is None else printed(found, texts)


@lru_cache(maxsize=4096)
def conjuncts(predicate: str, texts: frozenset[str] = _NO_TEXTS) -> frozenset[str]:
    """The conditions of a predicate that AND joins, each as `comparable` prints it."""
    found = parsed(predicate)
    return frozenset() if found is None else frozenset(printed(it, texts) for it in _parts(found))


@lru_cache(maxsize=4096)
def text_columns(table: Table | View) -> frozenset[str]:
    """The columns of a table whose cast to text does nothing."""
    if isinstance(table, View):
        return frozenset(name for name, type_name in table.columns if _is_text(type_name))
    return frozenset(column.name for column in table.columns if _is_text(column.type))


# The trees of pglast hold whatever the grammar allows: Any, here and below.
def printed(node: Any, texts: frozenset[str] = _NO_TEXTS) -> str:
    """A part of a tree in the form in which two can be compared."""
    return str(RawStream()(_Bare(texts)(deepcopy(node))))


@lru_cache(maxsize=4096)
def as_key(expression: str) -> str:
    """An expression as the key of an index: in parentheses, unless it is a call."""
    return expression if isinstance(parsed(expression), ast.FuncCall) else f"({expression})"


def is_constant(node: Any) -> bool:
    """Whether it is a literal, a cast of one, or a list or array of such; NULL is one."""
    match kind(node):
        case "A_Const":
            return True
        case "TypeCast":
            return is_constant(node.arg)
        case "A_ArrayExpr":
            return all(map(is_constant, node.elements or ()))
        case "tuple":
            return all(map(is_constant, node))
        case _:
            return False


def casts_to_text(node: Any) -> bool:
    """Whether it is a cast to text or varchar."""
    return kind(node) == "TypeCast" and node.typeName.names[-1].sval in {"text", "varchar"}


def _is_text(type_name: str) -> bool:
    return not is_array(type_name) and base_type(type_name) in {"text", "character varying"}


def parsed(expression: str) -> Any:
    """The tree of an expression; None where it does not parse."""
    try:
        # It is only parsed, and nobody runs it.
        statement: Any = parse_sql("SELECT " + expression)[0].stmt
        return statement.targetList[0].val
    except (parser.ParseError, IndexError, TypeError):
        return None


def _parts(node: Any) -> Iterator[Any]:
    if kind(node) == "BoolExpr" and node.boolop == BoolExprType.AND_EXPR:
        for part in node.args:
            yield from _parts(part)
    else:
        yield node


class _Bare(Visitor):
    """Takes away what the engine adds: qualifiers, casts of constants, casts of text to text."""

    def __init__(self, texts: frozenset[str]) -> None:
        self._texts = texts

    def visit_ColumnRef(self, _: Any, node: Any) -> None:  # noqa: N802  (pglast's name)
        node.fields = node.fields[-1:]

    def visit_TypeCast(self, _: Any, node: Any) -> Any:  # noqa: N802
        is_text = casts_to_text(node) and kind(node.arg) == "ColumnRef"
        if is_text and getattr(node.arg.fields[-1], "sval", "") in self._texts:
            # What takes the place of a node is not visited.
            node.arg.fields = node.arg.fields[-1:]
            return node.arg
        return node.arg if is_constant(node.arg) else None

    def visit_A_Expr(self, _: Any, node: Any) -> None:  # noqa: N802
        # The engine prints IN with constants as = ANY (ARRAY[…]).
        is_in = node.kind == A_Expr_Kind.AEXPR_IN and node.name[0].sval == "="
        if is_in and is_constant(node.rexpr):
            node.kind = A_Expr_Kind.AEXPR_OP_ANY
            node.rexpr = ast.A_ArrayExpr(elements=node.rexpr)
