"""A scaled database: it plans as a full one would, whatever its size, and leaves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from designkit.changes import AddIndex
from designkit.database import DSN_VARIABLE, Scratch, fill
from designkit.database.scale import PRODUCTION, Scaled
from designkit.database.server import EmbeddedServer
from designkit.errors import ConnectionFailed, ModelError, SourceError, StatementFailed
from designkit.model import (
    ColumnStatistics,
    ExtendedStatistics,
    Index,
    IndexKey,
    QualifiedName,
    RelationStatistics,
    Statistics,
    replace,
)

SCHEMA = """
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, deleted_at timestamptz);
CREATE TABLE sessions (
    id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users (id), kind text NOT NULL,
    seen_at timestamptz NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX users_alive ON users (email) WHERE deleted_at IS NULL;
CREATE INDEX users_short ON users (email) WHERE length(email) < 10;
CREATE UNLOGGED TABLE "Odd ""name" (id integer PRIMARY KEY);
CREATE SCHEMA other;
CREATE TABLE other.users (id integer PRIMARY KEY, body text);
CREATE MATERIALIZED VIEW kinds AS SELECT DISTINCT kind FROM sessions;
CREATE TABLE logs (id bigint, day date NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE logs_2 PARTITION OF logs FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
"""
USERS, SESSIONS, LOGS = (QualifiedName(name=name) for name in ("users", "sessions", "logs"))
ID = ColumnStatistics(column="id", width=8, distinct=-1, correlation=1)
DAY = ColumnStatistics(column="day", distinct=730, bounds=("2024-01-01", "2025-12-31"))
KIND = ColumnStatistics(
    column="kind", width=5, distinct=3, common=(("web", 0.7), ("ios", 0.2), ("o'r", 0.1))
)
SEEN = ColumnStatistics(
    column="seen_at", width=8, distinct=-1, bounds=("2024-01-01", "2026-01-01"), correlation=0.1
)


def table(name: str, rows: float, *columns: ColumnStatistics) -> RelationStatistics:
    return RelationStatistics(name=QualifiedName.of(name), rows=rows, columns=columns)


STATISTICS = Statistics(
    relations=(
        table(
            "users",
            10_000_000,
            ID,
            ColumnStatistics(column="email", width=25, distinct=-1),
            ColumnStatistics(column="deleted_at", null_share=0.98, width=8),
        ),
        table(
            "sessions",
            100_000_000,
            ID,
            ColumnStatistics(column="user_id", width=8, distinct=5_000_000),
            KIND,
            SEEN,
        ),
        RelationStatistics(name=QualifiedName(name='Odd "name'), rows=10, columns=(ID,)),
        table("other.users", 5, ColumnStatistics(column="body", width=9000)),
        replace(table("logs", 2_000_000), inherited=(ID, DAY)),
        table("logs_1", 1_000_000, ID, DAY),
        table("logs_2", 1_000_000, ID, DAY),
    )
)


def scaled(statistics: Statistics = STATISTICS, /, **settings: Any) -> Scaled:
    chosen = replace(PRODUCTION, **settings)
    scratch = Scratch()
    fill(scratch, SCHEMA)
    return Scaled(scratch, statistics, settings=chosen)


@pytest.fixture(scope="module")
def full() -> Iterator[Scaled]:
    with scaled() as database:
        yield database


def kinds(database: Scaled, query: str, *, generic: bool = False) -> list[str]:
    return [node.kind for node in database.explain(query, generic=generic).root.walk()]


def test_a_row_among_a_hundred_million_is_found_by_an_index(full: Scaled) -> None:
    plan = full.explain("SELECT * FROM sessions WHERE user_id = $1", generic=True)
    assert (plan.root.kind, plan.root.index) == ("Index Scan", "sessions_user")
    assert plan.rows == 20
    assert '"Index Name": "sessions_user"' in plan.json


def test_what_most_rows_hold_is_found_by_reading_all(full: Scaled) -> None:
    plan = full.explain("SELECT * FROM sessions WHERE kind = 'web'")
    assert plan.root.kind == "Seq Scan"
    assert plan.rows == pytest.approx(70_000_000)


def test_an_empty_table_would_plan_otherwise(full: Scaled) -> None:
    full.rescale(0.000_000_1)
    try:
        assert "Index Scan" not in kinds(full, "SELECT * FROM sessions WHERE user_id = 5")
    finally:
        full.rescale(1)
    assert kinds(full, "SELECT * FROM sessions WHERE user_id = 5") == ["Index Scan"]


def test_a_plan_flips_as_its_tables_grow(full: Scaled) -> None:
    query = "SELECT * FROM users u JOIN sessions s ON s.user_id = u.id WHERE u.id < 40000"
    costs: list[float] = []
    for factor in (0.0001, 1.0, 10.0):
        full.rescale(factor)
        costs.append(full.explain(query).cost)
    full.rescale(1)
    assert costs == sorted(costs)
    assert full.explain(query).cost == costs[1]


def test_an_index_that_is_tried_changes_plan_and_cost_and_goes_again(full: Scaled) -> None:
    query = "SELECT * FROM sessions WHERE kind = 'ios' AND seen_at > '2025-12-31 23:00'"
    keys = (IndexKey(column="kind"), IndexKey(column="seen_at"))
    before = full.explain(query)
    (size,) = full.what_if(AddIndex(table=SESSIONS, index=Index(name="tried", keys=keys)))
    after = full.explain(query)
    assert before.cost > 5 * after.cost
    assert "tried" in {node.index for node in after.root.walk()}
    assert size.rows == 100_000_000
    assert size.pages == full.size(QualifiedName(name="tried")).pages > 100_000
    with full.without(QualifiedName(name="tried")):
        assert full.explain(query) == before
    assert full.explain(query) == after
    full.take_back()
    assert full.explain(query) == before


def test_an_index_of_a_partitioned_table_is_tried_on_each_part(full: Scaled) -> None:
    sizes = full.what_if(
        AddIndex(table=LOGS, index=Index(name="by_day", keys=(IndexKey(column="day"),)))
    )
    assert [size.rows for size in sizes] == [1_000_000, 1_000_000]
    query = "SELECT day FROM logs WHERE day = '2024-05-05'"
    assert full.explain(query).root.index == "logs_1_day_idx"
    with full.without(QualifiedName(name="by_day")):
        assert full.explain(query).root.index != "logs_1_day_idx"
    full.take_back()


def test_an_index_that_the_server_refuses_changes_nothing(full: Scaled) -> None:
    query = "SELECT * FROM sessions WHERE user_id = 5"
    before = full.explain(query)
    index = Index(name="sessions_user", keys=(IndexKey(column="user_id"),))
    with pytest.raises(StatementFailed, match="already exists"):
        full.what_if(AddIndex(table=SESSIONS, index=index))
    assert full.explain(query) == before


def test_a_partial_index_holds_the_rows_that_the_planner_expects(full: Scaled) -> None:
    assert full.size(QualifiedName(name="users_alive")).rows == 9_800_000
    # Of a function nothing is known, so it is a third, as for any comparison.
    assert full.size(QualifiedName(name="users_short")).rows == pytest.approx(10_000_000 / 3)


def test_a_materialized_view_is_as_large_as_its_query_gives(full: Scaled) -> None:
    assert full.size(QualifiedName(name="kinds")).rows == 3


def test_of_partitions_only_those_are_read_that_a_query_needs(full: Scaled) -> None:
    plan = full.explain("SELECT * FROM logs WHERE day = '2025-05-05'")
    assert {node.relation for node in plan.root.walk() if node.relation} == {"logs_2"}
    assert plan.rows == pytest.approx(1_000_000 / 730, rel=0.01)


def test_tables_of_other_namespaces_have_their_own_size(full: Scaled) -> None:
    other = QualifiedName(namespace="other", name="users")
    assert full.size(other).pages == 1
    with pytest.raises(ModelError, match="no table or index of that name"):
        full.size(QualifiedName(name="nowhere"))
    with pytest.raises(ModelError, match="no index of that name"), full.without(USERS):
        pass


def test_trees_are_valid_and_as_high_as_full_ones() -> None:
    with scaled() as database, database._scratch.connect() as connection:
        connection.execute("CREATE EXTENSION amcheck")
        connection.execute("CREATE EXTENSION pageinspect")
        heights = connection.execute(
            "SELECT relname, (bt_metap(relname)).level, bt_index_parent_check(c.oid)"
            "  FROM pg_class c WHERE relnamespace = 'public'::regnamespace"
            "   AND relname IN ('users_pkey', 'sessions_pkey', 'logs_1_pkey') ORDER BY relname"
        ).fetchall()
    assert [(name, level) for name, level, _ in heights] == [
        ("logs_1_pkey", 2),
        ("sessions_pkey", 3),
        ("users_pkey", 2),
    ]


def test_a_hundred_gigabytes_take_no_room_and_go_with_the_database() -> None:
    database = scaled()
    folder = Path(database._path(next(iter(database._relations.values())))).parent
    files = [path for path in folder.iterdir() if path.is_file()]
    assert sum(path.stat().st_size for path in files) > 10 * 1024**3
    assert sum(path.stat().st_blocks for path in files) * 512 < 200 * 1024**2
    assert any(path.suffix == ".1" for path in files)
    database.close()
    database.close()
    assert not folder.exists()


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("SELECT * FROM absent", 'relation "absent" does not exist'),
        ("SELEC", "syntax error"),
    ],
)
def test_what_cannot_be_planned_is_told(full: Scaled, sql: str, problem: str) -> None:
    with pytest.raises(StatementFailed, match=problem):
        full.explain(sql)


@pytest.mark.parametrize("sql", ["SELECT 1; DROP TABLE users", "", "-- nothing"])
def test_one_statement_is_planned_at_a_time(full: Scaled, sql: str) -> None:
    with pytest.raises(SourceError, match="one at a time"):
        full.explain(sql)


def test_the_line_of_a_mistake_is_that_of_the_query(full: Scaled) -> None:
    with pytest.raises(StatementFailed) as refused:
        full.explain("SELECT *\n  FROM users\n WHERE nowhere = $1", generic=True)
    assert refused.value.line == 3


def test_what_writes_is_planned_and_not_run(full: Scaled) -> None:
    assert kinds(full, "DELETE FROM users WHERE id = 1")[0] == "ModifyTable"


def test_settings_of_the_planner_are_those_of_production() -> None:
    query = "SELECT * FROM sessions ORDER BY kind"
    with scaled(parallel_workers_per_gather=0) as database:
        assert "Gather Merge" not in kinds(database, query)
    with scaled(parallel_workers_per_gather=4) as database:
        assert "Gather Merge" in kinds(database, query)


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"others": (("no_such_setting", "1"),)}, "no_such_setting"),
        ({"random_page_cost": -1.0}, "negative"),
        ({"work_memory_kb": 1}, "at least"),
    ],
)
def test_a_setting_that_no_server_takes_is_refused(settings: dict[str, Any], problem: str) -> None:
    with pytest.raises(ModelError, match=problem):
        scaled(**settings).explain("SELECT 1")


def test_a_table_of_which_nothing_is_known_is_no_empty_one() -> None:
    known = tuple(item for item in STATISTICS.relations if item.name != USERS)
    with pytest.raises(ModelError, match="users: nothing tells how many rows"):
        scaled(Statistics(relations=known))


@pytest.mark.parametrize(
    ("column", "problem"),
    [
        (replace(ID, common=(("twelve", 0.5),)), 'invalid input syntax for type bigint: "twelve"'),
        (replace(ID, column="nowhere"), 'column "nowhere" of relation "users" does not exist'),
    ],
)
def test_a_value_that_the_column_cannot_hold_is_named(
    column: ColumnStatistics, problem: str
) -> None:
    users = table("users", 10, column)
    others = tuple(item for item in STATISTICS.relations if item.name != USERS)
    with pytest.raises(ModelError, match=problem) as refused:
        scaled(Statistics(relations=(users, *others)))
    assert column.column in str(refused.value)


def test_a_relation_larger_than_any_is_refused() -> None:
    huge = Statistics(
        relations=tuple(
            replace(item, rows=10**13) if item.name == SESSIONS else item
            for item in STATISTICS.relations
        )
    )
    with pytest.raises(ModelError, match="a relation has at most"):
        scaled(huge)


def test_a_server_that_is_not_ours_is_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = EmbeddedServer()
    try:
        monkeypatch.setenv(DSN_VARIABLE, other.dsn)
        scratch = Scratch()
        fill(scratch, SCHEMA)
        with pytest.raises(ConnectionFailed, match=f"Unset {DSN_VARIABLE} to plan"):
            Scaled(scratch, STATISTICS)
    finally:
        other.stop()


def test_columns_that_depend_on_each_other_are_estimated_together() -> None:
    schema = SCHEMA + "CREATE STATISTICS both_of (ndistinct) ON user_id, kind FROM sessions;"
    query = "SELECT user_id, kind FROM sessions GROUP BY user_id, kind"
    with Scratch() as source, source.connect() as connection:
        fill(source, schema)
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "INSERT INTO sessions SELECT i, i % 500, 'k' || i % 500, now()"
            " FROM generate_series(1, 5000) i"
        )
        connection.execute("ANALYZE sessions")
        row = connection.execute(
            "SELECT stxdndistinct::bytea FROM pg_statistic_ext_data"
        ).fetchone()
    assert row is not None
    both = ExtendedStatistics(name=QualifiedName(name="both_of"), distinct=bytes(row[0]))
    gone = ExtendedStatistics(name=QualifiedName(name="gone"), distinct=bytes(row[0]))
    found: list[float] = []
    for extended in ((), (both, gone)):
        scratch = Scratch()
        fill(scratch, schema)
        with Scaled(scratch, replace(STATISTICS, extended=extended)) as database:
            found.append(database.explain(query).rows)
    assert found[0] > 1_000_000
    assert found[1] == 500


def test_the_folder_of_the_server_is_where_its_files_are(full: Scaled) -> None:
    assert (Path(full._folder) / "PG_VERSION").read_text().strip() == "18"
