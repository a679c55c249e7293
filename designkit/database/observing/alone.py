"""A statement in a transaction of its own, or in none where it refuses one; observed either way.

A statement without transaction is observed from beside it. A watcher keeps it waiting: first by a
lock on the tables that it names, then by a snapshot, for which everything that works concurrently
waits. What it holds or asks for meanwhile stands in `pg_locks`; what it locks only after its last
wait is not seen. What it rewrites and reads is what differs before and after it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, Final, LiteralString, Self, cast

from pglast import ast
from psycopg.pq import TransactionStatus

from designkit.database.observing import queries
from designkit.database.observing.comparing import (
    KINDS,
    PG_CLASS,
    Held,
    Key,
    Known,
    compare,
    printed,
    uncounted,
)
from designkit.database.observing.observer import Observer
from designkit.database.observing.values import LOCK_MODES, Observed, Touched
from designkit.database.running import LONGEST_S, Ran, execute, finish, roll_back
from designkit.database.session import Connection
from designkit.errors import StatementFailed
from designkit.model import QualifiedName, Value, replace
from designkit.sql.statements import Statement, node_of
from designkit.sql.text import SQL, identifier, join

# "CREATE INDEX CONCURRENTLY cannot run inside a transaction block", and a COMMIT in a DO block.
# https://www.postgresql.org/docs/18/errcodes-appendix.html
_REFUSES_TRANSACTION: Final = frozenset({"25001", "2D000"})
_POLL_S: Final = 0.002
_UNSEEN: Final = "its locks: it runs outside a transaction, and no table that it names made it wait"


class Seen(Ran, frozen=True, kw_only=True):
    """A statement that ran, and what it did."""

    observed: Observed

    @classmethod
    def of(cls, ran: Ran, observed: Observed) -> Self:
        """What ran, with what was observed of it."""
        return cls(text=ran.text, line=ran.line, seconds=ran.seconds, observed=observed)


class ObservedRun(Value, frozen=True, kw_only=True):
    """What ran, a statement or a script.

    Attributes:
        touched: what may read otherwise in the catalogue now; None where that is not known.
    """

    statements: tuple[Seen, ...]
    touched: Touched | None


def run_alone(
    observer: Observer, statement: Statement, *, file: str = "", patience_s: int = LONGEST_S
) -> ObservedRun:
    """Run a statement while no transaction is open, and observe it.

    Raises:
        StatementFailed: the server refused it.
    """
    try:
        return _in_transaction(observer, statement, file, patience_s)
    except StatementFailed as error:
        if error.sqlstate not in _REFUSES_TRANSACTION:
            raise
    return _in_none(observer, statement, file, patience_s)


def _in_transaction(
    observer: Observer, statement: Statement, file: str, patience_s: int
) -> ObservedRun:
    observer.begin()
    connection = observer.connection
    connection.execute("BEGIN")
    try:
        ran = execute(connection, [statement], file=file, patience_s=patience_s)
        observer.outlast(statement.text)
        observed, touched = observer.observe(), observer.touched()
        finish(connection, [statement], file)
    finally:
        roll_back(connection)
    return ObservedRun(statements=_seen(ran, observed), touched=touched)


def _in_none(observer: Observer, statement: Statement, file: str, patience_s: int) -> ObservedRun:
    observer.begin()
    connection = observer.connection
    rows = connection.execute(queries.TABLES_OF, (_named(statement),)).fetchall()
    tables = [QualifiedName(namespace=namespace, name=name) for namespace, name in rows]
    with _patient(connection) as lock_timeout_ms, _Gate(observer, tables) as gate:
        ran = gate.keep_waiting(
            lambda: execute(connection, [statement], file=file, patience_s=patience_s)
        )
    observer.outlast(statement.text)
    observer.begin()
    observed = gate.compared()
    observed = observed if observer.counts else uncounted(observed)
    observed = replace(observed, lock_timeout_ms=lock_timeout_ms)
    return ObservedRun(statements=_seen(ran, observed), touched=None)


def _seen(ran: tuple[Ran, ...], observed: Observed) -> tuple[Seen, ...]:
    return tuple(Seen.of(item, observed) for item in ran)


@contextmanager
def _patient(connection: Connection) -> Generator[int]:
    """Take the lock timeout from a session while it is kept waiting; yield what it was."""
    row = connection.execute(queries.LOCK_TIMEOUT).fetchone()
    timeout_ms = int(row[0]) if row else 0
    connection.execute("SET lock_timeout = 0")
    try:
        yield timeout_ms
    finally:
        connection.execute("SELECT set_config('lock_timeout', %s, false)", (str(timeout_ms),))


class _Gate:
    """What makes a statement wait twice, so that its locks can be read."""

    def __init__(self, observer: Observer, tables: Sequence[QualifiedName]) -> None:
        self._connection = observer.connection
        self._watcher = observer.watcher
        self._process = observer.connection.info.backend_pid
        self._tables = tables
        self._seen: list[tuple[Any, ...]] = []

    def __enter__(self) -> Self:
        self._watcher.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        self._before, self._known = _standing(self._watcher)
        self._lock("LOCK TABLE {tables} IN ACCESS SHARE MODE")
        self._watcher.execute("SAVEPOINT gate")
        self._lock("LOCK TABLE {tables} IN SHARE UPDATE EXCLUSIVE MODE")
        return self

    def __exit__(self, *_: object) -> None:
        if self._watcher.info.transaction_status != TransactionStatus.IDLE:
            self._watcher.execute("ROLLBACK")

    def keep_waiting(self, run: Callable[[], tuple[Ran, ...]]) -> tuple[Ran, ...]:
        """Run a statement that waits at the gate, and let it through."""
        with ThreadPoolExecutor(max_workers=1) as pool:
            running = pool.submit(run)
            try:
                self._watch(running, "ROLLBACK TO SAVEPOINT gate")
                self._watch(running, "COMMIT")
            except BaseException:
                # The pool waits for the statement, and the statement for the watcher. A cancel that
                # comes before the server has begun with it is lost, so it is said again.
                while not running.done():
                    self._connection.cancel_safe()
                    wait((running,), timeout=_POLL_S)
                self._watcher.execute("ROLLBACK")
                raise
            return running.result()

    def _lock(self, template: LiteralString) -> None:
        if self._tables:
            names = join(identifier(table) for table in self._tables)
            self._watcher.execute(SQL(template, tables=names).text.encode())

    def _watch(self, running: Future[tuple[Ran, ...]], release: LiteralString) -> None:
        """Note the statement's locks once it waits, and open one door."""
        waits = False
        while not waits and not running.done():
            time.sleep(_POLL_S)
            rows = self._watcher.execute(queries.LOCKS_OF, (self._process,)).fetchall()
            waits = not all(granted for _, _, _, granted in rows)
            if waits:
                self._seen += rows
        self._watcher.execute(release)

    def compared(self) -> Observed:
        """What the statement did: its locks, and how what stands now differs from before."""
        ranks: dict[Key, int] = {}
        for kind, oid, mode, _ in self._seen:
            if kind == "relation":
                key, rank = (PG_CLASS, oid), LOCK_MODES.index(mode)
                ranks[key] = max(rank, ranks.get(key, 0))
        after, made = _standing(self._watcher)
        gone = {key: old._replace(exists=False, file=None) for key, old in self._before.items()}
        held = {
            key: item._replace(rank=ranks.get(key, item.rank))
            for key, item in {**gone, **after}.items()
        }
        known = {key: item._replace(committed=False) for key, item in made.items()} | self._known
        found = compare(held, self._before, known)
        seen = {known[key].object for key in ranks if key in known}
        return replace(
            found,
            scans=tuple(
                item if item.table in seen else replace(item, lock="") for item in found.scans
            ),
            waits=any(kind == "virtualxid" and not granted for kind, _, _, granted in self._seen),
            missing="" if ranks else _UNSEEN,
        )


def _standing(watcher: Connection) -> tuple[dict[Key, Held], dict[Key, Known]]:
    """Everything that is committed, with its counters, as if held by the weakest lock."""
    held: dict[Key, Held] = {}
    known: dict[Key, Known] = {}
    for namespace, name, kind, oid, *rest in watcher.execute(queries.STANDING):
        item = Held(PG_CLASS, oid, 0, True, *rest)  # noqa: FBT003  (a row, in its order)
        held[item.key] = item
        known[item.key] = Known(printed(namespace, name), KINDS[kind], item.file, committed=True)
    return held, known


def _named(statement: Statement) -> list[str]:
    """The relations that a statement names, spelled for `to_regclass`."""
    node = node_of(statement)
    if isinstance(node, ast.DropStmt):
        paths = [[part.sval for part in name] for name in node.objects or ()]
    else:
        paths = [list(filter(None, (name.schemaname, name.relname))) for name in _relations(node)]
    return [join((identifier(part) for part in path), ".").text for path in paths]


def _relations(node: object) -> Iterator[ast.RangeVar]:
    """The relations that a parse tree names, in order."""
    if isinstance(node, ast.RangeVar):
        yield node
    elif isinstance(node, ast.Node):
        for field in node:
            yield from _relations(getattr(node, field))
    elif isinstance(node, tuple):
        for part in cast("tuple[object, ...]", node):  # A field of many nodes, untyped.
            yield from _relations(part)
