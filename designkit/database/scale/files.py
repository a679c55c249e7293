"""The files of relations, made as long as production's without filling them.

Only for a server of our own. PostgreSQL asks the file system how long a relation is, and a file
that was extended without writing takes no room.
"""

from __future__ import annotations

import os
from typing import Final

from designkit.database.scale.sizes import PAGE_BYTES
from designkit.errors import FileError

SEGMENT_PAGES: Final = 131_072


def resize(file: str, pages: int, begin: bytes = b"") -> None:
    """Make a relation so many pages long: whole segments of 1 GiB, then the rest.

    The server must hold no page of it. New segments belong to whom the first does.

    Args:
        file: of the relation's first segment.
        pages: how long it shall be.
        begin: what to put in place of its first pages.

    Raises:
        FileError: the file system refuses files of that length.
    """
    try:
        _resize_first(file, min(pages, SEGMENT_PAGES), begin)
        # PostgreSQL looks for the next segment after a full one only.
        segment = 1
        while (pages := pages - SEGMENT_PAGES) > 0:
            _resize_segment(_segment(file, segment), min(pages, SEGMENT_PAGES), file)
            segment += 1
        while os.path.exists(surplus := _segment(file, segment)):  # noqa: PTH110
            os.unlink(surplus)  # noqa: PTH108
            segment += 1
    except OSError as error:
        raise FileError(
            f"{file}: cannot be extended to production's size: {error.strerror}. "
            "Plans at scale need a file system with sparse files: set TMPDIR to one."
        ) from error


def _resize_first(segment: str, pages: int, begin: bytes) -> None:
    opened = os.open(segment, os.O_RDWR)
    try:
        if begin:
            os.pwrite(opened, begin, 0)
        os.ftruncate(opened, pages * PAGE_BYTES)
    finally:
        os.close(opened)


def _resize_segment(segment: str, pages: int, first: str) -> None:
    opened = os.open(segment, os.O_RDWR | os.O_CREAT, mode=0o600)
    try:
        owner = os.stat(first)  # noqa: PTH116
        if os.geteuid() != owner.st_uid:
            os.fchown(opened, owner.st_uid, owner.st_gid)
        os.ftruncate(opened, pages * PAGE_BYTES)
    finally:
        os.close(opened)


def first_page(file: str) -> bytes:
    """The first page of a relation's file."""
    opened = os.open(file, os.O_RDONLY)
    try:
        return os.pread(opened, PAGE_BYTES, 0)
    finally:
        os.close(opened)


def _segment(file: str, number: int) -> str:
    return f"{file}.{number}"
