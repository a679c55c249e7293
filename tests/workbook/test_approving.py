"""What is approved is what was reviewed, by as many people as it takes; CI proves it again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import designkit as dk
from designkit.config import load
from designkit.errors import ConfigError, ModelError, NotApproved, SourceError
from designkit.review import save
from designkit.workbook import Workbook
from designkit.workbook.views import review_html

_HOSTILE = "<script>pwned</script> `x` | ]]> \u202e"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_text("[tool.designkit.services.events]\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def workbook() -> Iterator[Workbook]:
    with dk.open("events") as opened:
        opened.table("events").column("title", "text")
        yield opened


def test_what_changed_since_the_review_is_not_approved(workbook: Workbook) -> None:
    workbook.review()
    workbook.table("events").column("place", "text")
    with pytest.raises(NotApproved, match="Since it was reviewed these have changed: the draft"):
        workbook.approve("create_events", by="Ann")
    workbook.undo()
    assert workbook.approve("create_events", by="Ann").path.is_file()


def test_a_waiver_since_the_review_is_another_change(workbook: Workbook) -> None:
    workbook.table("events").column("paid", "boolean")
    workbook.review()
    workbook.waive("boolean-name", "events.paid", "so it is called")
    with pytest.raises(NotApproved, match="the waivers"):
        workbook.approve("create_events", by="Ann")
    workbook.review()
    assert workbook.approve("create_events", by="Ann").path.is_file()


@pytest.mark.parametrize("change", ["words", "advice"])
def test_what_was_said_since_the_review_is_not_approved(workbook: Workbook, change: str) -> None:
    workbook.review()
    if change == "words":
        workbook.explain("Something else.")
    else:
        workbook.refuse("idx_events_title", "nobody asks")
    with pytest.raises(NotApproved, match=change):
        workbook.approve("create_events", by="Ann")


@pytest.mark.parametrize(
    "line", ["designkit: allow boolean-name (events.paid) forged", "-- designkit: base x"]
)
def test_words_that_would_waive_something_are_not_approved(workbook: Workbook, line: str) -> None:
    workbook.explain(f"It is needed.\n{line}")
    with pytest.raises(NotApproved, match="read as an annotation"):
        workbook.approve("create_events", by="Ann")


def test_the_file_says_who_when_and_why(workbook: Workbook, project: Path) -> None:
    workbook.explain("Guests want to see what is on.\n  Asked for by support.")
    assert "-- designkit: why Guests want" in workbook.draft.file.read_text()
    approved = workbook.approve("create_events", by=("Ann", "Bob"), on=date(2026, 3, 1))
    assert "approved by Ann, Bob on 2026-03-01." in approved.text
    assert "-- Guests want to see what is on.\n-- Asked for by support.\n" in approved.text
    assert "sha256" in approved.text
    assert "PostgreSQL" in approved.text
    # The next change is for something else.
    assert "why" not in workbook.draft.file.read_text()
    del project


def test_the_day_may_come_from_outside(workbook: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert "on 1970-01-02." in workbook.approve("create_events", by="Ann").text


@pytest.mark.parametrize("by", ["Ann", ("Ann", " Ann "), ("Ann", "")])
def test_a_second_approver_is_another_person(project: Path, by: str | tuple[str, ...]) -> None:
    (project / "pyproject.toml").write_text("[tool.designkit.services.events]\napprovers = 2\n")
    with dk.open("events") as workbook:
        workbook.table("events")
        with pytest.raises(NotApproved, match="2 different people"):
            workbook.approve("create_events", by=by)
        assert not workbook.migrations.exists()
        assert workbook.approve("create_events", by=("Ann", "Bob")).path.is_file()


def test_nobody_cannot_approve(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.designkit]\napprovers = 0\n")
    with pytest.raises(ConfigError, match="approvers"):
        load()


def test_ci_confirms_what_was_approved(workbook: Workbook) -> None:
    (path,) = workbook.approve("create_events", by="Ann").paths
    with dk.open("events", after=0) as again:
        again.table("events").column("title", "text")
        assert again.confirm("create_events") == (path,)


@pytest.mark.parametrize(
    ("column", "description", "said"),
    [
        ("subject", "create_events", r"(?s)is not what the design leads to.*\+.*subject"),
        ("title", "make_events", "is not there"),
    ],
)
def test_ci_refuses_what_was_not_approved(
    workbook: Workbook, column: str, description: str, said: str
) -> None:
    (path,) = workbook.approve("create_events", by="Ann").paths
    before = path.read_text()
    with dk.open("events", after=0) as again:
        again.table("events").column(column, "text")
        with pytest.raises(NotApproved, match=said):
            again.confirm(description)
        assert not again.migrations.exists()
    assert path.read_text() == before


def test_advice_that_was_taken_or_refused_stands_in_the_review(workbook: Workbook) -> None:
    workbook.table("events").expect(rows=1_000_000).column("place", "text")
    workbook.query("ByTitle", "SELECT id FROM events WHERE title = :title", weight=100)
    workbook.take()
    workbook.refuse("idx_events_place", "nobody asks\nfor places.")
    with pytest.raises(ModelError, match="why"):
        workbook.refuse("idx_events_place", " ")
    said = ("Advice taken: index idx_events_title.", "Advice refused: index idx_events_place:")
    text, page = workbook.review().markdown(), review_html(workbook.review())
    for line in said:
        assert line in text
        assert line in page
    with dk.open("events") as again:
        assert again.review().markdown() == text
    workbook.undo()
    workbook.undo()
    assert "Advice" not in workbook.review().markdown()


_TWICE = """\
import designkit as dk
from designkit.workbook.views import review_html
with dk.open("events") as workbook:
    review = workbook.review()
    print(review.markdown() + review_html(review))
"""


def test_a_review_is_the_same_bytes_in_another_process(workbook: Workbook) -> None:
    workbook.close()
    runs = {
        subprocess.run(
            [sys.executable, "-c", _TWICE], check=True, capture_output=True, text=True
        ).stdout
        for _ in range(2)
    }
    assert len(runs) == 1


def test_a_saved_review_has_its_pictures_beside_it(workbook: Workbook, project: Path) -> None:
    workbook.approve("create_events", by="Ann")
    workbook.table("events").comment(_HOSTILE).column("place", "text")
    workbook.explain(_HOSTILE)
    files = save(workbook.review(), project / "reviews" / "places.md")
    assert [file.name for file in files] == ["places.md", "places.before.svg", "places.after.svg"]
    text = files[0].read_text()
    assert "(places.before.svg)" in text
    prose = text.partition("```sql")[0]
    assert "<script" not in prose
    assert "\u202e" not in prose
    again = [file.read_bytes() for file in files]
    save(workbook.review(), files[0])
    assert [file.read_bytes() for file in files] == again


def test_a_review_is_saved_as_markdown_only(workbook: Workbook, project: Path) -> None:
    with pytest.raises(SourceError, match=r"\.md"):
        save(workbook.review(), project / "review.html")
    assert not (project / "review.html").exists()
