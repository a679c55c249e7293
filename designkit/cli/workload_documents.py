"""Plans and advice for people and for programs: lines of text, and JSON whose keys stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from designkit.changes import AddIndex
from designkit.cli.finding_documents import finding_document
from designkit.rules import Finding
from designkit.sql.definitions import index_definition
from designkit.workload.advice import Advised
from designkit.workload.plans import QueryPlan, Unplanned, number, tree
from designkit.workload.volumes import Figure

_SIZES = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"))


def plan_document(item: QueryPlan | Unplanned, findings: Iterable[Finding]) -> dict[str, object]:
    """A plan: PostgreSQL's own JSON, what it costs, where it changes, what it rests on."""
    query = item.query
    found: dict[str, object] = {
        "query": query.name,
        "service": query.service,
        "file": query.place.file,
        "line": query.place.line,
        "parameters": [parameter.name for parameter in query.parameters],
        "findings": [finding_document(it) for it in _about(item, findings)],
    }
    if isinstance(item, Unplanned):
        return {**found, "plan": None, "error": item.reason}
    flip = item.flip
    return {
        **found,
        "plan": msgspec.json.decode(item.json),
        "cost": item.cost,
        "rows": item.rows,
        "scanned": [str(table) for table in item.scanned],
        "changes": None
        if flip is None
        else {"factor": flip.factor, "scanned": [str(table) for table in flip.scanned]},
        "figures": [_figure(figure) for figure in item.figures],
    }


def plan_lines(item: QueryPlan | Unplanned, findings: Iterable[Finding]) -> Iterator[str]:
    """A plan as a person reads it: the tree, what becomes of it, what it rests on, objections."""
    yield f"{item.query.name}  {item.query.place}"
    if isinstance(item, Unplanned):
        yield f"  not planned: {item.reason}"
    else:
        yield from (f"  {line}" for line in tree(item.root))
        if item.flip is not None:
            read = ", ".join(map(str, item.flip.scanned))
            what = f"reads {read} from end to end" if read else "is another plan"
            yield f"  at {item.flip.factor:g} times the rows it {what}:"
            yield from (f"    {line}" for line in tree(item.flip.root))
        if item.guesses:
            yield f"  rests on guesses: {'; '.join(map(_guess, item.guesses))}"
    yield from (f"  {it.severity}: {it.message} [{it.rule}]" for it in _about(item, findings))


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
                "sql": _sql(item.operation),
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
        yield f"{_sql(item.operation)};"
        for gain in item.gains:
            yield (
                f"  {gain.query}: cost {number(gain.before)} becomes {number(gain.after)}, "
                f"{number(gain.factor)} times less"
            )
        writes = f", writes pay {number(item.write_cost)}" if item.write_cost else ""
        yield f"  about {_size(item.size_bytes)}{writes}"
    for idle in advised.idle:
        yield (
            f"{idle.index.name} of {idle.table}: no registered query is cheaper by it, "
            f"and no key needs it (about {_size(idle.size_bytes)})"
        )
    if not advised.advice:
        yield f"no index is worth its price; tried: {advised.tried}"
        return
    yield (
        f"the workload costs {number(advised.before)} now, and {number(advised.after)} with "
        f"all of this; tried: {advised.tried}"
    )


def _about(item: QueryPlan | Unplanned, findings: Iterable[Finding]) -> Sequence[Finding]:
    query = item.query
    lines = range(query.place.line, query.place.line + query.text.count("\n") + 1)
    return [
        finding
        for finding in findings
        if finding.object == query.name
        or (finding.file == query.place.file and finding.line in lines)
    ]


def _size(size_bytes: int) -> str:
    unit, name = next((it for it in _SIZES if size_bytes >= it[0]), (1, "bytes"))
    return f"{number(size_bytes / unit)} {name}"


def _sql(addition: AddIndex) -> str:
    return index_definition(addition.table, addition.index).text


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "table": str(figure.table),
        "column": figure.column or None,
        "what": figure.what,
        "value": figure.value,
        "origin": figure.origin,
        "rule": figure.rule or None,
    }


def _guess(figure: Figure) -> str:
    place = f"{figure.table}.{figure.column}" if figure.column else str(figure.table)
    return f"{figure.what} of {place} {figure.value} ({figure.rule})"
