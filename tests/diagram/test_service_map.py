"""What is too large for single tables is drawn as a map, and a comparison as what changes."""

from __future__ import annotations

import pytest

from designkit.diagram import Diagram, draw, mermaid_text, svg
from designkit.model import Schema, replace
from tests.diagram.drawn_schemas import column, generated, reference, table

FOUR_SERVICES = generated(200, services=4)


def sizes(diagram: Diagram) -> dict[str, int]:
    return {str(box.name): box.size for box in diagram.boxes}


def test_many_tables_are_drawn_as_one_box_per_service() -> None:
    diagram = draw(FOUR_SERVICES)
    assert sizes(diagram) == {f"service_{number}": 50 for number in range(4)}
    assert {box.kind for box in diagram.boxes} == {"service"}


def test_a_hundred_tables_are_drawn_one_by_one() -> None:
    assert {box.kind for box in draw(generated(100, services=4)).boxes} == {"table"}


def test_a_map_may_be_asked_for() -> None:
    assert len(draw(generated(40, services=4), detail="map").boxes) == 4


def test_a_box_names_the_tables_that_most_others_point_to() -> None:
    shown = draw(FOUR_SERVICES).boxes[0]
    referred = [int(row.type.removeprefix("← ")) for row in shown.rows]
    assert referred == sorted(referred, reverse=True)
    assert len(referred) + shown.hidden == shown.size


def test_a_line_counts_the_keys_between_two_services() -> None:
    parent = table("users", service="auth")
    children = tuple(
        replace(item, service="shop", foreign_keys=key)
        for item, key in (
            (table(name, column("user_id", "uuid")), (reference("user_id", "users"),))
            for name in ("carts", "orders")
        )
    )
    (line,) = draw(Schema(tables=(parent, *children)), detail="map").relations
    assert (line.parent.service, line.child.service, line.label) == ("auth", "shop", "2")
    assert "carts.user_id → users.id; orders.user_id → users.id" in line.note


@pytest.mark.parametrize("count", [101, 500])
def test_one_large_service_is_divided_into_groups_that_can_be_read(count: int) -> None:
    diagram = draw(generated(count))
    assert 2 <= len(diagram.boxes) <= 30
    assert sum(sizes(diagram).values()) == count
    assert len(diagram.relations) <= 2 * len(diagram.boxes)


def test_each_group_bears_the_name_of_one_of_its_tables() -> None:
    schema = generated(300)
    assert all(schema.find_table(name) for name in sizes(draw(schema)))


def test_tables_in_a_circle_are_grouped() -> None:
    names = [f"t{number:03}" for number in range(120)]
    tables = tuple(
        replace(table(name, column("next_id", "uuid")), foreign_keys=(reference("next_id", after),))
        for name, after in zip(names, [*names[1:], names[0]], strict=True)
    )
    assert sum(sizes(draw(Schema(tables=tables))).values()) == 120


def test_a_map_shows_where_findings_and_changes_are() -> None:
    marks = {"things_070.title": "error"}
    diagram = draw(FOUR_SERVICES, marks=marks, detail="map")  # type: ignore[arg-type]
    assert [box.mark for box in diagram.boxes] == [None, "error", None, None]
    assert diagram.boxes[1].rows[0].name == "things_070"


def test_of_a_large_comparison_what_changes_is_drawn() -> None:
    edited = FOUR_SERVICES.table("things_070")
    after = replace(
        FOUR_SERVICES,
        tables=tuple(
            replace(item, columns=(*item.columns, column("note"))) if item is edited else item
            for item in FOUR_SERVICES.tables
        ),
    )
    diagram = draw(after, before=FOUR_SERVICES)
    changed = [str(box.name) for box in diagram.boxes if box.change == "changed"]
    assert changed == ["things_070"]
    assert len(diagram.boxes) < 100
    assert "around what changes" in diagram.title


def test_a_comparison_without_a_change_is_a_map() -> None:
    assert len(draw(FOUR_SERVICES, before=FOUR_SERVICES).boxes) == 4


def test_a_map_can_be_clicked_where_it_names_a_table() -> None:
    assert 'data-table="things_' in svg(draw(generated(200)))
    assert "data-table" not in svg(draw(FOUR_SERVICES))
    assert 'data-service="service_2"' in svg(draw(FOUR_SERVICES))


def test_a_table_that_nothing_points_to_is_drawn_on_a_map() -> None:
    lonely = Schema(tables=(table("users", service="auth"),))
    assert ">users<" in svg(draw(lonely, detail="map"))


def test_a_map_is_told_in_mermaid() -> None:
    text = mermaid_text(draw(FOUR_SERVICES))
    assert '"service_0"["service_0 (service of 50 tables)"]' in text
    assert "%% 45 more tables" in text
