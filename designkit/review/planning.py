"""Plans of queries on a schema, at the scale of its volumes, put before the rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from designkit.config import Config, Waiver
from designkit.model import Statistics, replace
from designkit.review.judging import judged
from designkit.review.planned import Planned
from designkit.rules.query_rule import WorkloadContext
from designkit.workload.ground import ground
from designkit.workload.plans import GROWTH
from designkit.workload.query import Query
from designkit.workload.volumes import resolve


def plan(
    queries: Iterable[Query],
    about: WorkloadContext,
    config: Config,
    *,
    measured: Statistics = Statistics(),  # noqa: B008  (a frozen value)
    waivers: tuple[Waiver, ...] = (),
    growth: Sequence[float] = GROWTH,
) -> Planned:
    """What PostgreSQL would do with each query, and what the rules say of that.

    Args:
        queries: which may be refused; then the reason stands in the place of the plan.
        about: whose queries they are, and on which schema with its volumes.
        config: settings and waivers.
        measured: statistics of a live database, which count where nothing is declared.
        waivers: further ones.
        growth: the factors by which all tables grow, ascending.

    Raises:
        ConnectionFailed: the server is not our own, so that no database of any scale is made there.
    """
    with ground(queries, about.schema, resolve(about.schema, measured=measured)) as found:
        plans = found.plans(growth=growth)
        rows = found.rows
        context = replace(about, queries=found.with_plans(plans), rows=rows)
    findings = judged(context, config, waivers)
    return Planned(service=about.service, plans=plans, findings=findings, rows=rows)
