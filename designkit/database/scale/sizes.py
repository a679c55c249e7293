"""How many pages a relation takes, by formula from its rows and the widths of its values.

Pure functions. Heaps and plain btrees come within 2 % of real ones; docs/planning.md has figures.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from designkit.model import Value
from designkit.model.statistics import ColumnStatistics

PAGE_BYTES: Final = 8192

_HEADER_BYTES: Final = 24
_POINTER_BYTES: Final = 4
_ROW_HEADER_BYTES: Final = 23
_ENTRY_HEADER_BYTES: Final = 8
_ROW_POINTER_BYTES: Final = 6
# Header and the 16 bytes at the end of an index's page.
_INDEX_PAGE_BYTES: Final = PAGE_BYTES - _HEADER_BYTES - 16
# A longer row has its widest values moved out of line, which leaves a pointer.
# https://www.postgresql.org/docs/18/storage-toast.html
_LONGEST_ROW_BYTES: Final = 2032
_TOAST_POINTER_BYTES: Final = 18
SHORT_BYTES: Final = 127
# What a computed value has more than a stored one, whose header is short.
LONG_HEADER_BYTES: Final = 3
# When an index is built, entries with equal keys become one of up to a tenth of a page.
# https://www.postgresql.org/docs/18/btree.html#BTREE-DEDUPLICATION
_LONGEST_POSTING_BYTES: Final = 812
# Inner pages of a tree are seldom full.
_INNER_SHARE: Final = 0.70
_INNER_ENTRY_BYTES: Final = 12
_FEWEST_CHILDREN: Final = 8
# Pointers to rows are packed by what they differ in.
_ELEMENT_BYTES: Final = 2.2
_ALIGNMENTS: Final = {"c": 1, "s": 2, "i": 4, "d": 8}


class Attribute(Value, frozen=True, kw_only=True):
    """How a column is stored: `pg_attribute`'s length, alignment and storage.

    Attributes:
        length: of every value, in bytes; -1 where it varies.
        alignment: `c`, `s`, `i` or `d`.
    """

    name: str
    length: int
    alignment: str = "c"
    plain: bool = True


class Stored(Value, frozen=True, kw_only=True):
    """A column as sizes see it: how it is stored, and how its values are spread."""

    attribute: Attribute
    statistics: ColumnStatistics

    @property
    def width(self) -> float:
        """Bytes of an average value."""
        length = self.attribute.length
        return float(length if length > 0 else max(1, self.statistics.width))


def heap_pages(rows: float, columns: Sequence[Stored], *, fill_factor: int = 100) -> int:
    """The pages of a table or a materialized view."""
    if rows <= 0:
        return 0
    header, width, varies = _row(columns)
    length = _aligned(header) + width
    # On average, what is rounded up to eight bytes gains half of seven.
    taken = (length + 3.5 if varies else _aligned(length)) + _POINTER_BYTES
    room = (PAGE_BYTES - _HEADER_BYTES) * fill_factor / 100
    fitting = max(1.0, (room - taken / 2) / taken if varies else room // taken)
    return math.ceil(rows / fitting)


def _row(columns: Sequence[Stored]) -> tuple[float, float, bool]:
    """The header and the values of an average row in bytes, and whether their widths vary."""
    without_null = math.prod(1 - item.statistics.null_share for item in columns)
    bitmap = math.ceil(len(columns) / 8) * (1 - without_null)
    width, varies = 0.0, False
    for item, stored in zip(columns, _in_line(columns), strict=True):
        present = 1 - item.statistics.null_share
        width += present * (_padding(item, stored, width, varies=varies) + stored)
        varies = varies or item.attribute.length < 0 or 0 < item.statistics.null_share < 1
    return _ROW_HEADER_BYTES + bitmap, width, varies


def _in_line(columns: Sequence[Stored]) -> list[float]:
    """The width of each value in the row itself, after the widest have moved out of line."""
    widths = [item.width for item in columns]
    movable = [
        place
        for place, item in enumerate(columns)
        if item.attribute.length < 0 and not item.attribute.plain
    ]
    for place in sorted(movable, key=lambda place: -widths[place]):
        if sum(widths) <= _LONGEST_ROW_BYTES:
            break
        widths[place] = min(widths[place], _TOAST_POINTER_BYTES)
    return widths


def _padding(item: Stored, stored: float, offset: float, *, varies: bool) -> float:
    alignment = _ALIGNMENTS[item.attribute.alignment]
    if item.attribute.length < 0 and stored < SHORT_BYTES:
        return 0.0
    if varies or item.attribute.length < 0:
        return (alignment - 1) / 2
    return -offset % alignment


def toasted_widths(columns: Sequence[Stored]) -> tuple[int, ...]:
    """The width of each column that ANALYZE would find in the table itself."""
    return tuple(round(width) for width in _in_line(columns))


def btree_pages(
    rows: float, keys: Sequence[Stored], *, fill_factor: int = 90, deduplicated: bool = True
) -> int:
    """The pages of a btree that was built on so many rows; `keys` with the included columns."""
    if rows <= 0:
        return 1
    entry = _entry_bytes(keys) + _POINTER_BYTES
    if deduplicated:
        taken = sum(_posting_bytes(entry, each) * many for many, each in groups(rows, keys))
    else:
        taken = rows * entry
    leaves = math.ceil(taken / (_INDEX_PAGE_BYTES * fill_factor / 100))
    pages, level = 1 + leaves, leaves
    while level > 1:
        level = math.ceil(level / _children(key_width(keys)))
        pages += level
    return pages


def btree_height(pages: int, width: float) -> int:
    """The levels above the leaves of a btree of so many pages, whose keys have that width."""
    height, level = 0, max(1, pages - 1)
    while level > 1:
        level = math.ceil(level / _children(width))
        height += 1
    return height


def key_width(keys: Iterable[Stored]) -> float:
    """The bytes of all keys of an average entry."""
    return sum(item.width * (1 - item.statistics.null_share) for item in keys)


def hash_pages(rows: float, keys: Sequence[Stored]) -> int:
    """The pages of a hash index."""
    entry = 16 + _POINTER_BYTES
    wanted = max(2, math.ceil(rows / (PAGE_BYTES * 75 // 100 // entry)))
    buckets = 1 << (wanted - 1).bit_length()
    # From here on, buckets are added in quarters of what there is.
    if buckets > 512:  # noqa: PLR2004
        half = buckets // 2
        buckets = half + math.ceil((wanted - half) / (half // 4)) * (half // 4)
    room = _INDEX_PAGE_BYTES // entry
    overflowing = sum(many * (each // room) for many, each in groups(rows, keys))
    return 2 + buckets + round(overflowing)


def gin_pages(rows: float, keys: Sequence[Stored]) -> int:
    """The pages of a GIN index, where eight bytes of a value are an element after its header."""
    elements = sum(max(1.0, (item.width - _HEADER_BYTES) / 8) for item in keys)
    return 2 + math.ceil(rows * elements * _ELEMENT_BYTES / _INDEX_PAGE_BYTES)


def brin_pages(heap: int, keys: Sequence[Stored], *, range_pages: int = 128) -> int:
    """The pages of a BRIN index on a table of so many pages."""
    ranges = max(1, math.ceil(heap / range_pages))
    summary = 16 + 2 * sum(item.width for item in keys) + _POINTER_BYTES
    return 1 + math.ceil(ranges / 1360) + math.ceil(ranges * summary / _INDEX_PAGE_BYTES)


def other_pages(rows: float, keys: Sequence[Stored]) -> int:
    """The pages of an index of another kind: GiST and SP-GiST, filled by seven tenths."""
    entry = _entry_bytes(keys) + _POINTER_BYTES
    return 1 + math.ceil(rows * entry / (_INDEX_PAGE_BYTES * _INNER_SHARE))


def groups(rows: float, keys: Sequence[Stored]) -> list[tuple[float, float]]:
    """How many keys occur how often each, in pairs."""
    if len(keys) > 1:
        distinct = min(rows, math.prod(item.statistics.distinct_of(rows) for item in keys))
        return [(distinct, rows / distinct)]
    (key,) = keys
    told = key.statistics
    found = [(1.0, rows * share) for _, share in told.common]
    if told.null_share:
        found.append((1.0, rows * told.null_share))
    others = rows * max(0.0, 1 - told.null_share - sum(share for _, share in told.common))
    distinct = max(1.0, told.distinct_of(rows) - len(told.common))
    if others >= 1:
        found.append((min(distinct, others), max(1.0, others / distinct)))
    return [(many, each) for many, each in found if each]


def _entry_bytes(keys: Iterable[Stored]) -> float:
    """An entry of an index without its pointer."""
    offset = 0.0
    with_null = 1.0
    for item in keys:
        present = 1 - item.statistics.null_share
        with_null *= present
        offset += present * (_padding(item, item.width, offset, varies=False) + item.width)
    return _aligned(_ENTRY_HEADER_BYTES + 8 * (1 - with_null) + offset)


def _posting_bytes(entry: float, rows: float) -> float:
    """What the entries of one key take, by their number."""
    if rows < 2:  # noqa: PLR2004
        return entry * rows
    postings = math.ceil(rows * _ROW_POINTER_BYTES / max(64, _LONGEST_POSTING_BYTES - entry))
    return postings * entry + rows * _ROW_POINTER_BYTES


def _children(width: float) -> int:
    """How many pages an inner page of a btree points to."""
    entry = _INNER_ENTRY_BYTES + 8 * math.ceil(width / 8)
    return max(_FEWEST_CHILDREN, int(_INDEX_PAGE_BYTES * _INNER_SHARE / entry))


def _aligned(width: float) -> float:
    return math.ceil(width / 8) * 8
