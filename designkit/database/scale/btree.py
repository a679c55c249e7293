"""The first pages of an empty btree that is as high as a full one.

The planner charges a descent for each level, and reads their number from the metapage. The tree is
valid: each level has one page with one downlink, and the leaf holds nothing.

Source: PostgreSQL 18, src/include/access/nbtree.h and src/include/storage/bufpage.h.
"""

from __future__ import annotations

import struct
from functools import cache
from typing import Final

from designkit.database.scale.sizes import PAGE_BYTES
from designkit.errors import ModelError
from designkit.model import Value

_META: Final = struct.Struct("<IIIIII")
_META_AT: Final = 24
_IS_DEDUPLICATED_AT: Final = _META_AT + 40
_META_END: Final = _META_AT + 48
_MAGIC: Final = 0x053162
_VERSION: Final = 4
_HEADER: Final = struct.Struct("<IIHHHHHHI")
_HEADER_BYTES: Final = 24
_LAYOUT: Final = PAGE_BYTES | 4
_SPECIAL: Final = struct.Struct("<IIIHH")
_LEAF: Final = 1
_ROOT: Final = 2
_DOWNLINK: Final = struct.Struct("<HHHH")
# The only key of an inner page is less than every value, so it has no columns.
_WITHOUT_COLUMNS: Final = 0x2000
_NORMAL: Final = 1


class Metapage(Value, frozen=True, kw_only=True):
    """The first page of a btree, of which all but its two ends is empty."""

    begin: bytes
    end: bytes

    @classmethod
    def of(cls, page: bytes) -> Metapage:
        """The metapage that a file holds.

        Raises:
            ModelError: it is none of a btree of this version.
        """
        if len(page) != PAGE_BYTES:
            raise ModelError("btree", f"its first page has {len(page)} bytes")
        magic, version, *_ = _META.unpack_from(page, _META_AT)
        if (magic, version) != (_MAGIC, _VERSION):
            problem = f"its first page says {magic:#x} {version}: PostgreSQL 18 writes another"
            raise ModelError("btree", problem)
        return cls(begin=page[:_META_END], end=page[-_SPECIAL.size :])

    @property
    def is_deduplicated(self) -> bool:
        """Whether entries with equal keys are kept as one."""
        return bool(self.begin[_IS_DEDUPLICATED_AT])

    def tree(self, height: int) -> bytes:
        """The metapage, and after it an empty tree with so many levels above its leaf."""
        changed = bytearray(PAGE_BYTES)
        changed[:_META_END], changed[-_SPECIAL.size :] = self.begin, self.end
        _META.pack_into(changed, _META_AT, _MAGIC, _VERSION, 1, height, 1, height)
        return bytes(changed) + _levels(height)


@cache
def _levels(height: int) -> bytes:
    return b"".join(_page(level, height) for level in range(height, -1, -1))


def _page(level: int, height: int) -> bytes:
    block = 1 + height - level
    flags = (_ROOT if level == height else 0) | (_LEAF if level == 0 else 0)
    special = PAGE_BYTES - _SPECIAL.size
    pointers, items = b"", b""
    if level:
        items = _DOWNLINK.pack(
            (block + 1) >> 16, (block + 1) & 0xFFFF, 0, _DOWNLINK.size | _WITHOUT_COLUMNS
        )
        place = special - len(items)
        pointers = struct.pack("<I", place | _NORMAL << 15 | len(items) << 17)
    lower, upper = _HEADER_BYTES + len(pointers), special - len(items)
    header = _HEADER.pack(0, 1, 0, 0, lower, upper, special, _LAYOUT, 0)
    free = bytes(upper - lower)
    return header + pointers + free + items + _SPECIAL.pack(0, 0, level, flags, 0)
