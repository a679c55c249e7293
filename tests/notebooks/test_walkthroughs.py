"""The notebooks that lead through a task run from top to bottom, and change nothing here."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.notebooks.running import changed_files, displays, run

TOLD = {
    "new_service.ipynb": ("no findings", "ListComingBookings", "001_create_bookings.sql"),
    "live_change.ipynb": (
        "a running client that uses members.display_name under its old name fails",
        "Accepted hazard: drop column members.display_name",
    ),
    "importing.ipynb": ("migration-not-reversible", "already exists", "000002_index_emails.sql"),
}


@pytest.mark.parametrize("name", TOLD)
def test_the_notebook_runs_and_changes_nothing_in_the_checkout(name: str, tmp_path: Path) -> None:
    before = changed_files()
    shown = displays(run(name, tmp_path))
    assert changed_files() == before
    for display in shown:
        assert "<script" not in display.get("text/html", "")
        assert " object at 0x" not in display["text/plain"]
    everything = "\n".join(display["text/plain"] for display in shown)
    assert [words for words in TOLD[name] if words not in everything] == []


def test_what_is_imported_becomes_the_format_that_is_asked_for(tmp_path: Path) -> None:
    shown = displays(run("importing.ipynb", tmp_path, target_format="diesel"))
    assert any("000002_index_emails" in display["text/plain"] for display in shown)
