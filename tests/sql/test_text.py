"""Composition of SQL: what goes through its door comes out of a server as it went in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from pglast.keywords import RESERVED_KEYWORDS

from designkit.database import Connection, Scratch
from designkit.errors import ModelError
from designkit.model import QualifiedName
from designkit.sql.statements import split
from designkit.sql.text import SQL, identifier, join, literal, names
from tests import strategies

# The connection is only ever asked; no example changes what the next one sees.
asking = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    with Scratch() as scratch, scratch.connect() as opened:
        yield opened


@given(strategies.names)
@example('a"b')
@example('"; DROP TABLE users; --')
@example("{table}")
@example("%s")
@example("U&d")
@asking
def test_a_name_comes_back_from_the_server(connection: Connection, name: str) -> None:
    query = SQL("SELECT 1 AS {name}", name=name).text
    assert len(split(query)) == 1
    columns = connection.execute(query.encode()).description
    assert columns is not None
    assert columns[0].name == name


@given(strategies.texts)
@example("'; DROP TABLE users; --")
@example("\\'; SELECT 1; --")
@example("a\\nb\n\r\t")
@example("{value} %s $1 ?")
@asking
def test_a_value_comes_back_from_the_server(connection: Connection, value: str) -> None:
    query = SQL("SELECT {value}", value=literal(value)).text
    assert len(split(query)) == 1
    assert connection.execute(query.encode()).fetchone() == (value,)


@pytest.mark.parametrize("value", [0, -1, 2**63 - 1, None])
def test_numbers_and_null_come_back_from_the_server(
    connection: Connection, value: int | None
) -> None:
    query = SQL("SELECT {value}", value=literal(value)).text
    assert connection.execute(query.encode()).fetchone() == (value,)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("users", "users"),
        ("user_id2", "user_id2"),
        ("order", '"order"'),
        ("user", '"user"'),
        ("Users", '"Users"'),
        ("2fa", '"2fa"'),
        ("größe", '"größe"'),
        ('a"b', '"a""b"'),
    ],
)
def test_only_names_that_need_quotes_get_them(name: str, text: str) -> None:
    assert identifier(name).text == text


@pytest.mark.parametrize("word", sorted(RESERVED_KEYWORDS))
def test_every_reserved_word_is_quoted(word: str) -> None:
    assert identifier(word).text == f'"{word}"'


def test_a_name_in_public_stands_bare_and_any_other_qualified() -> None:
    assert identifier(QualifiedName(name="order")).text == '"order"'
    assert identifier(QualifiedName(namespace="Odd", name="t")).text == '"Odd".t'


@pytest.mark.parametrize("name", ["", "a\0b"])
def test_a_name_that_no_database_holds_is_refused(name: str) -> None:
    with pytest.raises(ModelError, match="an identifier is not empty and holds no zero byte"):
        identifier(name)


def test_a_text_with_a_zero_byte_is_refused() -> None:
    with pytest.raises(ModelError, match="zero byte"):
        literal("a\0b")


def test_a_part_is_not_a_template_again() -> None:
    assert SQL("DROP TABLE {name}", name="{other}").text == 'DROP TABLE "{other}"'


def test_names_are_joined() -> None:
    assert names(["id", "order"]).text == 'id, "order"'
    assert join([literal(1), literal("a")], " + ").text == "1 + 'a'"
