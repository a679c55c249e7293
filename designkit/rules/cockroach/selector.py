"""The language in which a fact says where it holds: selectors on nodes, read as CSS is.

`CopyStmt > DefElem[defname=header|quote]` is a `DefElem` directly under a `CopyStmt` of which the
field `defname` is one of two; a blank instead of `>` is any depth. In the brackets stand
`[field]` (told), `[!field]` (not told), `[field=a|b]`, `[field!=a|b]`; a path `a.b` leads through
nodes and lists, any way that fits will do, and `@` is the field of the parent in which the node
stands. Names in lists of strings, such as those of functions and types, count by their last part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final, NamedTuple, cast

from designkit.rules.watching import STANDS_IN, STANDS_UNDER, Clue, text_of
from designkit.sql.tree import Node

_STEP: Final = re.compile(r"(?P<direct>>\s*)?(?P<kind>\w+)(?P<tests>(?:\[[^\]]*\])*)(?:\s+|$)")
_TEST: Final = re.compile(
    r"\[(?P<absent>!)?(?P<path>[\w.@]+)(?:(?P<differs>!)?=(?P<values>[^\]]*))?\]"
)


class _Test(NamedTuple):
    path: tuple[str, ...]
    values: frozenset[str]
    negated: bool
    direct: bool

    def holds(self, node: Node) -> bool:
        if self.direct:
            # By far the most frequent, and so without a generator.
            text = text_of(node.fields.get(self.path[0]))
            met = text in self.values if self.values else bool(text)
        else:
            found = map(text_of, _reached(node, self.path))
            met = any(text in self.values for text in found) if self.values else any(found)
        return met is not self.negated


class _Step(NamedTuple):
    kind: str
    tests: tuple[_Test, ...]
    direct: bool

    def holds(self, node: Node) -> bool:
        if node.kind != self.kind:
            return False
        # Asked at so many nodes that a generator would tell.
        for test in self.tests:  # noqa: SIM110
            if not test.holds(node):
                return False
        return True


class Selector(NamedTuple):
    """A selector, taken apart: its steps from the node outwards.

    Attributes:
        kind: of the nodes that it selects.
    """

    kind: str
    steps: tuple[_Step, ...]

    def selects(self, node: Node) -> bool:
        """Whether the node is one of those that are meant."""
        if not self.steps[0].holds(node):
            return False
        inner: Node = node
        for below, step in zip(self.steps, self.steps[1:], strict=False):
            holders = _holders(inner, direct=below.direct)
            found = next((holder for holder in holders if step.holds(holder)), None)
            if found is None:
                return False
            inner = found
        return True

    @property
    def clue(self) -> Clue:
        """What each of the nodes tells, and few others do."""
        own = self.steps[0]
        tests = [test for test in own.tests if not test.negated]
        for test in tests:
            if test.values and (test.direct or test.path == (STANDS_IN,)):
                return Clue(test.path[0], test.values)
        for test in tests:
            if test.direct:
                return Clue(test.path[0])
        if own.direct:
            return Clue(STANDS_UNDER, frozenset({self.steps[1].kind}))
        lacking = (test.path[0] for test in own.tests if test.direct and not test.values)
        absent = next(lacking, "")
        return Clue(absent, absent=bool(absent))

    def name(self, node: Node) -> str:
        """What stands in the field of the node that the selector compares last; "" if none."""
        compared = [test.path for test in self.steps[0].tests if test.values and not test.negated]
        texts = map(text_of, _reached(node, compared[-1])) if compared else ()
        return next(iter(texts), "")


@cache
def selector(text: str) -> Selector:
    """Take a selector apart.

    Raises:
        ValueError: it is none.
    """
    steps: list[_Step] = []
    place = 0
    while place < len(text):
        found = _STEP.match(text, place)
        if found is None:
            raise ValueError(f"selector {text!r}: cannot be read from {text[place:]!r}")
        tests = tuple(_test(part) for part in re.findall(r"\[[^\]]*\]", found["tests"]))
        steps.insert(0, _Step(found["kind"], tests, bool(found["direct"])))
        place = found.end()
    return Selector(steps[0].kind, tuple(steps))


def _test(text: str) -> _Test:
    found = _TEST.fullmatch(text)
    if found is None:
        raise ValueError(f"selector: cannot read the condition {text}")
    values = frozenset(found["values"].split("|")) if found["values"] else frozenset[str]()
    path = tuple(found["path"].split("."))
    negated = bool(found["absent"] or found["differs"])
    return _Test(path, values, negated, direct=len(path) == 1 and path != (STANDS_IN,))


def _holders(node: Node, *, direct: bool) -> Iterator[Node]:
    holder = node.parent
    while holder is not None:
        yield holder
        holder = None if direct else holder.parent


def _reached(node: Node, path: tuple[str, ...]) -> Iterator[Any]:
    """The values to which a path leads."""
    if path == (STANDS_IN,):
        yield node.field
        return
    values: list[Any] = [node.fields]
    for name in path:
        values = [held for value in values for held in _field(value, name)]
    yield from values


def _field(value: Any, name: str) -> Iterator[Any]:
    """The field of that name: of a node, whether it is told by its kind or not, or of each."""
    if isinstance(value, list):
        for item in value:  # pyright: ignore[reportUnknownVariableType]
            yield from _field(item, name)
    elif isinstance(value, dict):
        held = cast("dict[str, Any]", value)
        if name in held:
            yield held[name]
        elif len(held) == 1:
            (inner,) = held.values()
            if isinstance(inner, dict):
                yield from _field(inner, name)
