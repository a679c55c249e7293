"""Which types make PostgreSQL cast a column, and what it does with patterns: asked of itself."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from designkit.database import Connection, Scratch
from designkit.workload.references import is_cast

_TYPES = (
    *("smallint", "integer", "bigint", "numeric", "real", "double precision"),
    *("text", "character varying", "character", "date"),
    *("timestamp without time zone", "timestamp with time zone"),
    *("time without time zone", "time with time zone"),
)


@pytest.fixture(scope="module")
def database() -> Iterator[Connection]:
    with Scratch() as scratch, scratch.connect() as connection:
        columns = ", ".join(f"c{number} {name}" for number, name in enumerate(_TYPES))
        connection.execute(f"CREATE TABLE things ({columns})".encode())
        for number in range(len(_TYPES)):
            connection.execute(f"CREATE INDEX ON things (c{number})".encode())
        connection.execute("CREATE TABLE users (email text)")
        connection.execute("CREATE INDEX by_pattern ON users (email text_pattern_ops)")
        connection.execute("SET enable_seqscan = off")
        yield connection


def _plan(database: Connection, sql: str, types: str, values: str) -> str:
    """The plan of a prepared statement, or "" where PostgreSQL refuses it."""
    try:
        database.execute(f"PREPARE asked ({types}) AS {sql}".encode())
    except psycopg.errors.UndefinedFunction:
        return ""
    rows = database.execute(f"EXPLAIN EXECUTE asked ({values})".encode()).fetchall()
    database.execute("DEALLOCATE asked")
    return "\n".join(str(line) for (line,) in rows)


@pytest.mark.parametrize("beside", _TYPES)
def test_a_column_is_cast_beside_exactly_the_types_that_say_so(
    beside: str, database: Connection
) -> None:
    database.execute("SET plan_cache_mode = force_generic_plan")
    for number, name in enumerate(_TYPES):
        plan = _plan(database, f"SELECT FROM things WHERE c{number} = $1", beside, "NULL")
        if plan:
            assert is_cast(name, beside) == ("Filter: " in plan), (name, beside)


@pytest.mark.parametrize("pattern", ["email LIKE $1 || '%'", "email LIKE $1", "email ^@ $1"])
def test_a_pattern_of_the_caller_is_served_in_a_plan_for_its_value_alone(
    pattern: str, database: Connection
) -> None:
    found: list[bool] = []
    for mode in ("force_custom_plan", "force_generic_plan"):
        database.execute(f"SET plan_cache_mode = {mode}".encode())
        plan = _plan(database, f"SELECT FROM users WHERE {pattern}", "text", "'ada%'")
        found.append("Index Cond: " in plan)
    assert found == [True, False]
