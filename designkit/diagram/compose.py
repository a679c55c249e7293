"""From schemas to a diagram: which boxes, which rows, which colours. Pure, and free of syntax."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from designkit.config import SeverityName
from designkit.diagram.collect import Collection, Schemas, collect, owners
from designkit.diagram.compare import (
    changed_boxes,
    compared_boxes,
    compared_relations,
    every_box,
    every_join,
)
from designkit.diagram.picture import (
    READABLE_WITH_COLUMNS,
    READABLE_WITH_KEYS,
    WORST_FIRST,
    Box,
    BoxName,
    Detail,
    Diagram,
)
from designkit.diagram.reducing import reduced
from designkit.diagram.service_map import service_map
from designkit.errors import ModelError
from designkit.model import Table, replace

_NEAR_NAMES = 5


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
            of keys, `names` none, `map` one box for many tables. None chooses by size; then a
            focus has its columns, its neighbours their keys, and of many tables that are compared
            those that change are drawn. Changed and marked columns are shown whatever the detail.
        fold_audit: whether created_at, updated_at and deleted_at share one dim line.
        before: what stood before the proposal: what it adds, removes and changes is coloured.
        marks: the worst finding on each `table` or `table.column`.

    Raises:
        ModelError: there is no table or view of the focus's name, or the depth is negative.
    """
    known_owners = owners(schemas) if before is None else owners(before, schemas)
    after = collect(schemas, known_owners)
    earlier = None if before is None else collect(before, known_owners)
    names, joins = every_box(after, earlier), every_join(after, earlier)
    focused = _focused(names, focus)
    shown = _neighbourhood(focused, joins, depth) if focus is not None else names
    around = focus or ""
    if earlier is not None and focus is None and detail is None and len(names) > READABLE_WITH_KEYS:
        # Of a large schema that is compared, what changes is looked for.
        near = _neighbourhood(changed_boxes(after, earlier), joins, 1)
        if 0 < len(near) <= READABLE_WITH_KEYS:
            shown, around = near, "what changes"
    is_map = detail == "map" or (detail is None and not around and len(shown) > READABLE_WITH_KEYS)
    marks = marks or {}
    visible = tuple(
        _marked(box, marks, after.tables.get(box.name)) if marks else box
        for box in compared_boxes(after, earlier, shown, with_rows=not is_map)
    )
    diagram = Diagram(
        title=_title(after, visible, around),
        boxes=visible,
        relations=compared_relations(after, earlier, shown),
        colours_changes=before is not None,
    )
    if is_map:
        return service_map(diagram)
    return replace(
        diagram,
        boxes=tuple(
            reduced(
                replace(box, focused=box.name in focused),
                detail
                or _detail_by_size(len(shown), focused=box.name in focused, is_around=bool(around)),
                fold_audit=fold_audit,
            )
            for box in visible
        ),
    )


def _marked(box: Box, marks: Mapping[str, SeverityName], table: Table | None) -> Box:
    rows = tuple(replace(row, mark=marks.get(f"{box.name}.{row.name}")) for row in box.rows)
    columns = table.columns if table is not None and not rows else ()
    found = {
        marks.get(str(box.name)),
        *(row.mark for row in rows),
        *(marks.get(f"{box.name}.{column.name}") for column in columns),
    }
    worst = next((severity for severity in WORST_FIRST if severity in found), None)
    return replace(box, rows=rows, mark=worst)


def _focused(boxes: frozenset[BoxName], focus: str | None) -> frozenset[BoxName]:
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
    focused: frozenset[BoxName], joins: frozenset[tuple[BoxName, BoxName]], depth: int
) -> frozenset[BoxName]:
    if depth < 0:
        raise ModelError("diagram", f"the depth is 0 or more, not {depth}")
    neighbours: dict[BoxName, set[BoxName]] = {}
    for parent, child in joins:
        neighbours.setdefault(parent, set()).add(child)
        neighbours.setdefault(child, set()).add(parent)
    reached, edge = set(focused), set(focused)
    for _ in range(depth):
        edge = {near for name in edge for near in neighbours.get(name, ())} - reached
        reached |= edge
    return frozenset(reached)


def _detail_by_size(boxes: int, *, focused: bool, is_around: bool) -> Detail:
    if focused or (boxes <= READABLE_WITH_COLUMNS and not is_around):
        return "columns"
    return "keys" if boxes <= READABLE_WITH_KEYS else "names"


def _title(everything: Collection, boxes: tuple[Box, ...], focus: str) -> str:
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
