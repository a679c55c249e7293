"""Writing an approved migration: all of it, or nothing."""

from __future__ import annotations

import errno
import fcntl
import multiprocessing
import os
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from designkit.config import FileFormat
from designkit.errors import DesignkitError, FileError, NotApproved
from designkit.migrate import checksums, seal
from designkit.migrate.checksums import FILE_NAME
from designkit.migrate.export import Export
from designkit.migrate.history import read
from designkit.migrate.publish import plan, publish
from designkit.model import replace

EXPORT = Export(
    description="create_users", up=("CREATE TABLE users ()",), down=("DROP TABLE users",)
)


def listing(directory: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(directory.iterdir())}


def test_the_first_migration_makes_the_directory_and_its_checksums(tmp_path: Path) -> None:
    directory = tmp_path / "services" / "auth" / "migrations"
    written = publish(directory, [EXPORT])
    assert [(item.number, item.label) for item in written.migrations] == [(1, "001")]
    assert written.paths == (directory / "001_create_users.sql",)
    assert set(listing(directory)) == {"001_create_users.sql", FILE_NAME}


def test_what_was_planned_is_what_is_written(tmp_path: Path) -> None:
    planned = plan(tmp_path, [EXPORT])
    assert listing(tmp_path) == {}
    assert publish(tmp_path, [EXPORT]) == planned
    assert (tmp_path / FILE_NAME).read_text() == planned.checksums.text


def test_the_next_one_continues_numbers_and_checksums(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        assert publish(tmp_path, [EXPORT]).migrations[0].number == number
        recorded = checksums.read(tmp_path)
        assert recorded is not None
        assert len(recorded.entries) == number
        assert checksums.compare(recorded, read(tmp_path)) == ()


def test_several_are_written_one_after_the_other(tmp_path: Path) -> None:
    publish(tmp_path, [EXPORT])
    more = [replace(EXPORT, description=name) for name in ("b", "c")]
    written = publish(tmp_path, more)
    assert [path.name for path in written.paths] == ["002_b.sql", "003_c.sql"]
    assert [item.number for item in read(tmp_path).migrations] == [1, 2, 3]
    assert checksums.read(tmp_path) == replace(
        written.checksums, stated_total=written.checksums.total
    )


def test_of_several_none_is_written_where_one_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="a zero byte"):
        publish(tmp_path, [EXPORT, replace(EXPORT, header=("\0",))])
    assert listing(tmp_path) == {}


def test_nothing_to_write_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotApproved, match="no migration was given"):
        plan(tmp_path, [])


def test_a_file_gets_the_rights_that_the_user_gives_new_files(tmp_path: Path) -> None:
    (path,) = publish(tmp_path, [EXPORT]).paths
    (tmp_path / "other").touch()
    assert path.stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.parametrize(
    "file_format", ["goose", "sql-migrate", "dbmate", "golang-migrate", "diesel"]
)
def test_a_directory_keeps_its_format(tmp_path: Path, file_format: FileFormat) -> None:
    publish(tmp_path, [EXPORT], file_format=file_format)
    publish(tmp_path, [EXPORT])
    history = read(tmp_path)
    assert history.format == file_format
    assert len(history.migrations) == 2


def test_sqlx_is_kept_where_the_settings_say_so(tmp_path: Path) -> None:
    for _ in range(2):
        publish(tmp_path, [EXPORT], file_format="sqlx")
    assert [item.format for item in (read(tmp_path), read(tmp_path, wanted="sqlx"))] == [
        "golang-migrate",
        "sqlx",
    ]


def test_files_that_nobody_recorded_are_taken_into_the_chain(tmp_path: Path) -> None:
    publish(tmp_path, [EXPORT])
    (tmp_path / "002_by_hand.sql").write_text("-- +goose Up\n")
    publish(tmp_path, [EXPORT])
    recorded = checksums.read(tmp_path)
    assert recorded is not None
    assert [entry.file[:3] for entry in recorded.entries] == ["001", "002", "003"]


def change(directory: Path) -> None:
    (directory / "001_create_users.sql").write_text("-- +goose Up\nSELECT 1;\n")


def remove_all(directory: Path) -> None:
    (directory / "001_create_users.sql").unlink()


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (change, r"001_create_users\.sql was changed"),
        (remove_all, "every recorded migration is gone"),
    ],
)
def test_a_directory_that_was_tampered_with_is_refused(
    tmp_path: Path,
    prepare: Callable[[Path], None],
    message: str,
) -> None:
    publish(tmp_path, [EXPORT])
    prepare(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(NotApproved, match=message):
        publish(tmp_path, [EXPORT])
    assert sorted(tmp_path.rglob("*")) == before


def test_a_directory_that_lost_its_checksums_is_refused(tmp_path: Path) -> None:
    publish(tmp_path, [replace(EXPORT, header=(seal.LINE,))])
    (tmp_path / FILE_NAME).unlink()
    before = listing(tmp_path)
    with pytest.raises(NotApproved, match=r"designkit\.sum: is missing, .* \(git checkout HEAD"):
        publish(tmp_path, [EXPORT])
    assert listing(tmp_path) == before


def test_a_history_that_moved_since_the_review_is_refused(tmp_path: Path) -> None:
    assert publish(tmp_path, [EXPORT], reviewed="").migrations[0].number == 1
    reviewed = checksums.compute(read(tmp_path)).total
    assert publish(tmp_path, [EXPORT], reviewed=reviewed).migrations[0].number == 2
    for stale in ("", reviewed):
        with pytest.raises(NotApproved, match="not those that were reviewed"):
            publish(tmp_path, [EXPORT], reviewed=stale)


def test_a_second_approval_is_refused_at_once(tmp_path: Path) -> None:
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        with pytest.raises(NotApproved, match="another approval is running"):
            publish(tmp_path, [EXPORT])
        assert listing(tmp_path) == {}
    finally:
        os.close(handle)
    assert publish(tmp_path, [EXPORT]).migrations[0].number == 1


def _approve_often(directory: Path) -> None:
    for _ in range(20):
        try:
            publish(directory, [EXPORT])
        except NotApproved:
            continue


def test_a_file_that_stands_in_the_way_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "001_create_users.sql").mkdir()
    with pytest.raises(DesignkitError):
        publish(tmp_path, [EXPORT])
    assert (tmp_path / "001_create_users.sql").is_dir()


def test_parallel_approvals_never_share_a_number_or_lose_a_checksum(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_approve_often, args=(tmp_path,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    history = read(tmp_path)
    recorded = checksums.read(tmp_path)
    assert recorded is not None
    assert [item.number for item in history.migrations] == list(
        range(1, len(history.migrations) + 1)
    )
    assert checksums.compare(recorded, history) == ()


FAILING_CALLS = [
    *((os, "open", nth) for nth in (1, 2, 3, 4, 5)),  # The lock, three drafts, the directory.
    *((os, "fsync", nth) for nth in (1, 2, 3, 4)),  # Three drafts, the directory.
    *((Path, "rename", nth) for nth in (1, 2)),
    (Path, "replace", 1),
]


@pytest.mark.parametrize(("owner", "call", "nth"), FAILING_CALLS)
def test_a_disk_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: object, call: str, nth: int
) -> None:
    publish(tmp_path, [EXPORT], file_format="golang-migrate")
    before = listing(tmp_path)
    real = getattr(owner, call)
    calls = count()

    def failing(*arguments: object, **named: object) -> object:
        if next(calls) + 1 == nth:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*arguments, **named)

    with monkeypatch.context() as patched:
        patched.setattr(owner, call, failing)
        with pytest.raises(FileError, match=r"No space left on device\. Nothing was changed"):
            publish(tmp_path, [EXPORT])
    assert listing(tmp_path) == before


def test_a_folder_that_cannot_be_filled_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if target.name == "down.sql":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(FileError, match="No space left on device"):
        publish(tmp_path, [EXPORT], file_format="diesel")
    assert listing(tmp_path) == {}


def test_a_failure_removes_the_directories_that_were_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: int) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(FileError, match="Read-only file system"):
        publish(tmp_path / "a" / "b", [EXPORT])
    monkeypatch.undo()
    assert listing(tmp_path) == {}


def test_a_parent_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileError, match="could not be written"):
        publish(tmp_path / "file" / "migrations", [EXPORT])
