"""Running statements on a scratch database; a refusal says which statement stands where."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final, LiteralString

import psycopg
from psycopg.pq import TransactionStatus

from designkit.database.deadline import deadline
from designkit.database.server import DSN_VARIABLE, uses_given_server
from designkit.database.session import Connection
from designkit.errors import StatementFailed
from designkit.model import Value
from designkit.sql.reach import reach
from designkit.sql.scope import controls_transaction, created_role, is_for_server
from designkit.sql.statements import Statement

# DISCARD ALL, except that prepared queries and their plans stay: they are ours, and no script sees
# them.
# https://www.postgresql.org/docs/18/sql-discard.html
_FRESH: Final[LiteralString] = (
    "CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ALL; UNLISTEN *;"
    " SELECT pg_advisory_unlock_all(); DISCARD TEMP; DISCARD SEQUENCES"
)

# Catalogues of the whole server that the open transaction has written, whoever called for it.
_SHARED: Final[LiteralString] = """
SELECT FROM pg_class
 WHERE relisshared AND relkind = 'r' AND relname <> 'pg_shdepend'
   AND pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
       + pg_stat_get_xact_tuples_deleted(oid) > 0
 LIMIT 1
"""
LONGEST_S: Final = 120


class Ran(Value, frozen=True, kw_only=True):
    """A statement that ran.

    Attributes:
        line: its first line in the file.
        seconds: how long the server took.
    """

    text: str
    line: int
    seconds: float


def run(
    connection: Connection,
    statements: Sequence[Statement],
    *,
    file: str = "",
    transactional: bool = True,
) -> tuple[Ran, ...]:
    """Run statements in order, in one transaction unless told otherwise or they bring their own.

    The session starts fresh and ends fresh: what a script sets does not reach the next one.

    Raises:
        StatementFailed: the server refused one; with a transaction, none of them took effect.
    """
    refresh(connection)
    wrapped = transactional and not any(map(controls_transaction, statements))
    if wrapped:
        connection.execute("BEGIN")
    try:
        ran = execute(connection, statements, file=file)
        if wrapped:
            finish(connection, statements, file)
    finally:
        roll_back(connection)
        refresh(connection)
    return ran


def execute(
    connection: Connection,
    statements: Sequence[Statement],
    *,
    file: str = "",
    patience_s: int = LONGEST_S,
) -> tuple[Ran, ...]:
    """Run statements in order, in whatever transaction is open.

    Args:
        connection: where to run them.
        statements: in order.
        file: where they stand, for messages.
        patience_s: how long each may take; one that loops would stop a review for ever.

    Raises:
        StatementFailed: the server refused one, or it took too long.
    """
    given = uses_given_server()
    ran: list[Ran] = []
    for statement in statements:
        _guard(statement, file, given=given)
        if not _is_done(connection, statement):
            ran.append(_timed(connection, statement, file, patience_s))
    return tuple(ran)


def refresh(connection: Connection, *, then: LiteralString = "") -> None:
    """Give the session the settings that a new one has; one that a script has ended stays so.

    What shall happen then goes along in the same message.
    """
    if not connection.closed:
        connection.execute(f"{_FRESH}; {then}" if then else _FRESH)


def roll_back(connection: Connection) -> None:
    """Take back what the open transaction did, where there is one."""
    if not connection.closed and connection.info.transaction_status != TransactionStatus.IDLE:
        connection.execute("ROLLBACK")


def finish(connection: Connection, statements: Sequence[Statement], file: str) -> None:
    """Commit what statements did.

    Raises:
        StatementFailed: a deferred constraint speaks at the end, or a function has changed a server
            that is not ours; the last statement stands for all.
    """
    if statements and uses_given_server() and connection.execute(_SHARED).fetchone() is not None:
        raise _beyond_database(statements[-1], file)
    try:
        connection.execute("COMMIT")
    except psycopg.Error as error:
        if not statements:
            raise
        raise failure(error, statements[-1], file) from error


def _is_done(connection: Connection, statement: Statement) -> bool:
    """Whether a statement creates a role that is there: scratch databases share their server's."""
    role = created_role(statement)
    if role is None:
        return False
    found = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (role,))
    return found.fetchone() is not None


def _guard(statement: Statement, file: str, *, given: bool) -> None:
    """Refuse what reaches beyond a scratch database: files of any server, all of one not ours."""
    reached = reach(statement)
    if reached == "files":
        raise StatementFailed(
            file=file,
            line=statement.line,
            sqlstate="0A000",
            problem="the statement runs a program on the server's machine, or reads or writes a "
            "file there, which designkit lets no migration do",
            statement=statement.text,
            advice="Write the rows as INSERT, or load them by your client (COPY … FROM STDIN).",
        )
    if given and (reached == "server" or is_for_server(statement)):
        raise _beyond_database(statement, file)


def _beyond_database(statement: Statement, file: str) -> StatementFailed:
    return StatementFailed(
        file=file,
        line=statement.line,
        sqlstate="0A000",
        problem="the statement changes the whole server, or sessions in other databases, which "
        "are not designkit's to change",
        statement=statement.text,
        advice=f"Unset {DSN_VARIABLE} to run it on the embedded PostgreSQL.",
    )


def _timed(connection: Connection, statement: Statement, file: str, patience_s: int) -> Ran:
    begin = time.perf_counter()
    try:
        with deadline(connection, patience_s):
            connection.execute(statement.text.encode())
    except psycopg.Error as error:
        raise failure(error, statement, file) from error
    return Ran(text=statement.text, line=statement.line, seconds=time.perf_counter() - begin)


def failure(error: psycopg.Error, statement: Statement, file: str) -> StatementFailed:
    """What the server said about a statement, at the line of the file where it points."""
    told = error.diag
    position = int(told.statement_position or 1)
    line = statement.line + statement.text[: position - 1].count("\n")
    parts = [told.message_primary or str(error).strip(), told.message_detail]
    return StatementFailed(
        file=file,
        line=line,
        sqlstate=told.sqlstate or "?????",
        problem=". ".join(part for part in parts if part),
        statement=statement.text,
        advice=f"Hint: {told.message_hint}" if told.message_hint else "",
    )
