"""Parts of a long history at once, each in a thread and on databases of its own.

A part begins where the ways up of all migrations before it lead, so none waits for another. Most of
the time of a rehearsal passes on the server, which has more cores than one.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from itertools import pairwise
from queue import SimpleQueue
from typing import Final

from designkit.migrate.rehearsal.verdict import Rehearsal

# Of fewer migrations the way there takes what is won.
_FEWEST: Final = 60
_MOST_PARTS: Final = 4
_STOPPED_WITHIN_S: Final = 0.2


def cuts(length: int, workers: int | None = None) -> list[slice]:
    """Where a history of some length is cut, in parts of about one size; one part if it is short.

    Args:
        length: how many migrations there are.
        workers: how many parts the machine works on at once; its cores, if not told.
    """
    cores = workers or _cores()
    parts = max(1, min(cores, _MOST_PARTS, length // _FEWEST))
    ends = [length * part // parts for part in range(parts + 1)]
    return [slice(begin, end) for begin, end in pairwise(ends)]


class Part(threading.Thread):
    """The rehearsals of one part, made in a thread of its own.

    Args:
        work: what makes them.
        interrupt: ends what the work waits for, so that it can stop.
    """

    def __init__(
        self, work: Callable[[], Generator[Rehearsal]], interrupt: Callable[[], None]
    ) -> None:
        super().__init__(name="designkit rehearsal", daemon=True)
        self._work = work
        self._interrupt = interrupt
        self._stopped = threading.Event()
        self._made: SimpleQueue[Rehearsal | BaseException | None] = SimpleQueue()

    def run(self) -> None:
        """Make one after the other, until all are made or nobody wants more."""
        try:
            with closing(self._work()) as rehearsals:
                for item in rehearsals:
                    self._made.put(item)
                    if self._stopped.is_set():
                        break
        except BaseException as error:  # noqa: BLE001  (raised where they are waited for)
            self._made.put(error)
        else:
            self._made.put(None)

    def rehearsals(self) -> Generator[Rehearsal]:
        """Yield them in order, as they are made; what went wrong with the next is raised."""
        while (made := self._made.get()) is not None:
            if isinstance(made, BaseException):
                raise made
            yield made

    def stop(self) -> None:
        """Let the migration in hand be the last; return when it is done."""
        self._stopped.set()
        while self.is_alive():
            self.join(_STOPPED_WITHIN_S)
            if self.is_alive():
                self._interrupt()


def in_order(parts: Sequence[Part]) -> Generator[Rehearsal]:
    """Start all parts and yield what they make in their order; none runs on when this ends."""
    try:
        for part in parts:
            part.start()
        for part in parts:
            yield from part.rehearsals()
    finally:
        for part in parts:
            part.stop()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
