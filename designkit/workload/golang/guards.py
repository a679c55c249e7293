"""What a name was compared with before it is used, so that it can be one of these only."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from designkit.workload.golang.context import arguments, method_call
from designkit.workload.golang.parsing import Syntax
from designkit.workload.golang.scopes import Local
from designkit.workload.golang.types import Scope

_LEAVES: Final = {"return_statement", "continue_statement", "break_statement", "goto_statement"}
_LITERALS: Final = {"interpreted_string_literal", "raw_string_literal"}
_CONSTANTS: Final = {*_LITERALS, "identifier", "selector_expression"}


class Admitted(NamedTuple):
    """What a name may be: a text, any key of a map, any item of a list."""

    what: Literal["text", "keys", "items"]
    node: Syntax


def admitted(local: Local, use: Syntax, scope: Scope) -> tuple[Admitted, ...]:
    """All that the name can be at its use; nothing where it was not compared on every way."""
    inside = use
    for above in use.ancestors():
        if above is local.scope or not local.scope.holds(above):
            break
        if above.kind in {"if_statement", "expression_switch_statement"}:
            found = _admits(above, inside, local, scope)
            if found:
                return found
        elif above.kind in {"statement_list", "expression_case", "default_case"}:
            for before in above.children:
                if local.scope.start <= before.start and before.end <= use.start:
                    found = _rejects(before, local, scope)
                    if found:
                        return found
        inside = above
    return ()


def _admits(above: Syntax, inside: Syntax, local: Local, scope: Scope) -> tuple[Admitted, ...]:
    """`if allowed[x] { here }`, or a case of `switch x` with constants."""
    if above.kind == "if_statement" and inside.field == "consequence":
        return _test(above.child("condition"), local, scope, negated=False)
    if above.kind == "expression_switch_statement" and inside.kind == "expression_case":
        return _case(inside) if _is_name(above.child("value"), local, scope) else ()
    return ()


def _rejects(node: Syntax, local: Local, scope: Scope) -> tuple[Admitted, ...]:
    """`if !allowed[x] { return }`, or a switch whose default leaves or gives another value."""
    if node.kind == "if_statement":
        body = node.child("consequence")
        settled = body is not None and _settles(body, local, scope)
        if settled and node.child("alternative") is None:
            return _test(node.child("condition"), local, scope, negated=True)
    if node.kind == "expression_switch_statement" and _is_name(node.child("value"), local, scope):
        cases = [_case(part) for part in node.children if part.kind == "expression_case"]
        default = next((part for part in node.children if part.kind == "default_case"), None)
        if default is not None and all(cases) and _settles(default, local, scope):
            return tuple(one for case in cases for one in case)
    return ()


def _test(
    condition: Syntax | None, local: Local, scope: Scope, *, negated: bool
) -> tuple[Admitted, ...]:
    while condition is not None and condition.kind == "parenthesized_expression":
        condition = condition.children[0] if condition.children else None
    if condition is None:
        return ()
    if condition.kind == "unary_expression" and condition.text.startswith("!"):
        operand = condition.child("operand")
        return _member(operand, local, scope) if negated and operand is not None else ()
    if condition.kind == "binary_expression":
        return _comparison(condition, local, scope, negated=negated)
    return () if negated else _member(condition, local, scope)


def _comparison(
    condition: Syntax, local: Local, scope: Scope, *, negated: bool
) -> tuple[Admitted, ...]:
    operator = condition.child("operator")
    left, right = condition.child("left"), condition.child("right")
    if operator is None or left is None or right is None:
        return ()
    if operator.text == ("&&" if negated else "||"):
        first = _test(left, local, scope, negated=negated)
        second = _test(right, local, scope, negated=negated)
        return (*first, *second) if first and second else ()
    if operator.text != ("!=" if negated else "=="):
        return ()
    for name, text in ((left, right), (right, left)):
        if _is_name(name, local, scope) and text.kind in _LITERALS:
            return (Admitted("text", text),)
    return ()


def _member(node: Syntax, local: Local, scope: Scope) -> tuple[Admitted, ...]:
    """`allowed[x]`, `slices.Contains(allowed, x)`, or an `ok` that came of the first."""
    if node.kind == "index_expression" and _is_name(node.child("index"), local, scope):
        operand = node.child("operand")
        return (Admitted("keys", operand),) if operand is not None else ()
    if node.kind == "call_expression":
        _, method = method_call(node)
        passed = arguments(node)
        if method == "Contains" and len(passed) > 1 and _is_name(passed[-1], local, scope):
            return (Admitted("items", passed[0]),)
    answer = scope.local(node) if node.kind == "identifier" else None
    if answer is None or answer.value is None or answer.value.kind == "identifier":
        return ()
    return _member(answer.value, local, scope)


def _is_name(node: Syntax | None, local: Local, scope: Scope) -> bool:
    return node is not None and node.kind == "identifier" and scope.local(node) is local


def _case(case: Syntax) -> tuple[Admitted, ...]:
    value = case.child("value")
    parts = value.children if value is not None else []
    if not all(part.kind in _CONSTANTS for part in parts):
        return ()
    return tuple(Admitted("text", part) for part in parts)


def _settles(body: Syntax, local: Local, scope: Scope) -> bool:
    """Whether a block leaves, or gives the name a constant."""
    statements = [
        statement
        for part in body.children
        for statement in (part.children if part.kind == "statement_list" else [part])
    ]
    if not statements:
        return False
    last = statements[-1]
    if last.kind in _LEAVES:
        return True
    if last.kind == "expression_statement":
        return last.text.startswith(("panic(", "os.Exit(", "log.Fatal"))
    left, right = last.child("left"), last.child("right")
    if last.kind != "assignment_statement" or left is None or right is None:
        return False
    return (
        len(left.children) == len(right.children) == 1
        and _is_name(left.children[0], local, scope)
        and right.children[0].kind in {*_LITERALS, "identifier"}
    )
