"""`designkit diagram`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import USERS, designkit, goose, write

ORDERS = """
CREATE TABLE orders (id uuid PRIMARY KEY, user_id uuid REFERENCES users, total numeric);
CREATE TABLE events (id uuid PRIMARY KEY);
"""


@pytest.fixture(autouse=True)
def _design(project: Path) -> None:
    (project / "shop.sql").write_text(USERS + ORDERS)


@pytest.mark.parametrize(
    ("ending", "first"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("dot", b"digraph"), ("mmd", b"")]
)
def test_the_ending_chooses_the_form(project: Path, ending: str, first: bytes) -> None:
    result = designkit("diagram", "shop.sql", "-o", f"out/shop.{ending}")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"out/shop.{ending}: ")
    assert first in (project / "out" / f"shop.{ending}").read_bytes()[:80]


def test_the_focus_leaves_out_what_is_further_away(project: Path) -> None:
    designkit("diagram", "shop.sql", "-o", "a.mmd", "--focus", "orders", "--depth", "0")
    drawn = (project / "a.mmd").read_text()
    assert "orders" in drawn
    assert "events" not in drawn


def test_the_detail_is_the_one_asked_for(project: Path) -> None:
    for detail in ("columns", "keys"):
        designkit("diagram", "shop.sql", "-o", f"{detail}.mmd", "--detail", detail)
    assert "total" in (project / "columns.mmd").read_text()
    assert "total" not in (project / "keys.mmd").read_text()


def test_each_of_several_sources_is_a_cluster(project: Path) -> None:
    write(project / "other" / "shop", create_events=goose("CREATE TABLE events ();"))
    sources = ("migrations/shop", "other/shop", "shop.sql")
    result = designkit("diagram", *sources, "-o", "all.dot")
    assert result.exit_code == 0
    # Three sources are called shop: each is named as it was given.
    assert all(source in (project / "all.dot").read_text() for source in sources)


def test_a_service_is_a_cluster_by_its_name(project: Path) -> None:
    write(project / "migrations" / "crm", create_people=goose("CREATE TABLE people ();"))
    assert designkit("diagram", "-o", "all.dot").exit_code == 0
    drawn = (project / "all.dot").read_text()
    assert "crm" in drawn
    assert "migrations/crm" not in drawn


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("-o", "a.txt"), "a.txt: a diagram has no form '.txt'"),
        (("-o", "a.dot", "--focus", "nobody"), "table nobody: there is no such table"),
        (("-o", "shop.sql/a.dot"), "shop.sql/a.dot: cannot be written"),
        ((), "Missing option '--output'"),
        (("-o", "a.dot", "--depth", "-1"), "Invalid value for '--depth'"),
        (("-o", "a.dot", "--detail", "some"), "Invalid value for '--detail'"),
    ],
)
def test_what_cannot_be_drawn_is_2(project: Path, options: tuple[str, ...], complaint: str) -> None:
    result = designkit("diagram", "shop.sql", *options)
    assert result.exit_code == 2
    assert complaint in result.stderr
    assert not (project / "a.dot").exists()
