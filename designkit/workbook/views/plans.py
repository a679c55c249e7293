"""How plans look: all queries in one table, then the tree of each with what may become of it."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Value
from designkit.review import PlanChange, PlanChanges, Planned
from designkit.review.planned import flipped, guesses_of
from designkit.rules import Findings
from designkit.workbook.views.findings import FindingsTable, findings_table
from designkit.workbook.views.page import page
from designkit.workbook.views.queries import QueryRow, query_row
from designkit.workload.plans import Node, QueryPlan, Unplanned, number, tree

# More trees than this are folded; the table above tells which of them to open.
_SHOWN_OPEN = 8


class PlanParts(Value, frozen=True, kw_only=True):
    """The plan of one query as a page shows it.

    Attributes:
        access: for each table in the order of the plan, by which index it is read, or that all is.
        scans: whether a table is read from end to end.
        tree: the lines of the plan, each with whether it is the costliest step.
        flip: at what size it becomes another plan, or "".
        then: the lines of that other plan.
        guesses: what it rests on that nobody declared or measured.
        there: what a CockroachDB would do, a line each; the first is its name.
        refused: why there is no plan, or "".
    """

    query: QueryRow
    cost: str = ""
    read: str = ""
    returned: str = ""
    access: tuple[str, ...] = ()
    scans: bool = False
    tree: tuple[tuple[str, bool], ...] = ()
    flip: str = ""
    then: tuple[tuple[str, bool], ...] = ()
    guesses: tuple[str, ...] = ()
    there: tuple[str, ...] = ()
    refused: str = ""
    findings: FindingsTable


class PlanChangeParts(Value, frozen=True, kw_only=True):
    """How the plan of a query changes, as a row.

    Attributes:
        kind: the class of a change that is for the better, for the worse, or neither.
        words: what the change is, where it is not in the costs.
    """

    query: str
    kind: str
    before: str
    after: str
    words: str


def planned_html(planned: Planned) -> str:
    """The plans as HTML."""
    plans = tuple(_plan(planned, item) for item in planned)
    return page(
        "plans",
        service=planned.service,
        plans=plans,
        open=len(plans) <= _SHOWN_OPEN,
        beside=findings_table(Findings(items=planned.beside)),
        notes=planned.notes,
    )


def plan_changes_html(changes: PlanChanges) -> str:
    """The plans that a design changes as HTML."""
    return page("plan_changes", plans=plan_changes_parts(changes), note=changes.note)


def plan_changes_parts(changes: PlanChanges) -> tuple[PlanChangeParts, ...]:
    """The plans that change, as rows."""
    return tuple(map(_changed, changes.changed))


def _plan(planned: Planned, item: QueryPlan | Unplanned) -> PlanParts:
    findings = findings_table(Findings(items=planned.about(item)))
    query = query_row(item.query)
    there = tuple(planned.cockroach.lines(item.query)) if planned.cockroach is not None else ()
    if isinstance(item, Unplanned):
        return PlanParts(query=query, there=there, refused=item.reason, findings=findings)
    return PlanParts(
        query=query,
        cost=number(item.cost),
        read=number(planned.rows_read(item)),
        returned=number(item.rows),
        access=tuple(dict.fromkeys(_access(item.root))),
        scans=bool(item.scanned),
        tree=_lines(item.root),
        flip=flipped(item),
        then=_lines(item.flip.root) if item.flip is not None else (),
        guesses=guesses_of(item),
        there=there,
        findings=findings,
    )


def _lines(root: Node) -> tuple[tuple[str, bool], ...]:
    costliest = root.costliest
    return tuple(
        (line, node is costliest) for line, node in zip(tree(root), root.walk(), strict=True)
    )


def _access(root: Node) -> Iterator[str]:
    for node in root.walk():
        if node.index:
            yield node.index
        elif node.scans_whole and node.table is not None:
            yield f"all of {node.table}"


def _changed(change: PlanChange) -> PlanChangeParts:
    before, after = (
        number(item.cost) if isinstance(item, QueryPlan) else "none"
        for item in (change.before, change.after)
    )
    words = "another plan" if before == after else ""
    if isinstance(change.after, Unplanned):
        words = f"does not run on the design: {change.after.reason}"
    elif isinstance(change.before, Unplanned):
        words = "runs on the design only"
    return PlanChangeParts(
        query=change.query.name,
        kind=_kind(change),
        before=before,
        after=after,
        words=words,
    )


def _kind(change: PlanChange) -> str:
    if change.is_worse:
        return "removed"
    return "added" if change.is_better else "changed"
