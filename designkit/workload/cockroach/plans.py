"""What a CockroachDB would do with queries, as values; who looks at them needs no driver."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import QualifiedName, Value
from designkit.workload.cockroach.drawing import tree
from designkit.workload.cockroach.explained import Step
from designkit.workload.cockroach.sampling import Sample
from designkit.workload.plans import Unplanned
from designkit.workload.query import Query


class CockroachPlan(Value, frozen=True, kw_only=True):
    """What a CockroachDB would do with a query, for certain values of its parameters.

    Attributes:
        text: what EXPLAIN printed.
        samples: the values.
        recommended: the SQL of the indexes that CockroachDB itself recommends.
    """

    query: Query
    text: str
    root: Step
    samples: tuple[Sample, ...] = ()
    recommended: tuple[str, ...] = ()

    @property
    def scanned(self) -> tuple[QualifiedName, ...]:
        """The tables that it reads from end to end, sorted."""
        found = {step.table for step in self.root.walk() if step.scans_whole}
        return tuple(sorted(table for table in found if table is not None))

    @property
    def lacks_statistics(self) -> bool:
        """Whether it reads something of which the server has no statistics, so that it guesses."""
        return any(step.lacks_statistics for step in self.root.walk())


class CockroachPlans(Value, frozen=True, kw_only=True):
    """What a CockroachDB would do with each query of a workload.

    Attributes:
        server: its name and release; `CockroachDB` alone where it told none.
        missing: why there are no plans; "" where there are.
        plans: in the order of the queries; of one that it refuses, the reason.
        notes: what it was not told of the rows, and why.
    """

    server: str = "CockroachDB"
    missing: str = ""
    plans: tuple[CockroachPlan | Unplanned, ...] = ()
    notes: tuple[str, ...] = ()

    def of(self, query: Query) -> CockroachPlan | Unplanned | None:
        """What it would do with one query; None where it was not asked."""
        return next((item for item in self.plans if item.query == query), None)

    def lines(self, query: Query) -> Iterator[str]:
        """What it would do with one query, as a person reads it, below a line with its name."""
        item = self.of(query)
        if item is None:
            return
        if isinstance(item, Unplanned):
            yield f"{self.server}: not planned: {item.reason}"
            return
        yield f"{self.server}:"
        yield from (f"  {line}" for line in tree(item.root))
        if item.samples:
            yield f"  for {', '.join(map(str, item.samples))}"
        if item.lacks_statistics:
            yield "  it has no statistics of what it reads, so do not rely on this plan"
        yield from (f"  it recommends: {sql}" for sql in item.recommended)
