"""What the checksum file says about a directory that was tampered with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from designkit.errors import SourceError
from designkit.migrate import checksums
from designkit.migrate.checksums import FILE_NAME, Checksums, Fault
from designkit.migrate.history import History, read

TEXT = "-- +goose Up\nSELECT {};\n-- +goose Down\n"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    for number in (1, 2, 3, 4):
        (tmp_path / f"00{number}_a.sql").write_text(TEXT.format(number))
    (tmp_path / FILE_NAME).write_text(checksums.compute(read(tmp_path)).text)
    return tmp_path


def faults(directory: Path) -> list[tuple[str, str]]:
    return [(fault.kind, fault.file) for fault in judged(directory)]


def judged(directory: Path) -> tuple[Fault, ...]:
    recorded = checksums.read(directory)
    assert recorded is not None
    return checksums.compare(recorded, read(directory, strict=False))


def edit(name: str, before: str, after: str) -> Callable[[Path], None]:
    def edited(directory: Path) -> None:
        content = (directory / name).read_bytes()
        assert before.encode() in content
        (directory / name).write_bytes(content.replace(before.encode(), after.encode()))

    return edited


def swap_lines(directory: Path) -> None:
    head, *lines = (directory / FILE_NAME).read_text().splitlines()
    lines[1], lines[2] = lines[2], lines[1]
    (directory / FILE_NAME).write_text("\n".join([head, *lines, ""]))


def lose_lines(directory: Path) -> None:
    head, *lines = (directory / FILE_NAME).read_text().splitlines()
    (directory / FILE_NAME).write_text("\n".join([head, lines[0], lines[3], ""]))


def renumber_and_edit(directory: Path) -> None:
    edit("002_a.sql", "2", "22")(directory)
    (directory / "002_a.sql").rename(directory / "009_a.sql")


def swap_files(directory: Path) -> None:
    (directory / "002_a.sql").rename(directory / "x")
    (directory / "003_a.sql").rename(directory / "002_b.sql")
    (directory / "x").rename(directory / "003_b.sql")


TAMPERED: dict[str, tuple[Callable[[Path], object], list[tuple[str, str]]]] = {
    "nothing": (lambda _: None, []),
    "an edit": (edit("002_a.sql", "2", "22"), [("changed", "002_a.sql")]),
    "a comment": (
        edit("001_a.sql", "-- +goose Down", "-- +goose Down\n-- x"),
        [("changed", "001_a.sql")],
    ),
    "line endings": (edit("003_a.sql", "\n", "\r\n"), [("changed", "003_a.sql")]),
    "a removal": (lambda it: (it / "002_a.sql").unlink(), [("removed", "002_a.sql")]),
    "the last one": (lambda it: (it / "004_a.sql").unlink(), [("removed", "004_a.sql")]),
    "a renaming": (
        lambda it: (it / "002_a.sql").rename(it / "002_b.sql"),
        [("renamed", "002_a.sql")],
    ),
    "a renumbering": (
        lambda it: (it / "002_a.sql").rename(it / "009_a.sql"),
        [("renumbered", "002_a.sql")],
    ),
    "a renumbering with an edit": (
        renumber_and_edit,
        [("renumbered", "002_a.sql")],
    ),
    "a renaming with an edit": (
        lambda it: (
            edit("002_a.sql", "2", "22")(it),
            (it / "002_a.sql").rename(it / "002_b.sql"),
        ),
        [("renamed", "002_a.sql")],
    ),
    "two that changed places": (
        swap_files,
        [("renumbered", "002_a.sql"), ("renumbered", "003_a.sql")],
    ),
    "an addition": (
        lambda it: (it / "005_a.sql").write_text(TEXT),
        [("added", "005_a.sql")],
    ),
    "swapped lines": (
        swap_lines,
        [
            ("reordered", "003_a.sql"),
            ("reordered", "002_a.sql"),
            ("reordered", "004_a.sql"),
            ("changed", FILE_NAME),
        ],
    ),
    "lost lines": (
        lose_lines,
        [
            ("reordered", "004_a.sql"),
            ("added", "002_a.sql"),
            ("added", "003_a.sql"),
            ("changed", FILE_NAME),
        ],
    ),
}


@pytest.mark.parametrize(("tamper", "expected"), TAMPERED.values(), ids=TAMPERED)
def test_it_is_said_exactly_what_happened(
    directory: Path, tamper: Callable[[Path], object], expected: list[tuple[str, str]]
) -> None:
    tamper(directory)
    assert faults(directory) == expected


@pytest.mark.parametrize(("before", "now"), [("\n", "\r\n"), ("\r\n", "\n")], ids=["CRLF", "LF"])
def test_line_endings_that_alone_differ_are_said(tmp_path: Path, before: str, now: str) -> None:
    for name in ("001_a.sql", "002_a.sql"):
        (tmp_path / name).write_bytes(TEXT.replace("\n", before).encode())
    (tmp_path / FILE_NAME).write_text(checksums.compute(read(tmp_path)).text)
    edit("002_a.sql", before, now)(tmp_path)
    spelled = {"\n": "LF", "\r\n": "CRLF"}
    (fault,) = judged(tmp_path)
    assert fault.explanation.startswith(
        f"has line endings {spelled[now]}, and was committed with {spelled[before]}; nothing else"
    )


def test_some_lines_with_other_endings_are_enough(directory: Path) -> None:
    edit("002_a.sql", "-- +goose Down\n", "-- +goose Down\r\n")(directory)
    assert "line endings CRLF" in judged(directory)[0].explanation


def test_an_edit_is_not_taken_for_its_line_endings(directory: Path) -> None:
    edit("002_a.sql", "2;\n", "22;\r\n")(directory)
    assert judged(directory)[0].explanation.startswith("was changed after it was committed.")


def test_several_things_are_told_apart(directory: Path) -> None:
    edit("001_a.sql", "1", "11")(directory)
    (directory / "003_a.sql").unlink()
    (directory / "004_a.sql").rename(directory / "003_z.sql")
    assert faults(directory) == [
        ("changed", "001_a.sql"),
        ("removed", "003_a.sql"),
        ("renumbered", "004_a.sql"),
    ]


@pytest.mark.parametrize(
    ("successor", "content", "explanation"),
    [
        (
            "002_b.sql",
            TEXT.format(2),
            "was renamed to 002_b.sql after it was committed. Give it its name back.",
        ),
        (
            "009_a.sql",
            TEXT.format(2),
            "was renumbered to 009_a.sql after it was committed. Give it its number back.",
        ),
        (
            "009_a.sql",
            "-- +goose Up",
            (
                "was renumbered to 009_a.sql and changed after it was committed. "
                "Give it its number and its content back."
            ),
        ),
        (
            "002_b.sql",
            "-- +goose Up",
            (
                "was renamed to 002_b.sql and changed after it was committed. "
                "Give it its name and its content back."
            ),
        ),
    ],
)
def test_what_became_of_a_file_is_said_in_full(
    directory: Path, successor: str, content: str, explanation: str
) -> None:
    (directory / "002_a.sql").unlink()
    (directory / successor).write_text(content)
    assert [fault.explanation for fault in judged(directory)] == [explanation]


def test_a_file_that_lost_its_number_is_found(tmp_path: Path) -> None:
    for name in ("001_a.up.sql", "002_b.up.sql"):
        (tmp_path / name).write_text(f"-- {name}")
    (tmp_path / FILE_NAME).write_text(checksums.compute(read(tmp_path)).text)
    (tmp_path / "002_b.up.sql").rename(tmp_path / "b.sql")
    assert [fault.explanation[:24] for fault in judged(tmp_path)] == ["was renamed to b.sql aft"]


@pytest.mark.parametrize(
    ("names", "moved", "expected"),
    [
        (
            ["001_a.up.sql", "001_a.down.sql"],
            {"001_a.up.sql": "002_a.up.sql", "001_a.down.sql": "002_a.down.sql"},
            [("renumbered", "001_a.up.sql"), ("renumbered", "001_a.down.sql")],
        ),
        (
            ["001_a.up.sql", "001_a.down.sql"],
            {"001_a.down.sql": "001_b.down.sql"},
            [("renamed", "001_a.down.sql")],
        ),
        (
            ["001_a/up.sql", "001_a/down.sql", "001_a/metadata.toml"],
            {"001_a": "002_a"},
            [
                ("renumbered", "001_a/up.sql"),
                ("renumbered", "001_a/down.sql"),
                ("renumbered", "001_a/metadata.toml"),
            ],
        ),
        (
            ["001_a.up.sql", "001_a.cockroach.up.sql"],
            {"001_a.cockroach.up.sql": "gone"},
            [("removed", "001_a.cockroach.up.sql")],
        ),
    ],
)
def test_pairs_and_folders_are_told_apart(
    tmp_path: Path, names: list[str], moved: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("" if name.endswith("toml") else f"-- {name}")
    (tmp_path / FILE_NAME).write_text(checksums.compute(read(tmp_path)).text)
    for before, after in moved.items():
        (tmp_path / before).rename(tmp_path / after)
    assert faults(tmp_path) == expected


def test_line_endings_of_the_checksum_file_itself_do_not_count(directory: Path) -> None:
    file = directory / FILE_NAME
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert faults(directory) == []


def test_a_file_that_is_recorded_twice_is_refused(directory: Path) -> None:
    file = directory / FILE_NAME
    file.write_text(file.read_text() + file.read_text().splitlines()[-1] + "\n")
    with pytest.raises(SourceError, match=r"designkit\.sum:6: "):
        checksums.read(directory)


def test_an_addition_among_recorded_files_says_so(directory: Path) -> None:
    (directory / "0002_b.sql").write_text(TEXT)
    assert "before 003_a.sql, which is" in judged(directory)[0].explanation


def test_a_renaming_says_the_new_name(directory: Path) -> None:
    (directory / "002_a.sql").rename(directory / "002_b.sql")
    assert "to 002_b.sql" in judged(directory)[0].explanation


def test_what_was_written_is_read(directory: Path) -> None:
    recorded = checksums.read(directory)
    computed = checksums.compute(read(directory))
    assert recorded is not None
    assert recorded.entries == computed.entries
    assert recorded.stated_total == computed.total


def test_each_further_file_changes_the_first_line(directory: Path) -> None:
    chain = checksums.compute(read(directory))
    longer = chain.extended([("005_a.sql", b"")])
    assert longer.text.splitlines()[0] != chain.text.splitlines()[0]
    assert longer.entries[:-1] == chain.entries


def test_a_chain_depends_on_what_came_before() -> None:
    empty = Checksums(entries=())
    one = empty.extended([("a", b"x"), ("b", b"y")])
    other = empty.extended([("a", b"z"), ("b", b"y")])
    assert one.entries[1].digest != other.entries[1].digest


def test_both_files_of_a_pair_are_recorded(tmp_path: Path) -> None:
    (tmp_path / "1_a.up.sql").write_text("SELECT 1")
    (tmp_path / "1_a.down.sql").write_text("")
    history: History = read(tmp_path)
    assert [entry.file for entry in checksums.compute(history).entries] == [
        "1_a.up.sql",
        "1_a.down.sql",
    ]


def test_a_directory_without_the_file_has_no_record(tmp_path: Path) -> None:
    assert checksums.read(tmp_path) is None


@pytest.mark.parametrize(
    ("content", "line"),
    [("", 1), ("<<<<<<< HEAD\n", 1), (f"designkit.sum v1 {'0' * 64}\n=======\n", 2)],
)
def test_a_malformed_file_is_refused_with_its_line(tmp_path: Path, content: str, line: int) -> None:
    (tmp_path / FILE_NAME).write_text(content)
    with pytest.raises(SourceError, match=rf"designkit\.sum:{line}: "):
        checksums.read(tmp_path)
