"""`designkit plan`: what PostgreSQL would do with the queries at production's scale."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from designkit.cli.outcome import Outcome
from designkit.cli.parameters import Cockroach, Format, OutputFormat, Sources
from designkit.cli.terminal import complain, say, say_json
from designkit.config import Config, load
from designkit.errors import SourceError

Queries = Annotated[
    list[Path] | None,
    typer.Option(
        "--queries",
        metavar="PATH",
        help=".sql files with `-- name:` lines, Go files, or folders of them; "
        "by default those of the service.",
    ),
]
Measured = Annotated[
    str | None,
    typer.Option(
        "--statistics",
        metavar="SOURCE",
        help="A file of `pg_dump --statistics-only`, or a connection string, which is only read.",
    ),
]


def plan(
    sources: Sources = None,
    queries: Queries = None,
    statistics: Measured = None,
    output_format: OutputFormat = Format.TEXT,
    cockroach: Cockroach = None,
) -> Outcome:
    """Plan the queries of services at production's scale, on an empty database.

    How many rows there are is what designs declare, or what --statistics measured; what neither
    says is derived from the structure, and told as a guess. A SOURCE may also be a service's name.

    With --cockroach that CockroachDB is asked too, in a scratch database that is told the same
    rows.

    Ends with 1 if a rule objects to a query or its plan, and with 2 if the CockroachDB cannot tell.
    """
    from designkit.cli.finding_documents import finding_document
    from designkit.cli.workload_documents import plan_document
    from designkit.review.planned import Planned, stray
    from designkit.review.planning import planned_there
    from designkit.review.workload import judged, workloads
    from designkit.workload.ground import ground

    config = load()
    documents: list[dict[str, object]] = []
    beside: list[dict[str, object]] = []
    outcome = Outcome.CLEAN
    for workload in workloads(
        asked(sources, config), config, queries=queries or (), statistics=statistics
    ):
        with ground(workload.collected.queries, workload.schema, workload.resolved) as found:
            plans = found.plans()
            findings = judged(workload, found.with_plans(plans), config)
        planned = Planned(
            service=workload.service,
            plans=plans,
            findings=findings,
            rows=found.rows,
            unknown=workload.resolved.unknown,
            cockroach=planned_there(cockroach or "", found),
        )
        if findings:
            outcome = max(outcome, Outcome.FINDINGS)
        if planned.cockroach is not None and planned.cockroach.missing:
            complain(f"{planned.cockroach.server}: not planned: {planned.cockroach.missing}")
            outcome = Outcome.FAILED
        if output_format is Format.JSON:
            if planned.unknown:
                complain(stray(planned.unknown))
            documents += [plan_document(item, planned) for item in planned]
            beside += map(finding_document, planned.beside)
            continue
        for line in str(planned).splitlines():
            say(line)
    if output_format is Format.JSON:
        say_json({"plans": documents, "findings": beside})
    return outcome


def asked(sources: list[str] | None, config: Config) -> tuple[str, ...]:
    """The sources given, or else every service that has queries.

    Raises:
        SourceError: there are none.
    """
    from designkit.review.workload import with_queries

    found = tuple(sources or with_queries(config))
    if not found:
        raise SourceError(
            f"{config.root}: no service of this project has queries. Put them into "
            "queries/NAME/*.sql, or name a SOURCE and --queries."
        )
    return found
