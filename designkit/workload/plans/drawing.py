"""A plan as text: one step a line, indented below the step that it feeds, the costliest marked."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.workload.plans.node import Node

MARK = "◀ costliest"
_UNITS = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"))
_SCALES = ((1e9, "B"), (1e6, "M"), (1e3, "k"))
# Three digits tell enough: 12.5 and 125, but not 1.25e+02.
_WHOLE_FROM = 100


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


def counted(rows: float) -> str:
    """A number of rows in words: `1 row`, `12.5M rows`."""
    return f"{number(rows)} row{'' if round(rows) == 1 else 's'}"


def number(value: float) -> str:
    """A number as people read it: three digits, and `k`, `M` or `B`."""
    for scale, sign in _SCALES:
        if value >= scale:
            return f"{value / scale:.3g}{sign}"
    return f"{value:.3g}" if value < _WHOLE_FROM else f"{value:.0f}"


def size(size_bytes: int) -> str:
    """A size as people read it: `12.5 MB`."""
    unit, name = next((it for it in _UNITS if size_bytes >= it[0]), (1, "bytes"))
    return f"{number(size_bytes / unit)} {name}"
