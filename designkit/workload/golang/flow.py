"""The text of a variable at one place of its function: what every way there has made of it."""

from __future__ import annotations

from typing import Final

from designkit.workload.golang.context import Reading, package_call
from designkit.workload.golang.parsing import Syntax
from designkit.workload.golang.pieces import (
    Folded,
    as_items,
    at_site,
    either,
    joined,
    with_piece,
)
from designkit.workload.golang.scopes import Change, Local
from designkit.workload.golang.writing import written_by_call

_ENDS: Final = {"return_statement", "goto_statement"}
_BRANCHES: Final = {
    "expression_switch_statement",
    "type_switch_statement",
    "select_statement",
}
_CASES: Final = {"expression_case", "type_case", "default_case", "communication_case"}
_SEQUENCES: Final = {"block", "statement_list", "labeled_statement", *_CASES}
_FUNCTIONS: Final = {"func_literal", "function_declaration", "method_declaration"}
_DEEPEST_LOOP: Final = 3
_ENDING_CALLS: Final = {
    ("os", "Exit"),
    ("log", "Fatal"),
    ("log", "Fatalf"),
    ("log", "Fatalln"),
    ("log", "Panic"),
    ("log", "Panicf"),
}


class Flow:
    """One variable, followed from its declaration to a place, or to the end of its scope."""

    def __init__(self, reading: Reading, local: Local, use: Syntax | None) -> None:
        self._reading = reading
        self._local = local
        self._use = use
        names = reading.scope.locals
        self._changes = names.changes(local) if names is not None else []
        self._found: Folded | None = None
        self._jumped: list[Folded] = []
        self._loops = 0

    def value(self, initial: Folded) -> Folded:
        """The text there, given what the variable begins with."""
        if not self._changes:
            return initial
        end, _ = self._run(self._local.scope, initial)
        if self._use is None:
            return end
        return self._found if self._found is not None else initial

    def _matters(self, node: Syntax) -> bool:
        return self._holds_use(node) or any(node.holds(change.node) for change in self._changes)

    def _holds_use(self, node: Syntax) -> bool:
        return self._use is not None and node.holds(self._use)

    def _run(self, node: Syntax, state: Folded) -> tuple[Folded, bool]:
        """(the text after a statement, whether nothing after it is reached)."""
        match node.kind:
            case "break_statement" | "continue_statement":
                self._jumped.append(state)
                after = (state, True)
            case "if_statement":
                after = self._run_if(node, state)
            case kind if kind in _BRANCHES:
                after = self._run_cases(node, state)
            case "for_statement":
                after = (self._run_loop(node, state), False)
            case kind if kind in _SEQUENCES:
                after = self._run_all(node.children, state)
            case kind if kind in _FUNCTIONS:
                body = node.child("body")
                after = self._run(body, state) if body is not None else (state, False)
            case _:
                made = self._run_simple(node, state) if self._matters(node) else state
                after = (made, node.kind in _ENDS or self._never_returns(node))
        return after

    def _run_all(self, nodes: list[Syntax], state: Folded) -> tuple[Folded, bool]:
        for node in nodes:
            state, ended = self._run(node, state)
            if ended:
                return state, True
        return state, False

    def _run_if(self, node: Syntax, state: Folded) -> tuple[Folded, bool]:
        for part in ("initializer", "condition"):
            head = node.child(part)
            if head is not None and self._matters(head):
                state = self._run_simple(head, state)
        ways = [node.child("consequence"), node.child("alternative")]
        return self._join(
            [self._run(way, state) if way is not None else (state, False) for way in ways], state
        )

    def _run_cases(self, node: Syntax, state: Folded) -> tuple[Folded, bool]:
        cases = [part for part in node.children if part.kind in _CASES]
        for head in node.children:
            if head.kind not in _CASES and self._matters(head):
                state = self._run_simple(head, state)
        before, self._jumped = self._jumped, []
        ways = [self._run_all(case.children, state) for case in cases]
        # A break leaves the switch alone; a continue the loop as well, which comes to the same.
        ways += [(jumped, False) for jumped in self._jumped]
        self._jumped = before
        exhaustive = node.kind == "select_statement" or any(
            case.kind == "default_case" for case in cases
        )
        if not exhaustive:
            ways.append((state, False))
        return self._join(ways, state)

    def _join(self, ways: list[tuple[Folded, bool]], state: Folded) -> tuple[Folded, bool]:
        reached = [way for way, ended in ways if not ended]
        return (either(*reached), False) if reached else (state, True)

    def _run_loop(self, node: Syntax, state: Folded) -> Folded:
        if not self._matters(node):
            return state
        for head in node.children:
            if head.field != "body" and self._matters(head):
                state = self._run_simple(head, state)
        body = node.child("body")
        if body is None:
            return state
        before, self._jumped = self._jumped, []
        self._loops += 1
        once = self._run_body(body, state)
        found = self._taken()
        again: Folded | None = None
        if self._loops > _DEEPEST_LOOP:
            # Others run their bodies three times, which does not do for loops in loops in loops.
            once = with_piece(once, "repeated", node.text.split("{")[0])
            again = found
        else:
            twice = self._run_body(body, once)
            if set(twice.texts) - set(once.texts):
                self._taken()
                once = with_piece(either(state, once), "repeated", node.text.split("{")[0])
                self._run_body(body, once)
            again = self._taken()
        self._loops -= 1
        self._found = either(found, again) if found is not None and again is not None else found
        self._jumped = before
        return either(state, once)

    def _run_body(self, body: Syntax, state: Folded) -> Folded:
        end, ended = self._run(body, state)
        ways = self._jumped if ended else [end, *self._jumped]
        self._jumped = []
        return either(*ways) if ways else state

    def _taken(self) -> Folded | None:
        """What was found at the use; the next run finds its own."""
        found, self._found = self._found, None
        return found

    def _run_simple(self, node: Syntax, state: Folded) -> Folded:
        """A statement without statements of its own, besides those of function literals."""
        if not node.holds(self._local.node) and self._local.node.start > node.start:
            return state
        inner = [part for part in node.walk() if part.kind == "func_literal" and part is not node]
        tops = [one for one in inner if not any(o is not one and o.holds(one) for o in inner)]
        for literal in tops:
            if self._matters(literal):
                end, _ = self._run(literal, state)
                state = either(state, end)
        outside = [
            change
            for change in self._changes
            if node.holds(change.node) and not any(top.holds(change.node) for top in tops)
        ]
        if self._holds_use(node) and self._found is None:
            self._found = state
        for change in outside:
            state = self._changed(change, state)
        return state

    def _changed(self, change: Change, state: Folded) -> Folded:
        reading = self._reading._replace(known={**self._reading.known, self._local: state})
        if change.how == "call":
            return written_by_call(reading, change.node, self._local, state)
        value = reading.fold(change.value, change.result)
        if change.how == "=":
            return value
        if change.how == "item":
            return joined(state, as_items(value))
        return at_site(joined(state, value), reading.here(change.node))

    def _never_returns(self, node: Syntax) -> bool:
        call = node.children[0] if node.kind == "expression_statement" and node.children else None
        if call is None or call.kind != "call_expression":
            return False
        function = call.child("function")
        if function is not None and function.kind == "identifier" and function.text == "panic":
            return True
        return package_call(call, self._reading.scope) in _ENDING_CALLS
