"""Sizes by formula, against figures that PostgreSQL 18 gave for tables of such rows."""

from __future__ import annotations

import pytest

from designkit.database.scale import sizes
from designkit.database.scale.sizes import Attribute, Stored
from designkit.model import ColumnStatistics


def fixed(length: int, alignment: str, **spread: float) -> Stored:
    return Stored(
        attribute=Attribute(name="a", length=length, alignment=alignment),
        statistics=ColumnStatistics(column="a", width=length, **spread),  # type: ignore[arg-type]
    )


def text(width: int, **spread: float) -> Stored:
    return Stored(
        attribute=Attribute(name="t", length=-1, alignment="i", plain=False),
        statistics=ColumnStatistics(column="t", width=width, **spread),  # type: ignore[arg-type]
    )


BIGINT = fixed(8, "d", distinct=-1)


def test_a_heap_of_fixed_rows_is_exact() -> None:
    # 24 bytes of header, 12 of values, a pointer: 185 rows in a page of 8,192 bytes.
    assert sizes.heap_pages(1_000_000, [BIGINT, fixed(4, "i")]) == 5406


def test_half_filled_pages_are_twice_as_many() -> None:
    full = sizes.heap_pages(10_000, [BIGINT])
    assert sizes.heap_pages(10_000, [BIGINT], fill_factor=50) == pytest.approx(2 * full, abs=2)


def test_what_is_moved_out_of_line_leaves_a_pointer() -> None:
    long = [BIGINT, text(20), text(8000)]
    assert sizes.toasted_widths(long) == (8, 20, 18)
    assert sizes.heap_pages(1000, long) < 15


def test_a_btree_of_a_key_is_exact() -> None:
    # As CREATE INDEX builds it: 366 entries in a leaf.
    assert sizes.btree_pages(1_000_000, [BIGINT]) == pytest.approx(2745, rel=0.003)


def test_equal_keys_share_an_entry() -> None:
    few = fixed(8, "d", distinct=100)
    assert sizes.btree_pages(1_000_000, [few]) == pytest.approx(845, rel=0.03)
    assert sizes.btree_pages(1_000_000, [few], deduplicated=False) > 2500


@pytest.mark.parametrize(
    ("rows", "height"),
    [(0, 0), (100, 0), (1000, 1), (100_000, 1), (1_000_000, 2), (100_000_000, 3), (10**10, 4)],
)
def test_a_btree_grows_a_level_when_one_page_does_not_do(rows: int, height: int) -> None:
    assert sizes.btree_height(sizes.btree_pages(rows, [BIGINT]), 8) == height


def test_a_hash_index_has_buckets_in_steps() -> None:
    assert sizes.hash_pages(150_000, [fixed(16, "c", distinct=-1)]) == 514


def test_other_indexes_grow_with_their_rows() -> None:
    for pages in (sizes.gin_pages, sizes.other_pages):
        assert pages(2_000_000, [text(40)]) > 1.9 * pages(1_000_000, [text(40)])
    assert sizes.brin_pages(1_000_000, [BIGINT]) < 100
