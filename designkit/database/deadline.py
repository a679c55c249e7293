"""An end to statements that take too long, kept on our side of the connection.

The server's own setting would do, were it not for scripts that set it to 0, as dumps do. One thread
looks at the clock for all sessions: to start one for each statement takes longer than most of them.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager

from designkit.database.session import Connection

_LOOK_EVERY_S = 0.1


class _Clock:
    """The thread, and until when the statement of each session may run."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self._until: dict[int, tuple[float, Connection]] = {}
        self._lock = threading.Lock()
        threading.Thread(target=self._watch, name="designkit deadlines", daemon=True).start()

    def set(self, connection: Connection, seconds: float) -> None:
        with self._lock:
            self._until[id(connection)] = time.monotonic() + seconds, connection

    def clear(self, connection: Connection) -> None:
        with self._lock:
            self._until.pop(id(connection), None)

    def _watch(self) -> None:
        while True:
            time.sleep(_LOOK_EVERY_S)
            # Held meanwhile, so that nothing else is cancelled than what is late.
            with self._lock:
                for end, connection in self._until.values():
                    if end < time.monotonic():
                        connection.cancel_safe()


_clocks: list[_Clock] = []


@contextmanager
def deadline(connection: Connection, seconds: float) -> Generator[None]:
    """Cancel what the connection runs in here, if it takes longer; the server then refuses it."""
    if not _clocks or _clocks[-1].process != os.getpid():  # A fork takes no thread along.
        _clocks.append(_Clock())
    clock = _clocks[-1]
    clock.set(connection, seconds)
    try:
        yield
    finally:
        clock.clear(connection)
