"""From schemas to a diagram: which boxes, which rows, which colours. Pure, and free of syntax."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from designkit.config import SeverityName
from designkit.diagram.collect import Collection, Schemas, collect, owners
from designkit.diagram.compare import compared_boxes, compared_relations
from designkit.diagram.picture import (
    READABLE_WITH_COLUMNS,
    READABLE_WITH_KEYS,
    Box,
    BoxName,
    Detail,
    Diagram,
    Relation,
    Row,
)
from designkit.errors import ModelError
from designkit.model import replace

AUDIT_COLUMNS = frozenset({"created_at", "updated_at", "deleted_at"})

_NEAR_NAMES = 5
_WORST_FIRST: tuple[SeverityName, ...] = ("error", "warning", "info")


def draw(
    schemas: Schemas,
    *,
    focus: str | None = None,
    depth: int = 1,
    detail: Detail | None = None,
    fold_audit: bool = True,
    before: Schemas | None = None,
    marks: Mapping[str, SeverityName] | None = None,
) -> Diagram:
    """The diagram of a schema, or of several services' schemas.

    Args:
        schemas: one schema, or one per service.
        focus: a table or view; only it and what foreign keys join to it are drawn.
        depth: how many foreign keys away from the focus.
        detail: `all` shows every column and the indexes, `columns` every column, `keys` only those
            of keys, `names` none. None chooses by size; then a focus has its columns, its
            neighbours their keys. Changed and marked columns are shown whatever the detail.
        fold_audit: whether created_at, updated_at and deleted_at share one dim line.
        before: what stood before the proposal: what it adds, removes and changes is coloured.
        marks: the worst finding on each `table` or `table.column`.

    Raises:
        ModelError: there is no table or view of the focus's name, or the depth is negative.
    """
    known_owners = owners(schemas) if before is None else owners(before, schemas)
    after = collect(schemas, known_owners)
    earlier = None if before is None else collect(before, known_owners)
    boxes = {box.name: _marked(box, marks or {}) for box in compared_boxes(after, earlier)}
    relations = compared_relations(after, earlier)
    focused = _focused(boxes, focus)
    shown = _neighbourhood(focused, relations, depth) if focused else frozenset(boxes)
    visible = tuple(
        _reduced(
            replace(box, focused=name in focused),
            detail
            or _detail_by_size(len(shown), focused=name in focused, around_focus=focus is not None),
            fold_audit=fold_audit,
        )
        for name, box in sorted(boxes.items(), key=lambda item: item[0])
        if name in shown
    )
    return Diagram(
        title=_title(after, visible, focus),
        boxes=visible,
        relations=tuple(
            relation
            for relation in relations
            if relation.parent in shown and relation.child in shown
        ),
        colours_changes=before is not None,
    )


def _marked(box: Box, marks: Mapping[str, SeverityName]) -> Box:
    rows = tuple(replace(row, mark=marks.get(f"{box.name}.{row.name}")) for row in box.rows)
    found = {marks.get(str(box.name)), *(row.mark for row in rows)}
    worst = next((severity for severity in _WORST_FIRST if severity in found), None)
    return replace(box, rows=rows, mark=worst)


def _focused(boxes: Mapping[BoxName, Box], focus: str | None) -> frozenset[BoxName]:
    if focus is None:
        return frozenset()
    found = frozenset(
        name for name in boxes if focus in {str(name.table), f"{name.service}.{name.table}"}
    )
    if not found:
        known = sorted(str(name) for name in boxes)
        near = difflib.get_close_matches(focus, known, n=_NEAR_NAMES, cutoff=0.5)
        near = near or known[:_NEAR_NAMES]
        advice = f"the nearest are: {', '.join(near)}" if near else "the schema holds no tables"
        raise ModelError(f"table {focus}", f"there is no such table or view; {advice}")
    return found


def _neighbourhood(
    focused: frozenset[BoxName], relations: tuple[Relation, ...], depth: int
) -> frozenset[BoxName]:
    if depth < 0:
        raise ModelError("diagram", f"the depth is 0 or more, not {depth}")
    neighbours: dict[BoxName, set[BoxName]] = {}
    for relation in relations:
        neighbours.setdefault(relation.parent, set()).add(relation.child)
        neighbours.setdefault(relation.child, set()).add(relation.parent)
    reached, edge = set(focused), set(focused)
    for _ in range(depth):
        edge = {near for name in edge for near in neighbours.get(name, ())} - reached
        reached |= edge
    return frozenset(reached)


def _detail_by_size(boxes: int, *, focused: bool, around_focus: bool) -> Detail:
    if focused or (boxes <= READABLE_WITH_COLUMNS and not around_focus):
        return "columns"
    return "keys" if boxes <= READABLE_WITH_KEYS else "names"


def _reduced(box: Box, detail: Detail, *, fold_audit: bool) -> Box:
    rows: list[Row] = []
    folded: list[str] = []
    for row in box.rows:
        if _stands_out(row, detail):
            rows.append(row)
        elif detail in {"all", "columns"}:
            if fold_audit and row.name in AUDIT_COLUMNS:
                folded.append(row.name)
            else:
                rows.append(row)
    return replace(
        box,
        rows=tuple(rows),
        folded=tuple(folded),
        hidden=len(box.rows) - len(rows) - len(folded),
        footer=box.footer if detail == "all" else (),
    )


def _stands_out(row: Row, detail: Detail) -> bool:
    if row.change != "same":
        return True
    return detail != "names" and (row.is_key or row.mark is not None)


def _title(everything: Collection, boxes: tuple[Box, ...], focus: str | None) -> str:
    total = len(everything.tables) + len(everything.views)
    counted = ", ".join(_counts(boxes)) or "no tables"
    services = sorted({box.name.service for box in boxes} - {""})
    of = f" of {', '.join(services)}" if services else ""
    around = f" around {focus} (from {total} tables and views)" if focus else ""
    return f"Entity-relationship diagram{of}{around}: {counted}"


def _counts(boxes: tuple[Box, ...]) -> Iterator[str]:
    tables = sum(box.kind in {"table", "missing"} for box in boxes)
    views = len(boxes) - tables
    if tables:
        yield f"{tables} table{'s' * (tables != 1)}"
    if views:
        yield f"{views} view{'s' * (views != 1)}"
    for change in ("added", "removed", "changed"):
        number = sum(box.change == change for box in boxes)
        if number:
            yield f"{number} {change}"
