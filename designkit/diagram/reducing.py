"""Less of each box: the rows that a level of detail shows, and what is drawn where all is too much.

Works on what is there already, so a diagram that was drawn can be drawn smaller.
"""

from __future__ import annotations

from collections.abc import Iterator

from designkit.diagram.picture import Box, Detail, Diagram, Row
from designkit.diagram.service_map import service_map
from designkit.model import replace

AUDIT_COLUMNS = frozenset({"created_at", "updated_at", "deleted_at"})


def reduced(box: Box, detail: Detail, *, fold_audit: bool = True) -> Box:
    """The box with the rows that the level shows; changed rows are shown whatever the level."""
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
    columns = len(box.rows) + len(box.folded) + box.hidden
    return replace(
        box,
        rows=tuple(rows),
        folded=tuple(folded),
        hidden=columns - len(rows) - len(folded),
        footer=box.footer if detail == "all" else (),
    )


def smaller(diagram: Diagram) -> Iterator[tuple[str, Diagram]]:
    """Diagrams that show less and less of the same, each with what it shows, in words."""
    shown = diagram
    less: tuple[tuple[str, Detail], ...] = (("only keys", "keys"), ("only names", "names"))
    for words, detail in less:
        boxes = tuple(reduced(box, detail) for box in diagram.boxes)
        if boxes != shown.boxes:
            shown = replace(diagram, boxes=boxes)
            yield words, shown
    overview = service_map(diagram)
    if len(overview.boxes) < len(diagram.boxes):
        yield "only a map", overview


def _stands_out(row: Row, detail: Detail) -> bool:
    if row.change != "same":
        return True
    return detail != "names" and (row.is_key or row.mark is not None)
