"""Who waits for long work in a test: notes what it hears, and stops the work at a word."""

from __future__ import annotations

from designkit.database import connect
from designkit.database.server import Server
from designkit.progress import Cancelled


class Heard:
    """A listener.

    Args:
        stop: the work is stopped where a part's name begins with this.

    Attributes:
        told: what was heard, in order.
    """

    def __init__(self, stop: str | None = None) -> None:
        self._stop = stop
        self.told: list[tuple[int, int, str]] = []

    def __call__(self, done: int, total: int, what: str) -> None:
        self.told.append((done, total, what))
        if self._stop is not None and what.startswith(self._stop):
            raise Cancelled


def databases(server: Server) -> set[str]:
    """The databases that a server has."""
    with connect(server.dsn) as connection:
        return {str(name) for (name,) in connection.execute("SELECT datname FROM pg_database")}
