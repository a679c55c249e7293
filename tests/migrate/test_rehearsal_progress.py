"""Who waits for a rehearsal hears how far it is, and may stop it without leaving anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from designkit.database.server import current_server
from designkit.migrate import history as histories
from designkit.migrate.rehearsal import abreast, rehearse
from designkit.migrate.script import Migration
from designkit.progress import Cancelled
from tests.heard import Heard, databases


@pytest.fixture
def migrations(tmp_path: Path) -> tuple[Migration, ...]:
    for number in range(1, 5):
        text = f"-- +goose Up\nCREATE TABLE t{number} ();\n-- +goose Down\nDROP TABLE t{number};\n"
        (tmp_path / f"{number:03}_step.sql").write_text(text)
    return histories.read(tmp_path).migrations


def test_each_migration_is_told_before_it_runs(migrations: tuple[Migration, ...]) -> None:
    heard = Heard()
    seen = list(rehearse(migrations[2:], after=migrations[:2], progress=heard))
    assert [item.proven for item in seen] == [True, True]
    assert set(heard.told) == {
        (0, 2, "run 001_step.sql"),
        (1, 2, "run 002_step.sql"),
        (0, 2, "rehearse 003_step.sql"),
        (1, 2, "rehearse 004_step.sql"),
        (2, 2, ""),
    }


@pytest.mark.parametrize("stop", ["run 002", "rehearse 003", "rehearse 004"])
def test_a_rehearsal_that_is_stopped_leaves_no_database(
    migrations: tuple[Migration, ...], stop: str
) -> None:
    before = databases(current_server())
    with pytest.raises(Cancelled):
        list(rehearse(migrations[2:], after=migrations[:2], progress=Heard(stop)))
    assert databases(current_server()) == before


def test_parts_that_run_at_once_are_stopped_together(
    migrations: tuple[Migration, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(abreast, "_FEWEST", 2)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1})
    before = databases(current_server())
    with pytest.raises(Cancelled):
        list(rehearse(migrations, progress=Heard("rehearse 002")))
    assert databases(current_server()) == before
