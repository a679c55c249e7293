"""Go text as a tree of plain nodes. The only module that knows the parser."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from sys import intern
from typing import Final

import tree_sitter
import tree_sitter_go

_LANGUAGE: Final = tree_sitter.Language(tree_sitter_go.language())
# What is read from the text, whatever the parser sees in it.
_WHOLE: Final = {"interpreted_string_literal", "raw_string_literal", "rune_literal"}
FUNCTIONS: Final = ("function_declaration", "method_declaration")


class Syntax:
    """A node of the tree, with its parent; equal only to itself.

    Attributes:
        kind: as the grammar calls it, `call_expression`.
        field: which part of its parent it is, `left`; "" where the grammar names none.
        start: offset of its first byte.
    """

    __slots__ = ("children", "end", "field", "kind", "parent", "source", "start")

    def __init__(
        self, node: tree_sitter.Node, field: str, parent: Syntax | None, source: bytes
    ) -> None:
        # The parser makes a new string each time: hundreds of kinds, millions of nodes.
        self.kind = intern(node.type)
        self.field = intern(field)
        self.start = node.start_byte
        self.end = node.end_byte
        self.parent = parent
        self.source = source
        self.children: list[Syntax] = []

    @property
    def text(self) -> str:
        """The node as it is written."""
        return self.source[self.start : self.end].decode(errors="replace")

    @property
    def line(self) -> int:
        """Of its first character, from 1."""
        return self.source.count(b"\n", 0, self.start) + 1

    @property
    def column(self) -> int:
        """Of its first character, from 1."""
        begin = self.source.rfind(b"\n", 0, self.start) + 1
        return len(self.source[begin : self.start].decode(errors="replace")) + 1

    def child(self, field: str) -> Syntax | None:
        """The first child that is this part."""
        for child in self.children:
            if child.field == field:
                return child
        return None

    def parts(self, field: str) -> list[Syntax]:
        """Every child that is this part."""
        return [child for child in self.children if child.field == field]

    def walk(self) -> Iterator[Syntax]:
        """The node and all below, in the order of the text."""
        pending: list[Syntax] = [self]
        while pending:
            node = pending.pop()
            yield node
            pending.extend(reversed(node.children))

    def ancestors(self) -> Iterator[Syntax]:
        """What holds the node, from the inside out."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def holds(self, other: Syntax) -> bool:
        """Whether the other one stands inside of this one, or is it."""
        return self.start <= other.start and other.end <= self.end


class Declaration:
    """One declaration at the top of a file; its tree is built when somebody looks at it."""

    def __init__(self, node: tree_sitter.Node, source: bytes) -> None:
        self._node = node
        self._source = source
        self.kind = node.type
        self.line = node.start_point[0] + 1

    @property
    def source(self) -> bytes:
        """The bytes of the declaration alone."""
        return self._source[self._node.start_byte : self._node.end_byte]

    @cached_property
    def name(self) -> str:
        """Of a function or method; "" for others."""
        return _text(self._node.child_by_field_name("name"), self._source)

    @cached_property
    def receiver(self) -> str:
        """The type whose method it is, without pointer and type parameters; "" for others."""
        written = _text(self._node.child_by_field_name("receiver"), self._source)
        words = written.strip("() ").split("[")[0].replace("*", " ").split()
        return words[-1] if words else ""

    @cached_property
    def syntax(self) -> Syntax:
        """The whole declaration."""
        return _tree(self._node, self._source)


class ParsedFile:
    """What the parser made of one file.

    Attributes:
        package: as its first line names it; "" where there is none.
        broken: lines from which on something was not understood, ascending.
    """

    def __init__(self, source: bytes) -> None:
        root = tree_sitter.Parser(_LANGUAGE).parse(source).root_node
        tops = root.named_children
        self.declarations = tuple(
            Declaration(node, source) for node in tops if node.type != "comment"
        )
        self.broken = tuple(_broken(root)) if root.has_error else ()
        self.package = next(
            (
                _text(node, source).removeprefix("package").split("/")[0].strip()
                for node in tops
                if node.type == "package_clause"
            ),
            "",
        )


def _text(node: tree_sitter.Node | None, source: bytes) -> str:
    return "" if node is None else source[node.start_byte : node.end_byte].decode(errors="replace")


def _tree(top: tree_sitter.Node, source: bytes) -> Syntax:
    # Without recursion: what a stranger wrote may be nested deeper than Python allows.
    cursor = top.walk()
    root = Syntax(top, "", None, source)
    current, descended = root, cursor.goto_first_child()
    while descended:
        node = cursor.node
        if node is None:
            break
        field = cursor.field_name or ""
        # Of the signs only operators are kept, which the grammar names as a part.
        keep = (node.is_named and node.type != "comment") or field == "operator"
        if keep:
            child = Syntax(node, field, current, source)
            current.children.append(child)
            if child.kind not in _WHOLE and cursor.goto_first_child():
                current = child
                continue
        while not cursor.goto_next_sibling():
            if current.parent is None:
                return root
            cursor.goto_parent()
            current = current.parent
    return root


def _broken(root: tree_sitter.Node) -> Iterator[int]:
    pending = [root]
    lines: set[int] = set()
    while pending:
        node = pending.pop()
        if node.is_error or node.is_missing:
            lines.add(node.start_point[0] + 1)
        elif node.has_error:
            pending.extend(node.children)
    yield from sorted(lines)
