"""The laws on a real server, for schemas that nobody thought of."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designkit.changes import diff
from designkit.database import Scratch, fill, load
from designkit.model import Schema, replace
from designkit.sql.annotations import Annotations, read_annotations
from designkit.sql.design import design_text
from designkit.sql.inventory import differences
from designkit.sql.script import Changes
from tests import strategies
from tests.database.law import holds_in_memory, leads_there_and_back

# An example costs three scratch databases; the hand-written cases cover what is known to be hard.
on_a_server = settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])


def written(schema: Schema) -> str:
    return design_text(schema, Annotations())


@given(strategies.schemas())
@on_a_server
def test_a_schema_that_was_written_is_read_back(schema: Schema) -> None:
    # The server spells expressions its own way, so what it read once is what it must read again.
    text = written(schema)
    read = replace(load(text), volumes=read_annotations(text).volumes)
    again = load(written(read))
    assert differences(read, again) == ()
    assert differences(replace(schema, **spelled_by_server(read)), read) == ()
    assert read.volumes == schema.volumes


def spelled_by_server(read: Schema) -> dict[str, object]:
    """The parts whose text the server rewrites: the definitions of views."""
    return {"views": read.views}


@given(strategies.pairs)
@on_a_server
def test_a_diff_leads_there_and_back(pair: tuple[Schema, Schema]) -> None:
    with Scratch() as scratch:
        before = fill(scratch, written(pair[0])).schema
        after = load(written(pair[1]))
        assert diff(before, before) == ()
        changes = Changes.between(before, after)
        holds_in_memory(changes)
        leads_there_and_back(scratch, changes)


_READERS = (
    "CREATE VIEW over AS SELECT * FROM seen;",
    "CREATE FUNCTION rows() RETURNS SETOF seen LANGUAGE sql AS 'SELECT * FROM seen';",
    "CREATE FUNCTION counted() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM seen);",
    "CREATE FUNCTION total() RETURNS bigint LANGUAGE sql RETURN (SELECT sum(a) FROM users);",
    "CREATE POLICY seen ON users USING (EXISTS (SELECT FROM seen));",
    "CREATE FUNCTION ping(n integer) RETURNS seen LANGUAGE sql AS 'SELECT pong(n - 1)';",
)


@st.composite
def readers(draw: st.DrawFn) -> str:
    """A table, a view of it, and some of what may stand on both."""
    kind = draw(st.sampled_from(("integer", "bigint")))
    columns = draw(st.sampled_from(("a", "a, b", "a, b, c", "b, a", 'a, b COLLATE "C" AS b')))
    options = draw(st.sampled_from(("", " WITH (security_barrier)")))
    condition = draw(st.sampled_from(("", " WHERE a > 0")))
    chosen = [text for text in _READERS if draw(st.booleans())]
    circle = "CREATE FUNCTION pong(n integer) RETURNS seen LANGUAGE sql AS 'SELECT ping(n)';"
    return "\n".join(
        [
            "SET check_function_bodies = off;",
            f"CREATE TABLE users (a {kind}, b text, c text);",
            f"CREATE VIEW seen{options} AS SELECT {columns} FROM users{condition};",  # noqa: S608
            *chosen,
            *([circle] if _READERS[-1] in chosen else []),
        ]
    )


@given(readers(), readers())
@on_a_server
def test_what_stands_on_a_view_leads_there_and_back(one: str, other: str) -> None:
    with Scratch() as scratch:
        changes = Changes.between(fill(scratch, one).schema, load(other))
        holds_in_memory(changes)
        leads_there_and_back(scratch, changes)
