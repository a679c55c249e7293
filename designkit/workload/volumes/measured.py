"""A relation as PostgreSQL counted it, from whichever source."""

from __future__ import annotations

from collections.abc import Sequence

from designkit.model import ColumnStatistics, QualifiedName, RelationStatistics


def relation_of(
    name: QualifiedName,
    pages: int,
    rows: float,
    visible: int,
    columns: Sequence[tuple[ColumnStatistics, bool]],
) -> RelationStatistics:
    """A relation from its pages and rows, and from its columns, each with whether it is inherited.

    PostgreSQL keeps -1 for the rows of what was never analyzed, and for the pages of a partitioned
    table.
    """
    is_known = rows >= 0
    return RelationStatistics(
        name=name,
        rows=rows if is_known else None,
        pages=pages if is_known and pages >= 0 else None,
        visible_share=visible / pages if pages > 0 else 1.0,
        columns=tuple(column for column, inherited in columns if not inherited),
        inherited=tuple(column for column, inherited in columns if inherited),
    )
