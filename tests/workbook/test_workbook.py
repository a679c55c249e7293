"""A workbook edits by Python and SQL, keeps every edit, and approves what is proven."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import designkit as dk
from designkit.errors import (
    ConfigError,
    DesignkitError,
    FileError,
    ModelError,
    NotApproved,
    SourceError,
    StatementFailed,
)
from designkit.review import approve
from designkit.sql.statements import split
from designkit.workbook import Workbook

TABLE = """CREATE TABLE {name} (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_text("[tool.designkit.services.events]\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def workbook() -> Iterator[Workbook]:
    with dk.open("events") as opened:
        yield opened


@pytest.fixture
def design(project: Path) -> Path:
    return project / "notebooks" / "designs" / "events.sql"


def names(workbook: Workbook) -> list[str]:
    return [table.name for table in workbook.schema]


def test_a_new_table_has_what_every_table_has(workbook: Workbook) -> None:
    workbook.table("event_tickets")
    table = workbook.schema.table("event_tickets")
    assert [column.name for column in table.columns] == ["id", "created_at", "updated_at"]
    assert not workbook.check()


def test_a_reference_gives_column_key_and_index_by_convention(workbook: Workbook) -> None:
    workbook.table("events")
    workbook.table("event_tickets").references("events", on_delete="cascade")
    table = workbook.schema.table("event_tickets")
    (key,) = table.foreign_keys
    assert key.columns == ("event_id",)
    assert key.name == "event_tickets_event_id_fkey"
    assert [index.name for index in table.indexes] == ["idx_event_tickets_event_id"]
    assert not workbook.check()


def test_a_role_goes_in_front_of_the_column(workbook: Workbook) -> None:
    workbook.table("users")
    workbook.table("events").references("users", role="author")
    assert workbook.schema.table("events").find_column("author_user_id") is not None


def test_every_way_of_the_editor_arrives_in_the_schema(workbook: Workbook) -> None:
    editor = (
        workbook.table("events")
        .column("title", "text", comment="Shown to guests")
        .column("capacity", "integer", default="0", check="capacity >= 0")
        .column("email", "text", null=True)
        .index("lower(email)")
        .index("capacity", "title")
        .unique("title")
        .check("length(title) > 0", name="events_title_check")
        .soft_delete()
        .comment("A gathering")
        .expect(rows=10_000, distinct={"title": 900})
    )
    table = editor.table
    assert table.comment == "A gathering"
    assert table.column("title").comment == "Shown to guests"
    assert {check.name for check in table.checks} == {"events_capacity_check", "events_title_check"}
    assert {index.name for index in table.indexes} == {
        "idx_events_lower_email",
        "idx_events_capacity_title",
    }
    assert [unique.columns for unique in table.uniques] == [("title",)]
    assert table.column("deleted_at").nullable
    volume = workbook.schema.volume("events")
    assert volume is not None
    assert (volume.rows, volume.distinct("title")) == (10_000, 900)


def test_audit_columns_stay_behind_the_others(workbook: Workbook) -> None:
    workbook.table("events").column("title", "text")
    columns = [column.name for column in workbook.schema.table("events").columns]
    assert columns == ["id", "title", "created_at", "updated_at"]


def test_sql_and_python_edit_one_draft(workbook: Workbook) -> None:
    workbook.sql(TABLE.format(name="events"))
    workbook.table("events").column("title", "text")
    workbook.sql("ALTER TABLE events ADD COLUMN place text")
    assert workbook.schema.table("events").find_column("place") is not None
    assert len(workbook.changes()) == 1


def test_an_edit_that_fails_half_way_changes_nothing(workbook: Workbook, design: Path) -> None:
    workbook.table("events")
    before = design.read_text()
    with pytest.raises(StatementFailed, match="line 2"):
        workbook.sql(f"{TABLE.format(name='orders').replace(chr(10), ' ')}\nSELECT nonsense;")
    assert names(workbook) == ["events"]
    assert design.read_text() == before
    workbook.table("orders")
    assert names(workbook) == ["events", "orders"]


def test_an_edit_may_not_end_its_transaction(workbook: Workbook) -> None:
    with pytest.raises(ModelError, match="leave out BEGIN"):
        workbook.sql("CREATE TABLE a (); COMMIT; SELECT nonsense;")
    assert names(workbook) == []


def test_a_rename_in_sql_is_a_rename(workbook: Workbook) -> None:
    workbook.table("events").column("title", "text")
    workbook.approve("create_events", by="Ann")
    workbook.sql("ALTER TABLE events RENAME title TO name; ALTER TABLE events RENAME TO meetings")
    assert "DROP" not in workbook.up()
    assert {item.describe() for item in workbook.changes()} == {
        "rename table events to meetings",
        "rename column meetings.title to name",
    }


@pytest.mark.parametrize("by_sql", [True, False])
def test_a_value_of_an_enum_is_renamed(workbook: Workbook, *, by_sql: bool) -> None:
    workbook.sql("CREATE TYPE state AS ENUM ('new', 'v. done')")
    workbook.table("events").column("state", "state", default="'new'")
    workbook.approve("create_events", by="Ann")
    if by_sql:
        workbook.sql("ALTER TYPE state RENAME VALUE 'v. done' TO 'it''s over'")
    else:
        workbook.rename("state.v. done", "it's over")
    workbook.sql("ALTER TYPE state RENAME VALUE 'new' TO 'draft'")
    workbook.sql("ALTER TYPE state RENAME VALUE 'draft' TO 'open'")
    expected = [
        "ALTER TYPE state RENAME VALUE 'v. done' TO 'it''s over';",
        "ALTER TYPE state RENAME VALUE 'new' TO 'open';",
    ]
    assert workbook.up().splitlines() == expected
    with dk.open("events") as again:
        assert set(again.up().splitlines()) == set(expected)
        assert again.schema == workbook.schema
    workbook.undo()
    assert workbook.schema.enums[0].values == ("draft", "it's over")
    workbook.redo()
    assert workbook.schema.enums[0].values == ("open", "it's over")


def test_a_value_that_the_migrations_do_not_have_was_not_renamed(workbook: Workbook) -> None:
    workbook.sql("CREATE TYPE state AS ENUM ('new')")
    workbook.approve("create_state", by="Ann")
    workbook.sql("ALTER TYPE state ADD VALUE 'done'")
    workbook.rename("state.done", "over")
    assert workbook.up() == "ALTER TYPE state ADD VALUE 'over';\n"


def test_a_rename_takes_index_names_waivers_and_volumes_along(workbook: Workbook) -> None:
    workbook.table("events").column("paid", "boolean", default="false").index("paid", "created_at")
    workbook.table("events").expect(rows=7, distinct={"paid": 2})
    workbook.waive("boolean-name", "events.paid", "the ledger says so")
    workbook.rename("events.paid", "settled")
    assert [index.name for index in workbook.schema.table("events").indexes] == [
        "idx_events_settled_created_at"
    ]
    assert not workbook.check()
    volume = workbook.schema.volume("events")
    assert volume is not None
    assert volume.distinct("settled") == 2


def test_a_question_stands_against_an_approval_until_it_is_answered(
    workbook: Workbook, design: Path
) -> None:
    workbook.table("events").column("title", "text")
    workbook.approve("create_events", by="Ann")
    workbook.sql("ALTER TABLE events DROP title; ALTER TABLE events ADD heading text")
    with pytest.raises(NotApproved, match=r"a question is open: column events\.title"):
        workbook.approve("change_title", by="Ann", accept_loss=True)
    with pytest.raises(ModelError, match=r"there are: events\.title, heading"):
        workbook.distinguish("events.title", "head")
    workbook.distinguish("events.title", "heading")
    assert "-- designkit: not renamed heading from title\n" in design.read_text()
    with dk.open("events") as again:
        assert again.changes().questions == ()
    workbook.undo()
    assert len(workbook.changes().questions) == 1
    workbook.redo()
    workbook.approve("change_title", by="Ann", accept_loss=True)
    assert "not renamed" not in design.read_text()


def test_what_is_renamed_and_then_dropped_was_dropped(workbook: Workbook) -> None:
    workbook.table("events").column("title", "text").column("place", "text")
    workbook.approve("create_events", by="Ann")
    workbook.rename("events.title", "name")
    workbook.sql("ALTER TABLE events DROP name")
    assert [item.describe() for item in workbook.changes()] == ["drop column events.title"]
    with dk.open("events") as again:
        assert again.changes() == workbook.changes()


def test_undo_and_redo_walk_through_all_edits(workbook: Workbook) -> None:
    workbook.table("events")
    workbook.sql("ALTER TABLE events ADD COLUMN title text; COMMENT ON TABLE events IS 'x'")
    workbook.rename("events.title", "name")
    states = [workbook.schema]
    for _ in range(3):
        workbook.undo()
        states.append(workbook.schema)
    assert names(workbook) == []
    for state in reversed(states[:-1]):
        workbook.redo()
        assert workbook.schema == state
    with pytest.raises(ModelError, match="no edit was taken back"):
        workbook.redo()


def test_undo_arrives_where_the_database_itself_has_no_way_back(workbook: Workbook) -> None:
    workbook.sql("CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE cats (m mood DEFAULT 'a')")
    before = workbook.schema
    workbook.sql("ALTER TYPE mood ADD VALUE 'c' BEFORE 'b'")
    workbook.undo()
    assert workbook.schema == before
    workbook.sql("ALTER TABLE cats ADD COLUMN age integer")


def test_nothing_to_undo_is_said(workbook: Workbook) -> None:
    with pytest.raises(ModelError, match="no edit to take back"):
        workbook.undo()


def test_a_new_edit_forgets_what_was_undone(workbook: Workbook) -> None:
    workbook.table("events")
    workbook.undo()
    workbook.table("orders")
    with pytest.raises(ModelError):
        workbook.redo()


def test_opening_again_gives_the_draft_with_all_it_says(workbook: Workbook) -> None:
    workbook.table("events").column("title", "text").expect(rows=5)
    workbook.approve("create_events", by="Ann")
    workbook.rename("events.title", "name")
    workbook.waive("table-name-not-plural", "events", "as an example")
    with dk.open("events") as again:
        assert again.schema == workbook.schema
        assert again.changes() == workbook.changes()
        assert [waiver.reason for waiver in again.waivers] == ["as an example"]


def test_opening_changes_no_file(workbook: Workbook, project: Path) -> None:
    workbook.check()
    workbook.diagram()
    assert [path.name for path in project.iterdir()] == ["pyproject.toml"]


def test_a_design_is_set_upon_migrations_that_came_since(workbook: Workbook, project: Path) -> None:
    workbook.table("events").column("title", "text")
    workbook.approve("create_events", by="Ann")
    workbook.table("events").column("place", "text")
    text = "-- +goose Up\nALTER TABLE events ADD COLUMN price bigint;\n-- +goose Down\n"
    (project / "migrations" / "events" / "002_add_price.sql").write_text(
        f"{text}ALTER TABLE events DROP COLUMN price;\n"
    )
    with dk.open("events") as again:
        assert again.schema.table("events").find_column("price") is not None
        assert [item.describe() for item in again.changes()] == ["add column events.place"]


def test_a_design_that_fits_no_longer_is_refused(workbook: Workbook, project: Path) -> None:
    workbook.table("events").column("title", "text")
    workbook.approve("create_events", by="Ann")
    workbook.table("events").column("place", "text")
    text = "-- +goose Up\nALTER TABLE events ADD COLUMN place text;\n-- +goose Down\nSELECT 1;\n"
    (project / "migrations" / "events" / "002_add_place.sql").write_text(text)
    with pytest.raises(SourceError, match="do not fit"):
        dk.open("events")


def test_a_design_that_is_not_sql_is_refused_with_its_line(design: Path) -> None:
    design.parent.mkdir(parents=True)
    design.write_text("CREATE TABLE events (id uuid);\n\nthis is prose;\n")
    with pytest.raises(StatementFailed, match=r"events\.sql:3: syntax error"):
        dk.open("events")
    assert design.read_text().endswith("this is prose;\n")


def test_a_design_that_somebody_else_wrote_is_not_overwritten(
    workbook: Workbook, design: Path
) -> None:
    workbook.table("events")
    design.write_text("-- mine\n")
    with pytest.raises(FileError, match="changed on the disk"):
        workbook.table("orders")
    assert design.read_text() == "-- mine\n"


def test_a_service_that_nobody_configured_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"'mail' is not configured \(known: events\)"):
        dk.open("mail")


def test_a_table_of_another_service_is_neither_made_nor_referenced(project: Path) -> None:
    folder = project / "migrations" / "auth"
    folder.mkdir(parents=True)
    (folder / "001_create_users.sql").write_text(
        f"-- +goose Up\n{TABLE.format(name='users')}\n-- +goose Down\nDROP TABLE users;\n"
    )
    with dk.open("events") as workbook:
        with pytest.raises(ModelError, match="belongs to service auth"):
            workbook.table("users")
        with pytest.raises(ModelError, match="no foreign key leaves its service"):
            workbook.table("events").references("users")


def test_fix_mends_all_that_can_be_mended(workbook: Workbook) -> None:
    workbook.sql("CREATE TABLE event (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), paid boolean)")
    assert workbook.check()
    changes = workbook.fix()
    assert changes
    assert not workbook.check()


def test_a_fix_after_which_the_design_does_not_run_is_left_out_and_named(
    workbook: Workbook, design: Path
) -> None:
    workbook.sql(
        "CREATE TABLE event (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), paid boolean);"
        "CREATE FUNCTION counted() RETURNS bigint LANGUAGE sql"
        " AS $$ SELECT count(*) FROM event WHERE paid $$"
    )
    workbook.fix()
    assert [item.split(":")[0] for item in workbook.unmended] == [
        "table-name-not-plural of event",
        "boolean-name of event.paid",
    ]
    table = workbook.schema.table("event")
    assert {"paid", "created_at", "updated_at"} <= {column.name for column in table.columns}
    assert [item.name for item in dk.read(design)] == ["event"]


def test_a_rule_on_cockroachdb_does_not_ask_postgresql_for_what_it_may_not_run() -> None:
    text = "COMMENT ON VIEW absent IS 'x'"
    for asked in ("cockroachdb-*", "cockroach"):
        assert dk.check_sql(text, target="cockroachdb=25.2", select=[asked])


def test_fix_of_one_rule_leaves_the_others(workbook: Workbook) -> None:
    workbook.sql(
        "CREATE TABLE events (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), paid boolean)"
    )
    workbook.fix("boolean-name")
    assert {finding.rule for finding in workbook.check()} == {"missing-required-column"}


def test_approval_is_refused_on_errors_and_lists_them(workbook: Workbook) -> None:
    workbook.sql("CREATE TABLE event (id uuid PRIMARY KEY DEFAULT gen_random_uuid())")
    with pytest.raises(NotApproved, match="table-name-not-plural"):
        workbook.approve("create_event", by="Ann")
    assert not workbook.migrations.exists()


def test_approval_of_nothing_is_refused(workbook: Workbook) -> None:
    with pytest.raises(NotApproved, match="nothing changes"):
        workbook.approve("create_events", by="Ann")


def test_approval_needs_a_name(workbook: Workbook) -> None:
    workbook.table("events")
    with pytest.raises(NotApproved, match="say who approves"):
        workbook.approve("create_events", by=" ")


def test_what_is_approved_checks_clean_and_builds_the_draft(
    workbook: Workbook, project: Path
) -> None:
    workbook.table("events").column("title", "text")
    approved = workbook.approve("create_events", by="Ann")
    assert approved.path.name == "001_create_events.sql"
    assert "approved by Ann" in approved.text
    assert not dk.check(workbook.migrations)
    assert not dk.diff(workbook.migrations, workbook.schema)
    assert not workbook.changes()
    assert dk.verify(workbook.migrations).proven
    documents = {path.name for path in (project / "docs" / "database").iterdir()}
    assert documents == {"events.md", "events.mmd", "events.svg"}


def test_a_second_approval_takes_the_next_number(workbook: Workbook) -> None:
    workbook.table("events")
    workbook.approve("create_events", by="Ann")
    workbook.table("events").column("title", "text", null=True)
    assert workbook.approve("add_title", by="Bob").path.name == "002_add_title.sql"


def test_an_approval_on_migrations_that_moved_is_refused(workbook: Workbook) -> None:
    workbook.table("events")
    with dk.open("events") as other:
        workbook.approve("create_events", by="Ann")
        with pytest.raises(FileError, match="changed on the disk"):
            other.approve("create_events_too", by="Bob")
    assert [path.name for path in sorted(workbook.migrations.iterdir())] == [
        "001_create_events.sql",
        "designkit.sum",
    ]


def test_a_directory_that_cannot_be_written_leaves_nothing_behind(
    workbook: Workbook, project: Path
) -> None:
    workbook.table("events")
    (project / "migrations").write_text("a file stands where the folder should be")
    with pytest.raises(FileError, match="migrations"):
        workbook.approve("create_events", by="Ann")
    assert (project / "migrations").is_file()


def test_a_trial_counts_nowhere(project: Path) -> None:
    with dk.open("events", trial=True) as trial:
        trial.table("events")
        approved = trial.approve("create_events", by="Ann")
        assert approved.path.is_file()
        folder = trial.migrations.parent
    assert not folder.exists()
    assert [path.name for path in project.iterdir()] == ["pyproject.toml"]


def test_a_trial_can_begin_behind_any_migration(workbook: Workbook) -> None:
    workbook.table("events")
    workbook.approve("create_events", by="Ann")
    workbook.table("orders")
    workbook.approve("create_orders", by="Ann")
    with dk.open("events", after=1) as trial:
        assert names(trial) == ["events"]
    with dk.open("events", after=0) as trial:
        assert names(trial) == []


def test_the_review_says_all_that_a_reviewer_needs(workbook: Workbook) -> None:
    workbook.table("events").column("title", "text")
    workbook.approve("create_events", by="Ann")
    workbook.sql("ALTER TABLE events DROP COLUMN title")
    review = workbook.review()
    text = review.markdown()
    assert review.approvable
    assert "drop column events.title" in text
    assert "the data in it is lost" in text
    assert "gives exactly the schema before" in text
    assert "Restores the structure only" in text


def test_a_name_from_a_schema_is_no_markup_in_the_review(workbook: Workbook) -> None:
    workbook.sql('CREATE TABLE "<script>alert(1)</script>" (id uuid)')
    assert "<script>" not in workbook.review().markdown().split("## UP")[0]


def test_a_keyword_as_a_new_name_is_quoted_on_the_way_back(workbook: Workbook) -> None:
    workbook.table("events").column("position", "integer", check="position > 0")
    workbook.approve("create_events", by="Ann")
    workbook.rename("events.position", "order")
    assert [item.describe() for item in workbook.changes()] == [
        "rename column events.position to order",
        "rename constraint events_position_check of events to events_order_check",
    ]
    rehearsal = workbook.rehearse()
    assert rehearsal is not None
    assert rehearsal.proven


@pytest.mark.parametrize(
    ("sql", "beyond"),
    [
        ("INSERT INTO events DEFAULT VALUES", "rows"),
        ("UPDATE events SET id = id", "rows"),
        ("GRANT pg_monitor TO CURRENT_USER", "members of roles"),
        ("GRANT CREATE ON DATABASE postgres TO PUBLIC", "rights beyond its objects"),
        ("ALTER TABLE events SET TABLESPACE pg_default", "the tablespace"),
        ("CREATE ROLE somebody", "the server as a whole"),
    ],
)
def test_what_a_design_does_not_hold_is_refused_not_dropped(
    workbook: Workbook, sql: str, beyond: str
) -> None:
    workbook.table("events")
    with pytest.raises(ModelError, match=f"a design does not hold {beyond}"):
        workbook.sql(sql)


def test_rights_and_settings_are_edited_like_all_else(workbook: Workbook, design: Path) -> None:
    workbook.table("events")
    workbook.sql("GRANT SELECT ON events TO PUBLIC; ALTER TABLE events REPLICA IDENTITY FULL")
    assert "GRANT SELECT ON TABLE events TO PUBLIC" in workbook.up()
    assert "GRANT SELECT ON TABLE events TO PUBLIC" in design.read_text()
    workbook.undo()
    assert "GRANT" not in workbook.up()


def test_no_way_of_ending_the_transaction_spoils_the_draft(workbook: Workbook) -> None:
    for sql in ("ABORT", "END", "PREPARE TRANSACTION 'x'", "START TRANSACTION"):
        with pytest.raises(ModelError, match="one transaction already"):
            workbook.sql(sql)
    workbook.sql("SAVEPOINT a; CREATE TABLE cats (); ROLLBACK TO a")
    assert names(workbook) == []
    workbook.table("events")


def test_an_edit_that_could_not_be_saved_is_not_in_the_draft(
    workbook: Workbook, design: Path
) -> None:
    workbook.table("events")
    design.write_text("-- mine\n")
    with pytest.raises(FileError):
        workbook.table("orders")
    assert names(workbook) == ["events"]
    with pytest.raises(FileError):
        workbook.approve("create_events", by="Ann")
    assert not workbook.migrations.exists()


def test_an_expression_is_one_expression(workbook: Workbook) -> None:
    workbook.table("orders")
    with pytest.raises(ModelError, match="not one statement"):
        workbook.table("events").column("k", "integer", default="1; DROP TABLE orders; --")
    assert "orders" in names(workbook)


def test_a_column_that_rows_would_refuse_is_a_hazard(workbook: Workbook) -> None:
    workbook.table("events")
    workbook.approve("create_events", by="Ann")
    workbook.table("events").column("title", "text")
    (hazard,) = workbook.changes().hazards
    assert "NOT NULL without a default" in str(hazard)
    with pytest.raises(NotApproved, match="hazards must be accepted"):
        workbook.approve("add_title", by="Ann")
    assert workbook.approve("add_title", by="Ann", accept_loss=True).path.is_file()


def test_a_migration_that_was_tampered_with_is_named(workbook: Workbook) -> None:
    workbook.table("events")
    approved = workbook.approve("create_events", by="Ann")
    approved.path.write_text(approved.text + "-- one word more\n")
    with pytest.raises(SourceError, match=r"001_create_events\.sql"):
        dk.open("events")


def test_renaming_what_is_not_there_says_what_is(workbook: Workbook) -> None:
    workbook.table("events")
    with pytest.raises(ModelError, match="table nonesuch: there is no such table"):
        workbook.rename("nonesuch", "more")


def test_a_new_enum_value_comes_in_a_file_before_what_uses_it(workbook: Workbook) -> None:
    workbook.sql("CREATE TYPE mood AS ENUM ('a'); CREATE TABLE cats (m mood DEFAULT 'a')")
    for rule in ("missing-required-column", "primary-key-missing"):
        workbook.waive(rule, "cats*", "as an example")
    workbook.approve("create_cats", by="Ann")
    workbook.sql("ALTER TYPE mood ADD VALUE 'b'")
    workbook.sql("ALTER TABLE cats ALTER m SET DEFAULT 'b'")
    approved = workbook.approve("change_mood", by="Ann")
    adding, using = (
        next(number for number, (_, text) in enumerate(approved.files) if words in text)
        for words in ("ADD VALUE 'b'", "SET DEFAULT 'b'")
    )
    assert adding < using


# ── changes in several files ─────────────────────────────────────────────────


@pytest.fixture
def grown(workbook: Workbook) -> Workbook:
    """A workbook whose draft adds an indexed column to a table that is there."""
    workbook.table("events")
    workbook.approve("create_events", by="Ann")
    workbook.sql("ALTER TABLE events ADD COLUMN title text")
    workbook.sql("CREATE INDEX idx_events_title ON events (title)")
    return workbook


def test_a_change_that_needs_several_files_takes_several_numbers(grown: Workbook) -> None:
    approved = grown.approve("add_title", by="Ann")
    assert [path.name for path in approved.paths] == [
        "002_add_title_add_title.sql",
        "003_add_title_add_idx_events_title.sql",
    ]
    column, index = (text for _, text in approved.files)
    assert "-- File 1 of 2 of one change, run in this order." in column
    assert "gives exactly its part of the design" in column
    assert "-- +goose NO TRANSACTION" in index
    assert "CREATE INDEX CONCURRENTLY idx_events_title" in index
    assert "UP (4 statements) gives exactly the design" in index


def test_several_files_check_clean_and_build_the_draft(grown: Workbook) -> None:
    grown.approve("add_title", by="Ann")
    assert not dk.check(grown.migrations)
    assert not dk.diff(grown.migrations, grown.schema)
    assert not grown.changes()
    assert dk.verify(grown.migrations).proven


def test_several_files_are_written_all_or_none(grown: Workbook) -> None:
    before = sorted(path.name for path in grown.migrations.iterdir())
    taken = grown.migrations / "003_add_title_add_idx_events_title.sql"
    review = grown.review()
    taken.mkdir()
    try:
        with pytest.raises(DesignkitError):
            approve(review, "add_title", by="Ann")
    finally:
        taken.rmdir()
    assert sorted(path.name for path in grown.migrations.iterdir()) == before


def test_the_direct_form_is_asked_for_by_name(grown: Workbook, project: Path) -> None:
    approved = grown.approve("add_title", by="Ann", safe=False)
    assert "CONCURRENTLY" not in approved.text
    assert len(approved.paths) == 2  # CockroachDB takes one change of a table at a time.
    (project / "pyproject.toml").write_text(
        '[tool.designkit]\nsafe = false\ntargets = ["postgresql"]\n'
        "[tool.designkit.services.events]\n"
    )
    with dk.open("events") as again:
        again.sql("ALTER TABLE events ADD COLUMN place text")
        again.sql("CREATE INDEX idx_events_place ON events (place)")
        assert len(again.approve("add_place", by="Ann").paths) == 1


def test_up_and_down_are_those_of_the_files(grown: Workbook) -> None:
    up, down = grown.up(), grown.down()
    assert up.index("File 1 of 2: add_title") < up.index("File 2 of 2: add_idx_events_title")
    assert down.index("File 2 of 2") < down.index("File 1 of 2")
    assert "DROP INDEX CONCURRENTLY IF EXISTS idx_events_title" in down


def test_the_rehearsal_goes_through_every_file(grown: Workbook) -> None:
    rehearsals = grown.rehearse()
    assert rehearsals is not None
    assert rehearsals.proven
    assert [item.file for item in rehearsals] == [
        "002_proposal_add_title",
        "003_proposal_add_idx_events_title",
    ]
    goals = [item.up.goal for item in rehearsals]
    assert goals == ["its part of the design", "the design"]


def test_the_review_shows_file_by_file_with_the_reasons(grown: Workbook) -> None:
    said = grown.review().markdown()
    first, second = (said.index(f"## File {place}") for place in ("1 of 2: 002", "2 of 2: 003"))
    assert first < said.index("ADD COLUMN title") < second < said.index("CREATE INDEX CONCURRENTLY")
    assert second < said.index("The index is built while others write")


def test_what_golang_migrate_runs_outside_a_transaction_stands_alone(project: Path) -> None:
    (project / "pyproject.toml").write_text(
        '[tool.designkit.services.events]\nformat = "golang-migrate"\n'
    )
    with dk.open("events") as workbook:
        workbook.table("events")
        workbook.approve("create_events", by="Ann")
        workbook.sql("CREATE INDEX idx_events_updated_at ON events (updated_at)")
        up, down = workbook.approve("add_index", by="Ann").files
        assert up[0].name == "002_add_index.up.sql"
        assert [len(split(text)) for _, text in (up, down)] == [1, 1]
        assert dk.verify(workbook.migrations).proven
