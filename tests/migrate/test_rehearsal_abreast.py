"""Long histories rehearsed in parts at once: the same verdicts, in order, and a clean end."""

from __future__ import annotations

import threading
from collections.abc import Generator
from pathlib import Path
from time import monotonic

import pytest

from designkit.migrate import history as histories
from designkit.migrate.rehearsal import Rehearsal, abreast, rehearse
from designkit.migrate.rehearsal.abreast import Part, cuts, in_order
from designkit.migrate.rehearsal.verdict import MISSING
from designkit.model import Value

_LONG = 28


class Verdict(Value, frozen=True, kw_only=True):
    """What a rehearsal says, but for times."""

    label: str
    up: str
    down: str
    restored: bool | None
    differences: tuple[str, ...]


def verdict(rehearsal: Rehearsal) -> Verdict:
    return Verdict(
        label=rehearsal.label,
        up=rehearsal.up.state,
        down=rehearsal.down.state,
        restored=rehearsal.restored,
        differences=rehearsal.differences,
    )


def step(number: int) -> str:
    """A migration; some fail, one of them half-way, and some do not restore."""
    table = f"steps_{number}"
    up = f"CREATE TABLE {table} (id integer PRIMARY KEY, before_id integer);"
    down, head = f"DROP TABLE {table};", ""
    if number > 1:
        up += f"ALTER TABLE steps_1 ADD COLUMN c{number} text;"
        down += f"ALTER TABLE steps_1 DROP COLUMN c{number};"
    match number % 14:
        case 5:
            up += "SELECT nowhere();"
        case 7:
            head, up = "-- +goose NO TRANSACTION\n", up + "SELECT nowhere();"
        case 11:
            down = f"DROP TABLE {table};"
        case 13:
            up, down = "INSERT INTO steps_1 (id) VALUES (1);", "DELETE FROM steps_1 WHERE id = 1;"
    return f"{head}-- +goose Up\n{up}\n-- +goose Down\n{down}\n"


def workers() -> list[threading.Thread]:
    return [item for item in threading.enumerate() if item.name == "designkit rehearsal"]


@pytest.mark.parametrize(
    ("length", "cores", "sizes"),
    [(0, 2, [0]), (119, 8, [119]), (120, 1, [120]), (121, 2, [60, 61]), (900, 16, [225] * 4)],
)
def test_a_history_is_cut_where_its_parts_are_worth_their_way(
    length: int, cores: int, sizes: list[int]
) -> None:
    assert [part.stop - part.start for part in cuts(length, cores)] == sizes
    assert [n for part in cuts(length, cores) for n in range(length)[part]] == [*range(length)]


def test_parts_say_what_the_whole_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(abreast, "_FEWEST", _LONG // 2)
    for number in range(1, _LONG + 1):
        (tmp_path / f"{number:03}_step.sql").write_text(step(number))
    migrations = histories.read(tmp_path).migrations
    spoken = {}
    for cores in (1, 2):
        monkeypatch.setattr("os.sched_getaffinity", lambda _, cores=cores: set(range(cores)))
        spoken[cores] = [verdict(item) for item in rehearse(migrations)]
    assert [item.label for item in spoken[2]] == [f"{n:03}" for n in range(1, _LONG + 1)]
    assert spoken[1] == spoken[2]
    assert {item.up for item in spoken[1]} == {"ok", "error"}
    assert workers() == []


def test_who_wants_no_more_waits_for_the_migrations_in_hand_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(abreast, "_FEWEST", _LONG // 2)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1})
    for number in range(1, _LONG + 1):
        slow = "SELECT pg_sleep(20);" if number == _LONG // 2 + 1 else ""
        text = f"-- +goose Up\nCREATE TABLE t{number} (); {slow}\n-- +goose Down\n"
        (tmp_path / f"{number:03}_step.sql").write_text(f"{text}DROP TABLE t{number};\n")
    rehearsals = rehearse(histories.read(tmp_path).migrations)
    assert next(rehearsals).proven
    begin = monotonic()
    rehearsals.close()
    assert monotonic() - begin < 10
    assert workers() == []


def test_what_breaks_in_a_part_is_raised_behind_what_it_has_made() -> None:
    def breaking() -> Generator[Rehearsal]:
        yield seen
        raise RuntimeError("broken")

    def whole() -> Generator[Rehearsal]:
        yield seen

    seen = Rehearsal(
        file="", number=1, label="", server="", up=MISSING, down=MISSING, up_again=MISSING
    )
    parts = [Part(work, lambda: None) for work in (whole, breaking, whole)]
    found = in_order(parts)
    assert next(found) is seen
    assert next(found) is seen
    with pytest.raises(RuntimeError, match="broken"):
        next(found)
    assert workers() == []


def test_rows_that_point_to_what_a_script_draws_by_chance_outlive_a_new_trial(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(abreast, "_FEWEST", 2)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1})
    networks = """CREATE TABLE networks (id uuid PRIMARY KEY DEFAULT gen_random_uuid());
                  INSERT INTO networks DEFAULT VALUES;"""
    clients = "CREATE TABLE clients (id uuid PRIMARY KEY, network_id uuid REFERENCES networks);"
    steps = (
        (networks, "DROP TABLE networks;"),
        (clients, "DROP TABLE clients;"),
        ("ALTER TABLE clients ADD note text;", "ALTER TABLE clients DROP note, DROP network_id;"),
        ("ALTER TABLE clients ADD name text;", "ALTER TABLE clients DROP name;"),
    )
    for number, (up, down) in enumerate(steps, start=1):
        text = f"-- +goose Up\n{up}\n-- +goose Down\n{down}\n"
        (tmp_path / f"{number:03}_step.sql").write_text(text)
    seen = list(rehearse(histories.read(tmp_path).migrations))
    assert [item.restored for item in seen] == [True, True, False, True]
    assert seen[-1].rows is not None
    assert seen[-1].rows.held
