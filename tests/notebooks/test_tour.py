"""The tour runs from top to bottom, and what it shows needs no JavaScript."""

from __future__ import annotations

from pathlib import Path

from tests.notebooks.running import changed_files, displays, run


def test_the_tour_runs_and_changes_nothing_in_the_checkout(tmp_path: Path) -> None:
    before = changed_files()
    shown = displays(run("tour.ipynb", tmp_path))
    assert changed_files() == before
    assert len(shown) > 10
    for display in shown:
        assert {"text/html", "text/plain"} <= display.keys()
        assert "<script" not in display["text/html"]
        assert "<dk" not in display["text/plain"]
        assert " object at 0x" not in display["text/plain"]


def test_the_tour_takes_its_parameters_from_outside(tmp_path: Path) -> None:
    shown = displays(run("tour.ipynb", tmp_path, approver="Ann <b>Bell</b>"))
    approved = shown[-1]
    assert "approved by Ann <b>Bell</b>" in approved["text/plain"]
    assert "<b>Bell</b>" not in approved["text/html"]
