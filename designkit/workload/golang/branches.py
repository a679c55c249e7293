"""Which calls of a function one run reaches, as far as its branches tell."""

from __future__ import annotations

import re
from typing import Final

from designkit.workload.golang.parsing import Syntax

_FAILURE: Final = re.compile(r"\b\w*[eE]rr\w*\s*!=\s*nil|errors\.(?:Is|As)\(")
_CASES: Final = ("expression_case", "type_case", "default_case", "communication_case")
_LEAVES: Final = ("return_statement", "continue_statement", "break_statement", "goto_statement")


def on_failure(node: Syntax) -> bool:
    """Whether it runs only where something has failed."""
    inside = node
    for above in node.ancestors():
        if above.kind == "if_statement" and inside.field == "consequence":
            condition = above.child("condition")
            if condition is not None and _FAILURE.search(condition.text):
                return True
        inside = above
    return False


def excludes(first: Syntax, second: Syntax) -> bool:
    """Whether no run reaches both calls, the second after the first."""
    inside = first
    for above in first.ancestors():
        if above.holds(second):
            is_branch = above.kind == "if_statement" and inside.field in {
                "consequence",
                "alternative",
            }
            other = _part_with(above, second)
            if is_branch and other is not inside and other is not None:
                return other.field in {"consequence", "alternative"}
            return inside.kind in _CASES and other is not inside
        if above.kind in {"block", *_CASES} and _leaves(above):
            return True
        inside = above
    return False


def _part_with(node: Syntax, inner: Syntax) -> Syntax | None:
    return next((part for part in node.children if part.holds(inner)), None)


def _leaves(block: Syntax) -> bool:
    statements = [
        statement
        for part in block.children
        for statement in (part.children if part.kind == "statement_list" else [part])
    ]
    return bool(statements) and statements[-1].kind in _LEAVES
