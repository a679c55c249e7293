"""A session that plans, and sees the sizes that relations have now."""

from __future__ import annotations

from typing import Final, LiteralString

import psycopg
from psycopg.types.string import TextLoader

from designkit.database.scale.explaining import Explained, explained
from designkit.database.scale.settings import PlannerSettings
from designkit.database.session import Connection, connect
from designkit.errors import ModelError, SourceError, StatementFailed
from designkit.sql.statements import Statement, split
from designkit.sql.text import SQL, Text, verbatim

_LONGEST: Final = "60s"
_SETTINGS: Final[LiteralString] = (
    "SELECT set_config(name, value, false)"
    " FROM unnest(%s::text[], %s::text[]) AS told (name, value)"
)


class Planner:
    """Explains statements, which it never runs."""

    def __init__(self, dsn: str, settings: PlannerSettings) -> None:
        self.settings = settings
        self._dsn = dsn
        self._session: Connection | None = None

    def explain(self, sql: str, *, generic: bool = False, verbose: bool = False) -> Explained:
        """The plan of one statement.

        Raises:
            StatementFailed: the server refuses it.
            SourceError: it is not one statement.
            ModelError: the server refuses a setting.
        """
        statements = split(sql)
        if len(statements) != 1:
            raise SourceError(f"{len(statements)} statements: EXPLAIN takes one at a time")
        (statement,) = statements
        prefix = _prefix(generic=generic, verbose=verbose)
        query = SQL("{prefix} {query}", prefix=prefix, query=verbatim(statement.text))
        try:
            # As a prepared statement it would want values for its parameters.
            row = self._opened().execute(query.text.encode(), prepare=False).fetchone()
        except psycopg.Error as error:
            raise refusal(error, statement, len(prefix.text) + 1) from error
        return explained(str(row[0]) if row else "")

    def rest(self) -> None:
        """End the session; the next one knows nothing of the sizes that this has seen."""
        if self._session is not None:
            self._session.close()
        self._session = None

    def _opened(self) -> Connection:
        if self._session is None:
            session = connect(self._dsn)
            session.adapters.register_loader("json", TextLoader)
            settings = (*self.settings.assignments, ("statement_timeout", _LONGEST))
            names, values = zip(*settings, strict=True)
            try:
                session.execute(_SETTINGS, (list(names), list(values)))
            except psycopg.Error as error:
                session.close()
                raise ModelError("planner settings", str(error).strip()) from error
            self._session = session
        return self._session


def _prefix(*, generic: bool, verbose: bool) -> Text:
    options = SQL("FORMAT JSON")
    if generic:
        options += SQL(", GENERIC_PLAN")
    if verbose:
        options += SQL(", VERBOSE")
    return SQL("EXPLAIN ({options})", options=options)


def refusal(error: psycopg.Error, statement: Statement, shift: int = 0) -> StatementFailed:
    """What the server said about a statement, which began so many characters into what it got."""
    told = error.diag
    before = statement.text[: max(0, int(told.statement_position or 1) - 1 - shift)]
    return StatementFailed(
        file="",
        line=statement.line + before.count("\n"),
        sqlstate=told.sqlstate or "?????",
        problem=told.message_primary or str(error).strip(),
        statement=statement.text,
        advice=f"Hint: {told.message_hint}" if told.message_hint else "",
    )
