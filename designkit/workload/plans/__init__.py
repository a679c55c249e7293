"""Plans: what PostgreSQL would do with a query at production's scale, as values and as text.

The names are imported when they are first asked for: who looks at a plan needs no driver.
"""

from __future__ import annotations

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from designkit.workload.plans.amounts import counted, number, size
    from designkit.workload.plans.drawing import describe, tree
    from designkit.workload.plans.node import Node, read_plan
    from designkit.workload.plans.planning import GROWTH, Flip, QueryPlan, Unplanned, plan

__all__ = [
    "GROWTH",
    "Flip",
    "Node",
    "QueryPlan",
    "Unplanned",
    "counted",
    "describe",
    "number",
    "plan",
    "read_plan",
    "size",
    "tree",
]

_MODULES = {
    "GROWTH": "planning",
    "Flip": "planning",
    "Node": "node",
    "QueryPlan": "planning",
    "Unplanned": "planning",
    "counted": "amounts",
    "describe": "drawing",
    "number": "amounts",
    "plan": "planning",
    "read_plan": "node",
    "size": "amounts",
    "tree": "drawing",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(_import_module(f"{__name__}.{_MODULES[name]}"), name)
