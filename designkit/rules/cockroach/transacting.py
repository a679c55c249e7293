"""Which statements of a script run in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from designkit.rules.statement_rule import ScriptContext
from designkit.sql.tree import Tree

_OPENING = frozenset({"TRANS_STMT_BEGIN", "TRANS_STMT_START"})
_CLOSING = frozenset({"TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK", "TRANS_STMT_PREPARE"})


class Transacted(NamedTuple):
    """The statements of one transaction, without those that open and close it."""

    trees: tuple[Tree, ...]


def transactions(script: ScriptContext) -> Iterator[Transacted]:
    """The transactions of a script: those that it opens, or the one in which its tool runs it.

    SQL of which nobody knows how it runs is in those transactions only that it opens itself.
    """
    held: list[Tree] | None = [] if script.way and script.transactional else None
    for tree in script.trees:
        kind = tree.fields.get("kind") if tree.kind == "TransactionStmt" else None
        if kind in _OPENING or kind in _CLOSING:
            if held:
                yield Transacted(tuple(held))
            held = [] if kind in _OPENING else None
        elif held is not None:
            held.append(tree)
    if held:
        yield Transacted(tuple(held))
