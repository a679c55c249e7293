"""What shows that a record of checksums was there, once it is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from designkit.config import FileFormat
from designkit.migrate import seal
from designkit.migrate.checksums import FILE_NAME
from designkit.migrate.export import Export
from designkit.migrate.history import read
from designkit.migrate.publish import publish
from designkit.model import replace

EXPORT = Export(description="a", up=("SELECT 1",), down=(), header=("By Ada.", seal.LINE))
UNSEALED = replace(EXPORT, header=())


@pytest.mark.parametrize(
    "file_format", ["goose", "sql-migrate", "dbmate", "golang-migrate", "sqlx", "diesel"]
)
def test_a_record_that_is_gone_is_missed(tmp_path: Path, file_format: FileFormat) -> None:
    publish(tmp_path, [UNSEALED, EXPORT, EXPORT], file_format=file_format)
    (tmp_path / FILE_NAME).unlink()
    history = read(tmp_path, wanted=file_format)
    found = seal.inspect(history)
    assert found is not None
    (fault,) = found
    second = history.migrations[1].files[0].relative_to(tmp_path).as_posix()
    assert (fault.file, fault.kind) == (FILE_NAME, "removed")
    assert fault.explanation.startswith(f"is missing, and {second} says that its checksum is in it")


def test_the_seal_of_a_migration_without_transaction_is_found(tmp_path: Path) -> None:
    publish(tmp_path, [replace(EXPORT, transactional=False)], file_format="sqlx")
    (tmp_path / FILE_NAME).unlink()
    assert seal.missing_record(read(tmp_path)) is not None


def test_files_that_speak_of_no_record_miss_none(tmp_path: Path) -> None:
    publish(tmp_path, [UNSEALED])
    (tmp_path / FILE_NAME).unlink()
    assert seal.inspect(read(tmp_path)) is None


def test_what_a_statement_holds_is_no_seal(tmp_path: Path) -> None:
    (tmp_path / "001_a.sql").write_text(f"-- +goose Up\nSELECT '\n-- {seal.LINE}\n';\n")
    assert seal.inspect(read(tmp_path)) is None


def test_a_record_that_is_there_is_compared(tmp_path: Path) -> None:
    publish(tmp_path, [EXPORT])
    assert seal.inspect(read(tmp_path)) == ()
    (tmp_path / "001_a.sql").write_text(f"-- {seal.LINE}\n-- +goose Up\n")
    assert [fault.file for fault in seal.inspect(read(tmp_path)) or ()] == ["001_a.sql"]
