"""Query builders: statements that no text holds, named with their place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from designkit.workload.golang.context import Folding, arguments, here
from designkit.workload.golang.imports import builder_of
from designkit.workload.golang.parsing import Syntax
from designkit.workload.golang.pieces import Folded
from designkit.workload.golang.types import Scope, type_of
from designkit.workload.golang.values import Unreadable
from designkit.workload.query import Place

_BEGINS: Final = {
    "select",
    "selectfrom",
    "insert",
    "insertinto",
    "insertignoreinto",
    "replace",
    "replaceinto",
    "update",
    "delete",
    "deletefrom",
    "from",
    "newselectbuilder",
    "newinsertbuilder",
    "newupdatebuilder",
    "newdeletebuilder",
    "newquery",
    "with",
    "sprintf",
    "new",
    "truncate",
}
_DEEPEST: Final = 6


def built_statements(scope: Scope) -> Iterator[tuple[Syntax, str]]:
    """(where, name of the builder) of each statement that a builder begins in a function."""
    for node in scope.calls:
        if _goes_on(node):
            continue
        names, root = _chain(node)
        builder = _builder(root, names, scope)
        if builder and any(name.lower() in _BEGINS for name in names):
            yield node, builder


def builder_texts(texts: Folding, scope: Scope) -> Iterator[Folded]:
    """Texts that are made of parts and passed to a builder as they are."""
    for node in scope.calls:
        names, root = _chain(node)
        if _builder(root, names, scope):
            for argument in arguments(node):
                if argument.kind in {"binary_expression", "call_expression"}:
                    yield texts.fold(argument, scope, {})


def unreadable_builder(node: Syntax, builder: str, scope: Scope) -> Unreadable:
    """The note on a statement that a builder makes."""
    spot = here(node, scope)
    return Unreadable(
        kind="builder",
        place=Place(file=spot.file, line=spot.line, function=spot.function),
        column=spot.column,
        reason=f"builder: {builder} makes the statement when the program runs",
        evidence=spot.evidence,
        generated=scope.file.is_generated,
    )


def _goes_on(call: Syntax) -> bool:
    above = call.parent
    return (
        above is not None
        and above.kind == "selector_expression"
        and above.parent is not None
        and above.parent.kind == "call_expression"
    )


def _chain(call: Syntax) -> tuple[list[str], Syntax]:
    """The methods of a chain of calls, and what it begins with."""
    names: list[str] = []
    node = call
    while node.kind == "call_expression":
        function = node.child("function")
        if function is None:
            return names, node
        if function.kind == "identifier":
            names.append(function.text)
            return names, function
        operand, field = function.child("operand"), function.child("field")
        if operand is None or field is None:
            return names, node
        names.append(field.text)
        node = operand
    return names, node


def _builder(root: Syntax, names: list[str], scope: Scope, depth: int = 0) -> str:
    """The builder that a chain of calls belongs to, by what it begins with."""
    if depth > _DEEPEST or root.kind not in {"identifier", "selector_expression"}:
        return ""
    package = root.child("operand") if root.kind == "selector_expression" else root
    type_ = type_of(root, scope)
    found = builder_of(scope.imported(package)) if package is not None else ""
    found = found or (builder_of(type_.package) if type_ is not None else "")
    if not found and root.kind == "identifier":
        found = _of_name(root, scope, depth)
    return found or _dotted(names, scope)


def _of_name(root: Syntax, scope: Scope, depth: int) -> str:
    local = scope.local(root)
    if local is not None:
        return _of_value(local.value, scope, depth) if local.kind == "value" else ""
    named = scope.package.names.get(root.text)
    return _of_value(named.value, scope.at_top(named.file), depth) if named is not None else ""


def _of_value(value: Syntax | None, scope: Scope, depth: int) -> str:
    if value is None or value.kind not in {"call_expression", "selector_expression"}:
        return ""
    names, root = _chain(value)
    if any(name in {"ToSql", "ToSQL", "Sql", "Build", "String"} for name in names):
        return ""
    return _builder(root, names, scope, depth + 1)


def _dotted(names: list[str], scope: Scope) -> str:
    """go-jet is imported with a dot, and shouts: `SELECT(…)`, `Users.INSERT(…)`."""
    if not any(name.isupper() and name.lower() in _BEGINS for name in names):
        return ""
    for _, path, _ in scope.file.import_lines:
        if builder_of(path) == "go-jet":
            return "go-jet"
    return ""
