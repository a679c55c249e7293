"""Volumes made complete: each figure is the best that is known, and says where it is from."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from designkit.database import Scratch, fill
from designkit.database.scale import Scaled
from designkit.model import (
    ColumnStatistics,
    QualifiedName,
    RelationStatistics,
    Schema,
    Statistics,
    View,
    replace,
)
from designkit.sql.annotations import read_annotations
from designkit.workload.volumes import Figure, Resolved, resolve
from designkit.workload.volumes.spread import refined

AGES = "2017-03-01 06:00:00+00 to 2025-07-01 00:00:00+00"
NOW = datetime(2025, 7, 1, tzinfo=UTC)
TEXT = """
CREATE TYPE state AS ENUM ('new', 'open', 'shut', 'void');
-- designkit: rows=10M growth=100k/month width(email)=24 nulls(phone)=0.4
CREATE TABLE users (
    id uuid PRIMARY KEY, email varchar(120) NOT NULL UNIQUE, phone text, state state NOT NULL,
    is_open boolean NOT NULL, tags text[], created_at timestamptz NOT NULL, deleted_at timestamptz
);
-- designkit: rows=100M growth=10%/month common(kind)='web':0.7,'ios':0.3 distinct(place)=40M
-- designkit: min(amount)=0 max(amount)=1000 bounds(score)=0,1,50
CREATE TABLE sessions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id uuid NOT NULL REFERENCES users,
    kind text NOT NULL, place text NOT NULL, amount integer NOT NULL, score numeric NOT NULL,
    at date NOT NULL, created_at timestamptz NOT NULL
);
CREATE TABLE profiles (user_id uuid PRIMARY KEY REFERENCES users, bio text);
CREATE TABLE notes (id uuid PRIMARY KEY, parent_id uuid REFERENCES notes, body jsonb);
-- designkit: rows=4M
CREATE TABLE logs (id bigint, day date NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE logs_2 PARTITION OF logs FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE parts (id bigint, day date NOT NULL) PARTITION BY RANGE (day);
-- designkit: rows=30
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX lowered ON users (lower(email), length(phone));
CREATE INDEX joined ON users ((email || phone));
"""


def named(name: str) -> QualifiedName:
    return QualifiedName(name=name)


@pytest.fixture(scope="module")
def schema() -> Schema:
    with Scratch() as scratch:
        return replace(fill(scratch, TEXT).schema, volumes=read_annotations(TEXT).volumes)


@pytest.fixture(scope="module")
def resolved(schema: Schema) -> Resolved:
    return resolve(schema, now=NOW)


def figure(resolved: Resolved, table: str, column: str, what: str) -> Figure | None:
    found = resolved.of(named(table), column)
    return next((item for item in found if item.what == what), None)


def column(resolved: Resolved, table: str, name: str) -> ColumnStatistics:
    relation = resolved.statistics.by_name[named(table)]
    known = {item.column: item for item in (*relation.inherited, *relation.columns)}
    return known[name]


@pytest.mark.parametrize(
    ("where", "what", "told"),
    [
        ("users.", "rows", "10,000,000 (declared)"),
        ("notes.", "rows", "1,000,000 (derived: nobody said how many rows)"),
        ("profiles.", "rows", "10,000,000 (derived: one row for each of users)"),
        ("logs_2.", "rows", "2,000,000 (derived: one of 2 partitions of logs)"),
        ("parts.", "rows", "30 (derived: the rows of its partitions)"),
        ("users.id", "distinct", "1 of the rows (derived: a key is unique)"),
        ("users.id", "null share", "0 (derived: the column is not null)"),
        ("users.phone", "null share", "0.4 (declared)"),
        ("users.deleted_at", "null share", "0.98 (derived: few rows are deleted)"),
        ("users.state", "distinct", "4 (derived: an enum has 4 values)"),
        ("users.is_open", "distinct", "2 (derived: a boolean has 2 values)"),
        ("users.email", "width", "24 (declared)"),
        ("users.id", "width", "16 (derived: the usual width of uuid)"),
        ("users.tags", "width", "48 (derived: an array of a few elements)"),
        ("users.created_at", "range", f"{AGES} (derived: the rows came as the table grows)"),
        ("sessions.user_id", "distinct", "10,000,000 (derived: as many as users.id has)"),
        ("sessions.kind", "common values", "web 0.7, ios 0.3 (declared)"),
        ("sessions.kind", "distinct", "2 (declared)"),
        ("sessions.place", "distinct", "0.4 of the rows (declared)"),
        ("sessions.amount", "range", "0 to 1000 (declared)"),
        ("sessions.id", "correlation", "1 (derived: rows are added in the order of the sequence)"),
        ("sessions.id", "range", "1 to 100000000 (derived: a sequence counts the rows)"),
        ("notes.parent_id", "distinct", "900,000 (derived: as many as notes.id has)"),
        ("notes.body", "width", "200 (derived: the usual width of jsonb)"),
    ],
)  # fmt: skip
def test_each_figure_says_where_it_is_from(
    resolved: Resolved, where: str, what: str, told: str
) -> None:
    table, _, name = where.partition(".")
    found = figure(resolved, table, name, what)
    assert found is not None
    rule = f": {found.rule}" if found.rule else ""
    assert f"{found.value} ({found.origin}{rule})" == told


def test_every_table_and_column_is_known(schema: Schema, resolved: Resolved) -> None:
    for table in schema.tables:
        relation = resolved.statistics.by_name[table.qualified]
        known = {item.column for item in (*relation.columns, *relation.inherited)}
        assert known == {item.name for item in table.columns}
        for item in table.columns:
            told = {figure.what for figure in resolved.of(table.qualified, item.name)}
            assert told >= {"null share", "distinct", "width"}


def test_values_of_an_enum_are_as_common_as_each_other(resolved: Resolved) -> None:
    assert column(resolved, "users", "state").common == tuple(
        (value, 0.25) for value in ("new", "open", "shut", "void")
    )


def test_what_the_common_values_cover_has_no_range(resolved: Resolved) -> None:
    assert column(resolved, "sessions", "kind").bounds == ()


def test_a_range_is_filled_as_analyze_would(resolved: Resolved) -> None:
    amount = column(resolved, "sessions", "amount").bounds
    assert (len(amount), amount[0], amount[1], amount[-1]) == (101, "0", "10", "1000")
    score = column(resolved, "sessions", "score").bounds
    assert (len(score), score[50]) == (101, "1")


def test_of_what_grows_by_a_share_half_is_young(resolved: Resolved) -> None:
    bounds = column(resolved, "sessions", "created_at").bounds
    middle = datetime.fromisoformat(bounds[len(bounds) // 2])
    assert 100 < (NOW - middle).days < 300


def test_an_index_knows_of_an_expression_what_its_column_tells(resolved: Resolved) -> None:
    (lowered,) = resolved.statistics.by_name[named("lowered")].columns
    assert (lowered.key, lowered.distinct, lowered.null_share) == (1, -1, 0)
    assert named("joined") not in resolved.statistics.by_name


def test_the_whole_of_a_partitioned_table_is_known_apart_from_its_parts(
    resolved: Resolved,
) -> None:
    logs = resolved.statistics.by_name[named("logs")]
    assert logs.columns == ()
    assert {item.column for item in logs.inherited} == {"id", "day"}


MEASURED = Statistics(
    relations=(
        RelationStatistics(
            name=named("users"),
            rows=500,
            pages=70,
            visible_share=0.5,
            columns=(
                ColumnStatistics(column="email", distinct=-1, width=33, bounds=("a", "z")),
                ColumnStatistics(column="phone", null_share=0.9, distinct=5, common=(("1", 0.1),)),
            ),
        ),
        RelationStatistics(
            name=named("notes"),
            rows=700,
            pages=90,
            columns=(ColumnStatistics(column="body", width=900),),
        ),
        RelationStatistics(name=named("notes_pkey"), rows=700, pages=11),
        RelationStatistics(name=named("gone"), rows=700, pages=11),
    )
)


def test_what_was_declared_goes_before_what_was_measured(schema: Schema) -> None:
    found = resolve(schema, measured=MEASURED, now=NOW)
    users = found.statistics.by_name[named("users")]
    # Pages that belong to other numbers of rows say nothing.
    assert (users.rows, users.pages) == (10_000_000, None)
    phone, email = column(found, "users", "phone"), column(found, "users", "email")
    assert (phone.null_share, phone.distinct, phone.common) == (0.4, 5, (("1", 0.1),))
    assert (email.width, email.bounds) == (24, ("a", "z"))


def test_what_was_measured_goes_before_what_is_derived(schema: Schema) -> None:
    found = resolve(schema, measured=MEASURED, now=NOW)
    notes = found.statistics.by_name[named("notes")]
    assert (notes.rows, notes.pages) == (700, 90)
    assert column(found, "notes", "body").width == 900
    told = figure(found, "notes", "body", "width")
    assert told is not None
    assert told.origin == "measured"
    assert found.statistics.by_name[named("notes_pkey")].pages == 11
    assert named("gone") not in found.statistics.by_name


def test_a_volume_that_was_measured_is_no_declared_one(schema: Schema) -> None:
    volumes = tuple(replace(item, source="measured") for item in schema.volumes)
    found = resolve(replace(schema, volumes=volumes), now=NOW)
    rows, width = figure(found, "users", "", "rows"), figure(found, "users", "email", "width")
    assert rows is not None
    assert width is not None
    assert (rows.origin, width.origin) == ("measured", "measured")


def test_a_database_takes_all_that_was_resolved(resolved: Resolved) -> None:
    scratch = Scratch()
    fill(scratch, TEXT)
    with Scaled(scratch, resolved.statistics) as scaled:
        plan = scaled.explain(
            "SELECT * FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1",
            generic=True,
        )
    assert plan.rows == 10


@pytest.mark.parametrize(
    ("type_name", "bounds", "second", "last"),
    [
        ("integer", ("0", "200"), "2", "200"),
        ("numeric(10,2)", ("0", "1"), "0.01", "1"),
        ("date", ("2024-01-01", "2024-04-10"), "2024-01-02", "2024-04-10"),
        ("timestamp with time zone", ("2024-01-01 00:00:00+00", "2024-01-01 01:40:00+00"),
         "2024-01-01 00:01:00+00:00", "2024-01-01 01:40:00+00"),
    ],
)  # fmt: skip
def test_numbers_and_times_have_bounds_between_bounds(
    type_name: str, bounds: tuple[str, ...], second: str, last: str
) -> None:
    found = refined(bounds, type_name)
    assert (len(found), found[0], found[1], found[-1]) == (101, found[0], second, last)


@pytest.mark.parametrize(
    ("type_name", "bounds"),
    [
        ("text", ("a", "z")),
        ("integer[]", ("{1}", "{2}")),
        ("date", ("2024-01-01", "infinity")),
        ("integer", ()),
    ],
)
def test_what_cannot_be_reckoned_stays_as_it_is(type_name: str, bounds: tuple[str, ...]) -> None:
    assert refined(bounds, type_name) == bounds


VIEWED = View(
    name="totals",
    definition="SELECT 1",
    materialized=True,
    columns=(("day", "date"), ("orders", "bigint")),
)


def test_a_materialized_view_tells_where_its_numbers_are_from() -> None:
    told = RelationStatistics(
        name=VIEWED.qualified,
        rows=365.0,
        columns=(
            ColumnStatistics(column="day", distinct=-1.0),
            ColumnStatistics(column="gone", distinct=3.0),
        ),
    )
    known = Schema(views=(VIEWED,))
    resolved = resolve(known, measured=Statistics(relations=(told,)))
    assert [(item.column, item.what, item.value, item.origin) for item in resolved.figures] == [
        ("", "rows", "365", "measured"),
        ("day", "distinct", "1 of the rows", "measured"),
        ("day", "null share", "0", "measured"),
        ("orders", "distinct", "unknown", "derived"),
    ]
    # What the view does not have would be refused by the server.
    (relation,) = resolved.statistics.relations
    assert [column.column for column in relation.columns] == ["day"]
    guessed = resolve(known).of(VIEWED.qualified)[0]
    assert (guessed.value, guessed.is_guess) == ("those of its query", True)


def test_what_was_measured_of_nothing_in_the_schema_is_named(schema: Schema) -> None:
    def measured(name: str, *columns: str) -> RelationStatistics:
        told = tuple(ColumnStatistics(column=column, key=None) for column in columns)
        return RelationStatistics(name=named(name), rows=5.0, columns=told)

    statistics = Statistics(
        relations=(
            measured("users", "email", "nope"),
            measured("people", "id"),
            # An index, and one on an expression; neither tells of a column.
            measured("users_pkey"),
            measured("somebodys_index", ""),
        )
    )
    assert resolve(schema, measured=statistics).unknown == ("people", "users.nope")
    assert resolve(schema).unknown == ()
