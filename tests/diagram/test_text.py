from __future__ import annotations

import re

import pytest
from hypothesis import given

from designkit.diagram import dot_text, draw, mermaid_text
from designkit.diagram.dot import node_id
from designkit.diagram.label import escaped
from designkit.diagram.picture import BoxName
from designkit.model import QualifiedName, Schema, replace
from tests.diagram.drawn_schemas import COMMUNITY, SESSIONS, USERS, column, table
from tests.diagram.odd_schemas import TRAPS, schemas

# Lines of Mermaid's grammar, as strict as its lexer on what a quoted text may hold.
_QUOTED = r'"[^"%\\\r\n;]*(?:\#\d+;[^"%\\\r\n;]*)*"'
MERMAID_LINE = re.compile(
    rf"""
      erDiagram
    | \ {{4}}accTitle:\ [^\r\n]*
    | \ {{4,8}}%%\ [\w ]*
    | \ {{4}}{_QUOTED}(\[{_QUOTED}\])?(:::\w+)?\ \{{
    | \ {{8}}[A-Za-z_][\w()\[\]]*\ [A-Za-z_]\w*(\ [PFU]K(,\ [PFU]K)*)?(\ {_QUOTED})?
    | \ {{4}}\}}
    | \ {{4}}{_QUOTED}\ \|[o|](--|\.\.)o[{{|]\ {_QUOTED}\ :\ {_QUOTED}
    | \ {{4}}classDef\ \w+\ [\w#:,]+
    """,
    re.VERBOSE,
)


def test_dot_joins_the_key_of_the_parent_to_the_column_of_the_child() -> None:
    assert '"auth/public/users":r1:e -> "auth/public/sessions":l2:w' in dot_text(draw(COMMUNITY))


@pytest.mark.parametrize(
    ("child", "arrows"),
    [
        ("sessions", "arrowtail=teetee, arrowhead=crowodot"),
        ("user_passwords", "arrowtail=teetee, arrowhead=teeodot"),
        ("events", "arrowtail=teeodot, arrowhead=crowodot"),
    ],
)
def test_dot_draws_crows_feet(child: str, arrows: str) -> None:
    pattern = rf'"auth/public/users":r1:e -> "\w+/public/{child}":.*'
    (line,) = re.findall(pattern, dot_text(draw(COMMUNITY)))
    assert arrows in line


def test_dot_dashes_a_key_into_another_service() -> None:
    lines = dot_text(draw(COMMUNITY)).splitlines()
    dashed = [line for line in lines if "style=dashed" in line]
    assert len(dashed) == 1
    assert '"auth/public/users":r1:e -> "events/public/events"' in dashed[0]


def test_dot_says_in_the_row_where_a_key_into_the_same_table_points() -> None:
    text = dot_text(draw(COMMUNITY))
    assert "→&#160;id" in text
    assert '"events/public/events":r1:e -> "events/public/events"' not in text


def test_dot_sets_tables_that_nothing_joins_in_rows() -> None:
    alone = Schema(tables=tuple(table(name) for name in "abcde"))
    rows = re.findall(r"^  (.*) \[style=invis\];$", dot_text(draw(alone)), re.MULTILINE)
    assert rows == [
        '"/public/a" -> "/public/b" -> "/public/c"',
        '"/public/d" -> "/public/e"',
    ]
    assert "invis" not in dot_text(draw(COMMUNITY))


def test_dot_has_a_cluster_per_service() -> None:
    clusters = re.findall(r"subgraph \"(\w+)\"", dot_text(draw(COMMUNITY)))
    assert clusters == ["cluster_auth", "cluster_events"]


def test_dot_shows_comments_as_tooltips() -> None:
    assert "People who can sign in." in dot_text(draw(COMMUNITY))


def test_dot_has_a_legend_only_for_what_it_shows() -> None:
    plain = Schema(tables=(USERS,))
    assert "added" not in dot_text(draw(plain))
    assert "added" in dot_text(draw(plain, before=plain))
    assert "▲&#160;warning" in dot_text(draw(plain, marks={"users": "warning"}))


@pytest.mark.parametrize("write", [dot_text, mermaid_text])
def test_equal_schemas_give_equal_bytes(write: object) -> None:
    shuffled = replace(COMMUNITY, tables=tuple(reversed(COMMUNITY.tables)))
    assert callable(write)
    assert write(draw(shuffled)) == write(draw(COMMUNITY))


def test_no_two_names_share_an_identifier() -> None:
    names = [
        BoxName(service=service, table=QualifiedName(namespace=space, name=name))
        for service in ("", "a", "a/b")
        for space in ("public", "b/public", "b")
        for name in (*TRAPS, "$2f;", "/", "b/c")
    ]
    assert len({node_id(name) for name in names}) == len(names)


@pytest.mark.parametrize("text", TRAPS)
def test_escaped_text_holds_no_markup(text: str) -> None:
    assert not set(escaped(text)) & set("<>\"'\n\x1b\u202e")


def test_mermaid_tells_keys_types_and_null() -> None:
    text = mermaid_text(draw(COMMUNITY))
    assert "        uuid user_id PK, FK\n" in text
    assert '        varchar(80) device_label "null"\n' in text
    assert "        text email UK\n" in text


def test_mermaid_tells_cardinalities() -> None:
    text = mermaid_text(draw(COMMUNITY))
    assert '    "users" ||--o{ "sessions" : "user_id"\n' in text
    assert '    "users" ||--o| "user_passwords" : "user_id"\n' in text
    assert '    "events" |o--o{ "events" : "parent_event_id"\n' in text
    assert '    "users" |o..o{ "events" : "organiser_user_id"\n' in text


def test_mermaid_tells_changes() -> None:
    after = replace(SESSIONS, columns=(*SESSIONS.columns, column("seen_at")))
    text = mermaid_text(draw(Schema(tables=(after,)), before=Schema(tables=(SESSIONS,))))
    assert '"sessions"["#126; sessions"]:::changed {' in text
    assert '        text seen_at "added#59; null"\n' in text


def test_mermaid_keeps_names_apart_that_it_spells_alike() -> None:
    text = mermaid_text(draw(Schema(tables=(table("a b"), table("a_b"), table("A.b")))))
    assert len(set(re.findall(r'^    "(\w+)"', text, re.MULTILINE))) == 3


def test_mermaid_does_not_take_a_column_for_a_key_sign() -> None:
    assert '        text _pk "pk#59; null"\n' in mermaid_text(
        draw(Schema(tables=(table("items", column("pk")),)))
    )


@given(schemas())
def test_any_schema_is_mermaid_line_by_line(schema: Schema) -> None:
    for line in mermaid_text(draw(schema, before=Schema(tables=schema.tables[1:]))).splitlines():
        assert MERMAID_LINE.fullmatch(line), line
        assert "direction " not in line.lower()
