from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.diagram import Box, Detail, Diagram, Relation, draw
from designkit.errors import ModelError
from designkit.model import ForeignKey, Index, IndexKey, QualifiedName, Schema, Unique, replace
from tests.diagram.drawn_schemas import (
    COMMUNITY,
    EVENTS,
    SESSIONS,
    USERS,
    column,
    generated,
    reference,
    table,
)


def box(diagram: Diagram, name: str) -> Box:
    return next(item for item in diagram.boxes if str(item.name) == name)


def relation(diagram: Diagram, label: str) -> Relation:
    return next(item for item in diagram.relations if item.label == label)


def rows(diagram: Diagram, name: str) -> list[str]:
    return [row.name for row in box(diagram, name).rows]


def test_each_table_stands_with_the_service_that_owns_it() -> None:
    diagram = draw(COMMUNITY)
    assert diagram.services == ("auth", "events")
    assert box(diagram, "events").name.service == "events"


def test_a_view_stands_with_the_tables_that_it_reads() -> None:
    shown = box(draw(COMMUNITY), "active_sessions")
    assert (shown.kind, shown.name.service) == ("view", "auth")


def test_a_mapping_gives_each_schema_to_its_service() -> None:
    users = replace(USERS, service="")
    diagram = draw({"auth": Schema(tables=(users,)), "shop": Schema(tables=(users,))})
    assert [item.name.service for item in diagram.boxes] == ["auth", "shop"]


def test_a_key_into_another_schema_of_the_mapping_finds_its_table() -> None:
    diagram = draw({"auth": Schema(tables=(USERS,)), "events": Schema(tables=(EVENTS,))})
    found = relation(diagram, "organiser_user_id")
    assert found.parent.service == "auth"
    assert found.crosses


def test_a_key_within_one_service_does_not_cross() -> None:
    assert not relation(draw(COMMUNITY), "parent_event_id").crosses


def test_a_table_that_no_schema_holds_is_shown_as_missing() -> None:
    diagram = draw(Schema(tables=(SESSIONS,)))
    assert box(diagram, "users").kind == "missing"


@pytest.mark.parametrize(
    ("unique", "nullable", "many", "optional"),
    [
        pytest.param(False, False, True, False, id="many to exactly one"),
        pytest.param(False, True, True, True, id="many to at most one"),
        pytest.param(True, False, False, False, id="one to exactly one"),
        pytest.param(True, True, False, True, id="one to at most one"),
    ],
)
def test_cardinality_follows_from_uniqueness_and_null(
    *, unique: bool, nullable: bool, many: bool, optional: bool
) -> None:
    index = Index(name="i", keys=(IndexKey(column="user_id"),), unique=unique)
    orders = table(
        "orders",
        column("user_id", "uuid", nullable=nullable),
        keys=(reference("user_id", "users"),),
        indexes=(index,),
    )
    found = relation(draw(Schema(tables=(USERS, orders))), "user_id")
    assert (found.many, found.optional) == (many, optional)


def test_a_key_of_several_columns_is_one_relation() -> None:
    tenants = table(
        "tenants",
        column("region", nullable=False),
        uniques=(Unique(name="u", columns=("region", "id")),),
    )
    key = ForeignKey(
        name="f",
        columns=("region", "tenant_id"),
        referenced_table=QualifiedName(name="tenants"),
        referenced_columns=("region", "id"),
        on_delete="cascade",
    )
    orders = table("orders", column("region"), column("tenant_id", "uuid"), keys=(key,))
    (found,) = draw(Schema(tables=(tenants, orders))).relations
    assert found.label == "region, tenant_id"
    assert found.note == "→ tenants.region, id, on delete cascade"


def test_audit_columns_share_one_line() -> None:
    shown = box(draw(COMMUNITY), "users")
    assert shown.folded == ("created_at", "updated_at", "deleted_at")
    assert [row.name for row in shown.rows] == ["id", "email", "status"]


def test_audit_columns_stand_alone_when_asked() -> None:
    assert "created_at" in rows(draw(COMMUNITY, fold_audit=False), "users")


@pytest.mark.parametrize(
    ("detail", "expected", "hidden"),
    [
        ("columns", ["id", "user_id", "ip_address", "device_label", "revoked_at"], 0),
        ("keys", ["id", "user_id"], 6),
        ("names", [], 8),
    ],
)
def test_detail_chooses_the_rows(detail: Detail, expected: list[str], hidden: int) -> None:
    diagram = draw(COMMUNITY, detail=detail)
    assert rows(diagram, "sessions") == expected
    assert box(diagram, "sessions").hidden == hidden


def test_all_details_name_the_indexes() -> None:
    (footer,) = box(draw(COMMUNITY, detail="all"), "sessions").footer
    assert footer == "idx_sessions_user_id (user_id) where revoked_at IS NULL"


@pytest.mark.parametrize(("tables", "shown"), [(10, 4), (30, 4), (31, 1), (100, 1)])
def test_size_chooses_the_detail(tables: int, shown: int) -> None:
    assert len(box(draw(generated(tables)), "things_000").rows) == shown


def test_a_focus_keeps_its_columns_among_neighbours_with_keys() -> None:
    diagram = draw(COMMUNITY, focus="sessions")
    assert {str(item.name) for item in diagram.boxes} == {"sessions", "users", "active_sessions"}
    assert "device_label" in rows(diagram, "sessions")
    assert rows(diagram, "users") == ["id"]
    assert box(diagram, "sessions").focused


def test_depth_reaches_further() -> None:
    near = draw(COMMUNITY, focus="sessions", depth=1)
    far = draw(COMMUNITY, focus="sessions", depth=2)
    assert len(draw(COMMUNITY, focus="sessions", depth=0).boxes) == 1
    assert {item.name for item in near.boxes} < {item.name for item in far.boxes}


def test_a_focus_may_name_its_service() -> None:
    assert box(draw(COMMUNITY, focus="auth.users", depth=0), "users").focused


def test_an_unknown_focus_names_the_nearest_tables() -> None:
    with pytest.raises(ModelError, match=r"table user: .* nearest are: users"):
        draw(COMMUNITY, focus="user")


def test_an_unknown_focus_in_an_empty_schema_says_so() -> None:
    with pytest.raises(ModelError, match="holds no tables"):
        draw(Schema(), focus="users")


def test_a_negative_depth_is_refused() -> None:
    with pytest.raises(ModelError, match="0 or more"):
        draw(COMMUNITY, focus="users", depth=-1)


def test_a_proposal_tells_what_it_does_to_each_table() -> None:
    before = Schema(tables=(USERS, SESSIONS))
    fewer = replace(USERS, columns=tuple(c for c in USERS.columns if c.name != "status"))
    diagram = draw(Schema(tables=(fewer, EVENTS)), before=before)
    assert {str(item.name): item.change for item in diagram.boxes} == {
        "users": "changed",
        "sessions": "removed",
        "events": "added",
    }
    assert {item.label: item.change for item in diagram.relations} == {
        "user_id": "removed",
        "organiser_user_id": "added",
        "parent_event_id": "added",
    }


def test_a_proposal_tells_what_it_does_to_each_column() -> None:
    columns = tuple(
        replace(item, type="text", nullable=False) if item.name == "device_label" else item
        for item in SESSIONS.columns
        if item.name != "ip_address"
    )
    after = replace(SESSIONS, columns=(*columns, column("seen_at")))
    diagram = draw(Schema(tables=(after,)), before=Schema(tables=(SESSIONS,)))
    found = {row.name: (row.change, row.was) for row in box(diagram, "sessions").rows}
    assert found["device_label"] == ("changed", "varchar(80), null")
    assert found["ip_address"] == ("removed", "")
    assert found["seen_at"] == ("added", "")
    assert found["id"] == ("same", "")


def test_changed_columns_are_shown_whatever_the_detail() -> None:
    after = replace(SESSIONS, columns=(*SESSIONS.columns, column("seen_at")))
    diagram = draw(Schema(tables=(after,)), before=Schema(tables=(SESSIONS,)), detail="names")
    assert rows(diagram, "sessions") == ["seen_at"]


def test_another_order_of_columns_is_no_change() -> None:
    after = replace(SESSIONS, columns=tuple(reversed(SESSIONS.columns)))
    diagram = draw(Schema(tables=(after,)), before=Schema(tables=(SESSIONS,)))
    assert box(diagram, "sessions").change == "same"


def test_the_owner_of_a_table_need_not_be_said_twice() -> None:
    before = Schema(tables=(replace(USERS, service=""),))
    diagram = draw(Schema(tables=(USERS,)), before=before)
    assert [item.change for item in diagram.boxes] == ["same"]


def test_a_key_that_now_cascades_is_changed() -> None:
    key = replace(SESSIONS.foreign_keys[0], on_delete="cascade")
    after = Schema(tables=(USERS, replace(SESSIONS, foreign_keys=(key,))))
    diagram = draw(after, before=Schema(tables=(USERS, SESSIONS)))
    assert relation(diagram, "user_id").change == "changed"


def test_a_finding_marks_its_column_and_its_table() -> None:
    diagram = draw(COMMUNITY, marks={"users": "info", "users.status": "error"})
    assert box(diagram, "users").mark == "error"
    assert [row.mark for row in box(diagram, "users").rows] == [None, None, "error"]
    assert box(diagram, "events").mark is None


def test_a_marked_column_is_shown_among_keys() -> None:
    diagram = draw(COMMUNITY, marks={"users.status": "error"}, detail="keys")
    assert rows(diagram, "users") == ["id", "status"]


def test_the_title_counts_what_is_drawn() -> None:
    title = draw(COMMUNITY, focus="sessions").title
    expected = "of auth around sessions (from 5 tables and views): 2 tables, 1 view"
    assert title == f"Entity-relationship diagram {expected}"


@given(st.permutations(COMMUNITY.tables))
def test_the_order_of_the_tables_does_not_matter(tables: list[object]) -> None:
    assert draw(replace(COMMUNITY, tables=tuple(tables))) == draw(COMMUNITY)


@given(st.integers(min_value=0, max_value=12))
def test_a_schema_against_itself_shows_no_change(tables: int) -> None:
    schema = generated(tables)
    diagram = draw(schema, before=schema)
    assert {item.change for item in diagram.boxes} <= {"same"}
    assert {item.change for item in diagram.relations} <= {"same"}
