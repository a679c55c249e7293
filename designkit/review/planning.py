"""Plans of queries on a schema, at the scale of its volumes, put before the rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from designkit.config import Config, Waiver
from designkit.errors import DesignkitError
from designkit.model import Statistics, replace
from designkit.progress import Progress, unheard
from designkit.review.judging import judged
from designkit.review.planned import Planned
from designkit.rules.query_rule import WorkloadContext
from designkit.workload.cockroach import CockroachPlans, plan_on_cockroach
from designkit.workload.ground import Ground, ground
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
    progress: Progress = unheard,
    cockroach: str = "",
) -> Planned:
    """What PostgreSQL would do with each query, and what the rules say of that.

    Args:
        queries: which may be refused; then the reason stands in the place of the plan.
        about: whose queries they are, and on which schema with its volumes.
        config: settings and waivers.
        measured: statistics of a live database, which count where nothing is declared.
        waivers: further ones.
        growth: the factors by which all tables grow, ascending.
        progress: hears of each query that is planned, then of each factor.
        cockroach: the connection string of a CockroachDB that is asked too; "" for none.

    Raises:
        ConnectionFailed: the server is not our own, so that no database of any scale is made there.
    """
    resolved = resolve(about.schema, measured=measured)
    with ground(queries, about.schema, resolved) as found:
        plans = found.plans(growth=growth, progress=progress)
        rows = found.rows
        context = replace(about, queries=found.with_plans(plans), rows=rows)
    findings = judged(context, config, waivers)
    return Planned(
        service=about.service,
        plans=plans,
        findings=findings,
        rows=rows,
        unknown=resolved.unknown,
        cockroach=planned_there(cockroach, found),
    )


def planned_there(dsn: str, ground: Ground) -> CockroachPlans | None:
    """What a CockroachDB would do with the queries of a ground; of one that cannot tell, why not.

    Args:
        dsn: its connection string; "" for none.
        ground: which may be gone by now: its schema is built anew there.
    """
    if not dsn:
        return None
    try:
        return plan_on_cockroach(dsn, ground.examined, ground.schema, ground.resolved)
    except DesignkitError as error:
        return CockroachPlans(missing=str(error))
