"""Cases say which tables and columns a query touches; PostgreSQL's own dependencies agree."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from designkit.database import Connection, Scratch, read_catalogue, run
from designkit.errors import QueryError
from designkit.model import QualifiedName, Schema
from designkit.sql.statements import split
from designkit.sql.text import SQL, verbatim
from designkit.workload import Place, read_query
from designkit.workload.references import (
    References,
    TableUse,
    Use,
    comparable,
    conjuncts,
    references,
    text_columns,
)
from tests.cases.case_file import Case, cases, expect

SCHEMA = """
CREATE SCHEMA stock;
CREATE TABLE users (
    id uuid PRIMARY KEY, email varchar(80) NOT NULL, status text, active boolean,
    created_at timestamptz, deleted_at timestamptz, data jsonb
);
CREATE TABLE orders (
    id uuid PRIMARY KEY, user_id uuid, total numeric, created_at timestamptz, tags text[]
);
CREATE TABLE stock.items (order_id uuid, sku text);
CREATE INDEX ON users (lower(email));
CREATE INDEX ON users (id) WHERE deleted_at IS NULL AND status IN ('open', 'new');
CREATE VIEW living AS SELECT u.id, lower(u.email) AS low, u.status FROM users u
 WHERE u.deleted_at IS NULL;
CREATE VIEW living_ids AS SELECT id, low FROM living;
CREATE VIEW spent AS SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id;
CREATE MATERIALIZED VIEW kept AS SELECT id FROM living_ids;
"""


@pytest.fixture(scope="module")
def scratch() -> Iterator[Scratch]:
    with Scratch() as scratch:
        with scratch.connect() as connection:
            run(connection, split(SCHEMA))
        yield scratch


@pytest.fixture(scope="module")
def schema(scratch: Scratch) -> Schema:
    with scratch.connect() as connection:
        return read_catalogue(connection).schema


@pytest.fixture
def connection(scratch: Scratch) -> Iterator[Connection]:
    with scratch.connect() as connection:
        yield connection


def found(schema: Schema, sql: str) -> References:
    return references(read_query(sql, name="q", place=Place(file="a.sql", line=7)), schema)


def told(it: References, sql: str) -> str:
    """References as a case holds them: a line for each fact."""
    lines = [
        f"{what}: {', '.join(map(str, names))}"
        for what, names in (("reads", it.read), ("writes", it.written), ("views", it.views))
        if names
    ]
    for number, level in enumerate(it.levels):
        marks = ("limit", "skip", "distinct", "grouped", "windowed", "star", "locks")
        words = [level.command, *(mark for mark in marks if getattr(level, mark))]
        lines.append(f"level {number}: {' '.join(words)}")
    for table in it.tables:
        lines += [_table(table), *(f"  {_use(use, sql)}" for use in table.uses)]
    return "\n".join(lines) + "\n"


def _table(it: TableUse) -> str:
    words = [f"{it.table} {it.alias}, level {it.level}"]
    words += (
        [it.written or ""] * bool(it.written) + ["whole"] * it.whole + ["optional"] * it.optional
    )
    words += [f"assigns {' '.join(it.assigned)}"] * bool(it.assigned)
    return ", ".join([*words, *(f"through {view}" for view in it.through)])


def _use(it: Use, sql: str) -> str:
    words = [f"{it.role} {it.column or '-'}"]
    words += [f"as {it.wrapper} {it.expression}"] * bool(it.expression)
    words += [f"by {it.operator}"] * bool(it.operator)
    words += [f"where {it.predicate}"] * bool(it.predicate)
    words += [f"rank {it.rank}"] * bool(it.rank)
    words += ["leading wildcard"] * it.leading_wildcard + ["perhaps"] * (not it.required)
    words += ["descending"] * it.descending + ["nulls first"] * it.nulls_first
    return ", ".join([*words, f"at {sql[it.offset : it.offset + 12].split(maxsplit=1)[0]}"])


@pytest.mark.parametrize("case", cases("references"))
def test_query_touches(case: Case, schema: Schema, *, accept: bool) -> None:
    sql = read_query(case.section("query"), name="q").sql
    expect(case, {"touches": told(found(schema, sql), sql)}, accept=accept)


_DEPENDS = """
SELECT DISTINCT n.nspname, c.relname
  FROM pg_rewrite r
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
  JOIN pg_class c ON d.refclassid = 'pg_class'::regclass AND c.oid = d.refobjid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE r.ev_class = 'asked'::regclass AND c.relname <> 'asked'
"""


def can_be_a_view(case: Case) -> bool:
    is_select = case.section("query").startswith(("SELECT", "WITH"))
    return is_select and not {"writes:", "other.books"} & set(case.section("touches").split())


@pytest.mark.parametrize("case", cases("references", can_be_a_view))
def test_postgresql_knows_the_same_tables(
    case: Case, schema: Schema, connection: Connection
) -> None:
    sql = read_query(case.section("query"), name="q").sql
    it = found(schema, sql)
    connection.execute("BEGIN")
    body = verbatim(re.sub(r"\$\d+", "NULL", sql))
    view = SQL("CREATE TEMP VIEW asked AS SELECT count(*) FROM ({body}) q", body=body)
    connection.execute(view.text.encode())
    rows = connection.execute(_DEPENDS).fetchall()
    connection.execute("ROLLBACK")
    named = {QualifiedName(namespace=namespace, name=name) for namespace, name in rows}
    own = {item.table for item in it.tables if not item.through}
    roots = {item.through[0] for item in it.tables if item.through}
    assert own | roots == named


def test_expressions_are_comparable_with_those_of_indexes(schema: Schema) -> None:
    users = schema.table("users")
    texts = text_columns(users)
    (by_email,) = [key for index in users.indexes for key in index.keys if key.expression]
    (use,) = (
        found(schema, "SELECT 1 FROM users u WHERE lower(u.email) = $1").tables[0].used("equality")
    )
    assert use.expression == comparable(by_email.expression or "", texts)
    (predicate,) = [index.predicate for index in users.indexes if index.predicate]
    sql = "SELECT id FROM users x WHERE x.deleted_at IS NULL AND x.status IN ('open', 'new')"
    asked = {use.predicate for use in found(schema, sql).tables[0].used("equality")}
    assert asked == conjuncts(predicate, texts)


@pytest.mark.parametrize("text", ["(", "a b c d", "", "1; SELECT 2 FROM"])
def test_what_is_no_expression_is_comparable_with_nothing(text: str) -> None:
    assert (comparable(text), conjuncts(text)) == ("", frozenset())


def test_view_that_cannot_be_read_still_tells_its_tables(schema: Schema) -> None:
    views = tuple(
        type(view)(
            name=view.name,
            definition="SELECT id FROM users@{FORCE_INDEX=x} AS OF",
            columns=view.columns,
            depends_on=view.depends_on,
        )
        for view in schema.views
        if view.name == "living"
    )
    it = found(Schema(tables=schema.tables, views=views), "SELECT id FROM living")
    assert (it.read, it.views) == (
        (QualifiedName(name="users"),),
        (QualifiedName(name="living"),),
    )


def test_query_that_the_grammar_refuses_is_refused_at_its_place(schema: Schema) -> None:
    with pytest.raises(QueryError, match=r"a\.sql:8: syntax error"):
        found(schema, "SELECT 1\nFROM WHERE")
