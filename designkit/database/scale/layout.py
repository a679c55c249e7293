"""What each relation of a database takes, from its statistics: rows, pages, height of its tree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from designkit.database.scale import sizes
from designkit.database.scale.relations import Relation
from designkit.database.scale.statistics import Sized
from designkit.model import Value, replace
from designkit.model.statistics import ColumnStatistics, RelationStatistics, Statistics

_UNKNOWN: Final = ColumnStatistics(column="", width=32)
_HEAP_FILL: Final = 100
_BTREE_FILL: Final = 90
_RANGE_PAGES: Final = 128
# As pg_get_expr prints it; a name in quotes is left to the planner.
_NULL_TEST: Final = re.compile(r"(?P<column>[a-z_][a-z0-9_]*) IS (?P<negated>NOT )?NULL")


class Placed(Value, frozen=True, kw_only=True):
    """A relation with what it takes.

    Attributes:
        height: of a btree, the levels above its leaves; else 0.
    """

    relation: Relation
    sized: Sized
    height: int = 0


def place_table(relation: Relation, told: RelationStatistics) -> Placed:
    """A table, or a materialized view, as large as its statistics say."""
    pages, rows = told.pages, told.rows or 0.0
    if relation.kind == "p":
        pages = -1  # As ANALYZE has it: a partitioned table has no pages of its own.
    elif pages is None:
        fill = relation.fill_factor or _HEAP_FILL
        pages = sizes.heap_pages(rows, _columns(relation, told), fill_factor=fill)
    visible = max(0, round(pages * told.visible_share))
    return Placed(
        relation=relation,
        sized=Sized(name=relation.name, rows=rows, pages=pages, visible=visible),
    )


def in_line(relation: Relation, told: RelationStatistics) -> RelationStatistics:
    """The statistics as ANALYZE has them: of what is kept out of line, it sees a pointer."""
    if told.pages is not None:
        return told
    widths = sizes.toasted_widths(_columns(relation, told))
    by_name = {
        attribute.name: width for attribute, width in zip(relation.attributes, widths, strict=True)
    }
    columns = tuple(
        replace(item, width=by_name[item.column])
        if by_name.get(item.column, item.width) < item.width
        else item
        for item in told.columns
    )
    return replace(told, columns=columns) if columns != told.columns else told


def place_index(
    relation: Relation,
    table: Placed,
    statistics: Statistics,
    *,
    rows: float,
    deduplicated: bool,
) -> Placed:
    """An index as large as its statistics say, or as those of its table and its own rows do."""
    columns = _entries(relation, table, statistics)
    told = statistics.by_name.get(relation.name)
    rows = told.rows if told is not None and told.rows is not None else rows
    pages = told.pages if told is not None else None
    if pages is None:
        pages = _index_pages(relation, columns, table, rows=rows, deduplicated=deduplicated)
    height = 0
    if relation.method == "btree":
        height = sizes.btree_height(pages, sizes.key_width(columns[: relation.keys]))
        pages = max(pages, height + 2)
    return Placed(
        relation=relation,
        sized=Sized(name=relation.name, rows=rows, pages=pages),
        height=height,
    )


def _index_pages(
    relation: Relation,
    columns: list[sizes.Stored],
    table: Placed,
    *,
    rows: float,
    deduplicated: bool,
) -> int:
    match relation.method:
        case "btree":
            fill = relation.fill_factor or _BTREE_FILL
            return sizes.btree_pages(rows, columns, fill_factor=fill, deduplicated=deduplicated)
        case "hash":
            return sizes.hash_pages(rows, columns)
        case "gin":
            return sizes.gin_pages(rows, columns)
        case "brin":
            ranges = relation.range_pages or _RANGE_PAGES
            return sizes.brin_pages(table.sized.pages, columns, range_pages=ranges)
        case _:
            return sizes.other_pages(rows, columns)


def null_test_share(predicate: str, table: RelationStatistics) -> float | None:
    """The share of rows for which `column IS [NOT] NULL` holds; None for any other predicate.

    The planner says the same of it, but to ask takes as long as to plan a query.
    """
    match = _NULL_TEST.fullmatch(predicate)
    told = table.find(match["column"]) if match is not None else None
    if match is None or told is None:
        return None
    return 1 - told.null_share if match["negated"] else told.null_share


def _columns(relation: Relation, told: RelationStatistics) -> list[sizes.Stored]:
    known: Mapping[str, ColumnStatistics] = {item.column: item for item in told.columns}
    return [
        sizes.Stored(attribute=attribute, statistics=known.get(attribute.name, _UNKNOWN))
        for attribute in relation.attributes
    ]


def _entries(relation: Relation, table: Placed, statistics: Statistics) -> list[sizes.Stored]:
    """The columns of an index: how it stores them, and what is known of their values."""
    own = statistics.by_name.get(relation.name)
    expressions = {item.key: _stored(item) for item in own.columns} if own is not None else {}
    told = statistics.by_name.get(table.relation.name)
    known = {item.column: item for item in told.columns} if told is not None else {}
    names = {
        number: attribute.name
        for number, attribute in zip(table.relation.numbers, table.relation.attributes, strict=True)
    }
    found: list[sizes.Stored] = []
    for place, (attribute, number) in enumerate(
        zip(relation.attributes, relation.columns, strict=True), start=1
    ):
        spread = known.get(names[number]) if number > 0 else expressions.get(place)
        found.append(sizes.Stored(attribute=attribute, statistics=spread or _UNKNOWN))
    return found


def _stored(expression: ColumnStatistics) -> ColumnStatistics:
    """The statistics of an expression with the width that its values have in the index."""
    width = expression.width
    is_short = sizes.LONG_HEADER_BYTES < width <= sizes.SHORT_BYTES
    return replace(expression, width=width - sizes.LONG_HEADER_BYTES) if is_short else expression
