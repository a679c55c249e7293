"""What PostgreSQL does at each statement, observed: every claim about locks, rewrites and scans.

What to expect is told by https://www.postgresql.org/docs/18/explicit-locking.html and the pages of
the statements; here stands what happens.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator

import pytest

from designkit.database import Scratch
from designkit.database.observing import (
    Lock,
    Observed,
    Observer,
    Relation,
    RowsChanged,
    Scan,
    Touched,
    Written,
    run_alone,
    run_observed,
)
from designkit.errors import StatementFailed
from designkit.sql.statements import split

SCHEMA = """
CREATE TABLE users (id integer PRIMARY KEY, email varchar(10), age integer, note text);
CREATE INDEX users_age ON users (age);
CREATE TABLE posts (id integer PRIMARY KEY, user_id integer);
CREATE MATERIALIZED VIEW numbers AS SELECT id FROM users;
CREATE TABLE days (day integer) PARTITION BY LIST (day);
CREATE TABLE first_day PARTITION OF days FOR VALUES IN (1);
CREATE TYPE mood AS ENUM ('calm');
CREATE FUNCTION touch() RETURNS integer LANGUAGE sql AS 'SELECT 1';
INSERT INTO users SELECT i, 'a@b.c', i FROM generate_series(1, 5) AS i;
INSERT INTO posts SELECT i, i FROM generate_series(1, 4) AS i;
"""

SHARED, EXCLUSIVE = "ShareLock", "AccessExclusiveLock"
ROW_EXCLUSIVE, SHARE_ROW = "RowExclusiveLock", "ShareRowExclusiveLock"
UPDATE_EXCLUSIVE = "ShareUpdateExclusiveLock"

# What is written along with nearly every object.
BESIDES = {"pg_depend", "pg_description", "pg_init_privs"}

PROVEN = "ALTER TABLE users ADD CHECK (email IS NOT NULL)"
UNPROVEN = f"{PROVEN} NOT VALID"
STILL = "suppress_redundant_updates_trigger()"

USERS = {"users": EXCLUSIVE}
USERS_AND_INDEXES: dict[str, str] = dict.fromkeys(("users", "users_age", "users_pkey"), EXCLUSIVE)
POSTS_AND_INDEX: dict[str, str] = dict.fromkeys(("posts", "posts_pkey"), EXCLUSIVE)
BOTH = {"posts": SHARE_ROW, "users": SHARE_ROW}
READ = {"users": (1, 5)}
# Read once to be copied, and once more for each index.
COPIED, POSTS_COPIED = {"users": (3, 15)}, {"posts": (2, 8)}

# Statement, the locks on tables and indexes, the tables written anew, the tables read through with
# how often and how many rows.
TRANSACTIONAL: list[tuple[str, dict[str, str], tuple[str, ...], dict[str, tuple[int, int]]]] = [
    # Columns.
    ("ALTER TABLE users ADD c integer", USERS, (), {}),
    ("ALTER TABLE users ADD c integer NOT NULL DEFAULT 3", USERS, (), {}),
    ("ALTER TABLE users ADD c timestamptz DEFAULT now()", USERS, (), {}),
    (
        "ALTER TABLE users ADD c uuid DEFAULT gen_random_uuid()",
        USERS_AND_INDEXES,
        ("users",),
        COPIED,
    ),
    ("ALTER TABLE users ADD c bigserial", USERS_AND_INDEXES, ("users",), COPIED),
    (
        "ALTER TABLE users ADD c integer GENERATED ALWAYS AS IDENTITY",
        USERS_AND_INDEXES,
        ("users",),
        COPIED,
    ),
    (
        "ALTER TABLE users ADD c integer GENERATED ALWAYS AS (age + 1) STORED",
        USERS_AND_INDEXES,
        ("users",),
        COPIED,
    ),
    ("ALTER TABLE users ADD c integer CHECK (c > 0)", USERS, (), READ),
    ("ALTER TABLE users DROP COLUMN note", USERS, (), {}),
    ("ALTER TABLE users RENAME note TO remark", USERS, (), {}),
    ("ALTER TABLE users RENAME TO people", USERS, (), {}),
    ("ALTER TABLE users ALTER note SET DEFAULT ''", USERS, (), {}),
    # Types.
    ("ALTER TABLE users ALTER email TYPE varchar(20)", USERS, (), {}),
    ("ALTER TABLE users ALTER email TYPE text", USERS, (), {}),
    ("ALTER TABLE users ALTER email TYPE varchar(5)", USERS_AND_INDEXES, ("users",), COPIED),
    ("ALTER TABLE users ALTER age TYPE bigint", USERS_AND_INDEXES, ("users",), COPIED),
    ("ALTER TABLE posts ALTER user_id TYPE bigint", POSTS_AND_INDEX, ("posts",), POSTS_COPIED),
    # NOT NULL.
    ("ALTER TABLE users ALTER email SET NOT NULL", USERS, (), READ),
    (
        f"{PROVEN}; ALTER TABLE users ALTER email SET NOT NULL",
        {},
        (),
        {},
    ),
    (
        f"{UNPROVEN}; ALTER TABLE users ALTER email SET NOT NULL",
        {},
        (),
        READ,
    ),
    # Constraints.
    ("ALTER TABLE users ADD CONSTRAINT grown CHECK (age > 0)", USERS, (), READ),
    ("ALTER TABLE users ADD CONSTRAINT grown CHECK (age > 0) NOT VALID", USERS, (), {}),
    (
        "ALTER TABLE posts ADD CONSTRAINT author FOREIGN KEY (user_id) REFERENCES users",
        BOTH,
        (),
        {"posts": (1, 4), "users": (1, 5)},
    ),
    (
        "ALTER TABLE posts ADD CONSTRAINT author FOREIGN KEY (user_id) REFERENCES users NOT VALID",
        BOTH,
        (),
        {},
    ),
    ("ALTER TABLE users ADD CONSTRAINT one UNIQUE (age)", USERS, (), READ),
    ("ALTER TABLE posts DROP CONSTRAINT posts_pkey", POSTS_AND_INDEX, (), {}),
    # Indexes.
    ("CREATE INDEX ON users (note)", {"users": SHARED}, (), READ),
    ("CREATE UNIQUE INDEX ON users (age)", {"users": SHARED}, (), READ),
    ("DROP INDEX users_age", {"users": EXCLUSIVE, "users_age": EXCLUSIVE}, (), {}),
    (
        "REINDEX INDEX users_age",
        {"users": SHARED, "users_age": EXCLUSIVE},
        (),
        {"users": (1, 5)},
    ),
    ("ALTER INDEX users_age RENAME TO by_age", {"users_age": UPDATE_EXCLUSIVE}, (), {}),
    # Whole tables.
    ("CLUSTER users USING users_age", USERS_AND_INDEXES, ("users",), COPIED),
    ("TRUNCATE users", USERS_AND_INDEXES, ("users",), {"users": (2, 0)}),
    ("ALTER TABLE users SET UNLOGGED", USERS_AND_INDEXES, ("users",), COPIED),
    ("DROP TABLE posts", POSTS_AND_INDEX, (), {}),
    ("COMMENT ON TABLE users IS 'who'", {"users": UPDATE_EXCLUSIVE}, (), {}),
    (
        "REFRESH MATERIALIZED VIEW numbers",
        {"numbers": EXCLUSIVE, "users": "AccessShareLock"},
        ("numbers",),
        READ,
    ),
    (
        f"CREATE TRIGGER still BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION {STILL}",
        {"users": SHARE_ROW},
        (),
        {},
    ),
    # What is made in the transaction is nobody else's: only what it refers to is locked.
    (
        "CREATE TABLE likes (id integer PRIMARY KEY, user_id integer REFERENCES users)",
        {"users": SHARE_ROW},
        (),
        {},
    ),
    ("CREATE TABLE a (b integer); INSERT INTO a VALUES (1); CREATE INDEX ON a (b)", {}, (), {}),
    # Objects that are no relations.
    ("ALTER TYPE mood ADD VALUE 'glad'", {"mood": "ExclusiveLock"}, (), {}),
    ("DROP FUNCTION touch()", {"touch()": EXCLUSIVE}, (), {}),
    # Rows, also of what no text shows.
    ("UPDATE users SET age = age + 1", {"users": ROW_EXCLUSIVE}, (), READ),
    (
        "DO $$ BEGIN EXECUTE 'ALTER TABLE users ALTER age TYPE bigint'; END $$",
        USERS_AND_INDEXES,
        ("users",),
        COPIED,
    ),
    # A lock taken before is held while the table is read.
    (
        "ALTER TABLE users ADD c integer; UPDATE users SET c = 1",
        {},
        (),
        READ,
    ),
]


@pytest.fixture(scope="module")
def scratch() -> Iterator[Scratch]:
    with Scratch() as database:
        with database.connect() as connection:
            connection.execute(SCHEMA.encode())
        yield database


@pytest.fixture
def observer(scratch: Scratch) -> Iterator[Observer]:
    """An observer in whose transactions nothing is committed."""
    with scratch.connect() as connection, scratch.connect() as watcher:
        yield Observer(connection, watcher)
        connection.execute("ROLLBACK")


@pytest.fixture
def own() -> Iterator[Observer]:
    """An observer of a database of its own, where statements may commit."""
    with Scratch() as database, database.connect() as connection, database.connect() as watcher:
        connection.execute(SCHEMA.encode())
        yield Observer(connection, watcher)


def last(observer: Observer, text: str) -> Observed:
    """What the last statement of a text does, after the others in one transaction."""
    observer.begin()
    observer.connection.execute("BEGIN")
    found = Observed()
    for statement in split(text):
        observer.connection.execute(statement.text.encode())
        found = observer.observe()
    return found


def touched(observer: Observer, text: str) -> Touched:
    last(observer, text)
    found = observer.touched()
    assert found is not None
    return found


def alone(observer: Observer, text: str) -> Observed:
    (statement,) = split(text)
    return run_alone(observer, statement).statements[0].observed


def locks(found: Observed) -> dict[str, str]:
    """Object to mode, without the indexes of what is merely queried."""
    weak = {"AccessShareLock", ROW_EXCLUSIVE}
    return {
        lock.object: lock.mode
        for lock in found.locks
        if lock.kind != "index" or lock.mode not in weak
    }


def scans(found: Observed) -> dict[str, tuple[int, int]]:
    return {scan.table: (scan.times, scan.rows) for scan in found.scans}


@pytest.mark.parametrize(
    ("text", "locked", "rewrites", "read"), TRANSACTIONAL, ids=[case[0] for case in TRANSACTIONAL]
)
def test_locks_rewrites_and_scans(
    observer: Observer,
    text: str,
    locked: dict[str, str],
    rewrites: tuple[str, ...],
    read: dict[str, tuple[int, int]],
) -> None:
    found = last(observer, text)
    assert (locks(found), found.rewrites, scans(found)) == (locked, rewrites, read)
    assert found.missing == ""


@pytest.mark.parametrize(
    ("text", "locked", "rewrites", "read"),
    [
        ("CREATE INDEX CONCURRENTLY ON users (note)", {"users": UPDATE_EXCLUSIVE}, (), (2, 10)),
        (
            "REINDEX INDEX CONCURRENTLY users_age",
            {"users": UPDATE_EXCLUSIVE, "users_age": UPDATE_EXCLUSIVE},
            (),
            (2, 10),
        ),
        (
            "DROP INDEX CONCURRENTLY users_age",
            {"users": UPDATE_EXCLUSIVE, "users_age": UPDATE_EXCLUSIVE},
            (),
            None,
        ),
        (
            "ALTER TABLE days DETACH PARTITION first_day CONCURRENTLY",
            {"days": UPDATE_EXCLUSIVE},
            (),
            None,
        ),
        ("VACUUM users", {"users": UPDATE_EXCLUSIVE}, (), None),
        ("VACUUM FULL users", {"users": EXCLUSIVE}, ("users",), (3, 15)),
    ],
)
def test_locks_rewrites_and_scans_outside_a_transaction(
    own: Observer,
    text: str,
    locked: dict[str, str],
    rewrites: tuple[str, ...],
    read: tuple[int, int] | None,
) -> None:
    found = alone(own, text)
    assert (locks(found), found.rewrites, scans(found).get("users")) == (locked, rewrites, read)
    assert found.missing == ""


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("CREATE INDEX CONCURRENTLY ON users (note)", True),
        ("DROP INDEX CONCURRENTLY users_age", True),
        ("REINDEX TABLE CONCURRENTLY users", True),
        ("VACUUM users", False),
        ("CREATE INDEX ON users (note)", False),
    ],
)
def test_what_works_concurrently_waits_for_transactions_of_others(
    own: Observer,
    text: str,
    waits: bool,  # noqa: FBT001  (a case of the table)
) -> None:
    assert alone(own, text).waits is waits


def test_a_statement_on_its_own_that_takes_a_transaction_is_observed_in_one(own: Observer) -> None:
    found = alone(own, "ALTER TABLE users ALTER age TYPE bigint")
    assert (locks(found), found.rewrites) == (USERS_AND_INDEXES, ("users",))
    assert alone(own, "INSERT INTO users VALUES (6, '', 2147483648)").changed


def test_a_statement_on_its_own_is_told_the_lock_timeout_and_keeps_it(own: Observer) -> None:
    own.connection.execute("SET lock_timeout = '1min'")
    assert alone(own, "CREATE INDEX CONCURRENTLY ON users (note)").lock_timeout_ms == 60_000
    assert own.connection.execute("SHOW lock_timeout").fetchone() == ("1min",)


def test_a_short_lock_timeout_does_not_run_out_while_a_statement_is_watched(own: Observer) -> None:
    own.connection.execute("SET lock_timeout = '1ms'")
    assert alone(own, "CREATE INDEX CONCURRENTLY made ON users (note)").created == (
        Relation(object="made", kind="index"),
    )


@pytest.mark.parametrize(
    ("text", "sqlstate"),
    [
        ("CREATE UNIQUE INDEX CONCURRENTLY ON posts ((user_id > 0))", "23505"),
        ("ALTER TABLE users ADD age integer", "42701"),
        ("SELEC 1", "42601"),
    ],
)
def test_a_refused_statement_on_its_own_leaves_both_sessions_usable(
    own: Observer, text: str, sqlstate: str
) -> None:
    (statement,) = split(text)
    with pytest.raises(StatementFailed) as failed:
        run_alone(own, statement, file="001.sql")
    assert (failed.value.sqlstate, failed.value.file) == (sqlstate, "001.sql")
    assert alone(own, "ALTER TABLE users ADD c integer").locks


def test_a_deferred_constraint_of_a_statement_on_its_own_is_told(own: Observer) -> None:
    alone(own, "CREATE TABLE a (id integer REFERENCES users DEFERRABLE INITIALLY DEFERRED)")
    (statement,) = split("INSERT INTO a VALUES (77)")
    with pytest.raises(StatementFailed, match="is not present"):
        run_alone(own, statement)


@pytest.mark.parametrize("text", ["DEALLOCATE ALL", "DO $$ BEGIN DEALLOCATE ALL; END $$"])
def test_a_script_may_let_go_of_what_is_prepared(own: Observer, text: str) -> None:
    run = run_observed(own, split(f"{text}; CREATE TABLE more (id integer); {text}"))
    assert [item.object for seen in run.statements for item in seen.observed.created] == ["more"]
    assert alone(own, text).created == ()
    assert touched(own, "DROP TABLE more").catalogues


def test_what_nobody_watches_still_tells_what_it_touched(own: Observer) -> None:
    run = run_observed(own, split("ALTER TABLE users ADD COLUMN x integer"), watched=False)
    assert [seen.observed.missing for seen in run.statements] == [
        "it was not watched, since it ran before"
    ]
    assert run.touched is not None
    assert "pg_attribute" in run.touched.catalogues


@pytest.mark.parametrize(
    "text",
    ["VACUUM", "DO $$ BEGIN UPDATE users SET age = 1; COMMIT; DELETE FROM users; END $$"],
)
def test_locks_that_nobody_could_see_are_said_to_be_missing(own: Observer, text: str) -> None:
    found = alone(own, text)
    assert found.locks == ()
    assert found.missing.startswith("its locks: it runs outside a transaction")


def test_a_scan_whose_lock_nobody_could_see_claims_none(own: Observer) -> None:
    scans = {scan.table: scan.lock for scan in alone(own, "REINDEX SCHEMA public").scans}
    assert scans == {"posts": "", "users": ""}


@pytest.fixture
def interrupts() -> Iterator[None]:
    """Ctrl-C interrupts, also where the shell has started the tests in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interrupts")
def test_an_interrupt_lets_the_statement_go_and_leaves_both_sessions_usable(own: Observer) -> None:
    begin = time.monotonic()
    soon = threading.Timer(0.3, signal.raise_signal, (signal.SIGINT,))
    soon.start()
    with pytest.raises(KeyboardInterrupt):
        alone(own, "DO $$ BEGIN COMMIT; PERFORM pg_sleep(60); END $$")
    soon.join()
    assert time.monotonic() - begin < 30
    assert alone(own, "CREATE INDEX CONCURRENTLY ON users (note)").waits


def test_rows_are_counted_across_the_transactions_of_one_statement(own: Observer) -> None:
    found = alone(own, "DO $$ BEGIN UPDATE users SET age = 1; COMMIT; DELETE FROM posts; END $$")
    assert found.changed == (
        RowsChanged(table="posts", deleted=4),
        RowsChanged(table="users", updated=5),
    )


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("INSERT INTO users VALUES (6)", {"users": (1, 0, 0)}),
        ("UPDATE users SET age = 1 WHERE id < 3", {"users": (0, 2, 0)}),
        ("DELETE FROM posts", {"posts": (0, 0, 4)}),
        (
            "DO $$ BEGIN DELETE FROM posts; UPDATE users SET age = 1; END $$",
            {"posts": (0, 0, 4), "users": (0, 5, 0)},
        ),
        ("UPDATE users SET age = 1; UPDATE users SET age = 2 WHERE id = 1", {"users": (0, 1, 0)}),
        ("CREATE TABLE a (b integer); INSERT INTO a VALUES (1), (2)", {"a": (2, 0, 0)}),
        (
            "CREATE TEMPORARY TABLE a (b integer); INSERT INTO a VALUES (1)",
            {},
        ),
        ("ALTER TABLE users ALTER age TYPE bigint", {}),
    ],
)
def test_rows_changed(
    observer: Observer, text: str, changed: dict[str, tuple[int, int, int]]
) -> None:
    found = last(observer, text).changed
    assert {row.table: (row.inserted, row.updated, row.deleted) for row in found} == changed


def test_rows_of_the_transaction_before_are_not_counted(own: Observer) -> None:
    alone(own, "UPDATE users SET age = 1")
    assert last(own, "UPDATE users SET age = 2 WHERE id = 1").changed == (
        RowsChanged(table="users", updated=1),
    )


@pytest.mark.parametrize(
    ("text", "emptied"),
    [
        ("TRUNCATE users", ("users",)),
        ("DO $$ BEGIN TRUNCATE users; END $$", ("users",)),
        ("DELETE FROM users; ALTER TABLE users ALTER age TYPE bigint", ()),
        ("CREATE TABLE a (b integer); TRUNCATE a", ()),
    ],
)
def test_a_truncated_table_is_emptied(
    observer: Observer, text: str, emptied: tuple[str, ...]
) -> None:
    assert last(observer, text).emptied == emptied


def test_a_rewrite_of_an_empty_table_empties_nothing(own: Observer) -> None:
    alone(own, "CREATE TABLE a (b integer PRIMARY KEY)")
    found = last(own, "ALTER TABLE a ALTER b TYPE bigint")
    assert (found.rewrites, found.emptied) == (("a",), ())


@pytest.mark.parametrize(
    ("text", "rebuilt"),
    [
        ("ALTER TABLE users ALTER email TYPE varchar(5)", ("users_age", "users_pkey")),
        # An index on the column itself is dropped and made anew.
        ("ALTER TABLE users ALTER age TYPE bigint", ("users_age", "users_pkey")),
        ("REINDEX TABLE users", ("users_age", "users_pkey")),
        ("ALTER TABLE users ALTER email TYPE text", ()),
    ],
)
def test_rebuilt_indexes(observer: Observer, text: str, rebuilt: tuple[str, ...]) -> None:
    found = last(observer, text)
    assert (found.rebuilt, found.created, found.dropped) == (rebuilt, (), ())


def test_what_went_is_named(observer: Observer) -> None:
    found = last(observer, "DROP TABLE posts")
    assert found.dropped == (
        Relation(object="posts", kind="table"),
        Relation(object="posts_pkey", kind="index"),
    )


def test_what_came_is_named(observer: Observer) -> None:
    found = last(observer, "CREATE VIEW shown AS SELECT 1 AS one")
    assert found.created == (Relation(object="shown", kind="view"),)


def test_a_renamed_table_keeps_the_name_that_others_know(observer: Observer) -> None:
    found = last(
        observer, "ALTER TABLE users RENAME TO people; ALTER TABLE people ALTER age TYPE bigint"
    )
    assert found.rewrites == ("users",)


def test_a_table_of_another_schema_is_named_with_it(own: Observer) -> None:
    alone(own, "CREATE SCHEMA billing")
    alone(own, "CREATE TABLE billing.invoices (id integer)")
    found = last(own, "ALTER TABLE billing.invoices ADD c integer")
    assert found.locks == (Lock(object="billing.invoices", kind="table", mode=EXCLUSIVE),)


def test_a_scan_tells_the_lock_under_which_it_ran(observer: Observer) -> None:
    text = "ALTER TABLE users ADD c integer; UPDATE users SET c = 1"
    assert last(observer, text).scans == (Scan(table="users", times=1, rows=5, lock=EXCLUSIVE),)


def test_a_script_that_commits_in_between_is_observed_throughout(own: Observer) -> None:
    text = "BEGIN; UPDATE users SET age = 1; COMMIT; BEGIN; DELETE FROM users; COMMIT"
    own.begin()
    found: list[Observed] = []
    for statement in split(text):
        own.connection.execute(statement.text.encode())
        found.append(own.observe())
    rows = [[(change.updated, change.deleted) for change in item.changed] for item in found]
    assert rows == [[], [(5, 0)], [], [], [(0, 5)], []]
    assert [item.missing for item in found] == [""] * 6


def test_what_ran_outside_a_transaction_unwatched_is_said_to_be_missing(own: Observer) -> None:
    own.connection.execute("UPDATE users SET age = 1")
    assert own.observe().missing == "it ran outside a transaction"


def test_a_lock_on_the_system_catalogue_is_said_to_hide_the_rest(observer: Observer) -> None:
    found = last(observer, "LOCK TABLE pg_class; UPDATE users SET age = 1")
    assert found.missing.startswith("it locks the system catalogue")


def test_a_serializable_transaction_is_observed_as_any_other(observer: Observer) -> None:
    text = "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; SELECT * FROM users"
    assert locks(last(observer, text)) == {"users": "AccessShareLock"}


def test_what_a_savepoint_took_back_is_not_told_of_the_next_statement(observer: Observer) -> None:
    text = "SAVEPOINT s; UPDATE users SET age = 1; ROLLBACK TO s; SELECT FROM users"
    found = last(observer, text)
    assert found.changed == ()


def test_an_old_server_says_what_it_cannot_tell(
    scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scratch.connect() as connection, scratch.connect() as watcher:
        observer = Observer(connection, watcher)
        monkeypatch.setattr(observer, "counts", False)
        found = last(observer, "ALTER TABLE users ALTER age TYPE bigint")
        assert (found.rewrites, found.scans) == (("users",), ())
        assert "since release 15" in found.missing
        assert observer.touched() is None


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("ALTER TABLE users ADD c integer", {"users"}),
        ("COMMENT ON COLUMN users.age IS 'x'", {"users"}),
        ("COMMENT ON CONSTRAINT users_pkey ON users IS 'x'", {"users"}),
        ("CREATE RULE r AS ON DELETE TO posts DO INSTEAD NOTHING", {"posts"}),
        ("ALTER INDEX users_age RENAME TO by_age", {"users"}),
        ("COMMENT ON INDEX users_age IS 'x'", {"users"}),
        ("UPDATE posts SET user_id = 1", {"posts"}),
        ("SELECT * FROM users", {"users"}),
        ("INSERT INTO posts SELECT 9, 1 FROM users LIMIT 1", {"posts", "users"}),
        ("ALTER TABLE posts ADD FOREIGN KEY (user_id) REFERENCES users", {"posts", "users"}),
    ],
)
def test_touched_relations(observer: Observer, text: str, relations: set[str]) -> None:
    names = {"users", "posts"}
    rows = observer.watcher.execute("SELECT oid, relname FROM pg_class WHERE oid >= 16384")
    known = {oid: name for oid, name in rows if name in names}
    found = touched(observer, text).relations
    assert {known[oid] for oid in found & known.keys()} == relations


@pytest.mark.parametrize(
    ("text", "catalogues"),
    [
        ("ALTER TYPE mood ADD VALUE 'glad'", {"pg_enum"}),
        (
            "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
            {"pg_proc"},
        ),
        ("ALTER FUNCTION touch() RENAME TO f", {"pg_proc"}),
        ("CREATE SCHEMA billing", {"pg_namespace"}),
        ("ALTER TYPE mood RENAME TO temper", {"pg_type"}),
        ("ALTER TYPE mood RENAME VALUE 'calm' TO 'quiet'", {"pg_enum"}),
        ("CREATE EXTENSION pgcrypto", {"pg_extension", "pg_proc"}),
        ("UPDATE users SET age = 1", set[str]()),
        ("SELECT * FROM users", set[str]()),
    ],
)
def test_touched_catalogues(observer: Observer, text: str, catalogues: set[str]) -> None:
    assert set(touched(observer, text).catalogues) - BESIDES == catalogues


def test_comments_are_a_catalogue_too(observer: Observer) -> None:
    assert set(touched(observer, "COMMENT ON TYPE mood IS 'x'").catalogues) == {"pg_description"}


def test_catalogues_tell_how_they_were_written(observer: Observer) -> None:
    found = touched(observer, "ALTER TABLE users RENAME note TO remark")
    assert found.catalogues == {"pg_attribute": Written(inserted=0, updated=1, deleted=0)}


@pytest.mark.parametrize(
    "text",
    [
        "SET LOCAL track_counts = off; ALTER TABLE users ADD c integer",
        "UPDATE pg_attribute SET attname = 'remark' WHERE attname = 'note'",
    ],
)
def test_what_nobody_can_tell_is_not_claimed(observer: Observer, text: str) -> None:
    last(observer, text)
    assert observer.touched() is None


def test_a_script_that_makes_its_own_transactions_is_observed_outside_of_them_too(
    observer: Observer,
) -> None:
    text = "BEGIN; ALTER TABLE users ADD x integer; COMMIT; ALTER TABLE posts ADD y integer;"
    run = run_observed(observer, split(text))
    assert run.touched is None
    seen = {item.text: item.observed for item in run.statements}
    for table, statement in (("users", "users ADD x"), ("posts", "posts ADD y")):
        lock = seen[f"ALTER TABLE {statement} integer"].lock_on(table)
        assert lock is not None
        assert lock.mode == "AccessExclusiveLock"
