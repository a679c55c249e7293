"""What a CockroachDB would do with the queries, by its own optimiser and production's statistics.

The names are imported when they are first asked for: who looks at a plan needs no driver.
"""

from __future__ import annotations

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from designkit.workload.cockroach.drawing import tree
    from designkit.workload.cockroach.explained import Step, Told, read_explained
    from designkit.workload.cockroach.injecting import Injection, injection, injections
    from designkit.workload.cockroach.planning import plan_on_cockroach
    from designkit.workload.cockroach.plans import CockroachPlan, CockroachPlans
    from designkit.workload.cockroach.sampling import Sample, samples

__all__ = [
    "CockroachPlan",
    "CockroachPlans",
    "Injection",
    "Sample",
    "Step",
    "Told",
    "injection",
    "injections",
    "plan_on_cockroach",
    "read_explained",
    "samples",
    "tree",
]

_MODULES = {
    "CockroachPlan": "plans",
    "CockroachPlans": "plans",
    "Injection": "injecting",
    "Sample": "sampling",
    "Step": "explained",
    "Told": "explained",
    "injection": "injecting",
    "injections": "injecting",
    "plan_on_cockroach": "planning",
    "read_explained": "explained",
    "samples": "sampling",
    "tree": "drawing",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(_import_module(f"{__name__}.{_MODULES[name]}"), name)
