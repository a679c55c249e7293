"""`designkit advise`: indexes for all registered queries together."""

from __future__ import annotations

from designkit.cli.outcome import Outcome
from designkit.cli.parameters import Format, OutputFormat, Sources
from designkit.cli.plan import Measured, Queries, asked
from designkit.cli.terminal import say, say_json
from designkit.config import load


def advise(
    sources: Sources = None,
    queries: Queries = None,
    statistics: Measured = None,
    output_format: OutputFormat = Format.TEXT,
) -> Outcome:
    """Advise indexes for the queries of services, tried at production's scale.

    All queries are weighed together, by their weight, against what the writes pay and the room.
    Indexes that no query and no key needs are named. A SOURCE may also be a service's name.

    Ends with 1 if there is something to add.
    """
    from designkit.cli.workload_documents import advice_document
    from designkit.review.planned import stray
    from designkit.review.workload import workloads
    from designkit.workload.advice import advised_lines
    from designkit.workload.ground import ground

    config = load()
    documents: list[dict[str, object]] = []
    outcome = Outcome.CLEAN
    for workload in workloads(
        asked(sources, config), config, queries=queries or (), statistics=statistics
    ):
        with ground(workload.collected.queries, workload.schema, workload.resolved) as found:
            advised = found.advise()
        if advised.advice:
            outcome = Outcome.FINDINGS
        if output_format is Format.JSON:
            documents.append({"source": workload.source, **advice_document(advised)})
            continue
        say(f"{workload.source}:")
        if workload.resolved.unknown:
            say(f"  {stray(workload.resolved.unknown)}")
        for line in advised_lines(advised):
            say(f"  {line}")
    if output_format is Format.JSON:
        say_json({"workloads": documents})
    return outcome
