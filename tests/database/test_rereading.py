"""Reading again only what a change touched gives the same as reading everything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from designkit.database import Connection, Reading, Scratch, read_catalogue, reread
from designkit.database.catalogue import reading as readings
from designkit.database.observing import Observer, run_observed
from designkit.sql.statements import split

_BASE = """
CREATE SCHEMA billing;
CREATE TYPE state AS ENUM ('new', 'done');
CREATE DOMAIN short AS text CHECK (length(value) < 10);
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN n * 2;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE SEQUENCE numbers;
CREATE TABLE users (
    id integer PRIMARY KEY, email text UNIQUE, age integer CHECK (twice(age) > 0),
    state state DEFAULT 'new', nick short, code integer DEFAULT nextval('numbers')
);
CREATE TABLE orders (
    id integer PRIMARY KEY,
    user_id integer CONSTRAINT orders_user_id_fkey REFERENCES users (id),
    placed date
);
CREATE TABLE billing.invoices (id serial PRIMARY KEY, order_id integer REFERENCES orders);
CREATE INDEX idx_users_lower_email ON users (lower(email)) WHERE age > 3;
CREATE VIEW adults AS SELECT id, email FROM users WHERE age > 17;
CREATE VIEW named AS SELECT email FROM adults;
CREATE TRIGGER touched BEFORE UPDATE OF email ON users FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY own ON orders USING (user_id > 0);
CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_old PARTITION OF events FOR VALUES FROM ('2000-01-01') TO ('2010-01-01');
DO $$ BEGIN CREATE ROLE designkit_app; EXCEPTION WHEN duplicate_object THEN END $$;
GRANT SELECT ON orders, adults, numbers TO designkit_app;
GRANT UPDATE (placed) ON orders TO designkit_app;
COMMENT ON TABLE users IS 'People';
CREATE STATISTICS known ON id, age FROM users;
CREATE TYPE address AS (street text, city text);
CREATE TABLE counters (id integer GENERATED ALWAYS AS IDENTITY);
CREATE EXTENSION citext;
CREATE INDEX idx_events_at ON events (at);
CREATE TRIGGER seen AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION touch();
CREATE RULE unheard AS ON DELETE TO orders DO INSTEAD NOTHING;
CREATE MATERIALIZED VIEW emails AS SELECT email FROM users;
CREATE UNIQUE INDEX idx_emails ON emails (email);
CREATE TYPE lengths AS RANGE (SUBTYPE = float8);
CREATE TYPE told AS (id integer);
COMMENT ON INDEX orders_pkey IS 'Found by';
ALTER TABLE events_old ADD CONSTRAINT events_old_key UNIQUE (at);
COMMENT ON INDEX events_old_key IS 'Found by';
CREATE UNIQUE INDEX idx_events_key ON ONLY events (at);
CREATE TABLE sums (a integer, c integer GENERATED ALWAYS AS (a + 1) STORED, d text DEFAULT 'x');
"""

_CHANGES = [
    "CREATE TABLE more (id integer PRIMARY KEY, user_id integer REFERENCES users)",
    "ALTER TABLE users ADD COLUMN name text DEFAULT 'x'",
    "ALTER TABLE users DROP COLUMN nick",
    "ALTER TABLE users RENAME COLUMN id TO user_id",
    "ALTER TABLE users RENAME COLUMN age TO years",
    "ALTER TABLE users RENAME TO people",
    "ALTER TABLE users SET SCHEMA billing",
    "ALTER TABLE users ALTER code TYPE bigint",
    "ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey",
    "ALTER TABLE orders RENAME CONSTRAINT orders_user_id_fkey TO buyer",
    "DROP TABLE billing.invoices",
    "DROP TABLE orders CASCADE",
    "DROP INDEX idx_users_lower_email",
    "ALTER INDEX idx_users_lower_email RENAME TO other",
    "CREATE INDEX CONCURRENTLY idx_orders_placed ON orders (placed)",
    "CREATE UNIQUE INDEX idx_orders_user ON orders (user_id) INCLUDE (placed)",
    "COMMENT ON TABLE users IS NULL",
    "COMMENT ON COLUMN orders.placed IS 'When'",
    "COMMENT ON CONSTRAINT orders_user_id_fkey ON orders IS 'Who'",
    "COMMENT ON INDEX idx_users_lower_email IS 'Found by'",
    "COMMENT ON INDEX users_pkey IS 'Found by'",
    "COMMENT ON INDEX orders_pkey IS NULL",
    "ALTER TABLE orders ADD COLUMN note text",
    "ALTER TABLE orders RENAME CONSTRAINT orders_pkey TO orders_key",
    "ALTER INDEX idx_events_key ATTACH PARTITION events_old_key",
    "ALTER TABLE sums ADD COLUMN e text DEFAULT 'x'",
    "ALTER TABLE sums ALTER d DROP DEFAULT",
    "ALTER TABLE sums ALTER c DROP EXPRESSION",
    "COMMENT ON TRIGGER touched ON users IS 'Why'",
    "COMMENT ON POLICY own ON orders IS 'Why'",
    "COMMENT ON TYPE state IS 'How far'",
    "COMMENT ON FUNCTION twice(integer) IS 'Doubles'",
    "COMMENT ON DOMAIN short IS 'Short'",
    "COMMENT ON SEQUENCE numbers IS 'Counts'",
    "COMMENT ON VIEW adults IS 'Grown up'",
    "ALTER TYPE state ADD VALUE 'gone' BEFORE 'done'",
    "ALTER TYPE state RENAME VALUE 'new' TO 'fresh'",
    "ALTER TYPE state RENAME TO progress",
    "ALTER TYPE state SET SCHEMA billing",
    "CREATE TYPE mood AS ENUM ('fine')",
    "ALTER DOMAIN short RENAME TO brief",
    "ALTER DOMAIN short ADD CONSTRAINT filled CHECK (value <> '')",
    "ALTER FUNCTION twice(integer) RENAME TO doubled",
    "CREATE OR REPLACE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN n*3",
    "CREATE FUNCTION thrice(n integer) RETURNS integer LANGUAGE sql RETURN n * 3",
    "ALTER SCHEMA billing RENAME TO money",
    "CREATE SCHEMA shop",
    "ALTER SEQUENCE numbers INCREMENT 5",
    "ALTER SEQUENCE numbers RENAME TO counted",
    "ALTER SEQUENCE numbers OWNED BY users.code",
    "CREATE SEQUENCE others",
    "DROP SEQUENCE numbers CASCADE",
    "ALTER VIEW adults RENAME TO grown",
    "CREATE OR REPLACE VIEW adults AS SELECT id, email FROM users WHERE age > 18",
    "DROP VIEW adults CASCADE",
    "CREATE MATERIALIZED VIEW ages AS SELECT age, count(*) FROM users GROUP BY age",
    "ALTER TRIGGER touched ON users RENAME TO moved",
    "ALTER TABLE users DISABLE TRIGGER touched",
    "DROP TRIGGER touched ON users",
    "ALTER POLICY own ON orders USING (user_id > 1)",
    "ALTER TABLE orders ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE users SET (fillfactor = 70)",
    "ALTER TABLE billing.invoices SET UNLOGGED",
    "CREATE TABLE events_new PARTITION OF events FOR VALUES FROM ('2010-01-01') TO ('2020-01-01')",
    "ALTER TABLE events DETACH PARTITION events_old",
    "ALTER TABLE events ADD COLUMN title text",
    "CREATE INDEX idx_events_at_too ON events (at)",
    "CREATE STATISTICS few ON id, age FROM users",
    "COMMENT ON STATISTICS known IS 'x'",
    "ALTER STATISTICS known RENAME TO other",
    "ALTER TYPE address DROP ATTRIBUTE IF EXISTS city",
    "ALTER TYPE address ADD ATTRIBUTE zip text",
    "ALTER SEQUENCE counters_id_seq INCREMENT 5",
    "ALTER EXTENSION citext ADD FUNCTION twice(integer)",
    "SET track_counts = off; COMMENT ON TYPE state IS 'x'; SET track_counts = on",
    "CREATE RULE none AS ON DELETE TO orders DO INSTEAD NOTHING",
    "CREATE EXTENSION hstore",
    "DROP EXTENSION citext",
    'CREATE COLLATION plain FROM "C"',
    """CREATE FUNCTION told() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
       CREATE EVENT TRIGGER seen ON ddl_command_end EXECUTE FUNCTION told()""",
    "CREATE TEMPORARY TABLE passing (id integer)",
    "BEGIN; ALTER TABLE users ADD COLUMN name text; COMMIT",
    "DO $$ BEGIN EXECUTE 'ALTER TABLE users ADD COLUMN name text'; END $$",
    "INSERT INTO users (id) VALUES (1); UPDATE users SET age = 2",
    "ALTER TABLE orders ALTER placed TYPE timestamptz; ALTER TABLE orders RENAME placed TO at",
    "DROP FUNCTION twice(integer) CASCADE",
    """DROP FUNCTION twice(integer) CASCADE;
       CREATE FUNCTION doubled(n integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN n * 2""",
    "DROP TYPE state CASCADE",
    "DROP TYPE state CASCADE; CREATE TYPE state AS ENUM ('old')",
    "DROP DOMAIN short CASCADE",
    "DO $$ BEGIN GRANT SELECT ON ALL TABLES IN SCHEMA public TO designkit_app; END $$",
    "GRANT INSERT ON users TO designkit_app",
    "GRANT SELECT (email), UPDATE (age) ON users TO designkit_app WITH GRANT OPTION",
    "GRANT SELECT ON ALL TABLES IN SCHEMA public TO designkit_app",
    "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM designkit_app",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO designkit_app",
    "REVOKE SELECT ON orders FROM designkit_app",
    "GRANT SELECT (id) ON adults TO PUBLIC",
    "GRANT USAGE ON SCHEMA billing TO designkit_app",
    "REVOKE USAGE ON SCHEMA public FROM PUBLIC",
    "REVOKE EXECUTE ON FUNCTION twice(integer) FROM PUBLIC",
    "GRANT USAGE ON TYPE state, short TO designkit_app",
    "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO designkit_app",
    """ALTER DEFAULT PRIVILEGES IN SCHEMA billing GRANT SELECT ON TABLES TO designkit_app;
       CREATE TABLE billing.more (id integer)""",
    "ALTER TABLE users OWNER TO designkit_app",
    "ALTER TABLE billing.invoices OWNER TO designkit_app",
    "ALTER VIEW adults OWNER TO designkit_app",
    "ALTER FUNCTION touch() OWNER TO designkit_app",
    "ALTER TYPE state OWNER TO designkit_app",
    "ALTER SCHEMA billing OWNER TO designkit_app",
    "ALTER TABLE users ALTER email SET STORAGE EXTERNAL",
    "ALTER TABLE users ALTER email SET COMPRESSION pglz",
    "ALTER TABLE users ALTER email SET STATISTICS 500",
    "ALTER TABLE users ALTER age SET (n_distinct = 5)",
    "ALTER TABLE users REPLICA IDENTITY FULL",
    "ALTER TABLE users REPLICA IDENTITY USING INDEX users_pkey",
    "ALTER TABLE users CLUSTER ON users_pkey",
    "ALTER INDEX idx_users_lower_email ALTER COLUMN 1 SET STATISTICS 500",
    "ALTER VIEW adults ALTER COLUMN id SET DEFAULT 3",
    "COMMENT ON SCHEMA billing IS 'Money'",
    "COMMENT ON SCHEMA public IS NULL",
    "COMMENT ON COLUMN adults.id IS 'Who'",
    "COMMENT ON CONSTRAINT short_check ON DOMAIN short IS 'Why'",
    "ALTER TABLE orders ADD CONSTRAINT told NOT NULL placed NOT VALID",
    "COMMENT ON CONSTRAINT orders_id_not_null ON orders IS 'Why'",
    """ALTER TYPE address ADD ATTRIBUTE initials text COLLATE "C" """,
    "CREATE DOMAIN code AS text COLLATE \"C\" DEFAULT 'x'",
    "ALTER DOMAIN short ADD CONSTRAINT filled CHECK (value <> '') NOT VALID",
    "CREATE TYPE weights AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi)",
    "CREATE TYPE weights; CREATE TYPE weights AS RANGE (SUBTYPE = float8)",
    "COMMENT ON TYPE lengths_multirange IS 'Many'",
    "ALTER TYPE lengths_multirange RENAME TO many_lengths",
    "ALTER TABLE users SET (toast.autovacuum_enabled = false)",
    "CREATE TABLE typed (id integer); ALTER TABLE typed OF told",
    "ALTER TABLE orders DISABLE RULE unheard",
    "DO $$ BEGIN ALTER TABLE orders ENABLE ALWAYS RULE unheard; END $$",
    "ALTER TABLE events_old DISABLE TRIGGER seen",
    "ALTER TABLE events DISABLE TRIGGER seen",
    "ALTER TABLE ONLY events DISABLE TRIGGER seen",
    "ALTER STATISTICS known SET STATISTICS 5",
    "ALTER MATERIALIZED VIEW emails CLUSTER ON idx_emails",
    "COMMENT ON INDEX events_old_at_idx IS 'Found by'",
    "ALTER INDEX events_old_at_idx SET (fillfactor = 50)",
    "ALTER INDEX events_old_at_idx RENAME TO other",
    "COMMENT ON SEQUENCE counters_id_seq IS 'Counts'",
    "COMMENT ON SEQUENCE counters_id_seq IS 'Counts'; ALTER TABLE counters RENAME id TO number",
    "CREATE INDEX half ON ONLY events (at)",
    """ALTER TABLE events_old ADD CONSTRAINT old UNIQUE (at); ALTER TABLE events ADD UNIQUE (at);
       COMMENT ON CONSTRAINT old ON events_old IS 'x'""",
]


def changed(connection: Connection, watcher: Connection, before: Reading, change: str) -> Reading:
    """What is read again after a change."""
    alone = "CONCURRENTLY" in change
    run = run_observed(Observer(connection, watcher), split(change), transactional=not alone)
    if run.touched is None:
        return read_catalogue(watcher)
    return reread(watcher, before, run.touched)


@pytest.fixture(scope="module")
def base() -> Iterator[Scratch]:
    with Scratch() as scratch:
        with scratch.connect() as connection:
            connection.execute(_BASE.encode())
        yield scratch


@pytest.mark.parametrize("change", _CHANGES)
def test_what_is_read_again_is_what_is_there(base: Scratch, change: str) -> None:
    with (
        Scratch(copy_of=base) as scratch,
        scratch.connect() as connection,
        scratch.connect() as watcher,
    ):
        before = read_catalogue(watcher)
        after = changed(connection, watcher, before, change)
        whole = read_catalogue(connection)
    assert after.schema == whole.schema
    assert after.identities == whole.identities


def test_rights_that_a_function_grants_along_the_way_are_read(base: Scratch) -> None:
    opening = """CREATE FUNCTION opened() RETURNS integer LANGUAGE plpgsql AS
        'BEGIN GRANT SELECT ON ALL TABLES IN SCHEMA public TO designkit_app; RETURN 1; END'"""
    with (
        Scratch(copy_of=base) as scratch,
        scratch.connect() as connection,
        scratch.connect() as watcher,
    ):
        connection.execute(opening)
        before = read_catalogue(watcher)
        text = "ALTER TABLE counters ADD COLUMN more integer DEFAULT opened()"
        after = changed(connection, watcher, before, text)
        assert after.schema == read_catalogue(connection).schema


def test_what_was_not_touched_stays_the_same_value(base: Scratch) -> None:
    with (
        Scratch(copy_of=base) as scratch,
        scratch.connect() as connection,
        scratch.connect() as watcher,
    ):
        before = read_catalogue(watcher)
        after = changed(connection, watcher, before, "ALTER TABLE orders ADD COLUMN note text")
    assert after.schema.table("users") is before.schema.table("users")
    assert after.schema.table("orders") != before.schema.table("orders")


def test_a_small_change_does_not_read_everything(
    base: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        Scratch(copy_of=base) as scratch,
        scratch.connect() as connection,
        scratch.connect() as watcher,
    ):
        before = read_catalogue(watcher)
        monkeypatch.setattr(readings, "read_catalogue", _refuse)
        after = changed(connection, watcher, before, "CREATE INDEX i ON orders (placed)")
    assert [index.name for index in after.schema.table("orders").indexes] == ["i"]


def _refuse(connection: Connection) -> Reading:
    raise AssertionError(connection)
