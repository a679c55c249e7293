"""Texts that functions give and take: what a call returns, what callers pass."""

from __future__ import annotations

from designkit.workload.golang.context import Folding, Reading, arguments, method_call
from designkit.workload.golang.library import library_result
from designkit.workload.golang.members import embedded_text
from designkit.workload.golang.packages import Function, expressions
from designkit.workload.golang.parsing import FUNCTIONS, Syntax
from designkit.workload.golang.pieces import HOLE, Folded, either, unknown
from designkit.workload.golang.scopes import Local
from designkit.workload.golang.types import called, is_plain, named_type


def call_text(reading: Reading, node: Syntax, result: int) -> Folded | None:
    """The text that a call gives."""
    found = library_result(reading, node, result)
    if found is not None:
        return found
    if method_call(node)[1] == "ReadFile" and arguments(node):
        return _read_file(reading, node)
    function = called(node, reading.scope)
    if function is not None:
        return _inlined(reading, node, function, result)
    written = node.child("function")
    is_name = written is not None and written.kind == "identifier"
    local = reading.scope.local(written) if written is not None and is_name else None
    if local is not None and local.value is not None and local.value.kind == "func_literal":
        return _returned(reading, local.value, result, node)
    return None


def from_callers(texts: Folding, function: Function, name: str) -> Folded | None:
    """What a parameter can be, if only this package can call the function, and it does so."""
    names = [one for one, _ in function.parameters]
    key = (function, name)
    if function.is_exported or name not in names or key in texts.running:
        return None
    texts.running.add(key)
    try:
        given = _given(texts, function, names.index(name))
    finally:
        texts.running.discard(key)
    complete = [one for one in given if one is not None]
    return either(*complete) if given and len(complete) == len(given) else None


def _given(texts: Folding, function: Function, number: int) -> list[Folded | None]:
    """The argument of each call; None for a mention that is none, or that nobody can tell."""
    given: list[Folded | None] = []
    for caller, name in texts.project.of(function.file).mentions(function.name):
        scope = texts.scope_of(caller)
        call = name.parent
        if call is not None and call.kind == "selector_expression":
            call = call.parent
        if call is None or call.kind != "call_expression":
            given.append(None)
            continue
        target, passed = called(call, scope), arguments(call)
        if target is function and number < len(passed):
            folded = texts.fold(passed[number], scope, {})
            given.append(_with_callers(texts, folded, caller))
        elif target is function or (target is None and scope.local(name) is None):
            given.append(None)
    return given


def _with_callers(texts: Folding, folded: Folded, function: Function) -> Folded:
    for piece in folded.pieces:
        if piece.parameter is not None and folded.texts == (HOLE,):
            found = from_callers(texts, function, piece.parameter[1])
            if found is not None:
                return found
    return folded


def _read_file(reading: Reading, node: Syntax) -> Folded | None:
    path = reading.fold(arguments(node)[0])
    if not path.is_constant or len(path.texts) != 1:
        return None
    return embedded_text(reading, reading.scope.file.directory, path.texts[0])


def _inlined(reading: Reading, node: Syntax, function: Function, result: int) -> Folded | None:
    """What a function returns, given what this call passes."""
    texts = reading.texts
    inside, body = texts.scope_of(function), function.syntax.child("body")
    if function in texts.running or body is None or inside.locals is None:
        return None
    given: dict[Local, Folded] = {}
    for (name, type_), argument in zip(function.parameters, arguments(node), strict=False):
        local = inside.locals.find(name, body)
        if local is not None:
            plain = is_plain(named_type(type_, function.file, inside), inside)
            given[local] = unknown("number", argument.text) if plain else reading.fold(argument)
    texts.running.add(function)
    try:
        return _returned(Reading(texts, inside, given), function.syntax, result, node)
    finally:
        texts.running.discard(function)


def _returned(reading: Reading, function: Syntax, result: int, call: Syntax) -> Folded:
    returned = [
        expressions(node.children[0])
        for node in function.walk()
        if node.kind == "return_statement" and node.children and _owner(node) is function
    ]
    succeeding = [values for values in returned if _succeeds(values)]
    made = [
        reading.fold(values[result]) for values in succeeding or returned if result < len(values)
    ]
    return either(*made) if made else unknown("value", call.text)


def _succeeds(values: list[Syntax]) -> bool:
    """Whether a return tells of no error: whoever gets one does not go on to use the text."""
    return len(values) == 1 or values[-1].text in {"nil", "true"}


def _owner(node: Syntax) -> Syntax | None:
    kinds = {"func_literal", *FUNCTIONS}
    return next((above for above in node.ancestors() if above.kind in kinds), None)
