"""Values by type: each is one, and those that tell rows apart differ."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.database import Connection, Scratch
from designkit.migrate.rows.values import candidates, is_sure, key_value
from designkit.sql.text import SQL, literal, verbatim

TYPES = (
    *("smallint", "integer", "bigint", "numeric", "numeric(12,2)", "numeric(3,3)", "numeric(1,0)"),
    *("numeric(3,-2)", "real", "double precision", "money", "boolean", "text", "citext", "name"),
    *("character varying", "character varying(1)", "character varying(80)", "character"),
    *("character(3)", "uuid", "date", "interval", "bytea", "json", "jsonb", "inet", "cidr"),
    *("time without time zone", "time(0) with time zone", "timestamp without time zone"),
    *("timestamp(3) with time zone", "bit", "bit(3)", "bit varying", "bit varying(2)", "macaddr"),
    *("macaddr8", "point", "line", "lseg", "box", "path", "polygon", "circle", "tsvector"),
    *("tsquery", "oid", "regclass", '"char"', "int4range", "int8range", "numrange", "daterange"),
    *("tsrange", "tstzrange", "int4multirange", "pg_lsn", "jsonpath", "xid", "xid8", "tid"),
    *("pg_snapshot", "regrole", "regconfig", "regtype", "ltree", "hstore"),
)
# Fewer values than keys are made.
_SMALL = {"bit", "bit(3)", "bit varying(2)", "numeric(1,0)"}


@pytest.fixture(scope="module")
def database() -> Iterator[Connection]:
    with Scratch() as scratch, scratch.connect() as connection:
        for name in ("citext", "ltree", "hstore"):
            connection.execute(SQL("CREATE EXTENSION {name}", name=name).text.encode())
        yield connection


def stored(connection: Connection, type_name: str, text: str) -> str:
    """What a column of the type would hold: assigned as an INSERT does, so too long is an error."""
    with connection.transaction(force_rollback=True):
        connection.execute(
            SQL("CREATE TABLE t (value {type})", type=verbatim(type_name)).text.encode()
        )
        added = SQL("INSERT INTO t VALUES ({v}) RETURNING value::text", v=literal(text))
        row = connection.execute(added.text.encode()).fetchone()
    assert row is not None
    return str(row[0])


@pytest.mark.parametrize("type_name", TYPES)
def test_every_candidate_is_a_value_of_its_type(database: Connection, type_name: str) -> None:
    assert is_sure(type_name)
    held = [stored(database, type_name, text) for text in candidates(type_name)]
    assert len(held) == len(candidates(type_name))


@pytest.mark.parametrize("type_name", TYPES)
def test_keys_of_different_numbers_differ(database: Connection, type_name: str) -> None:
    keys = [key for key in (key_value(type_name, number) for number in (407, 408)) if key]
    assert len({stored(database, type_name, key) for key in keys}) == len(keys)


@given(
    st.sampled_from([name for name in TYPES if key_value(name, 0) and name not in _SMALL]),
    st.integers(0, 500_000 - 12),
)
def test_twelve_keys_in_a_row_differ_without_case_and_blanks(type_name: str, first: int) -> None:
    keys = [str(key_value(type_name, first + step)) for step in range(12)]
    assert len({key.lower().strip() for key in keys}) == len(keys)


def test_what_is_not_known_is_guessed() -> None:
    assert not is_sure("mystery")
    assert "" in candidates("mystery")
