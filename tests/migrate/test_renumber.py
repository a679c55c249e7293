"""New numbers for what is not released, after a merge above all."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.errors import DesignkitError, FileError, HistoryError, NotApproved
from designkit.migrate import checksums
from designkit.migrate.checksums import FILE_NAME
from designkit.migrate.history import read
from designkit.migrate.renumber import apply, plan

GOOSE = "-- +goose Up\nSELECT 1;\n-- +goose Down\n"


def git(directory: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(
        ["git", "-C", str(directory), *identity, *arguments], check=True, capture_output=True
    )


def add(directory: Path, *files: str, text: str = GOOSE) -> None:
    for name in files:
        file = directory / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"-- {name}\n{text}" if name.endswith(".sql") else text)


def record(directory: Path) -> None:
    (directory / FILE_NAME).write_text(checksums.compute(read(directory, strict=False)).text)


def released(directory: Path, *files: str, text: str = GOOSE) -> Path:
    """A directory whose files so far are recorded."""
    add(directory, *files, text=text)
    record(directory)
    return directory


def listing(directory: Path) -> list[str]:
    return sorted(
        file.relative_to(directory).as_posix()
        for file in directory.rglob("*")
        if file.is_file() and ".git/" not in file.as_posix() and file.name != FILE_NAME
    )


def contents(directory: Path) -> dict[str, bytes]:
    return {name: (directory / name).read_bytes() for name in [*listing(directory), FILE_NAME]}


def renumber(directory: Path, base: str | None = None) -> list[str]:
    """Renumber, check that the chain fits and that nothing is left to do, and list the files."""
    apply(plan(directory, base=base))
    recorded = checksums.read(directory)
    assert recorded is not None
    assert checksums.compare(recorded, read(directory)) == ()
    assert not plan(directory, base=base)
    return listing(directory)


CASES: dict[str, tuple[list[str], list[str], list[str]]] = {
    "a collision": (
        ["001_a.sql", "002_theirs.sql"],
        ["002_ours.sql"],
        ["001_a.sql", "002_theirs.sql", "003_ours.sql"],
    ),
    "several, of which each target is still taken": (
        ["001_a.sql", "002_b.sql"],
        ["002_x.sql", "003_x.sql", "004_y.sql"],
        ["001_a.sql", "002_b.sql", "003_x.sql", "004_x.sql", "005_y.sql"],
    ),
    "one that came too early": (
        ["001_a.sql", "003_c.sql"],
        ["002_ours.sql"],
        ["001_a.sql", "003_c.sql", "004_ours.sql"],
    ),
    "a gap": (["001_a.sql"], ["004_b.sql", "006_b.sql"], ["001_a.sql", "002_b.sql", "003_b.sql"]),
    "a gap and a collision": (
        ["001_a.sql", "002_b.sql"],
        ["002_x.sql", "009_x.sql"],
        ["001_a.sql", "002_b.sql", "003_x.sql", "004_x.sql"],
    ),
    "a digit more": (
        ["998_a.sql", "999_b.sql"],
        ["999_x.sql"],
        ["1000_x.sql", "998_a.sql", "999_b.sql"],
    ),
    "two branches that are both new": (
        [],
        ["001_a.sql", "001_b.sql", "002_c.sql"],
        ["001_a.sql", "002_b.sql", "003_c.sql"],
    ),
    "dates, where a gap says nothing": (
        ["20260101000000_a.sql", "20260301000000_b.sql"],
        ["20260201000000_x.sql", "20260401000000_y.sql"],
        [
            "20260101000000_a.sql",
            "20260301000000_b.sql",
            "20260301000001_x.sql",
            "20260401000000_y.sql",
        ],
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES)
def test_what_is_not_released_moves_behind_what_is(
    tmp_path: Path, old: list[str], new: list[str], expected: list[str]
) -> None:
    released(tmp_path, *old) if old else (tmp_path / FILE_NAME).write_text(
        checksums.Checksums(entries=()).text
    )
    before = {name: (tmp_path / name).read_bytes() for name in old}
    add(tmp_path, *new)
    assert renumber(tmp_path) == expected
    assert {name: (tmp_path / name).read_bytes() for name in old} == before


def test_pairs_move_together_for_every_database(tmp_path: Path) -> None:
    released(tmp_path, "1_a.up.sql", "1_a.down.sql", text="")
    add(tmp_path, "1_b.up.sql", "1_b.down.sql", "1_b.cockroach.up.sql", text="")
    assert renumber(tmp_path) == [
        "002_b.cockroach.up.sql",
        "002_b.down.sql",
        "002_b.up.sql",
        "1_a.down.sql",
        "1_a.up.sql",
    ]


def test_a_folder_moves_with_all_that_is_in_it(tmp_path: Path) -> None:
    date = "2026-01-01-000000"
    released(tmp_path, f"{date}_a/up.sql", text="")
    add(tmp_path, f"{date}_b/up.sql", f"{date}_b/down.sql", f"{date}_b/notes.md", text="")
    (tmp_path / f"{date}_b" / "metadata.toml").write_text("run_in_transaction = false")
    assert renumber(tmp_path) == [
        "2026-01-01-000000_a/up.sql",
        *(f"2026-01-01-000001_b/{name}" for name in ("down.sql", "metadata.toml", "notes.md")),
        "2026-01-01-000001_b/up.sql",
    ]


def test_a_way_down_that_came_later_leaves_its_migration_released(tmp_path: Path) -> None:
    released(tmp_path, "1_a.up.sql", "3_c.up.sql", text="")
    add(tmp_path, "1_a.down.sql", text="")
    assert renumber(tmp_path) == ["1_a.down.sql", "1_a.up.sql", "3_c.up.sql"]


def test_the_header_follows_and_statements_do_not(tmp_path: Path) -> None:
    released(tmp_path, "001_a.sql", "002_b.sql")
    header = "-- Stage 1 of 2, before 003_y; not 002_xx. See 002_x.sql.\n\n"
    add(tmp_path, "002_x.sql", "003_y.sql")
    (tmp_path / "002_x.sql").write_text(
        f"{header}-- +goose Up\n-- of 002_x\nSELECT '\n-- 002_x';\n-- 003_y\n"
    )
    renumber(tmp_path)
    assert (tmp_path / "003_x.sql").read_text() == (
        "-- Stage 1 of 2, before 004_y; not 002_xx. See 003_x.sql.\n\n"
        "-- +goose Up\n-- of 003_x\nSELECT '\n-- 002_x';\n-- 003_y\n"
    )
    assert (tmp_path / "004_y.sql").read_text() == f"-- 004_y.sql\n{GOOSE}"


def test_nothing_to_do_is_false_and_changes_nothing(tmp_path: Path) -> None:
    before = contents(released(tmp_path, "001_a.sql", "002_b.sql"))
    planned = plan(tmp_path)
    assert not planned
    apply(planned)
    assert contents(tmp_path) == before


def test_a_plan_writes_nothing(tmp_path: Path) -> None:
    released(tmp_path, "001_a.sql")
    add(tmp_path, "001_b.sql")
    before = contents(tmp_path)
    planned = plan(tmp_path)
    assert [move.renamed for move in planned.moves] == [(("001_b.sql", "002_b.sql"),)]
    assert contents(tmp_path) == before


@pytest.fixture
def merged(tmp_path: Path) -> Path:
    """A checkout of `ours` into which `main` was merged: both had taken number 002."""
    directory = tmp_path / "migrations"
    released(directory, "001_a.sql")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    git(tmp_path, "branch", "ours")
    for branch, name in (("main", "002_theirs.sql"), ("ours", "002_ours.sql")):
        git(tmp_path, "checkout", "-q", branch)
        released(directory, name)
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-q", "-m", name)
    return directory


def merge(directory: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        git(directory, "merge", "-q", "main")
    assert "<<<<<<<" in (directory / FILE_NAME).read_text()


def test_a_conflict_of_the_checksums_is_solved_by_the_base(merged: Path) -> None:
    merge(merged)
    with pytest.raises(DesignkitError, match="run designkit renumber with --base"):
        plan(merged)
    assert renumber(merged, base="main") == ["001_a.sql", "002_theirs.sql", "003_ours.sql"]
    git(merged, "add", "-A", ".")
    git(merged, "commit", "-q", "-m", "merged")
    assert not plan(merged, base="main")


def test_the_chain_of_the_base_stays_the_beginning(merged: Path) -> None:
    merge(merged)
    git(merged, "show", "main:migrations/designkit.sum")
    renumber(merged, base="main")
    recorded = checksums.read(merged)
    assert recorded is not None
    assert [entry.file for entry in recorded.entries] == [
        "001_a.sql",
        "002_theirs.sql",
        "003_ours.sql",
    ]


def test_two_that_count_as_released_need_a_base(merged: Path) -> None:
    merge(merged)
    record(merged)
    with pytest.raises(NotApproved, match=r"have one number, and both count as released\. Name"):
        plan(merged)


def test_what_the_clone_came_with_is_released_although_nobody_recorded_it(
    merged: Path, tmp_path: Path
) -> None:
    git(merged, "checkout", "-q", "main")
    subprocess.run(
        ["git", "clone", "-q", str(tmp_path), str(tmp_path / "clone")],
        check=True,
        capture_output=True,
    )
    clone = tmp_path / "clone" / "migrations"
    only = checksums.Checksums(entries=()).extended(
        [("001_a.sql", (clone / "001_a.sql").read_bytes())]
    )
    (clone / FILE_NAME).write_text(only.text)
    add(clone, "002_ours.sql")
    assert renumber(clone) == ["001_a.sql", "002_theirs.sql", "003_ours.sql"]


def test_numbers_of_migrations_in_go_are_taken(tmp_path: Path) -> None:
    released(tmp_path, "001_a.sql")
    for name in ("002_b.go", "003_b_test.go"):
        (tmp_path / name).touch()
    add(tmp_path, "002_x.sql", "004_y.sql")
    assert renumber(tmp_path) == [
        "001_a.sql",
        "002_b.go",
        "003_b_test.go",
        "003_x.sql",
        "004_y.sql",
    ]


def test_nothing_moves_past_a_migration_in_go(tmp_path: Path) -> None:
    released(tmp_path, "001_a.sql", "003_a.sql")
    (tmp_path / "004_b.go").touch()
    add(tmp_path, "003_x.sql")
    with pytest.raises(
        NotApproved, match=r"003_x\.sql: would move past a migration that is written"
    ):
        plan(tmp_path)


def test_a_base_that_is_not_merged_yet_is_refused(merged: Path) -> None:
    with pytest.raises(NotApproved, match=r"main holds 002_theirs\.sql, which is not here\. Merge"):
        plan(merged, base="main")


def test_a_released_file_that_was_altered_is_refused(merged: Path) -> None:
    merge(merged)
    (merged / "001_a.sql").write_text(GOOSE)
    with pytest.raises(NotApproved, match=r"001_a\.sql is not what it was at main"):
        plan(merged, base="main")


def test_a_base_without_checksums_releases_its_files(merged: Path) -> None:
    git(merged, "checkout", "-q", "main")
    git(merged, "rm", "-q", FILE_NAME)
    git(merged, "commit", "-q", "-m", "without")
    add(merged, "002_x.sql")
    apply(plan(merged, base="main"))
    assert listing(merged) == ["001_a.sql", "002_theirs.sql", "003_x.sql"]
    assert not (merged / FILE_NAME).exists()


def change(directory: Path) -> None:
    (directory / "001_a.sql").write_text("-- +goose Up\n")


def forget(directory: Path) -> None:
    (directory / FILE_NAME).unlink()


def stand_in_the_way(directory: Path) -> None:
    for file in directory.iterdir():
        file.unlink()
    released(directory, "001_a/up.sql", text="")
    add(directory, "001_x/up.sql", text="")
    (directory / "002_x").mkdir()


def leave_an_orphan(directory: Path) -> None:
    for file in directory.glob("*.sql"):
        file.unlink()
    add(directory, "1_a.down.sql", "2_b.up.sql")


REFUSED = {
    "a changed file": (change, NotApproved, "001_a.sql was changed"),
    "no record": (forget, NotApproved, "nothing says which migrations are released"),
    "a name that is taken": (stand_in_the_way, FileError, "stands where a migration has to go"),
    "a way down alone": (leave_an_orphan, HistoryError, "a way down without its way up"),
}


@pytest.mark.parametrize(("prepare", "error", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_numbered_is_refused(
    tmp_path: Path, prepare: object, error: type[DesignkitError], message: str
) -> None:
    released(tmp_path, "001_a.sql", "002_b.sql")
    add(tmp_path, "002_x.sql")
    assert callable(prepare)
    prepare(tmp_path)
    with pytest.raises(error, match=message):
        plan(tmp_path)


def test_a_plan_that_is_out_of_date_is_refused(tmp_path: Path) -> None:
    released(tmp_path, "001_a.sql")
    add(tmp_path, "001_x.sql")
    planned = plan(tmp_path)
    add(tmp_path, "001_y.sql")
    before = contents(tmp_path)
    with pytest.raises(NotApproved, match="not those that the new numbers were made for"):
        apply(planned)
    assert contents(tmp_path) == before


def test_a_running_approval_is_waited_for(tmp_path: Path) -> None:
    released(tmp_path, "001_a.sql")
    add(tmp_path, "001_x.sql")
    planned = plan(tmp_path)
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        with pytest.raises(NotApproved, match="another approval is running"):
            apply(planned)
    finally:
        os.close(handle)


@pytest.mark.parametrize(
    ("owner", "call", "nth"),
    [
        *((os, "fsync", nth) for nth in (1, 2, 3, 4)),  # Two texts, the chain, the directory.
        *((Path, "rename", nth) for nth in (1, 2)),
        *((Path, "replace", nth) for nth in (1, 2, 3)),
    ],
)
def test_a_disk_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: object, call: str, nth: int
) -> None:
    released(tmp_path, "001_a.sql")
    add(tmp_path, "001_x.sql", "002_y.sql")
    before = contents(tmp_path)
    planned = plan(tmp_path)
    real = getattr(owner, call)
    calls = count()

    def failing(*arguments: object, **named: object) -> object:
        if next(calls) + 1 == nth:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*arguments, **named)

    with monkeypatch.context() as patched:
        patched.setattr(owner, call, failing)
        with pytest.raises(FileError, match=r"No space left on device\. Nothing was changed"):
            apply(planned)
    assert contents(tmp_path) == before


@given(
    old=st.lists(st.integers(1, 9), max_size=4, unique=True),
    new=st.lists(st.integers(1, 12), max_size=5),
)
def test_the_order_stays_and_the_numbers_have_no_gap(
    tmp_path_factory: pytest.TempPathFactory, old: list[int], new: list[int]
) -> None:
    directory = tmp_path_factory.mktemp("law")
    released_files = [f"{number:03}_r.sql" for number in old]
    add(directory, *released_files, *(["001_r.sql"] if not old else []))
    record(directory)
    ours = [f"{number:03}_{letter}.sql" for number, letter in zip(new, "abcde", strict=False)]
    add(directory, *ours)
    order = [item.name for item in read(directory, strict=False).migrations if item.name != "r"]
    renumber(directory)
    found = [item for item in read(directory).migrations if item.name != "r"]
    last = max(old, default=1)
    assert [item.name for item in found] == order
    assert [item.number for item in found] == list(range(last + 1, last + 1 + len(found)))
