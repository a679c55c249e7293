"""The index over services: what it tells, and that names in it stay text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.diagram import mermaid_text
from designkit.diagram.overview import Borrowing, Crossing, crossing_diagram, overview
from designkit.model import QualifiedName, Schema
from tests.diagram.drawn_schemas import USERS, column, table
from tests.diagram.odd_schemas import TRAPS, names
from tests.diagram.test_text import MERMAID_LINE

SCHEMAS = {
    "auth": Schema(tables=(USERS,)),
    "events": Schema(tables=(table("tickets", column("user_id", "uuid")), table("events"))),
}


def crossing(**fields: object) -> Crossing:
    usual: dict[str, object] = {
        "service": "events",
        "table": QualifiedName(name="tickets"),
        "columns": ("user_id",),
        "other": "auth",
        "there": QualifiedName(name="users"),
        "referenced": ("id",),
        "types": ("uuid", "uuid"),
    }
    # Fields are given by name, as to the value itself.
    return Crossing(**(usual | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("item", "row"),
    [
        (crossing(), "| `user_id` | `uuid` | auth `users` `id` | its name alone |"),
        (crossing(types=("uuid", "text")), "| `uuid`, there `text` | auth"),
        (crossing(key="tickets_user_id_fkey"), "| foreign key `tickets_user_id_fkey` |"),
    ],
)
def test_a_reference_is_told_with_its_types_and_what_holds_it(item: Crossing, row: str) -> None:
    assert row in overview(SCHEMAS, (item,))


def test_each_service_tells_of_whom_it_speaks_and_who_speaks_of_it() -> None:
    page = overview(SCHEMAS, (crossing(),))
    assert "| [auth](auth.md) | 1 |  | [events](events.md) |" in page
    assert "| [events](events.md) | 2 | [auth](auth.md) |  |" in page


def test_services_without_references_have_no_section_about_them() -> None:
    page = overview(SCHEMAS)
    assert "##" not in page
    assert "![" not in page


def test_the_diagram_shows_the_tables_that_take_part_alone() -> None:
    diagram = crossing_diagram(SCHEMAS, (crossing(),))
    assert [str(box.name) for box in diagram.boxes] == ["users", "tickets"]
    assert [relation.crosses for relation in diagram.relations] == [True]


def test_order_of_services_and_references_makes_no_difference() -> None:
    two = (crossing(), crossing(columns=("author_user_id",)))
    shuffled = dict(reversed(SCHEMAS.items()))
    assert overview(SCHEMAS, two) == overview(shuffled, two[::-1])


@given(st.lists(names, min_size=2, max_size=2, unique=True), names, names, names)
def test_no_name_becomes_structure(
    services: list[str], held: str, pointed: str, query: str
) -> None:
    here, there = services
    wanted = table(held, column(pointed, "uuid"))
    schemas = {here: Schema(tables=(wanted,)), there: Schema(tables=(USERS,))}
    item = crossing(
        service=here, table=wanted.qualified, columns=(pointed,), other=there, key=query
    )
    borrowed = Borrowing(service=here, query=query, tables=((there, USERS.qualified),))
    page = overview(schemas, (item,), (borrowed,), diagram="a.svg", mermaid="a.mmd")
    outside_code = "".join(page.split("`")[::2])
    assert "<" not in outside_code.replace("<code>", "").replace("</code>", "")
    assert page.count("\n## ") == 2
    rows = [line.count("|") for line in page.splitlines() if line.startswith("|")]
    assert rows == [5] * 4 + [7] * 3 + [4] * 3


@pytest.mark.parametrize("trap", TRAPS)
def test_mermaid_of_the_references_takes_every_name(trap: str) -> None:
    wanted = table(trap, column(trap, "uuid"))
    schemas = {trap: Schema(tables=(wanted,)), "auth": SCHEMAS["auth"]}
    item = crossing(service=trap, table=wanted.qualified, columns=(trap,))
    for line in mermaid_text(crossing_diagram(schemas, (item,))).splitlines():
        assert MERMAID_LINE.fullmatch(line), line
