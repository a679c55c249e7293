"""What calls write into a variable: into a builder or buffer, or through a pointer to it."""

from __future__ import annotations

from typing import Final

from designkit.workload.golang.context import Reading, arguments, method_call, package_call
from designkit.workload.golang.formatting import formatted, printed
from designkit.workload.golang.parsing import Syntax
from designkit.workload.golang.pieces import Folded, at_site, constant, joined, unknown
from designkit.workload.golang.scopes import Local
from designkit.workload.golang.types import Scope, called

_WRITES: Final = {"WriteString", "WriteByte", "WriteRune", "Write"}
_PRINTS: Final = {("fmt", "Fprintf"), ("fmt", "Fprint"), ("fmt", "Fprintln"), ("io", "WriteString")}
_TEMPLATES: Final = {"Execute", "ExecuteTemplate"}


def written_by_call(reading: Reading, call: Syntax, local: Local, state: Folded) -> Folded:
    """The text of a variable after a call that mentions it; `reading` knows it as it was before."""
    operand, method = method_call(call)
    passed = arguments(call)
    if operand is not None and _is_name(operand, local, reading.scope):
        if method in _WRITES and passed:
            return at_site(joined(state, reading.fold(passed[0])), reading.here(call))
        return constant("") if method == "Reset" else state
    if passed and _points(passed[0], local, reading.scope):
        made = _printed_there(reading, call, passed)
        if made is not None:
            return at_site(joined(state, made), reading.here(call))
    return _through_pointer(reading, call, local, state)


def _printed_there(reading: Reading, call: Syntax, passed: list[Syntax]) -> Folded | None:
    """What a call writes to its first argument."""
    operand, method = method_call(call)
    function = package_call(call, reading.scope)
    if function == ("fmt", "Fprintf"):
        return formatted(reading, passed[1:], call)
    if function in _PRINTS:
        return printed(reading, passed[1:], call)
    if method in _TEMPLATES:
        return joined(_template_text(reading, operand), unknown("value", passed[-1].text))
    return None


def _template_text(reading: Reading, node: Syntax | None) -> Folded:
    """What a template was parsed from, where that is told beside its name."""
    local = reading.scope.local(node) if node is not None and node.kind == "identifier" else None
    named = reading.scope.package.names.get(node.text) if node is not None else None
    value = local.value if local is not None else named.value if named is not None else None
    for call in value.walk() if value is not None else ():
        if call.kind == "call_expression" and method_call(call)[1] == "Parse" and arguments(call):
            return reading.fold(arguments(call)[0])
    return constant("{{template}}")


def _through_pointer(reading: Reading, call: Syntax, local: Local, state: Folded) -> Folded:
    function = called(call, reading.scope)
    for number, argument in enumerate(arguments(call)):
        if not _points(argument, local, reading.scope):
            continue
        by_address = argument.kind == "unary_expression"
        if function is None:
            # `json.Unmarshal(data, &text)`: whatever it is now, it came from outside.
            return unknown("value", local.name) if by_address else state
        if number >= len(function.parameters):
            continue
        name, type_ = function.parameters[number]
        inside, body = reading.texts.scope_of(function), function.syntax.child("body")
        if body is None or inside.locals is None:
            continue
        parameter = inside.locals.find(name, body)
        is_pointer = by_address or (type_ is not None and type_.kind == "pointer_type")
        if parameter is not None and is_pointer:
            return reading.texts.after(parameter, inside, {parameter: state})
    return state


def _is_name(node: Syntax, local: Local, scope: Scope) -> bool:
    return node.kind == "identifier" and scope.local(node) is local


def _points(argument: Syntax, local: Local, scope: Scope) -> bool:
    if argument.kind == "unary_expression" and argument.text.startswith("&"):
        operand = argument.child("operand")
        return operand is not None and _is_name(operand, local, scope)
    return _is_name(argument, local, scope)
