"""Which writes an index pays for: those of the workload, or the growth that a design declares."""

from __future__ import annotations

import pytest

from designkit.changes import AddIndex
from designkit.migrate.sources import read_sql
from designkit.model import Index, IndexKey, QualifiedName, Schema
from designkit.workload import Examined, read_queries
from designkit.workload.advice import Advice, Advised, Writes, Written, advised_lines
from designkit.workload.advice.wording import paid, writes_line
from designkit.workload.advice.writes import MINUTES_A_MONTH
from designkit.workload.references import references
from designkit.workload.volumes import resolve

_TABLE = "CREATE TABLE events (id bigint PRIMARY KEY, kind text, body text);"
_READ = "-- name: EventsOfKind :many\nSELECT id FROM events WHERE kind = $1;\n"
_ADD = "-- designkit: weight=5\n-- name: AddEvent :exec\nINSERT INTO events (id) VALUES ($1);\n"
_TOUCH = "-- name: Touch :exec\nUPDATE events SET body = $1 WHERE id = $2;\n"
_MOVE = "-- name: Move :exec\nUPDATE events SET kind = $1 WHERE id = $2;\n"
_EVENTS = QualifiedName(name="events")
_BY_KIND = AddIndex(table=_EVENTS, index=Index(name="i", keys=(IndexKey(column="kind"),)))


def written(volume: str, queries: str) -> Written:
    schema: Schema = read_sql(f"-- designkit: {volume}\n{_TABLE}")
    workload = tuple(
        Examined(query=query, references=references(query, schema))
        for query in read_queries(queries)
    )
    return Written(workload=workload, schema=schema, statistics=resolve(schema).statistics)


@pytest.mark.parametrize(
    ("volume", "queries", "entries", "origins"),
    [
        ("rows=1M", _READ, 0, ()),
        ("rows=1M growth=438300/month", _READ, 10, ("declared",)),
        ("rows=876600 growth=50%/month", _READ, 10, ("declared",)),
        ("rows=1M growth=438300/month", _READ + _ADD, 5, ("registered",)),
        ("rows=1M growth=438300/month", _READ + _TOUCH, 10, ("registered", "declared")),
        ("rows=1M growth=438300/month", _READ + _MOVE, 11, ("registered", "declared")),
        ("rows=1M", _READ + _MOVE + _TOUCH, 1, ("registered",)),
    ],
)
def test_growth_goes_for_inserts_where_no_query_inserts(
    volume: str, queries: str, entries: float, origins: tuple[str, ...]
) -> None:
    found = written(volume, queries)
    assert found.entries(_BY_KIND) == pytest.approx(entries)
    assert found.to(_EVENTS).origins == origins


def test_a_month_has_the_minutes_of_a_twelfth_of_a_year() -> None:
    assert MINUTES_A_MONTH == 365.25 * 24 * 60 / 12


@pytest.mark.parametrize(
    ("writes", "cost", "said"),
    [
        (Writes(table=_EVENTS), 0.0, "nothing (no write to events is registered or declared)"),
        (Writes(table=_EVENTS, queries=("Touch",)), 0.0, "nothing (by Touch)"),
        (
            Writes(table=_EVENTS, queries=("Move",), growth=5e6),
            127.0,
            "127 (by Move and by the declared growth of 5M rows a month)",
        ),
    ],
)
def test_what_writes_pay_is_told_with_its_origin(writes: Writes, cost: float, said: str) -> None:
    assert paid(_advice(writes, cost)) == said


def test_advice_says_which_writes_it_counts() -> None:
    declared = _advice(Writes(table=_EVENTS, growth=5e6), 127.0)
    unknown = _advice(Writes(table=QualifiedName(name="users")), 0.0)
    advised = Advised(advice=(declared, unknown), writes=("Move", "Touch"))
    said = writes_line(advised)
    assert said.startswith("write cost counts the registered writes only: 2 of them; ")
    assert "the declared growth, as if a query of weight 1 ran once a minute" in said
    assert "nobody told of writes to users: register them, or declare growth" in said
    assert said in advised_lines(advised)
    assert "growth" not in writes_line(Advised(writes=("Move",)))


def _advice(writes: Writes, cost: float) -> Advice:
    return Advice(operation=_BY_KIND, gains=(), write_cost=cost, writes=writes, size_bytes=8192)
