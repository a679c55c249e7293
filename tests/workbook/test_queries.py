"""The queries of a workbook: registered, kept, checked, planned at scale, and advised on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import designkit as dk
from designkit.database import Scratch
from designkit.errors import FileError, ModelError, QueryError, SourceError
from designkit.progress import Cancelled
from designkit.review import PlanChanges
from designkit.workbook import Workbook
from designkit.workbook.draft import Draft
from designkit.workload import Examined, Query, read_query
from designkit.workload.plans import QueryPlan
from tests.heard import Heard

BY_TITLE = "SELECT id FROM events WHERE title = :title"
BY_ID = "SELECT id, title FROM events WHERE id = :id"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_text("[tool.designkit.services.events]\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def file(project: Path) -> Path:
    return project / "notebooks" / "designs" / "events.queries.sql"


@pytest.fixture
def workbook() -> Iterator[Workbook]:
    with dk.open("events") as opened:
        editor = opened.table("events").column("title", "text")
        editor.expect(rows=1_000_000, distinct={"title": 900_000})
        yield opened


def written(project: Path, text: str) -> Path:
    folder = project / "queries" / "events"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "events.sql").write_text(text)
    return folder / "events.sql"


def rules(workbook: Workbook) -> set[str]:
    return {finding.rule for finding in workbook.check()}


# ── registering ──────────────────────────────────────────────────────────────


def test_a_registered_query_says_what_it_takes_and_gives(workbook: Workbook) -> None:
    answered = workbook.query("GetEvent", BY_ID, cardinality="one")
    assert answered.refused is None
    assert answered.parameters == (("id", "uuid"),)
    assert answered.columns == (
        ("id", "uuid", "events.id"),
        ("title", "text", "events.title"),
    )
    assert not answered.findings
    assert str(answered).startswith("GetEvent :one\n  takes id uuid\n  gives id uuid, title text")


def test_a_refused_query_is_kept_and_points_at_the_place(workbook: Workbook) -> None:
    answered = workbook.query("GetEvent", "SELECT id,\n       nope\n  FROM events")
    assert answered.refused is not None
    assert (answered.refused.line, answered.refused.column) == (2, 8)
    assert "refused at line 2" in str(answered)
    assert "           nope\n           ^\n" in str(answered)
    assert [item.rule for item in answered.findings] == ["query-refused"]
    assert "GetEvent" in workbook.queries


def test_a_query_is_kept_beside_the_design_in_the_form_of_sqlc(
    workbook: Workbook, file: Path
) -> None:
    workbook.query("GetEvent", BY_ID, cardinality="one", weight=100)
    assert file.read_text().endswith(
        "\n-- designkit: weight=100\n"
        "-- name: GetEvent :one\n"
        "SELECT id, title FROM events WHERE id = :id;\n"
    )


def test_opening_again_gives_the_registered_queries(workbook: Workbook) -> None:
    workbook.query("GetEvent", BY_ID, cardinality="one", weight=100)
    workbook.query("FindEvent", BY_TITLE)
    with dk.open("events") as again:
        assert again.queries == workbook.queries
        assert [query.name for query in again.queries] == ["GetEvent", "FindEvent"]
        assert again.queries["GetEvent"].weight == 100
        assert again.check() == workbook.check()


def test_registering_again_takes_the_place_of_the_first(workbook: Workbook) -> None:
    workbook.query("GetEvent", BY_ID)
    workbook.query("FindEvent", BY_TITLE)
    workbook.query("GetEvent", "SELECT title FROM events WHERE id = :id")
    assert [query.name for query in workbook.queries] == ["GetEvent", "FindEvent"]
    assert workbook.queries["GetEvent"].text == "SELECT title FROM events WHERE id = :id"


def test_a_query_is_forgotten_and_the_last_takes_its_file_along(
    workbook: Workbook, file: Path
) -> None:
    workbook.query("GetEvent", BY_ID)
    workbook.query("FindEvent", BY_TITLE)
    workbook.forget("GetEvent")
    assert [query.name for query in workbook.queries] == ["FindEvent"]
    workbook.forget("FindEvent")
    assert not workbook.queries.items
    assert not file.exists()
    workbook.query("GetEvent", BY_ID)
    assert file.exists()


def test_forgetting_what_is_not_registered_says_what_is(workbook: Workbook) -> None:
    workbook.query("GetEvent", BY_ID)
    with pytest.raises(ModelError, match="it registered: GetEvent"):
        workbook.forget("FindEvent")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("GetEvent", "-- nothing", "line 1"),
        ("GetEvent", "SELECT 1; SELECT 2", "second statement"),
        ("GetEvent", "SELECT :a, $1", "mixed"),
        ("Get event", BY_ID, "is no name of a query"),
    ],
)
def test_what_is_no_query_is_refused_and_not_kept(
    workbook: Workbook, file: Path, name: str, text: str, said: str
) -> None:
    with pytest.raises(QueryError, match=said):
        workbook.query(name, text)
    assert not workbook.queries.items
    assert not file.exists()


def test_a_weight_and_a_cardinality_are_ones(workbook: Workbook) -> None:
    with pytest.raises(QueryError, match="above 0"):
        workbook.query("GetEvent", BY_ID, weight=0)
    with pytest.raises(QueryError, match="Write one of one, many, exec, execrows"):
        workbook.query("GetEvent", BY_ID, cardinality="two")  # type: ignore[arg-type]


def test_a_query_file_that_somebody_else_wrote_is_not_overwritten(
    workbook: Workbook, file: Path
) -> None:
    workbook.query("GetEvent", BY_ID)
    file.write_text("-- mine\n")
    with pytest.raises(FileError, match="changed on the disk"):
        workbook.query("FindEvent", BY_TITLE)
    with pytest.raises(FileError, match="changed on the disk"):
        workbook.forget("GetEvent")
    assert file.read_text() == "-- mine\n"
    assert [query.name for query in workbook.queries] == ["GetEvent"]


def test_a_query_file_that_is_none_is_refused_with_its_line(project: Path, file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.write_text("-- mine\nSELECT 1;\n")
    with pytest.raises(QueryError, match=r"events\.queries\.sql:2: a statement without a name"):
        dk.open("events")
    assert project.is_dir()


def test_a_trial_keeps_its_queries_to_itself(workbook: Workbook, file: Path) -> None:
    workbook.query("GetEvent", BY_ID)
    before = file.read_text()
    with dk.open("events", trial=True) as trial:
        assert [query.name for query in trial.queries] == ["GetEvent"]
        trial.query("FindEvent", BY_TITLE)
        assert len(trial.queries) == 2
    assert file.read_text() == before
    with dk.open("events", after=0) as fresh:
        assert not fresh.queries.items


# ── queries of files and code ────────────────────────────────────────────────


def test_the_queries_of_files_and_code_come_first(workbook: Workbook, project: Path) -> None:
    workbook.query("GetEvent", BY_ID)
    written(project, f"-- name: FindEvent :many\n{BY_TITLE};\n")
    with dk.open("events") as again:
        assert [query.name for query in again.queries] == ["FindEvent", "GetEvent"]


@pytest.mark.usefixtures("workbook")
def test_a_registered_query_is_tried_in_the_place_of_the_written_one(project: Path) -> None:
    written(project, f"-- name: FindEvent :many\n{BY_TITLE};\n-- name: GetEvent :one\n{BY_ID};\n")
    with dk.open("events") as again:
        again.query("FindEvent", f"{BY_TITLE} LIMIT 10", cardinality="many")
        assert [query.name for query in again.queries] == ["FindEvent", "GetEvent"]
        assert again.queries["FindEvent"].text.endswith("LIMIT 10")
        again.forget("FindEvent")
        assert again.queries["FindEvent"].text == BY_TITLE


def test_a_file_is_read_again_when_it_has_changed(workbook: Workbook, project: Path) -> None:
    workbook.query("GetEvent", BY_ID)
    written(project, "-- name: FindEvent\nSELECT nope FROM events;\n")
    with dk.open("events") as again:
        assert "query-refused" in rules(again)
        written(project, f"-- name: FindEventByTitle\n{BY_TITLE};\n")
        assert "FindEventByTitle" in again.queries
        assert "query-refused" not in rules(again)


def test_a_file_that_cannot_be_read_is_named(workbook: Workbook, project: Path) -> None:
    workbook.query("GetEvent", BY_ID)
    written(project, "-- name: FindEvent :two\nSELECT 1;\n")
    with dk.open("events") as again, pytest.raises(QueryError, match=r"events\.sql:1: :two"):
        again.check()


# ── checking ─────────────────────────────────────────────────────────────────


def test_a_check_judges_the_queries_on_the_draft(workbook: Workbook) -> None:
    workbook.query("FindEvent", BY_TITLE)
    (finding,) = workbook.check().errors
    assert finding.rule == "query-not-indexed"
    assert (finding.file, finding.line) == ("events.queries.sql", 5)
    workbook.fix("query-not-indexed")
    assert not workbook.check()


def test_an_edit_that_breaks_a_query_is_told_at_once(workbook: Workbook) -> None:
    workbook.query("GetEvent", BY_ID)
    assert not workbook.check()
    workbook.rename("events.title", "name")
    assert rules(workbook) == {"query-refused"}
    workbook.undo()
    assert not workbook.check()


def test_findings_of_a_query_are_waived_by_its_name_or_in_it(workbook: Workbook) -> None:
    workbook.query("GetEvent", "SELECT nope FROM events")
    workbook.waive("query-refused", "GetEvent", "the column comes with the next release")
    workbook.query(
        "FindEvent", "-- designkit: allow query-refused as an example\nSELECT nope FROM events"
    )
    assert not workbook.check()
    assert len(workbook.check().waived) == 2


def test_a_query_is_prepared_again_only_on_another_draft(
    workbook: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    examine = Draft.examine

    def noted(draft: Draft, queries: list[Query]) -> tuple[Examined, ...]:
        asked.extend(query.name for query in queries)
        return examine(draft, queries)

    monkeypatch.setattr(Draft, "examine", noted)
    workbook.query("GetEvent", BY_ID)
    asked.clear()
    workbook.check()
    workbook.check()
    assert asked == []
    workbook.query("FindEvent", BY_TITLE)
    asked.clear()
    workbook.check()
    assert asked == []
    workbook.sql("ALTER TABLE events ADD COLUMN place text")
    workbook.check()
    assert sorted(asked) == ["FindEvent", "GetEvent"]


# ── planning ─────────────────────────────────────────────────────────────────


def test_plans_are_those_of_production_scale(workbook: Workbook) -> None:
    workbook.query("FindEvent", BY_TITLE, weight=2)
    workbook.query("GetEvent", BY_ID)
    planned = workbook.plan()
    scan, lookup = planned["FindEvent"], planned["GetEvent"]
    assert isinstance(scan, QueryPlan)
    assert isinstance(lookup, QueryPlan)
    assert [str(table) for table in scan.scanned] == ["events"]
    assert planned.rows_read(scan) == 1_000_000
    assert planned.rows_read(lookup) == 1
    assert planned.cost == pytest.approx(2 * scan.cost + lookup.cost)
    assert [item.rule for item in planned.about(scan)] == ["query-not-indexed"]
    assert "FindEvent  events.queries.sql:6\n  cost " in str(planned)


def test_a_limit_stops_the_reading_unless_rows_are_sorted_first(workbook: Workbook) -> None:
    workbook.query("First", "SELECT title FROM events LIMIT 10")
    workbook.query("Last", "SELECT title FROM events ORDER BY title LIMIT 10")
    planned = workbook.plan()
    first, last = planned["First"], planned["Last"]
    assert isinstance(first, QueryPlan)
    assert isinstance(last, QueryPlan)
    assert planned.rows_read(first) == pytest.approx(10)
    assert planned.rows_read(last) == 1_000_000


def test_a_refused_query_stands_among_the_plans_with_its_reason(workbook: Workbook) -> None:
    workbook.query("GetEvent", "SELECT nope FROM events")
    assert 'not planned: column "nope" does not exist' in str(workbook.plan())


def test_growth_shows_where_a_plan_becomes_another(workbook: Workbook) -> None:
    workbook.table("events").expect(rows=5, distinct={"title": 5}).index("title")
    workbook.query("FindEvent", BY_TITLE)
    small, grown = workbook.plan(growth=())["FindEvent"], workbook.plan(growth=(1000,))["FindEvent"]
    assert isinstance(small, QueryPlan)
    assert isinstance(grown, QueryPlan)
    assert small.flip is None
    assert grown.flip is not None
    assert grown.flip.factor == 1000


def test_planning_without_a_query_says_how_to_register_one(workbook: Workbook) -> None:
    with pytest.raises(SourceError, match=r"wb\.query"):
        workbook.plan()
    with pytest.raises(SourceError, match=r"wb\.query"):
        workbook.take()


def test_statistics_that_are_not_there_are_named(workbook: Workbook) -> None:
    workbook.query("GetEvent", BY_ID)
    with pytest.raises(SourceError, match=r"dump\.sql: there is no such file"):
        workbook.plan("dump.sql")


# ── advice ───────────────────────────────────────────────────────────────────


def test_advice_is_taken_as_one_edit(workbook: Workbook) -> None:
    workbook.sql("ALTER TABLE events ADD COLUMN place text")
    workbook.query("FindEvent", BY_TITLE, weight=10)
    workbook.query("FindPlace", "SELECT id FROM events WHERE place = :place", weight=10)
    before = workbook.schema
    advised = workbook.advise()
    assert len(advised.advice) == 2
    changes = workbook.take(advised)
    assert sorted(item.describe() for item in changes) == sorted(
        item.operation.describe() for item in advised.advice
    )
    assert not workbook.check()
    assert workbook.plan(growth=()).cost < advised.before / 100
    workbook.undo()
    assert workbook.schema == before


def test_one_piece_of_advice_or_all_of_it_is_taken(workbook: Workbook) -> None:
    workbook.query("FindEvent", BY_TITLE)
    (piece,) = workbook.advise().advice
    assert len(workbook.take(piece)) == 1
    workbook.undo()
    assert len(workbook.take([piece])) == 1
    workbook.undo()
    assert len(workbook.take()) == 1
    assert not workbook.take()


def test_a_workbook_whose_work_was_stopped_goes_on(workbook: Workbook) -> None:
    workbook.query("EventByTitle", BY_TITLE)
    for work in (workbook.plan, workbook.advise, workbook.rehearse):
        heard = Heard("")
        with pytest.raises(Cancelled):
            work(progress=heard)
        assert len(heard.told) == 1
    assert workbook.take()


# ── reviewing ────────────────────────────────────────────────────────────────


def test_a_review_tells_the_plans_that_change(workbook: Workbook) -> None:
    workbook.approve("create_events", by="Ann")
    workbook.query("FindEvent", BY_TITLE)
    workbook.query("GetEvent", BY_ID)
    workbook.take()
    plans = workbook.review().plans
    assert plans is not None
    assert [change.query.name for change in plans.changed] == ["FindEvent"]
    assert plans.changed[0].is_better
    assert "planned as before: 1 of 2" in workbook.review().markdown()


def test_a_review_plans_the_base_with_the_rows_of_a_renamed_table(workbook: Workbook) -> None:
    workbook.approve("create_events", by="Ann")
    workbook.query("CountEvents", "SELECT count(*) FROM events")
    workbook.rename("events", "gatherings")
    plans = workbook.review().plans
    assert plans is not None
    (change,) = plans.changed
    assert change.is_worse
    assert isinstance(change.before, QueryPlan)
    assert change.before.cost > 1000
    assert "CountEvents: does not run on the design" in str(change)


def test_a_review_without_queries_speaks_of_no_plans(workbook: Workbook) -> None:
    review = workbook.review()
    assert review.plans is None
    assert "Plans" not in review.markdown()


def test_plans_say_nothing_against_an_approval(workbook: Workbook) -> None:
    workbook.approve("create_events", by="Ann")
    workbook.sql("CREATE INDEX idx_events_title ON events (title)")
    workbook.approve("index_title", by="Ann")
    workbook.query("FindEvent", f"{BY_TITLE} AND id > :id ORDER BY id LIMIT 1", cardinality="one")
    workbook.sql("ALTER TABLE events ADD COLUMN place text")
    review = workbook.review()
    assert review.plans is not None
    assert review.approvable


GIVEN = """
import designkit as dk
from designkit.errors import ConnectionFailed

with dk.open("events") as workbook:
    workbook.table("events")
    workbook.query("GetEvent", "SELECT id FROM events WHERE id = :id")
    assert not workbook.check()
    for ask in (workbook.plan, workbook.advise, workbook.take):
        try:
            ask()
        except ConnectionFailed as error:
            assert "DESIGNKIT_DSN" in str(error)
        else:
            raise AssertionError(ask)
    review = workbook.review()
    assert "not planned: " in review.plans.note, review.plans
    assert review.approvable
"""


def test_a_given_server_plans_nothing_and_says_so_and_reviews_all_the_same() -> None:
    with Scratch() as scratch:
        environment = {**os.environ, "DESIGNKIT_DSN": scratch.dsn}
        subprocess.run([sys.executable, "-c", GIVEN], check=True, env=environment)


# ── dk.plan ──────────────────────────────────────────────────────────────────


def test_plans_of_a_source_take_queries_as_text_files_or_values(
    workbook: Workbook, file: Path
) -> None:
    workbook.query("GetEvent", BY_ID)
    design = "notebooks/designs/events.sql"
    by_name = dk.plan(design, {"FindEvent": BY_TITLE, "GetEvent": BY_ID})
    assert [item.query.name for item in by_name] == ["FindEvent", "GetEvent"]
    assert [it.rule for it in by_name.about(by_name["FindEvent"])] == ["query-not-indexed"]
    assert by_name.about(by_name["GetEvent"]) == ()
    assert [item.query.name for item in dk.plan(design, BY_TITLE)] == ["query_1"]
    assert [item.query.name for item in dk.plan(workbook.schema, str(file))] == ["GetEvent"]
    assert [item.query.name for item in dk.plan(workbook.schema, workbook.queries)] == ["GetEvent"]
    assert dk.plan(workbook.schema, [read_query(BY_ID, name="One")])["One"].query.text == BY_ID


def test_plans_of_a_service_rest_on_what_its_design_declares(workbook: Workbook) -> None:
    workbook.approve("create_events", by="Ann")
    for source in ("events", "migrations/events"):
        planned = dk.plan(source, BY_TITLE)
        item = planned["query_1"]
        assert isinstance(item, QueryPlan)
        assert planned.rows_read(item) == 1_000_000
        assert planned.service == "events"


def test_plans_without_a_query_are_refused(workbook: Workbook) -> None:
    with pytest.raises(SourceError, match="no query was given"):
        dk.plan(workbook.schema, [])
    with pytest.raises(SourceError, match=r"nope\.sql: there is no such file"):
        dk.plan(workbook.schema, "nope.sql")


def test_what_nobody_could_plan_is_said_in_a_line() -> None:
    assert str(PlanChanges(unknown="no server")) == "not planned: no server"


# ── what is declared of rows ─────────────────────────────────────────────────


def migrated(project: Path, declared: str, columns: str = "title text") -> None:
    folder = project / "migrations" / "events"
    folder.mkdir(parents=True)
    (folder / "001_create_events.sql").write_text(
        "-- +goose Up\nCREATE TYPE state AS ENUM ('new', 'old');\n"
        f"-- designkit: {declared}\nCREATE TABLE events (id bigint PRIMARY KEY, {columns});\n"
        "-- +goose Down\nDROP TABLE events;\nDROP TYPE state;\n"
    )


def rows_of(workbook: Workbook) -> list[tuple[str, str]]:
    (plan,) = workbook.plan()
    assert isinstance(plan, QueryPlan)
    return [(it.value, it.origin) for it in plan.figures if it.what == "rows"]


def test_plans_rest_on_what_migrations_declare_until_the_design_says_otherwise(
    project: Path,
) -> None:
    migrated(project, "rows=7M distinct(title)=5")
    with dk.open("events") as workbook:
        workbook.query("ByTitle", BY_TITLE)
        assert rows_of(workbook) == [("7,000,000", "declared")]
        workbook.sql("ALTER TABLE events RENAME TO shows; ALTER TABLE shows RENAME title TO name")
        workbook.query("ByTitle", "SELECT id FROM shows WHERE name = :title")
        assert rows_of(workbook) == [("7,000,000", "declared")]
        (plan,) = workbook.plan()
        assert isinstance(plan, QueryPlan)
        assert ("5", "declared") in {(it.value, it.origin) for it in plan.figures}
        workbook.table("shows").expect(rows=3)
        assert rows_of(workbook) == [("3", "declared")]
        workbook.table("shows").expect_nothing()
        assert rows_of(workbook) == [("7,000,000", "declared")]


def test_a_review_plans_both_sides_with_what_migrations_declare(project: Path) -> None:
    migrated(project, "rows=7M distinct(title)=7M")
    with dk.open("events") as workbook:
        workbook.query("ByTitle", BY_TITLE)
        workbook.table("events").index("title")
        plans = workbook.review().plans
    assert plans is not None
    (change,) = plans.changed
    assert isinstance(change.before, QueryPlan)
    assert change.before.scanned
    assert isinstance(change.after, QueryPlan)
    assert change.before.cost > 50_000
    assert change.after.cost < 100


def test_what_is_expected_is_added_to_what_is_declared(file: Path) -> None:
    design = file.with_name("events.sql")
    design.parent.mkdir(parents=True)
    design.write_text(
        "-- designkit: base\n-- designkit: rows=10 growth=5%/month common(title)='a':0.5\n"
        "CREATE TABLE events (id bigint PRIMARY KEY, title text);\n"
    )
    with dk.open("events") as workbook:
        workbook.table("events").expect(distinct={"title": 7})
        assert (
            "-- designkit: rows=10 growth=5%/month distinct(title)=7 common(title)='a':0.5"
            in design.read_text()
        )
        workbook.table("events").expect(rows=20, distinct={"title": None})
        assert "rows=20 growth=5%/month common(title)='a':0.5" in design.read_text()
        with pytest.raises(ModelError, match="fewer distinct than common values"):
            workbook.table("events").expect(distinct={"title": 0})
        workbook.table("events").expect_nothing()
        assert "growth" not in design.read_text()
        workbook.undo()
        assert "rows=20 growth=5%/month" in design.read_text()


def test_what_is_declared_goes_with_its_column_and_its_values(file: Path) -> None:
    design = file.with_name("events.sql")
    design.parent.mkdir(parents=True)
    design.write_text(
        "-- designkit: base\nCREATE TYPE state AS ENUM ('new', 'old');\n"
        "-- designkit: common(state)='new':0.7,'old':0.3 common(title)='new':0.5 width(note)=9\n"
        "CREATE TABLE events (id bigint PRIMARY KEY, state state, title text, note text);\n"
    )
    with dk.open("events") as workbook:
        workbook.sql("ALTER TYPE state RENAME VALUE 'new' TO 'fresh'")
        assert "common(state)='fresh':0.7,'old':0.3" in design.read_text()
        assert "common(title)='new':0.5" in design.read_text()
        workbook.sql("ALTER TABLE events DROP COLUMN note")
        assert "width(note)" not in design.read_text()
        workbook.undo()
        assert "width(note)=9" in design.read_text()
    with dk.open("events") as again:
        assert again.schema.volume("events") is not None
