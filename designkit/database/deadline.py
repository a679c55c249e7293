"""An end to statements that take too long, kept on our side of the connection.

The server's own setting would do, were it not for scripts that set it to 0, as dumps do. One thread
looks at the clock for all sessions: to start one for each statement takes longer than most of them.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from functools import cache

import psycopg

from designkit.database.session import Connection

_LOOK_EVERY_S = 0.1
_CANCEL_TIMEOUT_S = 5.0


class _Clock:
    """The thread, and until when the statement of each session may run."""

    def __init__(self) -> None:
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
                        # What is lost now is tried again at the next look, or has ended meanwhile.
                        with suppress(psycopg.Error):
                            connection.cancel_safe(timeout=_CANCEL_TIMEOUT_S)


@cache
def _clock_of(process: int) -> _Clock:  # noqa: ARG001  (a fork takes no thread along)
    return _Clock()


@contextmanager
def deadline(connection: Connection, seconds: float) -> Generator[None]:
    """Cancel what the connection runs in here, if it takes longer; the server then refuses it."""
    clock = _clock_of(os.getpid())
    clock.set(connection, seconds)
    try:
        yield
    finally:
        clock.clear(connection)
