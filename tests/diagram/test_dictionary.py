from __future__ import annotations

import pytest
from hypothesis import given

from designkit.diagram import dictionary
from designkit.diagram.markdown import code, text
from designkit.model import (
    Carried,
    Check,
    Column,
    Enum,
    QualifiedName,
    Schema,
    Sequence,
    Table,
    Volume,
    replace,
)
from tests.diagram.drawn_schemas import COMMUNITY, EVENTS, USERS, column, reference, table
from tests.diagram.odd_schemas import TRAPS, schemas


def test_a_column_is_one_row_of_its_table() -> None:
    page = dictionary(COMMUNITY)
    assert "| `user_id` | `uuid` |  |  | [`users`](#users) `id` |  |" in page
    assert "| `device_label` | `varchar(80)` | yes |  |  |  |" in page


@pytest.mark.parametrize(
    ("made", "cell"),
    [
        (Column(name="c", type="text", default="'x'::text"), "`'x'::text`"),
        (Column(name="c", type="text", generated="a + b"), "generated as `a + b`"),
        (Column(name="c", type="text", generated="a", stored=False), "generated when read as `a`"),
        (Column(name="c", type="bigint", identity="always"), "identity, always"),
    ],
)
def test_a_default_is_told_by_its_kind(made: Column, cell: str) -> None:
    page = dictionary(Schema(tables=(Table(name="items", columns=(made,)),)))
    assert f"| yes | {cell} |" in page


def test_an_index_is_told_with_its_condition() -> None:
    assert "| `idx_sessions_user_id` | `user_id` |  | btree | `revoked_at IS NULL` |" in dictionary(
        COMMUNITY
    )


def test_constraints_are_told() -> None:
    checked = table("items", checks=(Check(name="positive", expression="total > 0"),))
    page = dictionary(Schema(tables=(checked,)))
    assert "| `positive` | `total > 0` |" in page
    assert "| `items_pkey` | primary key `id` |" in page


def test_a_foreign_key_is_told_with_its_actions() -> None:
    key = replace(reference("user_id", "users"), on_delete="set null")
    orders = table("orders", column("user_id", "uuid"), keys=(key,))
    page = dictionary(Schema(tables=(USERS, orders)))
    assert "`user_id` references [`users`](#users) `id`, on delete set null |" in page


def test_a_table_tells_who_references_it() -> None:
    assert "Referenced by `events`, [`sessions`](#sessions)" in dictionary(
        COMMUNITY, service="auth"
    )


def test_only_the_tables_of_the_service_stand_in_its_page() -> None:
    page = dictionary(COMMUNITY, service="auth")
    assert page.startswith("# auth\n")
    assert "## events" not in page
    assert "(#events)" not in page


def test_the_picture_is_linked() -> None:
    page = dictionary(COMMUNITY, service="auth", diagram="pictures/auth (1).svg")
    assert "![Diagram of auth](pictures/auth%20%281%29.svg)" in page


def test_the_same_as_mermaid_is_linked() -> None:
    page = dictionary(COMMUNITY, service="auth", mermaid="auth (1).mmd")
    assert "The same [as Mermaid](auth%20%281%29.mmd)." in page


def test_declared_rows_are_told() -> None:
    volume = Volume(table=QualifiedName(name="users"), rows=10_000_000)
    page = dictionary(Schema(tables=(USERS,), volumes=(volume,)))
    assert "About 10,000,000 rows (declared)." in page


def test_everything_beside_tables_is_told() -> None:
    page = dictionary(
        replace(
            COMMUNITY,
            enums=(Enum(name="mood", values=("sad", "ok")),),
            sequences=(Sequence(name="ticket_numbers", start=100),),
            carried=(
                Carried(
                    kind="trigger",
                    identity="touch",
                    definition="CREATE TRIGGER touch",
                    drop="DROP TRIGGER touch",
                    table=QualifiedName(name="events"),
                ),
            ),
        )
    )
    assert "| `mood` | `sad`, `ok` |  |" in page
    assert "| `ticket_numbers` | `bigint` | 100 | 1 |  |" in page
    assert "| `active_sessions` | view | `id` | [`sessions`](#sessions) |  |" in page
    assert "| trigger | `touch` | [`events`](#events) |  |" in page


def test_an_empty_schema_has_a_page() -> None:
    assert dictionary(Schema()).startswith("# Data dictionary\n")


def test_equal_schemas_give_equal_bytes() -> None:
    shuffled = replace(COMMUNITY, tables=tuple(reversed(COMMUNITY.tables)))
    assert dictionary(shuffled) == dictionary(COMMUNITY)


def test_the_words_of_a_comment_stay_readable() -> None:
    assert text("Set by created_at, 3 - 2 (see page 4).") == (
        "Set by created_at, 3 - 2 (see page 4)."
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a|b", "a&#124;b"),
        ("a\n\n# b", "a &#35; b"),
        ("- item", "&#45; item"),
        ("1. item", "&#49;. item"),
        ("*x* _y_", "&#42;x&#42; &#95;y&#95;"),
        ("<b>", "&#60;b&#62;"),
        ("[a](b)", "&#91;a&#93;(b)"),
    ],
)
def test_a_comment_is_no_markup(content: str, expected: str) -> None:
    assert text(content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [("a b", "`a b`"), ("a|b", "<code>a&#124;b</code>"), ("`", "<code>&#96;</code>")],
)
def test_code_is_no_markup(content: str, expected: str) -> None:
    assert code(content) == expected


@given(schemas())
def test_every_row_has_the_cells_of_its_header(schema: Schema) -> None:
    width = 0
    for line in dictionary(schema).splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        width = width or line.count("|")
        assert line.count("|") == width


@given(schemas())
def test_no_name_becomes_an_element(schema: Schema) -> None:
    page = dictionary(schema)
    outside_code = "".join(page.split("`")[::2])
    assert "<" not in outside_code.replace("<code>", "").replace("</code>", "")


def test_tables_whose_names_are_traps_keep_their_page() -> None:
    tables = tuple(table(name) for name in TRAPS)
    page = dictionary(Schema(tables=(*tables, EVENTS)))
    assert page.count("\n## ") == len(TRAPS) + 1
