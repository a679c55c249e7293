"""What the parts that fold expressions need of each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from designkit.workload.golang.packages import Function, Named
from designkit.workload.golang.parsing import Syntax
from designkit.workload.golang.pieces import Folded, Spot, spot
from designkit.workload.golang.project import Project
from designkit.workload.golang.scopes import Local
from designkit.workload.golang.types import Scope, callee

# What is known of names just now: of parameters from a caller, of a variable from its changes.
Known = Mapping[Local, Folded]


class Folding(Protocol):
    """Expressions as texts.

    Attributes:
        running: what is being looked at, so that what refers to itself comes to an end.
        named: texts of constants and variables of packages.
        seen: texts of variables by the place where they are used.
    """

    project: Project
    running: set[object]
    named: dict[Named, Folded]
    seen: dict[tuple[Local, int], Folded]

    def fold(self, node: Syntax, scope: Scope, known: Known, result: int = 0) -> Folded:
        """The text of an expression; of a call with several results, that result."""
        ...

    def scope_of(self, function: Function) -> Scope:
        """What the names of a function mean."""
        ...

    def after(self, local: Local, scope: Scope, known: Known) -> Folded:
        """The text of a name when its function ends."""
        ...


class Reading(NamedTuple):
    """One expression's surroundings: who folds, what names mean, what is known of them."""

    texts: Folding
    scope: Scope
    known: Known

    def fold(self, node: Syntax, result: int = 0) -> Folded:
        """The text of an expression here."""
        return self.texts.fold(node, self.scope, self.known, result)

    def here(self, node: Syntax) -> Spot:
        """Where a node is written."""
        return here(node, self.scope)


def here(node: Syntax, scope: Scope) -> Spot:
    """Where a node is written."""
    return spot(node, scope.file.path, scope.function.shown if scope.function else "")


def arguments(call: Syntax) -> list[Syntax]:
    """What a call passes."""
    listed = call.child("arguments")
    return list(listed.children) if listed is not None else []


def package_call(call: Syntax, scope: Scope) -> tuple[str, str]:
    """(import path, name) of a call of another package's function; ("", "") of anything else."""
    function = callee(call)
    operand = function.child("operand") if function is not None else None
    field = function.child("field") if function is not None else None
    if operand is None or field is None or operand.kind != "identifier":
        return "", ""
    if scope.local(operand) is not None:
        return "", ""
    return scope.file.imports.get(operand.text, ""), field.text


def method_call(call: Syntax) -> tuple[Syntax | None, str]:
    """(operand, name) of a call by a selector."""
    function = call.child("function")
    if function is None or function.kind != "selector_expression":
        return None, ""
    operand, field = function.child("operand"), function.child("field")
    return operand, field.text if field is not None else ""
