"""Values for parameters: of the column that they are compared with, or any of their type."""

from __future__ import annotations

import pytest

from designkit.model import Enum
from designkit.sql.annotations import read_annotations
from designkit.workload.cockroach import samples
from designkit.workload.placeholders import read_query
from designkit.workload.references import references
from designkit.workload.volumes import resolve
from tests.rules.built import bare, column, schema

DECLARED = """
-- designkit: rows=10M common(status)='open':0.7,'shut':0.2 bounds(age)=0,30,99
-- designkit: bounds(name)='a','m','z'
CREATE TABLE users (id uuid, status text, age int, name text);
"""
USERS = bare(
    "users",
    column("id", "uuid"),
    column("status"),
    column("age", "integer"),
    column("name"),
    column("note"),
)
SCHEMA = schema(
    USERS,
    volumes=read_annotations(DECLARED).volumes,
    enums=(Enum(name="mood", values=("glad", "sad")),),
)


def values(sql: str, *types: str) -> list[str | None]:
    query = read_query(sql, name="Q")
    found = samples(query, types, references(query, SCHEMA), SCHEMA, resolve(SCHEMA))
    return [sample.value for sample in found]


@pytest.mark.parametrize(
    ("sql", "types", "expected"),
    [
        ("SELECT id FROM users u WHERE status = $1", ["text"], ["open"]),
        (
            "SELECT id FROM users u WHERE u.age >= $1 AND $2 > age",
            ["integer", "integer"],
            ["30", "30"],
        ),
        (
            "SELECT id FROM users u WHERE age BETWEEN $1 AND $2",
            ["integer", "integer"],
            ["30", "30"],
        ),
        ("SELECT id FROM users u WHERE name IN ($1, $2)", ["text", "text"], ["m", "m"]),
        ("SELECT id FROM users u WHERE status = ANY ($1::text[])", ["text[]"], ['{"open"}']),
        (
            "SELECT id FROM users u WHERE status = $1::text LIMIT $2 OFFSET $3",
            ["text", "bigint", "bigint"],
            ["open", "20", "0"],
        ),
    ],
)
def test_a_parameter_takes_a_value_of_the_column_it_is_compared_with(
    sql: str, types: list[str], expected: list[str]
) -> None:
    assert values(sql, *types) == expected


@pytest.mark.parametrize(
    ("type_name", "value"),
    [
        ("text", "a"),
        ("bigint", "1"),
        ("integer[]", '{"1"}'),
        ("mood", "glad"),
        ("public.mood", "glad"),
        ("tsvector", None),
    ],
)
def test_else_it_takes_any_value_of_its_type(type_name: str, value: str | None) -> None:
    assert values("SELECT id FROM users WHERE note = $1", type_name) == [value]


def test_characters_before_it_do_not_hide_the_column() -> None:
    assert values("SELECT 'ä€' FROM users WHERE status = $1", "text") == ["open"]


def test_each_value_says_why_it_was_taken() -> None:
    query = read_query("SELECT id FROM users WHERE age = $1 AND note = $2 LIMIT $3", name="Q")
    types = ("integer", "text", "bigint")
    found = samples(query, types, references(query, SCHEMA), SCHEMA, resolve(SCHEMA))
    assert [str(sample) for sample in found] == [
        "$1 = '30' (a middle value of users.age)",
        "$2 = 'a' (any text)",
        "$3 = '20' (a page of rows)",
    ]
