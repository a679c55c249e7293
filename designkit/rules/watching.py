"""Which rules want to see which nodes: a table built once, asked at every node of every tree.

A node tells its kind and the words in its fields at once, so a rule that waits for one of them is
not asked about any other. Nothing here judges: who is asked looks at the node itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final, Generic, NamedTuple, TypeVar, cast

from designkit.sql.tree import Fields, Node

# In place of a field: in which field of its parent the node stands, and of what kind that is.
STANDS_IN: Final = "@"
STANDS_UNDER: Final = ">"

# The fields that hold what a constant, a type or a role says.
_WORDS: Final = ("sval", "ival", "fval", "bsval", "boolval", "names", "rolename", "roletype")

Who = TypeVar("Who")


class Clue(NamedTuple):
    """What a node must tell to be worth a look.

    Attributes:
        field: that must be told; "" where every node of the kind is.
        words: of which it must say one; empty where any will do.
        absent: whether the field must say nothing instead.
    """

    field: str = ""
    words: frozenset[str] = frozenset()
    absent: bool = False


class Watch(NamedTuple, Generic[Who]):
    """Who wants to see the nodes of a kind that tell a clue."""

    kind: str
    clue: Clue
    who: Who


class Watches(Generic[Who]):
    """Everybody's watches, by what a node tells."""

    def __init__(self, watches: Iterable[Watch[Who]]) -> None:
        self._kinds: dict[str, _OfKind[Who]] = {}
        for watch in watches:
            self._kinds.setdefault(watch.kind, _OfKind()).add(watch)

    @property
    def kinds(self) -> Collection[str]:
        """The kinds of nodes that somebody wants to see."""
        return self._kinds.keys()

    def fields(self, kind: str) -> tuple[str, ...]:
        """The fields of nodes of a kind by which somebody wants to see them."""
        return self._kinds[kind].fields

    def over(self, node: Node) -> Iterable[Who]:
        """Return who wants to see a node."""
        known = self._kinds.get(node.kind)
        return () if known is None else known.over(node)


class _OfKind(Generic[Who]):
    """The watches over nodes of one kind."""

    def __init__(self) -> None:
        self._all: list[Who] = []
        self._telling: dict[str, list[Who]] = {}
        self._lacking: dict[str, list[Who]] = {}
        self._saying: dict[str, dict[str, list[Who]]] = {}
        self._places: dict[str, list[Who]] = {}
        self._holders: dict[str, list[Who]] = {}
        self._sees_all = True

    def add(self, watch: Watch[Who]) -> None:
        field, words, absent = watch.clue
        if not field:
            self._all.append(watch.who)
        elif absent:
            self._lacking.setdefault(field, []).append(watch.who)
        elif not words:
            self._telling.setdefault(field, []).append(watch.who)
        else:
            for word in words:
                self._words(field).setdefault(word, []).append(watch.who)
        self._sees_all = self._sees_all and not field

    def _words(self, field: str) -> dict[str, list[Who]]:
        if field == STANDS_IN:
            return self._places
        return self._holders if field == STANDS_UNDER else self._saying.setdefault(field, {})

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(sorted({*self._telling, *self._lacking, *self._saying}))

    def over(self, node: Node) -> Iterable[Who]:
        if self._sees_all:
            return self._all
        found = [*self._all]
        fields = node.fields
        for field, who in self._telling.items():
            if field in fields:
                found += who
        for field, words in self._saying.items():
            if field in fields:
                found += words.get(text_of(fields[field]), ())
        for field, who in self._lacking.items():
            if not text_of(fields.get(field)):
                found += who
        if self._places:
            found += self._places.get(node.field, ())
        if self._holders and node.parent is not None:
            found += self._holders.get(node.parent.kind, ())
        return found


def text_of(value: Any) -> str:
    """What a value of a field says in one word; "" where it says nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _text_of_node(cast("Fields", value))
    if isinstance(value, list) and value:
        return text_of(value[-1])  # pyright: ignore[reportUnknownArgumentType]
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return "true" if value else ""


def _text_of_node(fields: Fields) -> str:
    if (string := fields.get("String")) is not None:
        word: str = string.get("sval", "0")
        return word
    found = next((fields[word] for word in _WORDS if word in fields), None)
    if found is None:
        # A node is told by its kind, and there by its fields; what is false or zero is left out.
        inner = next(iter(fields.values()), "")
        return text_of(inner) or "0" if isinstance(inner, dict) else "true"
    return text_of(found) or "0"
