"""Running statements on a CockroachDB, one by one, as a migration tool would send them.

A schema change is no part of a transaction there: since 25.1 each first commits what is open. So a
script that fails half-way leaves what ran before, which the catalogue shows afterwards.

Source: https://www.cockroachlabs.com/docs/v26.2/online-schema-changes
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Sequence
from typing import Final

import psycopg
from psycopg.pq import TransactionStatus

from designkit.database.cockroach.scratch import CockroachScratch
from designkit.database.running import Ran, failure
from designkit.database.session import Connection
from designkit.errors import StatementFailed
from designkit.sql.reach import reach
from designkit.sql.scope import controls_transaction, is_for_server
from designkit.sql.statements import Statement
from designkit.sql.text import SQL, verbatim

# A schema change is a job of many steps, and takes a second where PostgreSQL takes milliseconds.
_PATIENCE: Final = b"SET statement_timeout = '120s'"

# Statements for the whole cluster that PostgreSQL's grammar does not know.
# https://www.cockroachlabs.com/docs/v26.2/sql-statements
_CLUSTER: Final = re.compile(
    r"(?:(?:RE)?SET\s+CLUSTER\s+SETTING|BACKUP|RESTORE|IMPORT|EXPORT|USE|CANCEL|PAUSE|RESUME"
    r"|(?:ALTER|CREATE|DROP|SHOW|EXECUTE)\s+(?:SCHEDULES?|CHANGEFEED|BACKUP|EXTERNAL\s+CONNECTION"
    r"|TENANT|VIRTUAL\s+CLUSTER|RANGE|LOGICAL\s+REPLICATION\s+STREAM|JOBS?)"
    r"|EXPERIMENTAL\s+CHANGEFEED"
    r"|(?:CREATE|DROP|ALTER)\s+(?:DATABASE|ROLE|USER))\b"
    r"|(?:GRANT|REVOKE)\b[^;]*\bON\s+DATABASE\b",
    re.IGNORECASE,
)
# What leads to another database without its name before a dot, wherever it stands: the session's
# own database, a table by its number, and the functions that reach into the cluster.
# https://www.cockroachlabs.com/docs/v26.2/table-expressions#table-references-by-id
_AWAY: Final = re.compile(
    r"\bSET\s+(?:SESSION\s+|LOCAL\s+)?DATABASE\b|\bset_config\s*\(\s*'database'"
    r"|\[\s*[0-9]+\s*(?:\([^)]*\)\s*)?(?:AS\b|[A-Za-z_\"])|\bcrdb_internal\s*\.\s*\w+\s*\(",
    re.IGNORECASE,
)
# Comments are no names, and what stands in quotes is looked at: a function may have it as its body.
_COMMENT: Final = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


def run_on_cockroach(
    scratch: CockroachScratch,
    statements: Sequence[Statement],
    *,
    file: str = "",
    transactional: bool = True,
) -> tuple[Ran, ...]:
    """Run statements in order, in a session of their own, between BEGIN and COMMIT if told so.

    Raises:
        StatementFailed: the server refused one; what ran before it may have taken effect. Or one
            would reach beyond the scratch database, and none was run.
    """
    for statement in statements:
        problem = beyond(statement, scratch.others)
        if problem is not None:
            raise _refused(statement, file, problem)
    wrapped = transactional and not any(map(controls_transaction, statements))
    with scratch.connect() as connection:
        connection.execute(_PATIENCE)
        if wrapped:
            connection.execute("BEGIN")
        try:
            ran = tuple(_timed(connection, statement, file) for statement in statements)
            if wrapped and statements:
                _commit(connection, statements[-1], file)
        finally:
            if not connection.closed and _is_open(connection):
                connection.execute("ROLLBACK")
    return ran


def beyond(statement: Statement, databases: Collection[str]) -> str | None:
    """How a statement would reach beyond its database; None where it stays inside.

    Args:
        statement: what would run.
        databases: all other databases of the server: CockroachDB looks for `shop.users` there too.
    """
    text = _COMMENT.sub(" ", statement.text)
    if _CLUSTER.match(text.strip()) or is_for_server(statement):
        return "it changes the whole cluster: its roles, databases, settings or jobs"
    if _AWAY.search(text):
        return "it leaves the database of its session, or calls into the cluster"
    if reach(statement) is not None:
        return "it reaches files of the server, or sessions in other databases"
    for name in sorted(databases):
        if re.search(rf'(?<![\w.])"?{re.escape(name)}"?\s*\.', text, re.IGNORECASE):
            return (
                f"it names {name}, and a database of this server is called so. Rename the "
                "database, or rehearse on a server that has none of that name"
            )
    return None


def prepare(connection: Connection, statement: Statement, *, file: str = "") -> None:
    """Have CockroachDB read and type a statement that takes `$1`, without running it.

    Raises:
        StatementFailed: CockroachDB refused it.
    """
    asked = SQL("PREPARE designkit_asked AS {text}", text=verbatim(statement.text))
    try:
        connection.execute(asked.text.encode())
    except psycopg.Error as error:
        raise failure(error, statement, file) from error
    connection.execute("DEALLOCATE designkit_asked")


def _timed(connection: Connection, statement: Statement, file: str) -> Ran:
    begin = time.perf_counter()
    try:
        connection.execute(statement.text.encode())
    except psycopg.Error as error:
        raise failure(error, statement, file) from error
    return Ran(text=statement.text, line=statement.line, seconds=time.perf_counter() - begin)


def _commit(connection: Connection, last: Statement, file: str) -> None:
    """End the transaction, where a schema change has not ended it: a job may speak only now."""
    if not _is_open(connection):
        return
    try:
        connection.execute("COMMIT")
    except psycopg.Error as error:
        raise failure(error, last, file) from error


def _is_open(connection: Connection) -> bool:
    return connection.info.transaction_status != TransactionStatus.IDLE


def _refused(statement: Statement, file: str, problem: str) -> StatementFailed:
    return StatementFailed(
        file=file,
        line=statement.line,
        sqlstate="0A000",
        problem=f"the statement is not run on a CockroachDB that is not designkit's own: {problem}",
        statement=statement.text,
    )
