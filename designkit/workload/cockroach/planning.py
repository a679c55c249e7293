"""Plans of a CockroachDB: a scratch database, told production's statistics, asked to EXPLAIN.

The statistics and the questions go through one session, whose node then knows them; other nodes
would hear of them later. Afterwards the server is asked whether they are still ours: one that has
counted the rows of the empty tables meanwhile would have planned by that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final, LiteralString

import psycopg
from psycopg import RawCursor

from designkit.database import Connection
from designkit.database.cockroach import CockroachScratch, run_on_cockroach
from designkit.errors import ConnectionFailed, SourceError
from designkit.model import QualifiedName, Schema, replace
from designkit.sql.script import Changes
from designkit.sql.statements import split
from designkit.sql.text import SQL, identifier, verbatim
from designkit.workload.answers import Prepared, Refused
from designkit.workload.cockroach.explained import read_explained
from designkit.workload.cockroach.injecting import STATISTICS_NAME, Injection, injections
from designkit.workload.cockroach.plans import CockroachPlan, CockroachPlans
from designkit.workload.cockroach.sampling import Sample, samples
from designkit.workload.examined import Examined
from designkit.workload.plans import Unplanned
from designkit.workload.preparing import prepare
from designkit.workload.volumes import Resolved

_KEPT: Final[LiteralString] = "SELECT statistics_name FROM [SHOW STATISTICS FOR TABLE {table}]"


def plan_on_cockroach(
    dsn: str, examined: Sequence[Examined], schema: Schema, resolved: Resolved
) -> CockroachPlans:
    """What a CockroachDB would do with each query on a schema of that scale.

    Args:
        dsn: a server that is there for this; all happens in a scratch database, which is dropped.
        examined: the queries, each with what it touches.
        schema: which is built there.
        resolved: what is told of its rows.

    Raises:
        ConnectionFailed: no scratch database can, or may, be made there; or the server went away.
        StatementFailed: CockroachDB refuses a definition of the schema.
        SourceError: it does not take the statistics, or has not kept them.
    """
    with CockroachScratch(dsn) as scratch:
        server = f"CockroachDB {scratch.version}"
        text = Changes.between(Schema(), replace(schema, volumes=())).up
        run_on_cockroach(scratch, split(text), file=f"the schema on {server}", transactional=False)
        told = injections(schema, resolved.statistics, now=datetime.now(UTC))
        with scratch.connect() as connection:
            try:
                for item in told:
                    _inject(connection, item, server)
                plans = tuple(_plans(connection, examined, schema, resolved))
                _demand_kept(connection, told, server)
            except psycopg.Error as error:
                if connection.closed:
                    raise ConnectionFailed(f"{server} went away: {error}") from error
                raise SourceError(f"{server} refuses a question of designkit: {error}") from error
    return CockroachPlans(
        server=server, plans=plans, notes=tuple(note for item in told for note in item.notes)
    )


def forgotten(table: QualifiedName, names: Iterable[str | None]) -> str:
    """Why the statistics that a server has of a table are not ours, by their names; or ""."""
    found = {name or "" for name in names}
    if found == {STATISTICS_NAME}:
        return ""
    kept = ", ".join(sorted(name or "without a name" for name in found - {STATISTICS_NAME}))
    return f"statistics of {table}: " + (
        f"the server has collected others meanwhile ({kept}), and may have planned by them. "
        "Ask again; turn off sql.stats.automatic_collection.enabled there if it happens again."
        if kept
        else "the server has not kept them, so its plans would be those of an empty table."
    )


def _inject(connection: Connection, item: Injection, server: str) -> None:
    for statement in item.statements:
        try:
            connection.execute(statement.text.encode())
        except psycopg.Error as error:
            if connection.closed:
                raise
            raise SourceError(
                f"{server} does not take the statistics of {item.table}: "
                f"{error.diag.message_primary or error}. Without them its plans would be those of "
                "an empty table, so none is shown."
            ) from error


def _demand_kept(connection: Connection, told: Iterable[Injection], server: str) -> None:
    for item in told:
        asked = SQL(_KEPT, table=identifier(item.table))
        rows = connection.execute(asked.text.encode()).fetchall()
        problem = forgotten(item.table, (name for (name,) in rows))
        if problem:
            raise SourceError(f"{server}: {problem}")


def _plans(
    connection: Connection, examined: Sequence[Examined], schema: Schema, resolved: Resolved
) -> Iterator[CockroachPlan | Unplanned]:
    answers = prepare(connection, (item.query for item in examined))
    for item, answer in zip(examined, answers, strict=True):
        if isinstance(answer, Refused):
            yield Unplanned(query=item.query, reason=answer.message)
        elif item.references is None:
            yield Unplanned(query=item.query, reason="PostgreSQL's grammar cannot read it")
        else:
            values = samples(item.query, answer.parameter_types, item.references, schema, resolved)
            yield _plan(connection, answer, values, schema)


def _plan(
    connection: Connection, answer: Prepared, values: tuple[Sample, ...], schema: Schema
) -> CockroachPlan | Unplanned:
    query = answer.query
    unknown = next((value for value in values if value.value is None), None)
    if unknown is not None:
        type_name = answer.parameter_types[unknown.number - 1]
        return Unplanned(
            query=query,
            reason=f"CockroachDB explains no query without values, and none of type {type_name} "
            f"is known for ${unknown.number}",
        )
    try:
        lines = _explained(connection, query.sql, [value.value for value in values])
        told = read_explained(lines, schema)
    except SourceError as error:
        return Unplanned(query=query, reason=str(error))
    return CockroachPlan(
        query=query,
        text="\n".join(lines),
        root=told.root,
        samples=values,
        recommended=told.recommended,
    )


def _explained(connection: Connection, sql: str, values: Sequence[str | None]) -> tuple[str, ...]:
    """The rows of EXPLAIN, which plans for the values and runs nothing."""
    asked = SQL("EXPLAIN {query}", query=verbatim(sql)).text.encode()
    try:
        rows = RawCursor(connection).execute(asked, values, prepare=False).fetchall()
    except psycopg.Error as error:
        if connection.closed:
            raise
        raise SourceError(error.diag.message_primary or str(error)) from error
    return tuple(str(line) for (line,) in rows)
