"""`designkit convert`."""

from __future__ import annotations

from pathlib import Path

from designkit.migrate.history import read
from tests.cli.running import designkit, goose, write


def test_a_service_is_copied_into_another_format(project: Path) -> None:
    result = designkit("convert", "shop", "--to", "dbmate", "-o", "copies/shop")
    assert (result.exit_code, result.stdout) == (
        0,
        "copies/shop: 1 migration for dbmate, converted from goose\n",
    )
    copy = read(project / "copies" / "shop")
    assert (copy.format, len(copy.migrations)) == ("dbmate", 1)
    assert (copy.directory / "designkit.sum").exists()


def test_a_folder_is_copied_and_what_is_left_out_is_said(empty: Path) -> None:
    write(empty / "old", a=goose("SELECT 1;"))
    (empty / "old" / "seed.sql").write_text("SELECT 1")
    result = designkit("convert", "old", "--to", "golang-migrate", "-o", "new")
    assert result.exit_code == 0
    assert "note: seed.sql is no migration, and was left out." in result.stdout
    assert {file.name for file in (empty / "new").iterdir()} == {
        "001_a.up.sql",
        "001_a.down.sql",
        "designkit.sum",
    }


def test_the_source_may_be_told_apart(empty: Path) -> None:
    (empty / "old").mkdir()
    (empty / "old" / "1_a.sql").write_text("SELECT 1")
    assert designkit("convert", "old", "--to", "goose", "-o", "new").exit_code == 2
    result = designkit("convert", "old", "--from", "sqlx", "--to", "goose", "-o", "new")
    assert result.exit_code == 0
    assert (empty / "new" / "1_a.sql").read_text() == "-- +goose Up\nSELECT 1;\n"


def test_what_is_there_is_not_overwritten(project: Path) -> None:
    result = designkit("convert", "shop", "--to", "dbmate", "-o", "migrations")
    assert result.exit_code == 2
    assert "a conversion overwrites nothing" in result.stderr
    assert [file.name for file in (project / "migrations").iterdir()] == ["shop"]


def test_a_copy_that_would_say_something_else_is_not_made(empty: Path) -> None:
    write(empty / "old", a=f"-- +goose NO TRANSACTION\n{goose('SELECT 1;')}SELECT 2;\nSELECT 3;\n")
    result = designkit("convert", "old", "--to", "dbmate", "-o", "new")
    assert result.exit_code == 2
    assert "dbmate runs these statements as one transaction" in result.stderr
    assert [file.name for file in empty.iterdir()] == ["old"]


def test_an_unknown_format_and_an_unknown_source_are_refused(project: Path) -> None:
    assert designkit("convert", "shop", "--to", "flyway", "-o", "new").exit_code == 2
    result = designkit("convert", "nowhere", "--to", "goose", "-o", "new")
    assert result.exit_code == 2
    assert "service 'nowhere' is not configured (known: shop)" in result.stderr
    assert not (project / "new").exists()
