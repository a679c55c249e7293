"""Real rows, and how often an empty database at their scale plans as they do."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

import psycopg

from designkit.database import Connection, Scratch, fill
from designkit.database.scale import Explained, PlannerSettings, PlanNode, Scaled
from designkit.database.scale.explaining import explained
from designkit.database.server import installation
from designkit.model import (
    ColumnVolume,
    Schema,
    Statistics,
    Table,
    Value,
    Volume,
    replace,
)
from designkit.sql.text import SQL
from designkit.workload.volumes import read_dump, resolve

SCHEMA: Final = """
CREATE TABLE plans (
    id integer PRIMARY KEY, name text NOT NULL UNIQUE, price numeric(10, 2) NOT NULL
);
CREATE TABLE users (
    id bigint PRIMARY KEY, email text NOT NULL, country text NOT NULL, is_verified boolean NOT NULL,
    tags text[] NOT NULL, created_at timestamptz NOT NULL, deleted_at timestamptz
);
CREATE TABLE sessions (
    id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users (id), kind text NOT NULL,
    token uuid NOT NULL, created_at timestamptz NOT NULL, ended_at timestamptz
);
CREATE TABLE events (
    id bigint PRIMARY KEY, session_id bigint NOT NULL REFERENCES sessions (id),
    user_id bigint NOT NULL REFERENCES users (id), kind text NOT NULL, amount integer NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE TABLE subscriptions (
    id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users (id),
    plan_id integer NOT NULL REFERENCES plans (id), status text NOT NULL,
    renews_at timestamptz, created_at timestamptz NOT NULL
);
"""
INDEXES: Final = """
CREATE UNIQUE INDEX users_email_key ON users (email);
CREATE INDEX users_lower_email ON users (lower(email));
CREATE INDEX users_country ON users (country) WHERE deleted_at IS NULL;
CREATE INDEX users_created ON users (created_at);
CREATE INDEX users_tags ON users USING gin (tags);
CREATE INDEX sessions_user ON sessions (user_id, created_at DESC);
CREATE INDEX sessions_token ON sessions USING hash (token);
CREATE INDEX sessions_open ON sessions (user_id) WHERE ended_at IS NULL;
CREATE INDEX events_session ON events (session_id);
CREATE INDEX events_user_kind ON events (user_id, kind);
CREATE INDEX events_created ON events USING brin (created_at);
CREATE INDEX events_kind ON events (kind);
CREATE INDEX subscriptions_user ON subscriptions (user_id);
CREATE INDEX subscriptions_plan_status ON subscriptions (plan_id, status);
CREATE INDEX subscriptions_renews ON subscriptions (renews_at) WHERE status = 'active';
"""

# Few values are common and most are rare, as those of services are.
_ROWS: Final = """
SELECT setseed(0.42);
INSERT INTO plans SELECT i, 'plan ' || i, i * 9.90 FROM generate_series(1, 12) i;
INSERT INTO users SELECT i, 'user' || i || '@example' || i % 7 || '.org',
       'c' || (60 * power(random(), 3))::int, random() < 0.8,
       ARRAY['t' || (40 * power(random(), 2))::int, 't' || (40 * random())::int],
       '2024-01-01'::timestamptz + i * interval '31536000 s' / {users},
       CASE WHEN random() < 0.03 THEN '2025-01-01'::timestamptz + random() * interval '90 d' END
  FROM generate_series(1, {users}) i;
INSERT INTO sessions SELECT i, 1 + ({users} - 1) * power(random(), 3),
       (ARRAY['web', 'web', 'web', 'ios', 'ios', 'android', 'tv'])[1 + (6 * random())::int],
       gen_random_uuid(), '2024-01-01'::timestamptz + i * interval '31536000 s' / {sessions},
       CASE WHEN random() < 0.9 THEN '2025-01-01'::timestamptz + random() * interval '90 d' END
  FROM generate_series(1, {sessions}) i;
INSERT INTO events SELECT i, 1 + ({sessions} - 1) * power(random(), 2),
       1 + ({users} - 1) * power(random(), 3), 'k' || (200 * power(random(), 4))::int,
       (1000 * power(random(), 5))::int,
       '2024-01-01'::timestamptz + i * interval '31536000 s' / {events}
  FROM generate_series(1, {events}) i;
INSERT INTO subscriptions SELECT i, 1 + ({users} - 1) * random(),
       1 + (11 * power(random(), 2))::int,
       (ARRAY['active', 'active', 'active', 'past due', 'ended'])[1 + (4 * random())::int],
       CASE WHEN random() < 0.7 THEN '2025-01-01'::timestamptz + random() * interval '60 d' END,
       '2024-01-01'::timestamptz + random() * interval '365 d'
  FROM generate_series(1, {subscriptions}) i;
"""
_TABLES: Final = ("events", "plans", "sessions", "subscriptions", "users")
_COMMON: Final = 10
_QUANTILES: Final = 11


class Agreement(Value, frozen=True, kw_only=True):
    """How many plans are the same, and the queries of those that are not."""

    asked: int
    others: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of identical plans."""
        return 1 - len(self.others) / self.asked

    def __str__(self) -> str:
        return f"{self.asked - len(self.others)} of {self.asked} ({100 * self.share:.1f} %)"


class Real:
    """A database with rows, analyzed, and its session that plans."""

    def __init__(self, scratch: Scratch, users: int) -> None:
        self.scratch = scratch
        fill(scratch, SCHEMA)
        self.connection = scratch.connect()
        counts = {
            "users": users,
            "sessions": users * 5,
            "events": users * 8,
            "subscriptions": users * 2 // 3,
        }
        # A commit that the log does not hold yet leaves no row visible to all.
        self.connection.execute("SET synchronous_commit = on")
        # The keys point to rows that are there; to ask for each takes longer than all else.
        self.connection.execute("SET session_replication_role = replica")
        for statement in _ROWS.strip().split(";\n"):
            text = statement.removesuffix(";").format(**counts)
            self.connection.execute(text.encode())
        self.schema: Schema = fill(scratch, INDEXES).schema
        self.connection.execute("CHECKPOINT")
        self.connection.execute("VACUUM (ANALYZE)")

    def dumped(self) -> Statistics:
        """What pg_dump prints of its statistics."""
        program = str(installation() / "bin" / "pg_dump")
        command = [program, "--statistics-only", "--dbname", self.scratch.dsn]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        return read_dump(done.stdout)

    def declared(self) -> tuple[Volume, ...]:
        """What a designer who knows the service well would declare of it."""
        return tuple(self._declared(self.schema.table(name)) for name in _TABLES)

    def _declared(self, table: Table) -> Volume:
        query = SQL("SELECT count(*) FROM {table}", table=table.name)
        rows = _one(self.connection, query.text)
        told = self.connection.execute(
            "SELECT attname, null_frac, avg_width, correlation, n_distinct,"
            " most_common_vals::text::text[], most_common_freqs FROM pg_stats"
            " WHERE tablename = %s",
            (table.name,),
        ).fetchall()
        columns: list[ColumnVolume] = []
        for name, nulls, width, correlation, distinct, values, shares in told:
            common = tuple(zip(values or (), shares or (), strict=True))[:_COMMON]
            columns.append(
                ColumnVolume(
                    column=name,
                    null_share=nulls,
                    width=width,
                    correlation=correlation,
                    distinct=round(-distinct * rows if distinct < 0 else distinct),
                    common=common,
                    bounds=self._quantiles(table.name, name, [value for value, _ in common]),
                )
            )
        return Volume(table=table.qualified, rows=rows, columns=tuple(columns))

    def _quantiles(self, table: str, column: str, common: list[str]) -> tuple[str, ...]:
        if self.schema.table(table).column(column).type.endswith("[]"):
            return ()
        shares = [place / (_QUANTILES - 1) for place in range(_QUANTILES)]
        query = SQL(
            "SELECT (percentile_disc(%s::float8[]) WITHIN GROUP (ORDER BY {column}))::text[]"
            " FROM {table} WHERE {column}::text <> ALL (%s)",
            table=table,
            column=column,
        )
        found = self.connection.execute(query.text.encode(), (shares, common)).fetchone()
        bounds = tuple(found[0]) if found and found[0] else ()
        return bounds if len(set(bounds)) > 1 else ()


def _one(connection: Connection, query: str) -> int:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return int(row[0])


@contextmanager
def real(users: int) -> Iterator[Real]:
    """A database with so many users, and a multiple of other rows."""
    with Scratch() as scratch:
        database = Real(scratch, users)
        try:
            yield database
        finally:
            database.connection.close()


def from_dump(database: Real, settings: PlannerSettings) -> Scaled:
    """An empty database with the statistics that were dumped."""
    resolved = resolve(database.schema, measured=database.dumped())
    return _empty(resolved.statistics, settings)


def from_profile(database: Real, settings: PlannerSettings) -> Scaled:
    """An empty database with declared volumes alone."""
    resolved = resolve(replace(database.schema, volumes=database.declared()))
    return _empty(resolved.statistics, settings)


def _empty(statistics: Statistics, settings: PlannerSettings) -> Scaled:
    scratch = Scratch()
    fill(scratch, SCHEMA + INDEXES)
    return Scaled(scratch, statistics, settings=settings)


def agreement(
    database: Real, empty: Scaled, queries: Iterable[tuple[str, bool]], settings: PlannerSettings
) -> Agreement:
    """How many queries, each with whether it is generic, both plan in the same way."""
    asked, others = 0, []
    with _planning(database, settings) as session:
        for query, generic in queries:
            asked += 1
            there = _explain(session, query, generic=generic)
            here = empty.explain(query, generic=generic)
            if shape(there.root) != shape(here.root):
                others.append(query)
    return Agreement(asked=asked, others=tuple(others))


def explain_there(
    database: Real, query: str, settings: PlannerSettings, *, generic: bool
) -> Explained:
    """The plan of a query over the real rows."""
    with _planning(database, settings) as session:
        return _explain(session, query, generic=generic)


@contextmanager
def _planning(database: Real, settings: PlannerSettings) -> Iterator[Connection]:
    with database.scratch.connect() as session:
        for name, value in settings.assignments:
            session.execute("SELECT set_config(%s, %s, false)", (name, value))
        yield session


def _explain(session: Connection, query: str, *, generic: bool) -> Explained:
    options = "FORMAT JSON, GENERIC_PLAN" if generic else "FORMAT JSON"
    cursor = psycopg.RawCursor(session)
    cursor.adapters.register_loader("json", psycopg.types.string.TextLoader)
    row = cursor.execute(f"EXPLAIN ({options}) {query}".encode(), [], prepare=False).fetchone()
    assert row is not None
    return explained(str(row[0]))


def shape(node: PlanNode) -> object:
    """All of a plan but its numbers."""
    bare = replace(node, startup_cost=0.0, total_cost=0.0, rows=0.0, width=0, plans=())
    return bare, tuple(shape(plan) for plan in node.plans)
