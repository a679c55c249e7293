"""From what a session holds before and after a statement to what the statement did; values only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from designkit.database.observing.values import (
    LOCK_MODES,
    Lock,
    Observed,
    Relation,
    RowsChanged,
    Scan,
)
from designkit.model import QualifiedName, replace

KINDS: Final = {
    "r": "table",
    "p": "table",
    "v": "view",
    "m": "materialized view",
    "i": "index",
    "I": "index",
    "S": "sequence",
    "c": "type",
    "f": "foreign table",
}
_WITH_ROWS: Final = frozenset({"table", "materialized view"})
# The catalogue of relations has the same number everywhere.
PG_CLASS: Final = 1259

Key = tuple[int, int]


class Known(NamedTuple):
    """What an object is called, and which file it was in.

    Attributes:
        committed: whether others know it; otherwise the transaction created it.
    """

    object: str
    kind: str
    file: int | None
    committed: bool


class Held(NamedTuple):
    """What the session holds a lock on, and its counters: a row of `queries.HELD`.

    Attributes:
        rank: how strong the strongest lock is.
        exists: whether the relation is still there.
    """

    catalogue: int
    object_id: int
    rank: int
    exists: bool
    file: int | None
    scans: int
    read: int
    inserted: int
    updated: int
    deleted: int

    @property
    def key(self) -> Key:
        """What it is, by catalogue and number."""
        return self.catalogue, self.object_id

    @property
    def mode(self) -> str:
        """The strongest lock."""
        return LOCK_MODES[self.rank]

    @property
    def written(self) -> bool:
        """Whether the transaction wrote rows of it."""
        return self.inserted + self.updated + self.deleted > 0


class Pair(NamedTuple):
    """An object before and after a statement; `before` is None where it was not locked yet."""

    known: Known
    before: Held | None
    after: Held

    @property
    def name(self) -> str:
        """What it is called, by others where they know it."""
        return self.known.object

    @property
    def kind(self) -> str:
        """What kind of object it is."""
        return self.known.kind

    @property
    def relation(self) -> Relation:
        """The object as a value."""
        return Relation(object=self.name, kind=self.kind)


def is_shown(namespace: str | None) -> bool:
    """Whether a schema is one of the user's: no TOAST tables, no temporary ones."""
    return namespace is not None and not namespace.startswith("pg_")


def printed(namespace: str, name: str) -> str:
    """The name as designkit prints it: bare in `public`."""
    return str(QualifiedName(namespace=namespace, name=name))


def compare(
    held: Mapping[Key, Held], before: Mapping[Key, Held], known: Mapping[Key, Known | None]
) -> Observed:
    """Return what a statement did, from what its transaction held before it and holds after.

    What is not known is nobody's business: a TOAST table, or what came and went in one statement.
    """
    pairs = sorted(
        (Pair(found, before.get(key), item) for key, item in held.items() if (found := known[key])),
        key=lambda pair: pair.relation,
    )
    committed = [pair for pair in pairs if pair.known.committed]
    replaced = [pair for pair in committed if _is_replaced(pair)]
    created = {pair.relation for pair in pairs if not pair.known.committed and not pair.before}
    dropped = {pair.relation for pair in committed if _is_dropped(pair)}
    # What makes an index anew may do so under a new number.
    remade = {relation for relation in created & dropped if relation.kind == "index"}
    rebuilt = remade | {pair.relation for pair in replaced if pair.kind == "index"}
    return Observed(
        locks=tuple(
            Lock(object=pair.name, kind=pair.kind, mode=pair.after.mode)
            for pair in committed
            if pair.before is None or pair.after.rank > pair.before.rank
        ),
        rewrites=tuple(pair.name for pair in replaced if pair.kind in _WITH_ROWS),
        rebuilt=tuple(sorted(relation.object for relation in rebuilt)),
        scans=tuple(_scans(committed)),
        changed=tuple(change for pair in pairs if (change := _changed(pair)) is not None),
        created=tuple(sorted(created - remade)),
        dropped=tuple(sorted(dropped - remade)),
    )


def uncounted(observed: Observed) -> Observed:
    """Return what was observed without what the server counts too late to be told apart."""
    problem = "what it read and wrote, which PostgreSQL tells per statement since release 15"
    return replace(observed, scans=(), changed=(), missing=problem)


def _is_replaced(pair: Pair) -> bool:
    earlier = pair.before.file if pair.before else pair.known.file
    return pair.after.file is not None and earlier != pair.after.file


def _is_dropped(pair: Pair) -> bool:
    if pair.after.catalogue != PG_CLASS or pair.after.exists:
        return False
    return pair.before is None or pair.before.exists


def _scans(pairs: Iterable[Pair]) -> Iterator[Scan]:
    for known, before, after in pairs:
        times = after.scans - (before.scans if before else 0)
        rows = after.read - (before.read if before else 0)
        if known.kind in _WITH_ROWS and times:
            yield Scan(table=known.object, times=times, rows=rows, lock=after.mode)


def _changed(pair: Pair) -> RowsChanged | None:
    if pair.kind != "table":
        return None  # The rows of a materialized view are those of its query.
    _, before, after = pair
    change = RowsChanged(
        table=pair.name,
        inserted=after.inserted - (before.inserted if before else 0),
        updated=after.updated - (before.updated if before else 0),
        deleted=after.deleted - (before.deleted if before else 0),
    )
    return change if change.inserted or change.updated or change.deleted else None
