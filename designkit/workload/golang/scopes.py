"""The names that a function declares, and every place where one gets a value or is written to."""

from __future__ import annotations

from typing import Final, Literal

from designkit.workload.golang.packages import expressions, parameters
from designkit.workload.golang.parsing import Syntax

_SCOPES: Final = (
    "block",
    "if_statement",
    "for_statement",
    "expression_switch_statement",
    "type_switch_statement",
    "expression_case",
    "default_case",
    "type_case",
    "communication_case",
    "func_literal",
    "function_declaration",
    "method_declaration",
)
LocalKind = Literal["parameter", "value", "item", "key", "other"]
How = Literal["=", "+=", "item", "call"]


class Local:
    """A name that a function declares.

    Attributes:
        node: the statement that declares it.
        scope: the part of the function in which it is known.
        value: what it begins with; of several results of one call, the call.
        result: which of the results it is; 0 where there is one.
    """

    __slots__ = ("kind", "name", "node", "result", "scope", "type", "value")

    def __init__(
        self,
        name: str,
        kind: LocalKind,
        node: Syntax,
        scope: Syntax,
        *,
        value: Syntax | None = None,
        result: int = 0,
        type_: Syntax | None = None,
    ) -> None:
        self.name = name
        self.kind: LocalKind = kind
        self.node = node
        self.scope = scope
        self.value = value
        self.result = result
        self.type = type_


class Change:
    """A place where a name gets a value, more of it, or an item, or is mentioned by a call.

    Attributes:
        node: the statement or call.
    """

    __slots__ = ("how", "local", "node", "result", "value")

    def __init__(
        self,
        local: Local,
        how: How,
        node: Syntax,
        value: Syntax,
        result: int = 0,
    ) -> None:
        self.local = local
        self.how: How = how
        self.node = node
        self.value = value
        self.result = result


class Locals:
    """All names of one function, its literals included.

    Attributes:
        calls: every call in it, in the order of the text.
    """

    def __init__(self, function: Syntax) -> None:
        self.calls: list[Syntax] = []
        self._by_name: dict[str, list[Local]] = {}
        self._changes: dict[Local, list[Change]] = {}
        receiver = function.child("receiver")
        for declared in receiver.children if receiver is not None else ():
            for name in declared.parts("name"):
                self._add(
                    Local(name.text, "other", declared, function, type_=declared.child("type"))
                )
        for node in function.walk():
            self._read(node)

    def find(self, name: str, use: Syntax) -> Local | None:
        """The innermost declaration that a mention of the name means; None for a package's."""
        best: Local | None = None
        for local in self._by_name.get(name, ()):
            if not local.scope.holds(use):
                continue
            if local.kind != "parameter" and local.node.end > use.start:
                # `for _, x := range list {…}` declares x ahead of its body.
                continue
            if best is None or (local.scope.start, local.node.start) >= (
                best.scope.start,
                best.node.start,
            ):
                best = local
        return best

    def changes(self, local: Local) -> list[Change]:
        """In the order of the text."""
        return self._changes.get(local, [])

    def _add(self, local: Local) -> None:
        self._by_name.setdefault(local.name, []).append(local)

    def _read(self, node: Syntax) -> None:
        match node.kind:
            case "function_declaration" | "method_declaration" | "func_literal":
                for name, type_ in parameters(node):
                    self._add(Local(name, "parameter", node, node, type_=type_))
                self._results(node)
            case "short_var_declaration":
                self._assign(node, declares=True)
            case "assignment_statement":
                self._assign(node, declares=False)
            case "var_spec" | "const_spec":
                self._declare(node)
            case "range_clause":
                self._range(node)
            case "call_expression":
                self.calls.append(node)
                self._call(node)
            case _:
                pass

    def _results(self, function: Syntax) -> None:
        listed = function.child("result")
        for declared in listed.children if listed is not None else ():
            for name in declared.parts("name"):
                self._add(
                    Local(name.text, "value", declared, function, type_=declared.child("type"))
                )

    def _assign(self, node: Syntax, *, declares: bool) -> None:
        names = expressions(node.child("left"))
        values = expressions(node.child("right"))
        operator = node.child("operator")
        if not values:
            return
        scope = _scope(node)
        for number, name in enumerate(names):
            one_each = len(values) == len(names)
            value = values[number] if one_each else values[0]
            result = 0 if one_each else number
            is_item = name.kind == "index_expression"
            target = name.child("operand") if is_item else name
            if target is None or target.kind != "identifier":
                continue
            adds = operator is not None and operator.text == "+="
            how: How = "item" if is_item else "+=" if adds else "="
            known = self.find(target.text, node)
            is_new = known is None or known.scope is not scope or known.kind == "parameter"
            if declares and is_new:
                self._add(Local(target.text, "value", node, scope, value=value, result=result))
            elif known is not None:
                self._change(Change(known, how, node, value, result))

    def _declare(self, node: Syntax) -> None:
        values = expressions(node.child("value"))
        names = node.parts("name")
        scope = _scope(node)
        for number, name in enumerate(names):
            one_each = len(values) == len(names)
            value = values[number if one_each else 0] if values else None
            self._add(
                Local(
                    name.text,
                    "value",
                    node,
                    scope,
                    value=value,
                    result=0 if one_each else number,
                    type_=node.child("type"),
                )
            )

    def _range(self, node: Syntax) -> None:
        right = node.child("right")
        for number, name in enumerate(expressions(node.child("left"))):
            if name.kind == "identifier":
                kind: LocalKind = "item" if number else "key"
                self._add(Local(name.text, kind, node, _scope(node), value=right))

    def _call(self, node: Syntax) -> None:
        function = node.child("function")
        operand = function.child("operand") if function is not None else None
        arguments = node.child("arguments")
        mentioned = [
            operand,
            *(
                argument.child("operand") if argument.kind == "unary_expression" else argument
                for argument in (arguments.children if arguments is not None else ())
            ),
        ]
        for name in mentioned:
            if name is not None and name.kind == "identifier":
                known = self.find(name.text, node)
                if known is not None:
                    self._change(Change(known, "call", node, node))

    def _change(self, change: Change) -> None:
        self._changes.setdefault(change.local, []).append(change)


def _scope(node: Syntax) -> Syntax:
    return next((above for above in node.ancestors() if above.kind in _SCOPES), node)
