"""What the rules say of the files of a history."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from designkit.migrate import history
from designkit.migrate.checksums import Fault
from designkit.model import Value
from designkit.rules import Findings, HistoryContext, check_history
from designkit.sql.hazard import Hazard

BOTH = "-- +goose Up\nCREATE TABLE t (x int);\n-- +goose Down\nDROP TABLE t;\n"


class Seen(Value, frozen=True, kw_only=True):
    """What a rehearsal may have seen."""

    restored: bool | None = None
    differences: tuple[str, ...] = ()
    down_error: str | None = None
    hazards: tuple[Hazard, ...] = ()
    failed_on_rows: str | None = None


def judged(folder: Path, *names: str, text: str = BOTH, **context: object) -> Findings:
    for name in names:
        (folder / name).write_text(text)
    read = history.read(folder, strict=False)
    return check_history(HistoryContext(history=read, **context))  # type: ignore[arg-type]


def said(findings: Findings) -> list[tuple[str, str]]:
    return [(finding.object, finding.message.partition(": ")[2]) for finding in findings]


def test_numbers_from_one_without_gap_stand(tmp_path: Path) -> None:
    assert not judged(tmp_path, "001_create_users.sql", "002_add_email.sql")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("002_a.sql",), [("002_a.sql", "the first number is 001")]),
        (("001_a.sql", "003_b.sql"), [("003_b.sql", "number 002 is missing before it")]),
        (
            ("001_a.sql", "001_b.sql"),
            [
                (
                    "001_b.sql",
                    "number 001 stands twice; 001_a.sql has it too; give one the next free number",
                )
            ],
        ),
        (("1_a.sql",), [("1_a.sql", "the number is written 001")]),
        (("001_addEmail.sql",), [("001_addEmail.sql", "the description is snake_case: add_email")]),
        (
            ("20240131120000_a.sql", "20240201120000_b.sql"),
            [
                (
                    "20240131120000_a.sql",
                    "files are numbered one by one from 001, not by date; 2 of 2 carry a date",
                )
            ],
        ),
    ],
)
def test_a_wrong_number_or_name_is_told(
    names: tuple[str, ...], expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert said(judged(tmp_path, *names)) == expected


def test_a_history_without_migrations_has_no_wrong_number(tmp_path: Path) -> None:
    empty = history.History(directory=tmp_path, format="goose", migrations=())
    assert not check_history(HistoryContext(history=empty))


def test_a_finding_names_the_file(tmp_path: Path) -> None:
    (finding,) = judged(tmp_path, "002_a.sql")
    assert finding.file == (tmp_path / "002_a.sql").as_posix()


def test_a_migration_without_down_is_found(tmp_path: Path) -> None:
    (finding,) = judged(tmp_path, "001_a.sql", text="-- +goose Up\nSELECT 1;\n")
    assert (finding.rule, finding.object) == ("migration-without-down", "001_a.sql")


def test_an_empty_down_is_an_answer(tmp_path: Path) -> None:
    text = "-- +goose Up\nSELECT 1;\n-- +goose Down\n"
    assert not judged(tmp_path, "001_a.sql", text=text)


FAULT = Fault(file="001_a.sql", kind="changed", explanation="was changed.")


@pytest.mark.parametrize("context", [{"recorded": (FAULT,)}, {"revised": (FAULT,)}])
def test_a_changed_migration_is_found_whoever_saw_it(
    context: Mapping[str, object], tmp_path: Path
) -> None:
    (finding,) = judged(tmp_path, "001_a.sql", **context)  # type: ignore[arg-type]
    assert (finding.rule, finding.object) == ("migration-changed", "001_a.sql")
    assert finding.message == "001_a.sql was changed."


def test_a_change_that_both_saw_is_told_once(tmp_path: Path) -> None:
    assert len(judged(tmp_path, "001_a.sql", recorded=(FAULT,), revised=(FAULT,))) == 1


@pytest.mark.parametrize(
    ("seen", "message"),
    [
        (Seen(restored=False, differences=("type mood remains",)), "type mood remains"),
        (Seen(down_error="no such table"), "DOWN failed on a real database: no such table"),
    ],
)
def test_a_down_that_does_not_restore_is_found_with_what_was_seen(
    seen: Seen, message: str, tmp_path: Path
) -> None:
    (finding,) = judged(tmp_path, "001_a.sql", rehearsed={str(tmp_path / "001_a.sql"): seen})
    assert finding.rule == "migration-not-reversible"
    assert message in finding.message
    assert finding.evidence


@pytest.mark.parametrize(
    "rehearsed", [None, {}, {"001_a.sql": Seen(restored=True)}, {"001_a.sql": Seen()}]
)
def test_nothing_is_said_of_what_was_not_rehearsed_or_came_back(
    rehearsed: Mapping[str, Seen] | None, tmp_path: Path
) -> None:
    known = rehearsed and {str(tmp_path / name): seen for name, seen in rehearsed.items()}
    assert not judged(tmp_path, "001_a.sql", rehearsed=known)
