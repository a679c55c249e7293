"""A plan as text: one step a line, indented below the step that it feeds, the costliest marked."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.workload.plans.amounts import counted, number
from designkit.workload.plans.node import Node

MARK = "◀ costliest"


def tree(root: Node) -> tuple[str, ...]:
    """The lines of the tree, from its root.

    `Index Scan of users by users_pkey [id = $1]  1 row, cost 8.3` reads: which step, on what, by
    which index, on which condition; what it yields and costs in all of its runs.
    """
    return tuple(_lines(root, root.costliest, 0))


def _lines(node: Node, costliest: Node, depth: int) -> Iterator[str]:
    mark = f"  {MARK}" if node is costliest else ""
    yield f"{'  ' * depth}{describe(node)}{mark}"
    for child in node.children:
        yield from _lines(child, costliest, depth + 1)


def describe(node: Node) -> str:
    """One step in a line."""
    words = [node.kind if not node.join or node.join == "Inner" else f"{node.kind} ({node.join})"]
    if node.role.startswith(("InitPlan", "SubPlan", "CTE")):
        words.insert(0, f"{node.role}:")
    if node.table is not None:
        named = f" {node.alias}" if node.alias not in {"", node.table.name} else ""
        words.append(f"of {node.table}{named}")
    if node.index:
        words.append(f"by {node.index}{' backward' if node.backward else ''}")
    if node.condition:
        words.append(f"on {node.condition}")
    if node.filter:
        words.append(f"keeping {node.filter}")
    if node.keys:
        words.append(f"by {', '.join(node.keys)}")
    times = f", {number(node.loops)} times" if node.loops > 1 else ""
    return f"{' '.join(words)}: {counted(node.rows)}{times}, cost {number(node.total_cost)}"
