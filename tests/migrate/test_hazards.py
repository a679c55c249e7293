"""Hazards, found in what real statements did to tables with rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from designkit.database import Scratch, read_catalogue
from designkit.database.observing import Observer, Seen, run_observed
from designkit.migrate.hazards import Hazard, Surroundings, find_hazards
from designkit.migrate.hazards.intent import intents
from designkit.migrate.hazards.narrowing import narrows
from designkit.model import Column, Schema, replace
from designkit.sql.script import Changes
from designkit.sql.statements import node_of, split

SCHEMA = """
CREATE TABLE users (id integer PRIMARY KEY, email varchar(10), age integer, note text);
CREATE INDEX users_age ON users (age);
CREATE TABLE posts (id integer PRIMARY KEY, user_id integer);
CREATE TABLE old_posts (id integer PRIMARY KEY);
CREATE TABLE counters (id serial);
CREATE TABLE events (at date, kind integer) PARTITION BY RANGE (at);
CREATE TABLE events_24 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE MATERIALIZED VIEW numbers AS SELECT id FROM users;
CREATE VIEW writers AS SELECT user_id FROM posts;
CREATE TYPE mood AS ENUM ('calm');
CREATE SCHEMA billing;
CREATE TABLE billing.invoices (id integer PRIMARY KEY, total numeric(8, 2));
INSERT INTO users SELECT i, 'a@b.c', i FROM generate_series(1, 5) AS i;
INSERT INTO posts SELECT i, i FROM generate_series(1, 4) AS i;
INSERT INTO billing.invoices VALUES (1, 1);
INSERT INTO events SELECT '2024-05-05', i FROM generate_series(1, 6) AS i;
"""

HAZARDOUS = [
    # What waits for whom.
    ("ALTER TABLE users ADD c uuid DEFAULT gen_random_uuid()", {"rewrites-table"}),
    ("ALTER TABLE users ADD c bigserial", {"rewrites-table"}),
    ("ALTER TABLE users ADD c integer GENERATED ALWAYS AS IDENTITY", {"rewrites-table"}),
    ("ALTER TABLE users ADD c integer GENERATED ALWAYS AS (age) STORED", {"rewrites-table"}),
    ("ALTER TABLE users ALTER age TYPE bigint", {"rewrites-table"}),
    ("ALTER TABLE users SET UNLOGGED", {"rewrites-table"}),
    ("CLUSTER users USING users_age", {"rewrites-table"}),
    ("ALTER TABLE users ADD CHECK (age > 0)", {"scans-to-validate"}),
    ("ALTER TABLE users ADD c integer CHECK (c > 0)", {"scans-to-validate"}),
    ("ALTER TABLE users ALTER email SET NOT NULL", {"scans-to-validate"}),
    ("ALTER TABLE users ADD CONSTRAINT filled NOT NULL email", {"scans-to-validate"}),
    ("ALTER TABLE posts ADD FOREIGN KEY (user_id) REFERENCES users", {"scans-to-validate"}),
    (
        """ALTER TABLE users ADD CONSTRAINT grown CHECK (age > 0) NOT VALID;
        ALTER TABLE users VALIDATE CONSTRAINT grown""",
        {"scans-to-validate"},
    ),
    ("CREATE INDEX ON users (note)", {"blocks-writes"}),
    ("REINDEX TABLE users", {"blocks-writes"}),
    ("CREATE UNIQUE INDEX ON users (age)", {"blocks-writes", "unique-over-duplicates"}),
    ("ALTER TABLE users ADD UNIQUE (age)", {"blocks-reads", "unique-over-duplicates"}),
    ("ALTER TABLE users ADD UNIQUE (id, age)", {"blocks-reads"}),
    ("CREATE UNIQUE INDEX ON users (age, id)", {"blocks-writes"}),
    ("REFRESH MATERIALIZED VIEW numbers", {"blocks-reads"}),
    # What is lost, or fails on some rows.
    ("DROP TABLE billing.invoices", {"data-loss"}),
    ("DROP TABLE counters", {"data-loss"}),
    ("DROP SCHEMA billing CASCADE", {"data-loss", "breaks-clients"}),
    ("ALTER TABLE users DROP COLUMN note", {"data-loss"}),
    ("TRUNCATE posts", {"data-loss"}),
    ("DELETE FROM posts", {"data-loss"}),
    ("DELETE FROM posts WHERE id > 100", {"data-loss"}),
    ("UPDATE users SET age = 1", {"changes-every-row"}),
    ("ALTER TABLE old_posts ADD c integer NOT NULL", {"not-null-without-default"}),
    ("ALTER TABLE users ALTER email TYPE varchar(5)", {"narrows-type", "rewrites-table"}),
    (
        "ALTER TABLE billing.invoices ALTER total TYPE numeric(6, 2)",
        {"narrows-type", "rewrites-table"},
    ),
    # What running clients use.
    ("ALTER TABLE users RENAME TO people", {"breaks-clients"}),
    ("ALTER TABLE users RENAME note TO remark", {"breaks-clients"}),
    ("ALTER TABLE users SET SCHEMA billing", {"breaks-clients"}),
    ("ALTER VIEW writers RENAME TO authors", {"breaks-clients"}),
    ("DROP VIEW writers", {"breaks-clients"}),
    ("DROP MATERIALIZED VIEW numbers", {"breaks-clients"}),
    ("DROP TYPE mood", {"breaks-clients"}),
    ("ALTER TYPE mood RENAME VALUE 'calm' TO 'quiet'", {"breaks-clients"}),
    # What no text shows.
    (
        "DO $$ BEGIN EXECUTE 'ALTER TABLE users ALTER age TYPE bigint'; END $$",
        {"rewrites-table"},
    ),
    ("DO $$ BEGIN DELETE FROM posts; END $$", {"data-loss"}),
    ("DO $$ BEGIN TRUNCATE posts; END $$", {"data-loss"}),
    ("DO $$ BEGIN DROP TABLE old_posts; END $$", {"data-loss"}),
    # What a transaction does while it keeps others out.
    (
        "ALTER TABLE users ADD c integer; UPDATE users SET c = 1",
        {"mixed-schema-and-data", "changes-every-row"},
    ),
    # Under a new name the old table is still at risk.
    (
        "ALTER TABLE users RENAME TO people; ALTER TABLE people ALTER age TYPE bigint",
        {"breaks-clients", "rewrites-table"},
    ),
]

HARMLESS = [
    "ALTER TABLE users ADD c integer",
    "ALTER TABLE users ADD c integer NOT NULL DEFAULT 3",
    "ALTER TABLE users ADD c timestamptz DEFAULT now()",
    "ALTER TABLE users ALTER email TYPE varchar(20)",
    "ALTER TABLE users ALTER email TYPE text",
    "ALTER TABLE users ALTER email SET DEFAULT ''",
    "ALTER TABLE users ALTER id DROP DEFAULT",
    "ALTER TABLE users ADD CHECK (age > 0) NOT VALID",
    "ALTER TABLE posts ADD FOREIGN KEY (user_id) REFERENCES users NOT VALID",
    "DROP INDEX users_age",
    "ALTER INDEX users_age RENAME TO by_age",
    "ALTER TABLE users RENAME CONSTRAINT users_pkey TO pk",
    "ALTER TYPE mood ADD VALUE 'glad'",
    "COMMENT ON TABLE users IS 'who'",
    "CREATE VIEW grown AS SELECT id FROM users WHERE age > 17",
    "CREATE TABLE likes (id integer PRIMARY KEY, user_id integer REFERENCES users)",
    "SELECT * FROM users",
    "INSERT INTO users VALUES (6)",
    "UPDATE users SET age = 1 WHERE id = 1",
    "CREATE TABLE plans (name text); INSERT INTO plans VALUES (''); ALTER TABLE plans ADD c int",
]


@pytest.fixture(scope="module")
def scratch() -> Iterator[Scratch]:
    with Scratch() as database:
        with database.connect() as connection:
            connection.execute(SCHEMA.encode())
        yield database


@pytest.fixture(scope="module")
def observer(scratch: Scratch) -> Iterator[Observer]:
    with scratch.connect() as connection, scratch.connect() as watcher:
        yield Observer(connection, watcher)


@pytest.fixture(scope="module")
def before(observer: Observer) -> Schema:
    return read_catalogue(observer.watcher).schema


def seen(observer: Observer, text: str) -> tuple[Seen, ...]:
    """What the statements did, in a transaction that is taken back."""
    found: list[Seen] = []
    observer.begin()
    observer.connection.execute("BEGIN")
    try:
        for statement in split(text):
            observer.connection.execute(statement.text.encode())
            observed = observer.observe()
            found.append(
                Seen(text=statement.text, line=statement.line, seconds=0, observed=observed)
            )
    finally:
        observer.connection.execute("ROLLBACK")
    return tuple(found)


def kinds(found: tuple[Hazard, ...]) -> set[str]:
    return {hazard.kind for hazard in found}


def alone(text: str, *, opened: bool = False) -> tuple[Hazard, ...]:
    """The hazards of a script that no transaction holds together."""
    with Scratch() as database, database.connect() as connection, database.connect() as watcher:
        connection.execute(SCHEMA.encode())
        before = read_catalogue(watcher).schema
        run = run_observed(Observer(connection, watcher), split(text), transactional=False)
    return find_hazards(
        run.statements, Surroundings(before=before, transactional=False, opened=opened)
    )


@pytest.mark.parametrize(("text", "expected"), HAZARDOUS, ids=[text for text, _ in HAZARDOUS])
def test_hazards(observer: Observer, before: Schema, text: str, expected: set[str]) -> None:
    found = find_hazards(seen(observer, text), Surroundings(before=before))
    assert kinds(found) == expected


@pytest.mark.parametrize("text", HARMLESS)
def test_no_hazard(observer: Observer, before: Schema, text: str) -> None:
    assert find_hazards(seen(observer, text), Surroundings(before=before)) == ()


@pytest.mark.parametrize("text", [text for text, _ in HAZARDOUS])
def test_what_the_migration_created_itself_is_no_hazard(observer: Observer, text: str) -> None:
    """The same statements, where nothing stood there before."""
    assert find_hazards(seen(observer, text), Surroundings(before=Schema())) == ()


@pytest.mark.parametrize("text", [text for text, _ in HAZARDOUS])
def test_an_empty_table_is_a_hazard_to_clients_only(
    observer: Observer, before: Schema, text: str
) -> None:
    empty = frozenset(str(table.qualified) for table in before)
    found = find_hazards(seen(observer, text), Surroundings(before=before, empty=empty))
    assert kinds(found) <= {"breaks-clients", "blocks-reads"}


def test_a_hazard_tells_line_evidence_and_the_safe_way(observer: Observer, before: Schema) -> None:
    text = "SELECT 1;\nALTER TABLE users\n  ALTER age TYPE bigint;"
    (hazard,) = find_hazards(seen(observer, text), Surroundings(before=before))
    assert hazard == Hazard(
        kind="rewrites-table",
        operation="ALTER TABLE users ALTER age TYPE bigint",
        line=2,
        message="writes every row of users anew; nobody can read or write it meanwhile",
        evidence="AccessExclusiveLock on users, table rewritten, 15 rows read in 3 scans, "
        "rebuilt users_age, users_pkey",
        advice="Add a column of the new type, keep it in step by a trigger, fill it in batches, "
        "let the clients change over, and drop the old column: each in a file of its own.",
    )


@pytest.mark.parametrize(
    "text",
    [
        "DROP CAST (a AS b)",
        "DROP OPERATOR CLASS x USING btree",
        "DROP TRANSFORM FOR int LANGUAGE sql",
        "ALTER ROLE a RENAME TO b",
        "ALTER AGGREGATE f(int) SET SCHEMA g",
        "ALTER OPERATOR FAMILY f USING btree RENAME TO g",
        "ALTER TYPE t RENAME ATTRIBUTE a TO b",
        "DROP FUNCTION f",
        "VACUUM",
        "CLUSTER",
        "ALTER TABLE ALL IN TABLESPACE x SET TABLESPACE y",
        "CREATE UNIQUE INDEX ON a ((b + 1), c)",
        "SELEC 1",
    ],
)
def test_any_statement_can_be_read(text: str) -> None:
    assert all(intent.object for intent in intents(node_of(split(text)[0])))


@pytest.mark.parametrize(
    ("text", "advised"),
    [
        ("ALTER TABLE users ADD c uuid DEFAULT gen_random_uuid()", "without the expression"),
        ("ALTER TABLE users ADD c bigserial", "let a trigger fill it"),
        ("CLUSTER users USING users_age", "pg_repack"),
        ("ALTER TABLE users ADD CHECK (age > 0)", "NOT VALID, and VALIDATE CONSTRAINT in a later"),
        ("ALTER TABLE users ALTER email SET NOT NULL", "SET NOT NULL reads nothing"),
        ("CREATE INDEX ON users (note)", "CREATE INDEX CONCURRENTLY in a file of its own"),
        ("ALTER TABLE users ADD UNIQUE (age)", "USING INDEX"),
        ("CREATE INDEX ON events (kind)", "ON ONLY the table"),
        ("CREATE UNIQUE INDEX ON events (at, kind)", "UNIQUE INDEX CONCURRENTLY on each partition"),
        ("ALTER TABLE events ADD UNIQUE (at, kind)", "ATTACH PARTITION"),
        ("CREATE INDEX ON events_24 (kind)", "CREATE INDEX CONCURRENTLY in a file of its own"),
        ("REINDEX TABLE users", "REINDEX CONCURRENTLY"),
        ("REFRESH MATERIALIZED VIEW numbers", "MATERIALIZED VIEW CONCURRENTLY"),
        ("DO $$ BEGIN CREATE INDEX ON users (note); END $$", "while nobody needs the table"),
    ],
)
def test_the_advice_fits_the_statement(
    observer: Observer, before: Schema, text: str, advised: str
) -> None:
    found = find_hazards(seen(observer, text), Surroundings(before=before))
    assert any(advised in hazard.advice for hazard in found)


@pytest.mark.parametrize(
    ("text", "message", "evidence"),
    [
        ("UPDATE events SET kind = 1", "writes every row of events in", "6 rows updated"),
        ("DELETE FROM events", "rows of events are deleted", "6 rows deleted"),
        ("TRUNCATE events", "rows of events are deleted", "events emptied"),
        ("DELETE FROM events_24", "rows of events_24 are deleted", "6 rows deleted"),
    ],
)
def test_the_rows_of_partitions_are_told_of_once_and_under_the_name_in_the_statement(
    observer: Observer, before: Schema, text: str, message: str, evidence: str
) -> None:
    (hazard,) = find_hazards(seen(observer, text), Surroundings(before=before))
    assert hazard.message.startswith(message)
    assert hazard.evidence == evidence


def test_what_the_safe_way_does_is_no_hazard() -> None:
    """Each statement by itself, as the advice has it."""
    text = """
    ALTER TABLE posts ADD CONSTRAINT author FOREIGN KEY (user_id) REFERENCES users NOT VALID;
    ALTER TABLE posts VALIDATE CONSTRAINT author;
    ALTER TABLE users ADD CONSTRAINT filled CHECK (email IS NOT NULL) NOT VALID;
    ALTER TABLE users VALIDATE CONSTRAINT filled;
    ALTER TABLE users ALTER email SET NOT NULL;
    ALTER TABLE users DROP CONSTRAINT filled;
    CREATE INDEX CONCURRENTLY by_note ON users (note);
    SET lock_timeout = '10min';
    CREATE INDEX CONCURRENTLY by_note_and_age ON users (note, age);
    DROP INDEX CONCURRENTLY by_note;
    REINDEX TABLE CONCURRENTLY posts;
    """
    assert alone(text) == ()


def test_a_unique_index_built_concurrently_may_still_meet_duplicates() -> None:
    assert kinds(alone("CREATE UNIQUE INDEX CONCURRENTLY ON users (age)")) == {
        "unique-over-duplicates"
    }


def test_a_primary_key_that_takes_an_index_may_still_meet_nulls() -> None:
    text = """CREATE UNIQUE INDEX CONCURRENTLY one ON users (age);
    ALTER TABLE users DROP CONSTRAINT users_pkey, ADD PRIMARY KEY USING INDEX one;"""
    found = [(hazard.kind, hazard.line) for hazard in alone(text)]
    assert found == [("unique-over-duplicates", 1), ("scans-to-validate", 2)]


def test_a_whole_table_written_anew_outside_a_transaction_is_a_hazard() -> None:
    assert kinds(alone("VACUUM FULL users")) == {"rewrites-table"}


@pytest.mark.parametrize(
    "text",
    [
        "SET lock_timeout = '5s'; CREATE INDEX CONCURRENTLY ON users (note)",
        "SELECT set_config('lock_timeout', '5s', false); DROP INDEX CONCURRENTLY users_age",
    ],
)
def test_a_short_lock_timeout_before_what_waits_for_all_is_a_hazard(text: str) -> None:
    (hazard,) = alone(text)
    assert hazard.kind == "lock-timeout-with-concurrently"
    assert "lock_timeout is 5000 ms" in hazard.evidence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ALTER TABLE users ADD c integer; ALTER TABLE posts ADD c integer",
            {"several-schema-changes"},
        ),
        (
            "CREATE TABLE a (b integer); CREATE INDEX ON a (b); ALTER TABLE users ADD c integer",
            set[str](),
        ),
        ("CREATE TABLE a (b integer); INSERT INTO a VALUES (1)", {"mixed-schema-and-data"}),
        ("INSERT INTO users VALUES (6); INSERT INTO users VALUES (7)", set[str]()),
        ("ALTER TABLE users ADD c integer", set[str]()),
    ],
)
def test_cockroach_runs_fewer_things_together(
    observer: Observer, before: Schema, text: str, expected: set[str]
) -> None:
    surroundings = Surroundings(before=before, targets=("postgresql", "cockroachdb=25.2"))
    assert kinds(find_hazards(seen(observer, text), surroundings)) == expected


def test_what_does_not_go_together_is_told_once(observer: Observer, before: Schema) -> None:
    text = """ALTER TABLE users ADD c integer;
UPDATE users SET c = 1 WHERE id = 1;
UPDATE users SET c = 2 WHERE id = 2;"""
    (hazard,) = find_hazards(seen(observer, text), Surroundings(before=before))
    assert (hazard.line, hazard.evidence) == (2, "AccessExclusiveLock on users since line 1")


@pytest.mark.parametrize("opened", [True, False])
def test_who_ends_the_transaction_that_the_tool_opened_is_told_once(*, opened: bool) -> None:
    text = "BEGIN; CREATE TABLE a (b integer); COMMIT; BEGIN; CREATE TABLE c (d integer); COMMIT"
    found = alone(text, opened=opened)
    assert [hazard.kind for hazard in found] == ["ends-transaction"] * opened


def test_a_commit_in_between_parts_schema_and_data() -> None:
    text = """BEGIN; ALTER TABLE users ADD c integer; COMMIT;
    BEGIN; INSERT INTO users VALUES (6); COMMIT;"""
    assert alone(text) == ()


def test_a_transaction_of_the_script_holds_its_statements_together() -> None:
    text = "BEGIN; ALTER TABLE users ADD c integer; INSERT INTO users VALUES (6); COMMIT"
    assert kinds(alone(text)) == {"mixed-schema-and-data"}


def test_a_table_made_anew_is_lost_once_and_free_then(observer: Observer, before: Schema) -> None:
    text = """DROP TABLE old_posts; CREATE TABLE old_posts (id integer);
ALTER TABLE old_posts ADD c integer NOT NULL; ALTER TABLE old_posts ADD CHECK (c > 0);"""
    found = find_hazards(seen(observer, text), Surroundings(before=before))
    assert [hazard.kind for hazard in found] == ["data-loss"]


@pytest.mark.parametrize(
    ("old", "new", "narrower"),
    [
        ("integer", "bigint", False),
        ("bigint", "integer", True),
        ("integer", "numeric", False),
        ("integer", "numeric(12,2)", False),
        ("integer", "numeric(10,2)", True),
        ("numeric(8,2)", "numeric(9,2)", False),
        ("numeric(8,2)", "numeric(9,4)", True),
        ("numeric(8,2)", "numeric", False),
        ("numeric", "numeric(30,10)", True),
        ("numeric", "integer", True),
        ("double precision", "real", True),
        ("real", "double precision", False),
        ("character varying(10)", "varchar(20)", False),
        ("character varying(20)", "varchar(10)", True),
        ("character varying(20)", "varchar", False),
        ("character varying", "varchar(10)", True),
        ("text", "varchar(10)", True),
        ("text", "varchar", False),
        ("text", "integer", True),
        ("integer", "text", False),
        ("character(10)", "varchar(10)", False),
        ("date", "timestamptz", False),
        ("date", "timestamp(0)", False),
        ("timestamp with time zone", "timestamp", True),
        ("timestamp without time zone", "timestamptz", False),
        ("timestamp with time zone", "timestamptz(3)", True),
        ("timestamp(3) with time zone", "timestamptz", False),
        ("integer[]", "bigint[]", False),
        ("integer[]", "integer", True),
        ("integer[]", "text", False),
        ("json", "jsonb", False),
        ("uuid", "text", False),
        ("uuid", "uuid", False),
    ],
)
def test_a_type_without_a_place_for_every_value_is_narrower(
    old: str,
    new: str,
    narrower: bool,  # noqa: FBT001  (a case of the table)
) -> None:
    (intent,) = intents(node_of(split(f"ALTER TABLE a ALTER b TYPE {new}")[0]))
    assert intent.type is not None
    assert narrows(old, intent.type) is narrower


def test_the_hazards_of_a_design_are_of_the_same_kinds(before: Schema) -> None:
    """Before anything ran there is no evidence."""
    posts = before.table("posts")
    required = replace(posts.column("user_id"), nullable=False)
    added = Column(name="c", type="integer", nullable=False)
    after = replace(posts, columns=(posts.columns[0], required, added))
    found = Changes.between(Schema(tables=(posts,)), Schema(tables=(after,))).hazards
    assert kinds(found) == {"scans-to-validate", "not-null-without-default"}
    (lost,) = Changes.between(Schema(tables=(posts,)), Schema()).hazards
    assert (lost.kind, lost.line, lost.evidence) == ("data-loss", 0, "")
