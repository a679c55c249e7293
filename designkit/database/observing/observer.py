"""An observer of one session: what each statement did, read in its own transaction.

Nothing is read from the text of a statement, so what functions, triggers and DO blocks do is seen
as well. How a statement outside a transaction is observed stands in `alone`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import psycopg
from psycopg.pq import TransactionStatus

from designkit.database.observing import queries
from designkit.database.observing.comparing import (
    KINDS,
    PG_CLASS,
    Held,
    Key,
    Known,
    compare,
    is_shown,
    printed,
    uncounted,
)
from designkit.database.observing.values import LOCK_MODES, Observed, Touched, Written
from designkit.database.running import refresh
from designkit.database.session import Connection
from designkit.model import replace

# With this release came pg_stat_force_next_flush().
_COUNTS_SINCE: Final = 150_000
# Who locks the system catalogue would keep the watcher waiting, and so itself.
# To plan its questions takes longer than to answer them, and is done once so.
_WATCHING: Final = "SET lock_timeout = '500ms'; SET plan_cache_mode = force_generic_plan"

_UNPREPARES: Final = re.compile(r"\b(deallocate|discard)\b", re.IGNORECASE)
_HELD: Final = "designkit_held"
_TOUCHED: Final = "designkit_touched"


class Observer:
    """Sees what the statements of one session do.

    Whoever uses the session otherwise, between scripts, says so by `begin`.

    Args:
        connection: the session, in autocommit mode.
        watcher: a second session on the same database, which sees only what is committed.
    """

    def __init__(self, connection: Connection, watcher: Connection) -> None:
        self.connection = connection
        self.watcher = watcher
        self.counts = connection.info.server_version >= _COUNTS_SINCE
        rows = connection.execute(queries.CATALOGUES).fetchall()
        self._catalogues = {int(oid): str(name) for oid, name, is_index in rows if not is_index}
        self._catalogue_indexes = {int(oid) for oid, _, is_index in rows if is_index}
        listed = "{" + ",".join(map(str, self._catalogues)) + "}"
        self._questions = {
            _HELD: queries.HELD,
            _TOUCHED: queries.TOUCHED.replace("{catalogues}", listed),
        }
        # The driver would forget and plan anew what it has prepared at each DROP and ALTER.
        connection.prepare_threshold = None
        self._prepare()
        watcher.execute(_WATCHING)
        self._is_settled = False
        self.begin()

    def outlast(self, statement: str) -> None:
        """Have the questions ready again, after a statement that may have let go of them."""
        if _UNPREPARES.search(statement):
            self._prepare()

    def _prepare(self) -> None:
        rows = self.connection.execute("SELECT name FROM pg_prepared_statements").fetchall()
        ready = {str(name) for (name,) in rows}
        for name, question in self._questions.items():
            if name not in ready:
                self.connection.execute(f"PREPARE {name} AS {question}".encode())

    def settle(self) -> None:
        """Leave the session as a new one has it, with its counts flushed, so that it can begin."""
        refresh(self.connection, then=queries.FLUSH if self.counts else "")
        self._is_settled = True

    def begin(self) -> None:
        """Start afresh; to be called while no transaction is open."""
        if self.counts and not self._is_settled:
            self.connection.execute(queries.FLUSH)
        self._is_settled = False
        self._before: dict[Key, Held] = {}
        self._known: dict[Key, Known | None] = {}
        self._open = False

    def observe(self) -> Observed:
        """Return what the last statement did, beyond those before it in its transaction."""
        if self.connection.info.transaction_status == TransactionStatus.IDLE:
            ended = self._open
            self.begin()
            return Observed(missing="" if ended else "it ran outside a transaction")
        self._open = True
        held, before = self._held(), self._before
        # What a savepoint let go of keeps its counters.
        self._before = before | held
        try:
            self._learn(held)
        except psycopg.errors.LockNotAvailable:
            return Observed(
                missing="it locks the system catalogue, which nobody can read meanwhile"
            )
        observed = compare(held, before, self._known)
        if not self.counts:
            return uncounted(observed)
        return replace(observed, emptied=self._emptied(observed)) if observed.rewrites else observed

    def touched(self) -> Touched | None:
        """Return what the open transaction may have changed, or None where nobody can tell.

        That is so where the server did not count, and where a statement wrote the catalogue itself.
        """
        row = self.connection.execute(f"EXECUTE {_TOUCHED}".encode()).fetchone()
        counted, catalogue_locks, written, relations = row or (False, (), (), ())
        if not (self.counts and counted and self._catalogue_indexes.isdisjoint(catalogue_locks)):
            return None
        return Touched(
            # In whatever mode: a comment on a constraint locks its table like a query does.
            relations=frozenset(relations),
            catalogues={
                self._catalogues[oid]: Written(inserted=inserted, updated=updated, deleted=deleted)
                for oid, inserted, updated, deleted in written
            },
        )

    def _held(self) -> dict[Key, Held]:
        """What is locked, each object with the strongest of its locks."""
        found: dict[Key, Held] = {}
        for catalogue, oid, mode, *rest in self.connection.execute(f"EXECUTE {_HELD}".encode()):
            held = Held(catalogue, oid, LOCK_MODES.index(mode), *rest)
            if held.key not in found or found[held.key].rank < held.rank:
                found[held.key] = held
        return found

    def _learn(self, held: Iterable[Key]) -> None:
        """Ask what was not locked before: the watcher, and the session about what it created."""
        new = [key for key in held if key not in self._known]
        relations = [oid for catalogue, oid in new if catalogue == PG_CLASS]
        unknown = set(relations) - self._learn_relations(self.watcher, relations, committed=True)
        self._learn_relations(self.connection, list(unknown), committed=False)
        objects = [key for key in new if key[0] != PG_CLASS]
        if objects:
            catalogues, numbers = zip(*objects, strict=True)
            rows = self.watcher.execute(queries.OBJECTS, (list(catalogues), list(numbers)))
            for catalogue, oid, kind, name in rows:
                known = Known(name.removeprefix("public."), kind, None, committed=True)
                self._known[catalogue, oid] = known
        self._known = dict.fromkeys(new) | self._known

    def _learn_relations(
        self, session: Connection, relations: list[int], *, committed: bool
    ) -> set[int]:
        """Ask a session what relations are; return those that it knows."""
        if not relations:
            return set()
        rows = session.execute(queries.RELATIONS, (relations,)).fetchall()
        for oid, namespace, name, kind, file in rows:
            if is_shown(namespace):
                known = Known(printed(namespace, name), KINDS[kind], file, committed=committed)
                self._known[PG_CLASS, oid] = known
        return {oid for oid, *_ in rows}

    def _emptied(self, observed: Observed) -> tuple[str, ...]:
        """The rewritten tables that are empty now and were not read, but by indexes made anew."""
        names = {
            oid: known.object
            for (catalogue, oid), known in self._known.items()
            if catalogue == PG_CLASS and known is not None and known.object in observed.rewrites
        }
        times = {scan.table: scan.times for scan in observed.scans}
        sizes = self.connection.execute(queries.SIZES, (list(names),)).fetchall()
        return tuple(
            sorted(
                names[oid]
                for oid, size, indexes in sizes
                if not size and times.get(names[oid], 0) <= indexes
            )
        )
