"""What was observed of a statement or a transaction, as values; nothing here asks a server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from designkit.model import Value

# From weak to strong, as PostgreSQL numbers them.
# https://www.postgresql.org/docs/18/explicit-locking.html#LOCKING-TABLES
LOCK_MODES: Final = (
    "AccessShareLock",
    "RowShareLock",
    "RowExclusiveLock",
    "ShareUpdateExclusiveLock",
    "ShareLock",
    "ShareRowExclusiveLock",
    "ExclusiveLock",
    "AccessExclusiveLock",
)

_GRANTS: Final = re.compile(r"\b(grant|revoke|owned)\b", re.IGNORECASE)


def _bars_reads(mode: str) -> bool:
    """Whether a SELECT waits for a lock of that mode; "" is none."""
    return mode == LOCK_MODES[-1]


def _bars_writes(mode: str) -> bool:
    """Whether an INSERT, UPDATE or DELETE waits for a lock of that mode; "" is none."""
    return mode in LOCK_MODES[LOCK_MODES.index("ShareLock") :]


class Lock(Value, frozen=True, kw_only=True):
    """A lock on something that other sessions can see.

    Attributes:
        object: its name as others know it, bare in `public`: `users`, `billing.invoices`.
        kind: `table`, `index`, `view`, `sequence`, `type`, `function` and so on.
        mode: the strongest one held, as `pg_locks` calls it.
    """

    object: str
    kind: str
    mode: str

    @property
    def blocks_reads(self) -> bool:
        """Whether a SELECT waits for it."""
        return _bars_reads(self.mode)

    @property
    def blocks_writes(self) -> bool:
        """Whether an INSERT, UPDATE or DELETE waits for it."""
        return _bars_writes(self.mode)


class Scan(Value, frozen=True, kw_only=True):
    """A table that was read from its first row to its last.

    Attributes:
        times: how often; a rebuilt index reads its table once more.
        rows: what was read, all times together.
        lock: the strongest mode held on the table meanwhile; "" where nobody saw it.
    """

    table: str
    times: int
    rows: int
    lock: str

    @property
    def blocks_reads(self) -> bool:
        """Whether a SELECT waits for its end."""
        return _bars_reads(self.lock)

    @property
    def blocks_writes(self) -> bool:
        """Whether an INSERT, UPDATE or DELETE waits for its end."""
        return _bars_writes(self.lock)


class RowsChanged(Value, frozen=True, kw_only=True):
    """Rows that were written. Those that went with a dropped or truncated table are not counted."""

    table: str
    inserted: int = 0
    updated: int = 0
    deleted: int = 0


class Relation(Value, frozen=True, kw_only=True, order=True):
    """A table, view, index or sequence that came or went."""

    object: str
    kind: str


class Observed(Value, frozen=True, kw_only=True):
    """What one statement did, beyond those before it in its transaction; each part sorted by name.

    What the transaction itself created is nobody else's yet: its locks, rewrites and scans are left
    out.

    Attributes:
        locks: what became locked, or more strongly so.
        rewrites: tables and materialized views that were written anew, into another file.
        rebuilt: indexes that were.
        emptied: those of `rewrites` that are empty now, and whose rows nobody read: truncated.
        waits: whether the statement waited for transactions of others to end, without holding up
            anybody: what works concurrently does so.
        lock_timeout_ms: for a statement outside a transaction, the setting under which it ran; 0 is
            none.
        missing: what could not be observed, and why; "" where everything was.
    """

    locks: tuple[Lock, ...] = ()
    rewrites: tuple[str, ...] = ()
    rebuilt: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    scans: tuple[Scan, ...] = ()
    changed: tuple[RowsChanged, ...] = ()
    created: tuple[Relation, ...] = ()
    dropped: tuple[Relation, ...] = ()
    waits: bool = False
    lock_timeout_ms: int = 0
    missing: str = ""

    def lock_on(self, name: str) -> Lock | None:
        """The lock that was taken on an object, or None."""
        return next((lock for lock in self.locks if lock.object == name), None)


class Written(Value, frozen=True, kw_only=True):
    """How many rows of a system catalogue were written."""

    inserted: int
    updated: int
    deleted: int


class Touched(Value, frozen=True, kw_only=True):
    """What a transaction may have changed, so that nothing else needs to be read again.

    Attributes:
        relations: oids of what was locked, in whatever mode; with an index goes its table. Dropped
            and created ones are among them.
        catalogues: the system catalogues that were written.
        grants: whether rights may have changed on relations too that were not locked.
    """

    relations: frozenset[int]
    catalogues: Mapping[str, Written]
    grants: bool = True


def may_grant(text: str) -> bool:
    """Whether SQL, or the body of a function, speaks of rights or of all that a role owns."""
    return _GRANTS.search(text) is not None


def merged(touched: Iterable[Touched]) -> Touched:
    """What several transactions may have changed, one after the other."""
    relations: set[int] = set()
    catalogues: dict[str, Written] = {}
    grants = False
    for item in touched:
        grants |= item.grants
        relations |= item.relations
        for name, new in item.catalogues.items():
            old = catalogues.get(name, Written(inserted=0, updated=0, deleted=0))
            catalogues[name] = Written(
                inserted=old.inserted + new.inserted,
                updated=old.updated + new.updated,
                deleted=old.deleted + new.deleted,
            )
    return Touched(relations=frozenset(relations), catalogues=catalogues, grants=grants)
