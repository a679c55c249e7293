"""What an index can hold, compared with what PostgreSQL lets one hold."""

from __future__ import annotations

import psycopg
import pytest

from designkit.database import Scratch
from designkit.migrate import read_sql
from designkit.workload.references import comparable, is_indexable

_TABLE = """
CREATE TYPE mood AS ENUM ('glad');
CREATE TABLE things (
    name text, code varchar(8), number int, price numeric, ratio float8, id uuid, ok boolean,
    data jsonb, tags text[], at timestamptz, clock timestamp, day date, mood mood,
    computed int GENERATED ALWAYS AS (number + 1) VIRTUAL
)
"""
_EXPRESSIONS = """
lower(name);upper(code);number + 1;number * price;number::text;price::int;id::text;ratio::text
ok::text;data ->> 'a';(data ->> 'a')::int;data #>> '{a,b}';data -> 'a';name || 'x';name || code
coalesce(name, code);coalesce(name, 'x');coalesce(number, 0);left(name, 3);length(name);abs(number)
(at AT TIME ZONE 'UTC')::date;at AT TIME ZONE 'UTC';date_trunc('day', clock);clock::date
extract(year FROM clock);date_trunc('day', at);at::date;at::text;day::text;to_char(at, 'YYYY')
extract(year FROM at);mood::text;name || number;concat(name, code);name::date;name::timestamptz
computed;computed + 1;date_trunc('day', day);clock::timestamptz;now() - at;random() + number
greatest(number, 1);md5(name);substring(name, 1, 3);day::timestamp;number::numeric
clock AT TIME ZONE 'UTC';upper(name || 'x');starts_with(name, 'a');trim(name);position('a' IN name)
"""


@pytest.mark.parametrize("expression", _EXPRESSIONS.strip().replace("\n", ";").split(";"))
def test_what_an_index_can_hold_postgresql_lets_one_hold(expression: str) -> None:
    table = read_sql(_TABLE).tables[0]
    if is_indexable(comparable(expression), table):
        assert _is_taken(expression)


@pytest.mark.parametrize(
    "expression", ["lower(name)", "number + 1", "id::text", "(at AT TIME ZONE 'UTC')::date"]
)
def test_what_is_often_looked_for_can_be_held(expression: str) -> None:
    assert is_indexable(comparable(expression), read_sql(_TABLE).tables[0])


def _is_taken(expression: str) -> bool:
    with Scratch() as scratch, scratch.connect() as connection:
        connection.execute(_TABLE.encode())
        try:
            connection.execute(f"CREATE INDEX ON things (({expression}))".encode())
        except psycopg.Error:
            return False
    return True
