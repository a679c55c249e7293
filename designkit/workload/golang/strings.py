"""Go's string expressions as texts: constants, what is built of them, and what nobody can know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from designkit.workload.golang.context import Folding, Known, Reading
from designkit.workload.golang.flow import Flow
from designkit.workload.golang.functions import call_text
from designkit.workload.golang.literals import LITERALS, unquoted
from designkit.workload.golang.members import any_item, composite_text, selector_text, unknown_text
from designkit.workload.golang.packages import Function, Named
from designkit.workload.golang.parsing import Syntax
from designkit.workload.golang.pieces import Folded, at_site, constant, joined, unknown, with_piece
from designkit.workload.golang.project import Project
from designkit.workload.golang.scopes import Local, Locals
from designkit.workload.golang.types import Scope
from designkit.workload.golang.variables import name_text

# Expressions that call functions whose expressions call functions: not followed any deeper.
_DEEPEST: Final = 24
# What one text may cost; only code made for it costs more.
_MOST_STEPS: Final = 5_000


class Texts(Folding):
    """Folds the expressions of a project, and keeps what it has seen of each function."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.running: set[object] = set()
        self.named: dict[Named, Folded] = {}
        self.seen: dict[tuple[Local, int], Folded] = {}
        self._scopes: dict[Function, Scope] = {}
        self._depth = 0
        self._steps = 0

    def refresh(self) -> None:
        """Begin with another text, which may take as many steps as the one before."""
        self._steps = 0

    def scope_of(self, function: Function) -> Scope:
        """What the names of a function mean."""
        if function not in self._scopes:
            package = self.project.of(function.file)
            names = Locals(function.syntax)
            self._scopes[function] = Scope(self.project, package, function.file, function, names)
        return self._scopes[function]

    def fold(self, node: Syntax, scope: Scope, known: Known, result: int = 0) -> Folded:
        """The text of an expression; of a call with several results, that result."""
        self._steps += 1
        if self._depth > _DEEPEST or self._steps > _MOST_STEPS:
            return unknown("value", node.text[:200])
        self._depth += 1
        try:
            reading = Reading(self, scope, known)
            reader = _READERS.get(node.kind)
            made = reader(reading, node, result) if reader is not None else None
            return made if made is not None else unknown_text(reading, node)
        finally:
            self._depth -= 1

    def after(self, local: Local, scope: Scope, known: Known) -> Folded:
        """The text of a name when its function ends."""
        key = (local, "after")
        if key in self.running:
            return unknown("value", local.name)
        self.running.add(key)
        try:
            return Flow(Reading(self, scope, known), local, None).value(known[local])
        finally:
            self.running.discard(key)


def _literal(reading: Reading, node: Syntax, _: int) -> Folded:
    return constant(unquoted(node), reading.here(node))


def _inner(reading: Reading, node: Syntax, result: int) -> Folded | None:
    return reading.fold(node.children[0], result) if node.children else None


def _operand(reading: Reading, node: Syntax, _: int) -> Folded | None:
    operand = node.child("operand")
    is_other = node.text.startswith(("-", "!", "<-", "^"))
    return None if operand is None or is_other else reading.fold(operand)


def _sum(reading: Reading, node: Syntax, _: int) -> Folded | None:
    # Not by recursion: a text may be a sum of hundreds.
    leaves: list[Syntax] = []
    current: Syntax | None = node
    while current is not None and current.kind == "binary_expression":
        operator, right = current.child("operator"), current.child("right")
        if operator is None or operator.text != "+" or right is None:
            break
        leaves.append(right)
        current = current.child("left")
    if current is None or not leaves:
        return None
    leaves.append(current)
    if any(leaf.kind in {"int_literal", "float_literal"} for leaf in leaves):
        return unknown("number", node.text)
    folded = [reading.fold(leaf) for leaf in reversed(leaves)]
    return at_site(joined(*folded), reading.here(node))


def _sliced(reading: Reading, node: Syntax, _: int) -> Folded | None:
    operand = node.child("operand")
    return None if operand is None else with_piece(reading.fold(operand), "repeated", node.text)


def _indexed(reading: Reading, node: Syntax, result: int) -> Folded | None:
    operand = node.child("operand")
    return None if operand is None or result else any_item(reading, operand)


_READERS: Final[dict[str, Callable[[Reading, Syntax, int], Folded | None]]] = {
    **dict.fromkeys(LITERALS, _literal),
    "int_literal": lambda _, node, __: constant(node.text),
    "parenthesized_expression": _inner,
    "literal_element": _inner,
    "variadic_argument": _inner,
    "unary_expression": _operand,
    "type_assertion_expression": _operand,
    "type_conversion_expression": _operand,
    "binary_expression": _sum,
    "identifier": lambda reading, node, _: name_text(reading, node),
    "selector_expression": lambda reading, node, _: selector_text(reading, node),
    "index_expression": _indexed,
    "slice_expression": _sliced,
    "composite_literal": lambda reading, node, _: composite_text(reading, node),
    "call_expression": call_text,
}
