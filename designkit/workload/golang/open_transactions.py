"""Where a transaction is open in the function that begins it, or that is given it."""

from __future__ import annotations

import re
from typing import Final

from designkit.workload.golang.branches import excludes
from designkit.workload.golang.context import method_call
from designkit.workload.golang.packages import Function, parameters
from designkit.workload.golang.parsing import Syntax
from designkit.workload.golang.types import Scope

_BEGINS: Final = re.compile(r"(?:Must)?Begin(?:x|Tx|Txx)?$")
_ASSIGNS: Final = ("short_var_declaration", "assignment_statement")


def is_open_at(
    node: Syntax, write: Syntax, handle: Syntax, function: Function, scope: Scope
) -> bool:
    """Whether the transaction that a write goes to is open when another call runs.

    Where nobody sees it begin, it is open from that write on.
    """
    holder = _giving(write, handle)
    if holder is not None:
        begin = holder.start if holder.holds(node) else None
    elif handle.text in {name for name, _ in function.parameters}:
        begin = function.syntax.start
    else:
        begun = [it.start for it in scope.calls if _begins(it, handle)]
        first = max((it for it in begun if it < write.start), default=write.start)
        begin = max((it for it in begun if first <= it < node.start), default=first)
    if begin is None or node.start < begin:
        return False
    return not any(
        begin < it.start < node.start and _commits(it, handle) and not excludes(it, node)
        for it in scope.calls
    )


def _giving(write: Syntax, handle: Syntax) -> Syntax | None:
    """The function literal around a write that is given what the write goes to."""
    for above in write.ancestors():
        if above.kind == "func_literal" and handle.text in {name for name, _ in parameters(above)}:
            return above
    return None


def _begins(call: Syntax, handle: Syntax) -> bool:
    """Whether a call begins the transaction: `tx, err := db.Begin()`."""
    if not _BEGINS.match(method_call(call)[1]):
        return False
    holder = call.parent.parent if call.parent is not None else None
    left = holder.child("left") if holder is not None and holder.kind in _ASSIGNS else None
    return left is not None and any(it.text == handle.text for it in left.children)


def _commits(call: Syntax, handle: Syntax) -> bool:
    """Whether a call ends the transaction here, and not when the function ends."""
    operand, method = method_call(call)
    if method != "Commit" or operand is None or operand.text != handle.text:
        return False
    return not any(above.kind == "defer_statement" for above in call.ancestors())
