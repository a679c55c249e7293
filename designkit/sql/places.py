"""Where in a text each object was last written: what turns a finding into a line of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pglast import ast

from designkit.sql.statements import Statement, node_of


def places(statements: Iterable[Statement]) -> Mapping[str, int]:
    """Object to line: tables, `table.column`, indexes, constraints, enums, in their last writing.

    A statement that does not parse places nothing.
    """
    found: dict[str, int] = {}
    for statement in statements:
        found.update(_places(statement))
    return found


def created_tables(statements: Iterable[Statement]) -> frozenset[str]:
    """The tables that statements create, by name, whether or not they are dropped again."""
    return frozenset(
        _name(node.relation)
        for node in map(node_of, statements)
        if isinstance(node, ast.CreateStmt)
    )


def referenced_tables(statement: Statement) -> frozenset[str]:
    """The tables that the foreign keys of a statement point to."""
    return frozenset(
        _name(constraint.pktable)
        for constraint in _constraints(node_of(statement))
        if constraint.pktable is not None
    )


def _places(statement: Statement) -> Iterator[tuple[str, int]]:
    node: Any = node_of(statement)
    match node:
        case ast.CreateStmt():
            table = _name(node.relation)
            yield table, statement.line
            yield from _elements(table, node.tableElts or (), statement)
        case ast.AlterTableStmt():
            added = [command.def_ for command in node.cmds or () if command.def_ is not None]
            yield from _elements(_name(node.relation), added, statement)
        case ast.IndexStmt() if node.idxname:
            yield node.idxname, statement.line
        case ast.CreateEnumStmt() if node.typeName:
            yield str(node.typeName[-1].sval), statement.line
        case ast.RenameStmt() if node.relation is not None and node.newname:
            renamed = node.newname
            if node.subname:
                renamed = f"{_name(node.relation)}.{node.newname}"
            yield renamed, statement.line
        case _:
            return


def _elements(
    table: str, elements: Iterable[Any], statement: Statement
) -> Iterator[tuple[str, int]]:
    for element in elements:
        if not isinstance(element, ast.ColumnDef | ast.Constraint):
            continue
        line = statement.line
        if element.location is not None and element.location > 0:
            line += statement.text.encode()[: element.location].count(b"\n")
        if isinstance(element, ast.ColumnDef):
            yield f"{table}.{element.colname}", line
            yield from _elements(table, element.constraints or (), statement)
        elif element.conname:
            yield element.conname, line


def _constraints(node: Any) -> Iterator[Any]:
    elements: list[Any] = []
    if isinstance(node, ast.CreateStmt):
        elements += node.tableElts or ()
    elif isinstance(node, ast.AlterTableStmt):
        elements += [command.def_ for command in node.cmds or () if command.def_ is not None]
    for element in elements:
        if isinstance(element, ast.Constraint):
            yield element
        elif isinstance(element, ast.ColumnDef):
            yield from element.constraints or ()


def _name(relation: Any) -> str:
    public = relation.schemaname in {None, "public"}
    return relation.relname if public else f"{relation.schemaname}.{relation.relname}"
