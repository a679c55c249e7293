"""A real CockroachDB: what may run on it is decided without one, all else is run on one.

`docker compose up --wait cockroach` starts one; DESIGNKIT_COCKROACH_DSN names it to the tests.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from designkit.database import connect, read_database, server_name
from designkit.database.cockroach import CockroachScratch, prepare, run_on_cockroach
from designkit.database.cockroach.running import beyond
from designkit.database.cockroach.server import obstacle, version_in
from designkit.database.scratch import is_scratch, maker_is_gone, scratch_name
from designkit.errors import ConnectionFailed, StatementFailed
from designkit.migrate import read
from designkit.migrate.dsn import COCKROACH_VARIABLE
from designkit.migrate.history import read as read_history
from designkit.migrate.rehearsal.on_cockroach import rehearse_on_cockroach
from designkit.migrate.rehearsal.verdict import Rehearsal
from designkit.sql.statements import Statement, split

WITHOUT = (
    f"no CockroachDB: {COCKROACH_VARIABLE} names one (docker compose up --wait cockroach starts it)"
)


@pytest.fixture
def dsn() -> str:
    """The connection string of a CockroachDB that is there for tests."""
    found = os.environ.get(COCKROACH_VARIABLE, "")
    if not found:
        pytest.skip(WITHOUT)
    return found


def statement(text: str) -> Statement:
    (found,) = split(text)
    return found


# ── what may run where ───────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("told", "version"),
    [
        ("CockroachDB CCL v25.2.1 (x86_64-pc-linux-gnu, built 2025/06/04, go1.23.7)", "25.2.1"),
        ("CockroachDB OSS v26.3.0-alpha.1 (aarch64-apple-darwin)", "26.3.0-alpha.1"),
        ("CockroachDB of tomorrow", "CockroachDB of tomorrow"),
    ],
)
def test_the_release_is_found_in_what_the_server_says(told: str, version: str) -> None:
    assert version_in(told) == version


@pytest.mark.parametrize(
    ("database", "others"),
    [
        ("defaultdb", ["defaultdb", "postgres", "system"]),
        ("designkit", ["defaultdb", "designkit", "shop"]),
        ("designkit_ci", ["shop"]),
    ],
)
def test_a_server_that_is_empty_or_says_so_is_used(database: str, others: list[str]) -> None:
    assert obstacle(database, others) is None


def test_a_server_with_databases_of_others_is_not_used() -> None:
    problem = obstacle("defaultdb", ["defaultdb", "shop", "auth", "system"])
    assert problem is not None
    assert "(auth, shop)" in problem
    assert "docker compose up cockroach" in problem


def test_many_databases_are_not_all_named() -> None:
    assert "(a, b, c, …)" in (obstacle("defaultdb", "abcdef") or "")


@pytest.mark.parametrize(
    "text",
    [
        "SET CLUSTER SETTING sql.defaults.serial_normalization = 'sql_sequence'",
        "RESET CLUSTER SETTING kv.rangefeed.enabled",
        "BACKUP INTO 'nodelocal://1/backup'",
        "CREATE CHANGEFEED FOR users INTO 'kafka://broker'",
        "CREATE DATABASE other",
        "DROP DATABASE shop CASCADE",
        "ALTER DATABASE shop CONFIGURE ZONE USING num_replicas = 5",
        "CREATE ROLE reader",
        "DROP USER root",
        "USE shop",
        "CANCEL JOBS (SELECT 1)",
        "ALTER RANGE default CONFIGURE ZONE USING num_replicas = 5",
        "GRANT admin TO someone",
        "GRANT ALL ON DATABASE shop TO someone",
        "SET database = shop",
        "SET LOCAL database TO 'shop'",
        "SELECT set_config('database', 'shop', false)",
        "DELETE FROM [53 AS users]",
        "SELECT crdb_internal.force_panic('now')",
        "SELECT pg_terminate_backend(1)",
        "DROP TABLE shop.users",
        "DROP TABLE shop.public.users",
        'TRUNCATE "shop" . users',
        "CREATE FUNCTION f() RETURNS INT LANGUAGE SQL AS 'DELETE FROM shop.users RETURNING 1'",
        "-- harmless\nINSERT INTO Shop.users VALUES (1)",
    ],
)
def test_what_reaches_beyond_the_scratch_database_is_not_run(text: str) -> None:
    assert beyond(statement(text), {"shop", "defaultdb"}) is not None


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE shops (id uuid PRIMARY KEY)",
        "SELECT workshop.id FROM workshop",
        "ALTER TABLE public.users ADD COLUMN shop text",
        "CREATE INDEX ON billing.shop (id)",
        "-- moves shop.users\nALTER TABLE users RENAME TO people",
        "ALTER TABLE users CONFIGURE ZONE USING gc.ttlseconds = 600",
        "SET sql_safe_updates = off",
        "UPDATE users SET databases = ARRAY[1, 2], first = tags[1]",
        "GRANT SELECT ON users TO reader",
    ],
)
def test_what_stays_inside_is_run(text: str) -> None:
    assert beyond(statement(text), {"shop", "defaultdb"}) is None


def test_a_scratch_database_is_known_by_its_name_and_its_maker() -> None:
    name = scratch_name()
    assert is_scratch(name)
    assert not maker_is_gone(name)
    assert not is_scratch("designkit_scratch_of_somebody")
    assert not maker_is_gone("designkit_scratch_of_somebody")


def test_what_another_host_made_is_left_alone_for_as_long_as_asked() -> None:
    ancient = "designkit_scratch_00000000_1_1_1"
    assert maker_is_gone(ancient)
    assert not maker_is_gone(ancient, after_s=10**11)


# ── on a server ──────────────────────────────────────────────────────────────

USERS = """
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email text NOT NULL,
    status text NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'old')),
    created_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
);
CREATE UNIQUE INDEX users_email_key ON users (email) WHERE deleted_at IS NULL;
CREATE INDEX users_created_at_idx ON users (created_at DESC) INCLUDE (email);
CREATE INDEX users_lower_idx ON users (lower(email));
CREATE TABLE notes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    body varchar(200) NOT NULL DEFAULT ''
);
COMMENT ON TABLE notes IS 'what users write';
CREATE VIEW live_users AS SELECT id, email FROM users WHERE deleted_at IS NULL;
"""


@pytest.mark.cockroach
def test_it_says_what_it_is(dsn: str) -> None:
    with connect(dsn) as connection:
        assert server_name(connection).startswith("CockroachDB 2")


@pytest.mark.cockroach
def test_a_scratch_database_is_made_and_dropped(dsn: str) -> None:
    with CockroachScratch(dsn) as scratch, scratch.connect() as connection:
        assert connection.execute("SELECT current_database()").fetchone() == (scratch.name,)
    with connect(dsn) as connection:
        rows = connection.execute("SELECT datname FROM pg_catalog.pg_database").fetchall()
    assert (scratch.name,) not in rows


@pytest.mark.cockroach
def test_the_same_statements_build_the_same_schema_as_on_postgresql(
    dsn: str, tmp_path: Path
) -> None:
    file = tmp_path / "users.sql"
    file.write_text(USERS)
    here, there = read(file), read(file, cockroach=dsn)
    assert [table.name for table in there.tables] == ["notes", "users"]
    for mine, theirs in zip(here.tables, there.tables, strict=True):
        assert theirs.columns == mine.columns
        assert theirs.primary_key == mine.primary_key
        assert theirs.foreign_keys == mine.foreign_keys
        assert theirs.checks == mine.checks
        assert theirs.indexes == mine.indexes
        assert theirs.comment == mine.comment
    assert [view.name for view in there.views] == ["live_users"]
    assert [str(name) for name in there.views[0].depends_on] == ["users"]


@pytest.mark.cockroach
def test_a_live_database_is_read(dsn: str) -> None:
    with CockroachScratch(dsn) as scratch:
        run_on_cockroach(scratch, split(USERS), transactional=False)
        assert [table.name for table in read_database(scratch.dsn)] == ["notes", "users"]


@pytest.mark.cockroach
def test_what_cockroachdb_makes_for_itself_is_not_read(dsn: str) -> None:
    text = """
        CREATE TABLE events (at timestamptz NOT NULL);
        CREATE INDEX events_at_idx ON events (at) USING HASH WITH (bucket_count = 4);
        CREATE MATERIALIZED VIEW days AS SELECT count(*) AS events FROM events;
    """
    with CockroachScratch(dsn) as scratch:
        run_on_cockroach(scratch, split(text), transactional=False)
        found = read_database(scratch.dsn)
    (events,) = found.tables
    assert [column.name for column in events.columns] == ["at"]
    assert events.primary_key is None
    assert [index.columns for index in events.indexes] == [("at",)]
    assert [item.identity for item in found.carried] == [
        "index events_at_idx sharded by hash into 4 buckets"
    ]
    assert [view.materialized for view in found.views] == [True]


@pytest.mark.cockroach
def test_a_trigger_and_its_function_are_read(dsn: str) -> None:
    text = """
        CREATE TABLE users (id INT PRIMARY KEY, touched INT NOT NULL DEFAULT 0);
        CREATE FUNCTION touch() RETURNS TRIGGER LANGUAGE plpgsql AS $$
            BEGIN RETURN NEW; END $$;
        CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
    """
    with CockroachScratch(dsn) as scratch:
        run_on_cockroach(scratch, split(text), transactional=False)
        found = read_database(scratch.dsn)
    assert [(item.kind, item.identity) for item in found.carried] == [
        ("function", "touch()"),
        ("trigger", "touched"),
    ]


def rehearsed(dsn: str, folder: Path, *files: str) -> tuple[Rehearsal, ...]:
    for number, text in enumerate(files, 1):
        (folder / f"{number:03}_step.sql").write_text(text)
    history = read_history(folder)
    return tuple(rehearse_on_cockroach(history.migrations, dsn))


CREATE = (
    "-- +goose Up\nCREATE TABLE users (id uuid PRIMARY KEY);\n-- +goose Down\nDROP TABLE users;\n"
)


@pytest.mark.cockroach
def test_a_sound_migration_is_proven(dsn: str, tmp_path: Path) -> None:
    (seen,) = rehearsed(dsn, tmp_path, CREATE)
    assert seen.proven
    assert seen.server.startswith("CockroachDB 2")


@pytest.mark.cockroach
def test_what_a_failed_file_leaves_is_seen_and_the_next_one_begins_without_it(
    dsn: str, tmp_path: Path
) -> None:
    broken = (
        "-- +goose Up\nALTER TABLE users ADD COLUMN a INT;\nALTER TABLE users ADD COLUMN a INT;\n"
    )
    sound = (
        "-- +goose Up\nALTER TABLE users ADD COLUMN a INT;\n"
        "-- +goose Down\nALTER TABLE users DROP COLUMN a;\n"
    )
    first, failed, last = rehearsed(dsn, tmp_path, CREATE, broken, sound)
    assert first.proven
    assert failed.up.error is not None
    assert failed.up.error.line == 3
    assert [item.object for item in failed.up.differences] == ["users.a"]
    assert last.proven


@pytest.mark.cockroach
def test_a_down_that_does_not_restore_is_seen(dsn: str, tmp_path: Path) -> None:
    text = "-- +goose Up\nCREATE TABLE a (id INT PRIMARY KEY);\n-- +goose Down\nSELECT 1;\n"
    (seen,) = rehearsed(dsn, tmp_path, text)
    assert seen.restored is False


@pytest.mark.cockroach
def test_a_query_is_prepared_and_not_run(dsn: str) -> None:
    with CockroachScratch(dsn) as scratch:
        run_on_cockroach(scratch, split(USERS), transactional=False)
        with scratch.connect() as connection:
            prepare(connection, statement("DELETE FROM users WHERE email = $1"))
            prepare(connection, statement("SELECT id FROM users WHERE email = $1"))
            with pytest.raises(StatementFailed, match="42703"):
                prepare(connection, statement("SELECT nothing FROM users"))


@pytest.mark.cockroach
def test_another_database_is_not_touched(dsn: str) -> None:
    with CockroachScratch(dsn) as other, CockroachScratch(dsn) as scratch:
        del other
        with pytest.raises(StatementFailed, match="names defaultdb"):
            run_on_cockroach(scratch, split("CREATE TABLE defaultdb.public.t (id INT)"))


def test_a_postgresql_is_refused() -> None:
    from designkit.database import current_server  # noqa: PLC0415

    with pytest.raises(ConnectionFailed, match="this is no CockroachDB"):
        CockroachScratch(current_server().dsn)
