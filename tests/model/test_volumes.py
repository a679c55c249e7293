"""Volumes: what may be said of a table's rows."""

from __future__ import annotations

import pytest

from designkit.errors import ModelError
from designkit.model import (
    ColumnStatistics,
    ColumnVolume,
    Growth,
    QualifiedName,
    RelationStatistics,
    Statistics,
    Volume,
    replace,
)

STATUS = ColumnVolume(column="status")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"distinct": -1}, "negative"),
        ({"null_share": 1.5}, "null share"),
        ({"common": (("a", 1.5),)}, "shares of common values"),
        ({"common": (("a", 0.7),), "null_share": 0.5}, "more than 1"),
        ({"common": (("a", 0.1), ("a", 0.2))}, "twice"),
        ({"common": (("a", 0.1), ("b", 0.2)), "distinct": 1}, "fewer distinct"),
        ({"bounds": ("1",)}, "two values or more"),
        ({"bounds": ("1", "2"), "minimum": "0"}, "give bounds, or"),
        ({"minimum": "10", "maximum": "9"}, "greater than the maximum"),
        ({"correlation": -1.5}, "correlation"),
        ({"width": 0}, "width"),
    ],
)
def test_what_no_column_can_be_is_refused(fields: dict[str, object], problem: str) -> None:
    with pytest.raises(ModelError, match=problem):
        replace(STATUS, **fields)


def test_the_most_common_value_stands_first() -> None:
    column = replace(STATUS, common=(("closed", 0.2), ("active", 0.7)))
    assert column.common == (("active", 0.7), ("closed", 0.2))


@pytest.mark.parametrize(("rows", "share"), [(None, None), (1, 0.1), (-1, None), (None, -0.1)])
def test_growth_is_either_rows_or_a_share(rows: int | None, share: float | None) -> None:
    with pytest.raises(ModelError, match="growth"):
        Growth(rows=rows, share=share)


def test_growth_by_rows_tells_how_old_a_table_is() -> None:
    assert Growth(rows=100).months(2400) == 24
    assert Growth(rows=0).months(2400) is None


def test_a_table_may_not_have_fewer_rows_than_none() -> None:
    with pytest.raises(ModelError, match="rows may not be negative"):
        Volume(table=QualifiedName(name="a"), rows=-1)


@pytest.mark.parametrize(
    ("column", "distinct"),
    [
        (ColumnStatistics(column="a", distinct=-0.5), -0.5),
        (ColumnStatistics(column="a", distinct=5000), 50_000),
        (ColumnStatistics(column="a", distinct=5), 5),
        (ColumnStatistics(column="a", distinct=200, common=(("x", 0.6), ("y", 0.4))), 200),
        (ColumnStatistics(column="a"), 0),
    ],
)
def test_a_closed_set_of_values_does_not_grow_with_the_rows(
    column: ColumnStatistics, distinct: float
) -> None:
    table = RelationStatistics(name=QualifiedName(name="t"), rows=1000, pages=20, columns=(column,))
    (grown,) = Statistics(relations=(table,)).times(10).relations
    assert (grown.rows, grown.pages) == (10_000, 200)
    assert grown.columns[0].distinct == distinct
