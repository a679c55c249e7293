"""A whole script run as its tool would run it, each statement observed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from psycopg.pq import TransactionStatus

from designkit.database.observing.alone import run_alone
from designkit.database.observing.observer import Observer
from designkit.database.observing.values import Observed, Touched
from designkit.database.running import Ran, execute, finish, refresh
from designkit.model import Value
from designkit.sql.scope import controls_transaction
from designkit.sql.statements import Statement


class Seen(Ran, frozen=True, kw_only=True):
    """A statement that ran, and what it did."""

    observed: Observed


class ObservedRun(Value, frozen=True, kw_only=True):
    """A script that ran.

    Attributes:
        touched: what may read otherwise in the catalogue now; None where that is not known.
    """

    statements: tuple[Seen, ...]
    touched: Touched | None


def run_observed(
    observer: Observer,
    statements: Sequence[Statement],
    *,
    file: str = "",
    transactional: bool = True,
    patience_s: int | None = None,
) -> ObservedRun:
    """Run statements as `running.run` does, and observe each.

    Args:
        observer: of the session to run them in.
        statements: in order.
        file: where they stand, for messages.
        transactional: whether their tool runs them in one transaction.
        patience_s: how long a statement may take, if not as long as usual.

    Raises:
        StatementFailed: the server refused one; with a transaction, none of them took effect.
    """
    connection = observer.connection
    refresh(connection, patience_s)
    try:
        if any(map(controls_transaction, statements)):
            return ObservedRun(
                statements=tuple(_as_they_say(observer, statements, file)), touched=None
            )
        if not transactional:
            return ObservedRun(
                statements=tuple(_one_by_one(observer, statements, file)), touched=None
            )
        return _together(observer, statements, file)
    finally:
        if connection.info.transaction_status != TransactionStatus.IDLE:
            connection.execute("ROLLBACK")
        refresh(connection)


def _together(observer: Observer, statements: Sequence[Statement], file: str) -> ObservedRun:
    observer.begin()
    observer.connection.execute("BEGIN")
    seen = tuple(
        _seen(ran, observer.observe())
        for statement in statements
        for ran in execute(observer.connection, [statement], file=file)
    )
    touched = observer.touched()
    finish(observer.connection, statements, file)
    return ObservedRun(statements=seen, touched=touched)


def _one_by_one(observer: Observer, statements: Sequence[Statement], file: str) -> Iterator[Seen]:
    for statement in statements:
        runs, observed = run_alone(observer, statement, file=file)
        yield from (_seen(ran, observed) for ran in runs)


def _as_they_say(observer: Observer, statements: Sequence[Statement], file: str) -> Iterator[Seen]:
    """A script that begins and ends transactions itself."""
    observer.begin()
    for statement in statements:
        for ran in execute(observer.connection, [statement], file=file):
            yield _seen(ran, observer.observe())


def _seen(ran: Ran, observed: Observed) -> Seen:
    return Seen(text=ran.text, line=ran.line, seconds=ran.seconds, observed=observed)
