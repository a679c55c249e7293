"""How far long work has come, told to who waits for it; who waits may stop it.

Whoever works takes a `Progress` and calls it before each part, in the thread of who asked. To stop
the work, it raises `Cancelled`: the databases that were made for it are dropped on the way out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Progress(Protocol):
    """Hears of long work. Work of several kinds counts each kind from 0."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """Hear that a part begins, or that all are done.

        Args:
            done: how many parts are done.
            total: how many there are.
            what: the part that begins, as people call it: `plan GetEvent`; "" behind the last.

        Raises:
            Cancelled: the work shall stop.
        """


class Cancelled(BaseException):
    """Work was stopped by who asked for it; like an interrupt it passes by who survives errors."""


def unheard(done: int, total: int, what: str) -> None:
    """Tell nobody."""


def each(items: Sequence[Item], progress: Progress, name: Callable[[Item], str]) -> Iterator[Item]:
    """Yield the items, and tell before each how many are done."""
    for done, item in enumerate(items):
        progress(done, len(items), name(item))
        yield item
    if items:
        progress(len(items), len(items), "")
