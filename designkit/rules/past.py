"""The statements that ran before a script, in order, and those about one name without reading all.

A history is read from its first migration to its last: each script's past is the one before it and
a few statements more, so all of them share one record.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from designkit.sql.tree import Fields, Tree


class _Record:
    """Statements, and where each name stands in them."""

    def __init__(self) -> None:
        self.trees: list[Tree] = []
        self.places: dict[str, list[int]] = {}

    def add(self, trees: tuple[Tree, ...]) -> None:
        for tree in trees:
            for name in _names(tree):
                self.places.setdefault(name, []).append(len(self.trees))
            self.trees.append(tree)


class Past:
    """The first statements of a record. It does not change; `then` gives the longer one."""

    def __init__(self, trees: tuple[Tree, ...] = (), *, record: _Record | None = None) -> None:
        self._record = record or _Record()
        self._record.add(trees)
        self._length = len(self._record.trees)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Tree]:
        return iter(self._record.trees[: self._length])

    def then(self, trees: tuple[Tree, ...]) -> Past:
        """Return the past after these statements, too."""
        if self._length != len(self._record.trees):
            return Past((*self, *trees))  # Another past goes on from here already.
        return Past(trees, record=self._record)

    def about(self, name: str) -> tuple[Tree, ...]:
        """The statements about a table or an index, also under the names that a table had before.

        Names are without schema: who asks compares the rest.
        """
        names, places = [name], set[int]()
        for known in names:
            every = self._record.places.get(known, [])
            places.update(every[: bisect_left(every, self._length)])
            for place in every[: bisect_left(every, self._length)]:
                fields = self._record.trees[place].fields
                renamed = fields.get("renameType") == "OBJECT_TABLE" and fields["newname"] == known
                if renamed and fields["relation"]["relname"] not in names:
                    names.append(fields["relation"]["relname"])
        return tuple(self._record.trees[place] for place in sorted(places))


def _names(tree: Tree) -> set[str]:
    """The tables and indexes that a statement makes, changes or drops."""
    fields = tree.fields
    relation: Fields = fields.get("relation") or {}
    names = {relation.get("relname", ""), fields.get("idxname", ""), fields.get("newname", "")}
    if tree.kind == "DropStmt":
        items: list[Any] = fields.get("objects", [])
        lists = (item["List"]["items"] for item in items if "List" in item)
        names |= {parts[-1]["String"]["sval"] for parts in lists if "String" in parts[-1]}
    return names - {""}
