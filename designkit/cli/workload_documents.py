"""Plans and advice for programs: JSON whose keys stay."""

from __future__ import annotations

import msgspec

from designkit.cli.finding_documents import finding_document
from designkit.review.planned import Planned
from designkit.workload.advice import Advised
from designkit.workload.advice.wording import writes_line
from designkit.workload.cockroach import CockroachPlans
from designkit.workload.plans import QueryPlan, Unplanned
from designkit.workload.query import Query
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
    if planned.cockroach is not None:
        found["cockroachdb"] = _there(planned.cockroach, item.query)
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
        "assumed": msgspec.to_builtins(item.assumed),
    }


def _there(told: CockroachPlans, query: Query) -> dict[str, object]:
    """What a CockroachDB says of a query: its own EXPLAIN, and for which values."""
    item = told.of(query)
    if item is None:
        return {"server": told.server, "plan": None, "error": told.missing}
    if isinstance(item, Unplanned):
        return {"server": told.server, "plan": None, "error": item.reason}
    return {
        "server": told.server,
        "plan": item.text,
        "rows": item.root.rows,
        "scanned": [str(table) for table in item.scanned],
        "lacks_statistics": item.lacks_statistics,
        "values": [sample.value for sample in item.samples],
        "recommended": item.recommended,
        "notes": told.notes,
    }


def advice_document(advised: Advised) -> dict[str, object]:
    """What is advised, with the SQL that does it."""
    return {
        "before": advised.before,
        "after": advised.after,
        "tried": advised.tried,
        "writes": {"counted": advised.writes, "note": writes_line(advised)},
        "advice": [
            {
                "index": item.operation.index.name,
                "table": str(item.operation.table),
                "sql": item.sql,
                "size_bytes": item.size_bytes,
                "write_cost": item.write_cost,
                "writes": {
                    "origins": item.writes.origins,
                    "queries": item.writes.queries,
                    "rows_per_month": item.writes.growth or None,
                },
                "gains": msgspec.to_builtins(item.gains),
            }
            for item in advised.advice
        ],
        "idle": [
            {
                "index": item.index.name,
                "table": str(item.table),
                "size_bytes": item.size_bytes,
                "instead": item.instead or None,
            }
            for item in advised.idle
        ],
    }


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "table": str(figure.table),
        "column": figure.column or None,
        "what": figure.what,
        "value": figure.value,
        "origin": figure.origin,
        "rule": figure.rule or None,
    }
