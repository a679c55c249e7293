"""The database as the judge: what it accepts as a value, as a row, as satisfying a check.

Whatever it refuses leaves no trace: each trial is a savepoint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import psycopg
from msgspec import json
from psycopg.errors import QueryCanceled
from psycopg.rows import TupleRow

from designkit.database import Connection
from designkit.migrate.rows.options import Option
from designkit.model import Column, QualifiedName
from designkit.sql.text import SQL, Text, identifier, join, literal, names, verbatim

_NUMBER = "designkit number"
# So many rows of a referenced table are enough to point to.
_REFERENCED = 8


class Judge:
    """Asks one database, in the transaction that is open."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._accepted: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}

    def attempt(self, statement: Text) -> int | psycopg.Error:
        """Run a statement for good; the rows that it touched, or why it was refused."""
        answer = self._tried(statement)
        return answer if isinstance(answer, psycopg.Error) else answer.rowcount

    def accepted(self, type_name: str, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the texts that are values of the type."""
        known = self._accepted.get((type_name, texts))
        if known is None:
            known = texts
            if not self._reads(texts, type_name):
                known = tuple(text for text in texts if self._reads((text,), type_name))
            self._accepted[type_name, texts] = known
        return known

    def satisfying(
        self,
        columns: Sequence[Column],
        generated: Mapping[str, str],
        checks: Sequence[str],
        options: Sequence[Option],
    ) -> tuple[Option, ...]:
        """The options for some columns under which no check is false."""
        if not options:
            return ()
        question = _Question(columns, generated, checks)
        return tuple(options[number] for number in self._chosen(question, options, 0))

    def referenced(
        self, table: QualifiedName, columns: Sequence[str], *, whole: bool
    ) -> tuple[tuple[str, ...], ...]:
        """Values of some columns in the first rows of a table; `whole` with those of its parts."""
        query = SQL(
            "SELECT {texts} FROM {only}{table} WHERE ({columns}) IS NOT NULL"
            ' ORDER BY tableoid::regclass::text COLLATE "C", ctid LIMIT {limit}',
            texts=join(SQL("CAST({name} AS text)", name=name) for name in columns),
            only=SQL("") if whole else SQL("ONLY "),
            table=identifier(table),
            columns=names(columns),
            limit=literal(_REFERENCED),
        )
        rows = self._connection.execute(query.text.encode(), prepare=False).fetchall()
        return tuple(dict.fromkeys(tuple(map(str, row)) for row in rows))

    def count(self, table: QualifiedName) -> int:
        """How many rows a table itself holds."""
        query = SQL("SELECT count(*) FROM ONLY {table}", table=identifier(table))
        row = self._connection.execute(query.text.encode(), prepare=False).fetchone()
        return int(row[0]) if row else 0

    def _reads(self, texts: Sequence[str], type_name: str) -> bool:
        casts = (
            SQL("CAST({text} AS {type})", text=literal(text), type=verbatim(type_name))
            for text in texts
        )
        answer = self._tried(SQL("SELECT {casts}", casts=join(casts)))
        return not isinstance(answer, psycopg.Error)

    def _chosen(self, question: _Question, options: Sequence[Option], first: int) -> list[int]:
        """The numbers of the options that satisfy; one that raises an error is refused alone."""
        answer = self._tried(question.about(options))
        if not isinstance(answer, psycopg.Error):
            return sorted(first + int(row[0]) for row in answer.fetchall())
        if len(options) == 1 or isinstance(answer, QueryCanceled):
            return []
        middle = len(options) // 2
        return [
            *self._chosen(question, options[:middle], first),
            *self._chosen(question, options[middle:], first + middle),
        ]

    def _tried(self, statement: Text) -> psycopg.Cursor[TupleRow] | psycopg.Error:
        """The answer to a statement, or its error and all as before: one round trip, or two."""
        text = SQL("SAVEPOINT designkit; {statement}; RELEASE designkit", statement=statement)
        try:
            cursor = self._connection.execute(text.text.encode(), prepare=False)
        except psycopg.Error as error:
            if self._connection.broken:
                raise
            self._connection.execute("ROLLBACK TO designkit; RELEASE designkit", prepare=False)
            return error
        cursor.nextset()
        return cursor


class _Question:
    """Which of some options satisfy checks, as a query without a table."""

    def __init__(
        self, columns: Sequence[Column], generated: Mapping[str, str], checks: Sequence[str]
    ) -> None:
        self._columns = join(
            SQL(
                "CAST(option ->> {place} AS {type}) AS {name}",
                place=literal(place),
                type=verbatim(column.type),
                name=column.name,
            )
            for place, column in enumerate(columns)
        )
        computed = [
            SQL("({e}) AS {name}", e=verbatim(expression), name=name)
            for name, expression in generated.items()
        ]
        self._computed = (
            SQL(" CROSS JOIN LATERAL (SELECT {all}) AS g", all=join(computed))
            if computed
            else SQL("")
        )
        self._checks = join(
            (SQL("({check}) IS NOT FALSE", check=verbatim(check)) for check in checks), " AND "
        )

    def about(self, options: Sequence[Option]) -> Text:
        # As one text: to compose a literal for each value takes longer than to judge them.
        values = json.encode([option.values for option in options]).decode()
        return SQL(
            "SELECT {number} - 1 FROM (SELECT {number}, {columns} FROM"
            " json_array_elements({options}) WITH ORDINALITY AS o (option, {number}))"
            " AS t{computed} WHERE {checks}",
            number=_NUMBER,
            columns=self._columns,
            options=literal(values),
            computed=self._computed,
            checks=self._checks,
        )
