"""Drafted rows put into a table: all at once, or one by one where the database refuses some."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import psycopg
from psycopg.errors import QueryCanceled

from designkit.migrate.rows.assembly import Assembly
from designkit.migrate.rows.demands import Demands
from designkit.migrate.rows.judge import Judge
from designkit.migrate.rows.options import Row
from designkit.model import Value
from designkit.sql.text import SQL, Text, identifier, join, literal, names

_SWALLOWED = "the database takes the rows and keeps none: a trigger or a rule turns them away"


class Placed(Value, frozen=True, kw_only=True):
    """What came of placing rows.

    Attributes:
        count: the rows that the table holds more; of those whose values are known, `rows`.
        statements: those that took effect, also where they left no row in this table.
        reason: why there are none; "" where there are some.
    """

    count: int = 0
    rows: tuple[Row, ...] = ()
    statements: tuple[str, ...] = ()
    reason: str = ""


def place(judge: Judge, demands: Demands, assembly: Assembly, shapes: Sequence[int]) -> Placed:
    """Put a row of each shape into a table, or others where those are refused."""
    trial = assembly.copy()
    rows = [*_drafted(trial, shapes)]
    if not rows:
        return Placed(reason="its keys leave no room for a row")
    statement = insertion(demands, rows)
    outcome = judge.attempt(statement)
    if isinstance(outcome, psycopg.Error):
        return _one_by_one(judge, demands, assembly, shapes)
    if outcome < len(rows):
        reason = "" if outcome else _SWALLOWED
        return Placed(count=outcome, statements=(statement.text,), reason=reason)
    twins = [*_twins(judge, demands, trial, rows[0])]
    return Placed(
        count=len(rows) + len(twins),
        rows=(*rows, *(row for row, _ in twins)),
        statements=(statement.text, *(text for _, text in twins)),
    )


def place_together(
    judge: Judge, tables: Sequence[tuple[Demands, Assembly]], shape: int
) -> tuple[Placed, ...]:
    """Put one row into each of some tables by one statement, since each row needs the others."""
    reason = "its keys leave no room for a row"
    for rows in zip(*(_tries(assembly, shape) for _, assembly in tables), strict=False):
        own = [insertion(demands, [row]) for (demands, _), row in zip(tables, rows, strict=True)]
        statement = _together(own)
        outcome = judge.attempt(statement)
        if not isinstance(outcome, psycopg.Error):
            first, *others = [Placed(count=1, rows=(row,)) for row in rows]
            return Placed(count=1, rows=first.rows, statements=(statement.text,)), *others
        reason = _refusal(outcome)
    return tuple(Placed(reason=reason) for _ in tables)


def insertion(demands: Demands, rows: Sequence[Row]) -> Text:
    """The INSERT of some rows, with a value for each column that takes one."""
    table = identifier(demands.table)
    if not demands.columns:
        count = literal(len(rows))
        return SQL("INSERT INTO {t} SELECT FROM generate_series(1, {n})", t=table, n=count)
    columns = [column.name for column in demands.columns]
    always = any(column.identity == "always" for column in demands.columns)
    return SQL(
        "INSERT INTO {table} ({columns}){overriding} VALUES {rows}",
        table=table,
        columns=names(columns),
        overriding=SQL(" OVERRIDING SYSTEM VALUE") if always else SQL(""),
        rows=join(
            SQL("({values})", values=join(literal(row[name]) for name in columns)) for row in rows
        ),
    )


def _together(statements: Sequence[Text]) -> Text:
    """One statement for all: foreign keys are checked when the whole of it is done."""
    *parts, last = statements
    named = (
        SQL("{name} AS ({part})", name=f"part {number}", part=part)
        for number, part in enumerate(parts, start=1)
    )
    return SQL("WITH {parts} {last}", parts=join(named), last=last)


def _drafted(assembly: Assembly, shapes: Sequence[int]) -> Iterator[Row]:
    for shape in shapes:
        row = assembly.row(shape)
        if row is not None:
            assembly.keep(row)
            yield row


def _one_by_one(
    judge: Judge, demands: Demands, assembly: Assembly, shapes: Sequence[int]
) -> Placed:
    kept: list[Row] = []
    statements: list[str] = []
    refused = ""
    for shape in shapes:
        for row in _tries(assembly, shape):
            statement = insertion(demands, [row])
            outcome = judge.attempt(statement)
            if isinstance(outcome, psycopg.Error):
                refused = refused or _refusal(outcome)
                if isinstance(outcome, QueryCanceled):
                    break  # What takes too long once would take it every time.
                continue
            statements.append(statement.text)
            if not outcome:
                return Placed(count=len(kept), statements=tuple(statements), reason=_SWALLOWED)
            assembly.keep(row)
            kept.append(row)
            break
        if refused and not kept:
            break  # Where not one of a dozen rows is taken, more of them are not either.
    return Placed(
        count=len(kept),
        rows=tuple(kept),
        statements=tuple(statements),
        reason="" if kept else refused,
    )


def _twins(
    judge: Judge, demands: Demands, assembly: Assembly, row: Row
) -> Iterator[tuple[Row, str]]:
    """Rows that hold the key of another, where it binds only some rows; with their statements.

    A migration that makes the key bind all of them fails on these.
    """
    for rows in assembly.twins(row):
        for twin in rows:
            statement = insertion(demands, [twin])
            if judge.attempt(statement) == 1:
                assembly.keep(twin)
                yield twin, statement.text
                break


def _tries(assembly: Assembly, shape: int) -> Iterator[Row]:
    """The row of a shape, then others."""
    first = assembly.row(shape)
    return chain(() if first is None else (first,), assembly.others(shape))


def _refusal(error: psycopg.Error) -> str:
    told = error.diag
    parts = [told.message_primary or str(error).strip(), told.message_detail]
    problem = ". ".join(part for part in parts if part)
    return f"the database refuses its rows: {problem} (SQLSTATE {told.sqlstate or '?????'})"
