"""A whole script run as its tool would run it, each statement observed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pglast import ast
from psycopg.pq import TransactionStatus

from designkit.database.observing.alone import ObservedRun, Seen, run_alone
from designkit.database.observing.observer import Observer
from designkit.database.observing.values import Observed, Touched, may_grant, merged
from designkit.database.running import LONGEST_S, Ran, execute, finish, roll_back
from designkit.model import replace
from designkit.sql.scope import controls_transaction
from designkit.sql.statements import Statement, node_of

# Those that run no text, as DO does, and call no function for its own sake, as SELECT and CALL do.
_COMMANDS: Final = ("alter", "comment", "create", "delete", "drop", "insert", "truncate", "update")

_UNWATCHED: Final = Observed(missing="it was not watched, since it ran before")


def run_observed(
    observer: Observer,
    statements: Sequence[Statement],
    *,
    file: str = "",
    transactional: bool = True,
    watched: bool = True,
    patience_s: int = LONGEST_S,
) -> ObservedRun:
    """Run statements as `running.run` does, and observe each.

    The session is fresh before, and is left fresh.

    Args:
        observer: of the session to run them in.
        statements: in order.
        file: where they stand, for messages.
        transactional: whether their tool runs them in one transaction.
        watched: whether what each of them does is of interest, beside what they touch together.
        patience_s: how long each statement may take.

    Raises:
        StatementFailed: the server refused one; with a transaction, none of them took effect.
    """
    connection = observer.connection
    run = _Script(observer, file, watched=watched, patience_s=patience_s)
    try:
        if any(map(controls_transaction, statements)):
            return ObservedRun(statements=tuple(run.as_they_say(statements)), touched=None)
        found = run.together(statements) if transactional else run.one_by_one(statements)
        return replace(found, touched=_told(found.touched, statements))
    finally:
        roll_back(connection)
        observer.settle()


class _Script:
    """How the statements of one script are run."""

    def __init__(self, observer: Observer, file: str, *, watched: bool, patience_s: int) -> None:
        self._observer = observer
        self._file = file
        self._watched = watched
        self._patience_s = patience_s

    def together(self, statements: Sequence[Statement]) -> ObservedRun:
        """In one transaction."""
        observer = self._observer
        observer.begin()
        observer.connection.execute("BEGIN")
        seen = tuple(
            Seen.of(ran, observer.observe() if self._watched else _UNWATCHED)
            for statement in statements
            for ran in self._execute(statement)
        )
        touched = observer.touched()
        finish(observer.connection, statements, self._file)
        return ObservedRun(statements=seen, touched=touched)

    def one_by_one(self, statements: Sequence[Statement]) -> ObservedRun:
        """Each by itself."""
        runs = [self._alone(statement) for statement in statements]
        touched = [run.touched for run in runs]
        known = [item for item in touched if item is not None]
        return ObservedRun(
            statements=tuple(seen for run in runs for seen in run.statements),
            touched=merged(known) if len(known) == len(touched) else None,
        )

    def as_they_say(self, statements: Sequence[Statement]) -> Iterator[Seen]:
        """With the transactions that they begin and end themselves."""
        observer = self._observer
        observer.begin()
        for statement in statements:
            idle = observer.connection.info.transaction_status == TransactionStatus.IDLE
            if idle and not controls_transaction(statement):
                yield from self._alone(statement).statements
                continue
            for ran in self._execute(statement):
                yield Seen.of(ran, observer.observe())

    def _alone(self, statement: Statement) -> ObservedRun:
        return run_alone(self._observer, statement, file=self._file, patience_s=self._patience_s)

    def _execute(self, statement: Statement) -> tuple[Ran, ...]:
        connection = self._observer.connection
        ran = execute(connection, [statement], file=self._file, patience_s=self._patience_s)
        self._observer.outlast(statement.text)
        return ran


def touched_by(observer: Observer, statements: Sequence[Statement]) -> Touched | None:
    """What statements of the open transaction may have changed; None where nobody can tell."""
    return _told(observer.touched(), statements)


def _told(touched: Touched | None, statements: Sequence[Statement]) -> Touched | None:
    """What was touched, with what the statements' text says of it."""
    if touched is None or any(map(_hides, statements)):
        return None
    return replace(touched, grants=any(map(_may_grant, statements)))


def _may_grant(statement: Statement) -> bool:
    """Whether a statement may change rights on what is not locked, not by functions of others."""
    return not statement.text.lower().startswith(_COMMANDS) or may_grant(statement.text)


def _hides(statement: Statement) -> bool:
    """Whether a statement does what neither locks nor counters tell."""
    text = statement.text.lower()
    if "track_counts" in text:
        return True
    return text.startswith("alter") and isinstance(
        node_of(statement), ast.AlterExtensionContentsStmt
    )
