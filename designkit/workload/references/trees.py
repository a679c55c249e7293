"""Nodes of pglast's trees, which hold whatever the grammar allows: all of them are Any here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pglast import ast


def kind(node: Any) -> str:
    """The name of a node's kind in PostgreSQL's source: `ColumnRef`."""
    return type(node).__name__


def children(node: Any) -> Iterator[Any]:
    """The nodes that a node, or a list of nodes, holds."""
    if isinstance(node, tuple):
        yield from node  # pyright: ignore[reportUnknownVariableType]
    elif isinstance(node, ast.Node):
        slots: Any = getattr(type(node), "__slots__", ())
        held = (getattr(node, name, None) for name in slots)
        yield from (item for item in held if isinstance(item, ast.Node | tuple))


def column_names(node: Any) -> list[str] | None:
    """The parts of a column reference; None of `*` and of every other node."""
    if kind(node) != "ColumnRef" or not all(kind(field) == "String" for field in node.fields):
        return None
    return [str(field.sval) for field in node.fields]


def names_columns(node: Any) -> bool:
    """Whether an expression names a column, beside those of its subqueries."""
    if kind(node) == "SubLink":
        return names_columns(node.testexpr)
    return column_names(node) is not None or any(map(names_columns, children(node)))


def last_names(node: Any) -> set[str]:
    """The columns that an expression names, without what stands before the dot."""
    own = column_names(node)
    if own is not None:
        return {own[-1]}
    return {name for held in children(node) for name in last_names(held)}


def star_of(node: Any) -> tuple[str, ...] | None:
    """What stands before the star of an output, `t` in `t.*`; None where it is none."""
    if kind(node) == "ColumnRef" and kind(node.fields[-1]) == "A_Star":
        return tuple(str(field.sval) for field in node.fields[:-1])
    return None


def location(node: Any) -> int:
    """The character of the statement at which a node begins; 0 where no part of it tells."""
    return min(_locations(node), default=0)


def _locations(node: Any) -> Iterator[int]:
    # That of an operator is its own, behind its first operand.
    found = getattr(node, "location", None)
    if isinstance(found, int) and found >= 0:
        yield found
    for held in children(node):
        yield from _locations(held)


def natural_name(node: Any) -> str:
    """What PostgreSQL calls an output that nobody named."""
    match kind(node):
        case "ColumnRef":
            return str(getattr(node.fields[-1], "sval", "?column?"))
        case "FuncCall":
            return str(node.funcname[-1].sval)
        case "TypeCast":
            inner = natural_name(node.arg)
            return str(node.typeName.names[-1].sval) if inner == "?column?" else inner
        case _:
            return "?column?"


def calls(node: Any) -> Iterator[Any]:
    """The calls of functions in an expression, without those of its subqueries."""
    if kind(node) == "FuncCall":
        yield node
    if kind(node) != "SubLink":
        for held in children(node):
            yield from calls(held)


def table_names(node: Any) -> Iterator[Any]:
    """Each table that a statement names, as `RangeVar`."""
    if kind(node) == "RangeVar":
        yield node
        return
    for held in children(node):
        yield from table_names(held)
