"""The review of queries at scale runs from top to bottom, at whatever scale it is told."""

from __future__ import annotations

from pathlib import Path

from tests.notebooks.running import changed_files, displays, run


def test_the_review_runs_and_changes_nothing_in_the_checkout(tmp_path: Path) -> None:
    before = changed_files()
    shown = displays(run("review.ipynb", tmp_path, members=500_000))
    assert changed_files() == before
    for display in shown:
        assert {"text/html", "text/plain"} <= display.keys()
        assert "<script" not in display["text/html"]
        assert " object at 0x" not in display["text/plain"]
    texts = [display["text/plain"] for display in shown]
    assert any("refused at line 4" in text for text in texts)
    assert any(text.startswith("Index advice: ") for text in texts)
    assert "GetMemberByEmail: cost " in texts[-1]
