"""Plans and advice for people and for programs: lines of text, and JSON whose keys stay."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from designkit.cli.finding_documents import finding_document
from designkit.review.planned import Planned
from designkit.workload.advice import Advised
from designkit.workload.plans import QueryPlan, Unplanned, number, size
from designkit.workload.volumes import Figure


def plan_document(item: QueryPlan | Unplanned, planned: Planned) -> dict[str, object]:
    """A plan: PostgreSQL's own JSON, what it costs, where it changes, what it rests on."""
    query = item.query
    found: dict[str, object] = {
        "query": query.name,
        "service": query.service,
        "file": query.place.file,
        "line": query.place.line,
        "parameters": [parameter.name for parameter in query.parameters],
        "findings": [finding_document(it) for it in planned.about(item)],
    }
    if isinstance(item, Unplanned):
        return {**found, "plan": None, "error": item.reason}
    flip = item.flip
    return {
        **found,
        "plan": msgspec.json.decode(item.json),
        "cost": item.cost,
        "rows": item.rows,
        "rows_read": planned.rows_read(item),
        "scanned": [str(table) for table in item.scanned],
        "changes": None
        if flip is None
        else {"factor": flip.factor, "scanned": [str(table) for table in flip.scanned]},
        "figures": [_figure(figure) for figure in item.figures],
    }


def advice_document(advised: Advised) -> dict[str, object]:
    """What is advised, with the SQL that does it."""
    return {
        "before": advised.before,
        "after": advised.after,
        "tried": advised.tried,
        "advice": [
            {
                "index": item.operation.index.name,
                "table": str(item.operation.table),
                "sql": item.sql,
                "size_bytes": item.size_bytes,
                "write_cost": item.write_cost,
                "gains": msgspec.to_builtins(item.gains),
            }
            for item in advised.advice
        ],
        "idle": [
            {
                "index": item.index.name,
                "table": str(item.table),
                "size_bytes": item.size_bytes,
            }
            for item in advised.idle
        ],
    }


def advice_lines(advised: Advised) -> Iterator[str]:
    """What is advised, as a person reads it."""
    for item in advised.advice:
        yield f"{item.sql};"
        for gain in item.gains:
            yield (
                f"  {gain.query}: cost {number(gain.before)} becomes {number(gain.after)}, "
                f"{number(gain.factor)} times less"
            )
        writes = f", writes pay {number(item.write_cost)}" if item.write_cost else ""
        yield f"  about {size(item.size_bytes)}{writes}"
    for idle in advised.idle:
        yield (
            f"{idle.index.name} of {idle.table}: no registered query is cheaper by it, "
            f"and no key needs it (about {size(idle.size_bytes)})"
        )
    if not advised.advice:
        yield f"no index is worth its price; tried: {advised.tried}"
        return
    yield (
        f"the workload costs {number(advised.before)} now, and {number(advised.after)} with "
        f"all of this; tried: {advised.tried}"
    )


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "table": str(figure.table),
        "column": figure.column or None,
        "what": figure.what,
        "value": figure.value,
        "origin": figure.origin,
        "rule": figure.rule or None,
    }
