"""Facts speak for the versions to which they apply, in statements, bodies and schemas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.config import Target
from designkit.model import Carried, Column, OtherConstraint, PrimaryKey, Schema, Sequence, Table
from designkit.rules import Finding, Findings, SchemaContext, SchemaRule, Severity, explain
from designkit.rules.cockroach.catalogue import COCKROACH
from designkit.rules.cockroach.fact import VERSIONS
from designkit.rules.cockroach.judging import CockroachRule
from designkit.rules.statement_rule import ScriptContext, check_script
from designkit.sql.statements import Statement, split
from designkit.sql.tree import parse

TOPICS = [rule.topic for rule in COCKROACH if isinstance(rule, CockroachRule)]

_TRIGGER = "TRIGGER a AFTER INSERT ON b FOR EACH ROW EXECUTE FUNCTION c()"


def said(sql: str, *targets: str, transactional: bool = False) -> dict[str, Finding]:
    """What is said of a text, by rule."""
    script = ScriptContext(
        trees=tuple(map(parse, split(sql))),
        targets=tuple(map(Target.of, targets or ("cockroachdb",))),
        way="up",
        transactional=transactional,
    )
    return {finding.rule: finding for finding in check_script(script, COCKROACH)}


def said_of(schema: Schema, *targets: str, has_text: bool = False) -> Findings:
    """What the rules on schemas say."""
    from designkit.rules.kept import Kept  # noqa: PLC0415  (the engine's own way to ask them)
    from designkit.rules.settings import Configured  # noqa: PLC0415

    context = SchemaContext(
        schema=schema,
        targets=tuple(map(Target.of, targets or ("cockroachdb",))),
        has_text=has_text,
    )
    rules = [rule for rule in COCKROACH if isinstance(rule, SchemaRule)]
    found = list(Kept().findings(context, tuple(Configured(rule=rule) for rule in rules)))
    for rule in rules:
        if rule.informed(context):
            found += rule.check(context)
    return Findings(items=tuple(found))


@pytest.mark.parametrize(
    ("sql", "rule", "last_without"),
    [
        ("COMMIT AND CHAIN", "cockroachdb-transaction-mode", "26.1"),
        ("ALTER TABLE a SET UNLOGGED", "cockroachdb-unlogged-table", "25.2"),
        ("ALTER TABLE a DISABLE TRIGGER b", "cockroachdb-trigger", "26.1"),
        ("CREATE POLICY p ON a USING (true)", "cockroachdb-row-security", "25.1"),
        ("CREATE TABLE a (b citext)", "cockroachdb-unsupported-type", "25.2"),
        ("CREATE TABLE a (b ltree)", "cockroachdb-unsupported-type", "25.3"),
        ("CREATE DOMAIN a AS text", "cockroachdb-domain", "26.2"),
        ("DO $$ BEGIN RAISE NOTICE 'x'; END $$", "cockroachdb-plpgsql", "24.3"),
        ("SELECT jsonb_path_query(a, '$.b')", "cockroachdb-function", "25.1"),
        ("SELECT jsonb_path_exists(a, '$.b')", "cockroachdb-function", "25.1"),
        (f"CREATE OR REPLACE {_TRIGGER}", "cockroachdb-trigger", "26.1"),
        ("DROP TRIGGER a ON b CASCADE", "cockroachdb-trigger", "26.1"),
    ],
)
def test_a_fact_ends_with_the_version_that_learns_it(
    sql: str, rule: str, last_without: str
) -> None:
    for version in VERSIONS:
        text = ".".join(map(str, version))
        found = said(sql, f"cockroachdb={text}").get(rule)
        refused = found is not None and found.severity is Severity.ERROR
        assert refused is (version <= Target.of(f"cockroachdb={last_without}").version), text


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("CREATE SEQUENCE a CYCLE", "cockroachdb-sequence-option"),
        ("ALTER SEQUENCE a CYCLE", "cockroachdb-sequence-option"),
        (
            "CREATE TABLE a (b bigint GENERATED ALWAYS AS IDENTITY (CYCLE))",
            "cockroachdb-sequence-option",
        ),
        ("DECLARE a CURSOR FOR SELECT b FROM c FOR UPDATE", "cockroachdb-cursor"),
        (
            "CREATE FUNCTION a() RETURNS int LANGUAGE sql RETURN 1",
            "cockroachdb-routine-body",
        ),
        (
            "CREATE FUNCTION a() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT 'b'; END",
            "cockroachdb-routine-body",
        ),
        (
            "WITH b AS (UPDATE a SET c = 1), d AS (UPDATE a SET c = 2) SELECT 1",
            "cockroachdb-table-changed-twice",
        ),
        (
            "WITH b AS (DELETE FROM a RETURNING *) INSERT INTO a SELECT * FROM b",
            "cockroachdb-table-changed-twice",
        ),
    ],
)
def test_what_the_parser_accepts_and_the_database_refuses_is_an_error(sql: str, rule: str) -> None:
    assert said(sql)[rule].severity is Severity.ERROR


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE SEQUENCE a NO CYCLE",
        f"CREATE {_TRIGGER}",
        "DROP TRIGGER a ON b",
        "DECLARE a CURSOR FOR SELECT b FROM c",
        "WITH b AS (INSERT INTO a VALUES (1)) INSERT INTO a VALUES (2)",
        "WITH b AS (DELETE FROM a RETURNING *) INSERT INTO c SELECT * FROM b",
        "SELECT found, new.a FROM new",
    ],
)
def test_their_harmless_neighbours_are_not(sql: str) -> None:
    assert not said(sql)


def test_nothing_is_said_for_postgresql_alone() -> None:
    sql = "CREATE TABLE a (b money); MERGE INTO a USING c ON true WHEN MATCHED THEN DELETE"
    assert not said(sql, "postgresql=18")


@pytest.mark.parametrize(
    "sql",
    ["LISTEN a", "NOTIFY a", "SELECT pg_advisory_lock(1)", "SELECT to_tsvector('a')"],
)
def test_what_the_platform_bans_is_an_error_on_every_database(sql: str) -> None:
    (finding,) = said(sql, "postgresql=18").values()
    assert finding.severity is Severity.ERROR


def test_the_oldest_of_several_targets_counts() -> None:
    assert said("COMMIT AND CHAIN", "cockroachdb=26.2", "cockroachdb=25.2")


def test_a_finding_says_where_it_is_and_what_to_do() -> None:
    finding = said("SELECT 1;\nCREATE TABLE a (\n    b integer, c money)")[
        "cockroachdb-unsupported-type"
    ]
    assert (finding.line, finding.object) == (3, "a")
    assert finding.message == (
        "CockroachDB does not support the type money; "
        "use decimal for money, text for xml and addresses, inet for networks"
    )


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("PERFORM f()", "cockroachdb-plpgsql"),
        ("FOR r IN SELECT 1 LOOP NULL; END LOOP", "cockroachdb-plpgsql"),
        ("x[1] := 2", "cockroachdb-plpgsql"),
        ("MERGE INTO a USING b ON true WHEN MATCHED THEN DELETE", "cockroachdb-merge"),
        *(
            (change, "cockroachdb-schema-change-in-routine")
            for change in (
                "CREATE TABLE b (c integer)",
                "CREATE TYPE b AS ENUM ('c')",
                "CREATE TYPE b AS (c integer)",
                "ALTER TYPE b ADD VALUE 'c'",
                "ALTER SEQUENCE b RESTART",
                "ALTER TABLE b SET SCHEMA c",
                "GRANT SELECT ON b TO c",
                "CREATE ROLE b",
                "COMMENT ON TABLE b IS 'c'",
                "REFRESH MATERIALIZED VIEW b",
                "CREATE FUNCTION b() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
                "CREATE TRIGGER b AFTER INSERT ON c FOR EACH ROW EXECUTE FUNCTION d()",
            )
        ),
        ("IF NOT FOUND THEN NULL; END IF", "cockroachdb-plpgsql"),
        ("x := @ x", "cockroachdb-operator"),
        ("IF y THEN LISTEN z; END IF", "cockroachdb-listen-notify"),
        ("this is no statement", "cockroachdb-routine-body"),
    ],
)
def test_the_body_of_a_routine_is_judged(body: str, rule: str) -> None:
    sql = f"DO $$ DECLARE x integer[]; r record; y boolean; BEGIN {body}; END $$"
    assert rule in said(sql)


def test_a_column_named_found_is_none_of_plpgsql() -> None:
    assert not said("DO $$ BEGIN UPDATE a SET b = 1 WHERE found; END $$")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("IF NEW.a <> OLD.a THEN NULL; END IF", True),
        ("INSERT INTO log VALUES (NEW.id)", True),
        ("INSERT INTO log VALUES ((NEW).id)", False),
        ("NEW.a := 1", False),
    ],
)
def test_new_and_old_need_parentheses_in_a_trigger(body: str, *, told: bool) -> None:
    sql = f"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; END $$"
    found = said(sql).get("cockroachdb-trigger-row")
    assert (found is not None and found.severity is Severity.WARNING) is told


def test_the_same_fault_of_a_body_is_told_once() -> None:
    (tree,) = map(parse, split("DO $$ BEGIN PERFORM f(); PERFORM g(); EXECUTE 'h'; END $$"))
    script = ScriptContext(trees=(tree,), targets=(Target.of("cockroachdb"),))
    assert len(list(check_script(script, COCKROACH))) == 2


def test_the_body_of_a_function_in_sql_is_judged() -> None:
    body = "SELECT 1 FROM a TABLESAMPLE system (1)"
    sql = f"CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS '{body}'"
    assert set(said(sql)) == {"cockroachdb-table-sample"}


def test_a_type_change_in_a_transaction_is_refused() -> None:
    sql = "ALTER TABLE a ALTER COLUMN b TYPE text"
    assert "cockroachdb-refused-in-transaction" in said(f"BEGIN; {sql}; COMMIT")
    assert "cockroachdb-refused-in-transaction" in said(sql, transactional=True)
    assert "cockroachdb-refused-in-transaction" not in said(sql)


@pytest.mark.parametrize(
    ("sql", "refused"),
    [
        ("INSERT INTO a VALUES (1); SAVEPOINT s; CREATE TABLE b (); ROLLBACK TO SAVEPOINT s", True),
        ("SAVEPOINT s; CREATE TABLE b (); ROLLBACK TO SAVEPOINT s", False),
        ("INSERT INTO a VALUES (1); SAVEPOINT s; DELETE FROM a; ROLLBACK TO SAVEPOINT s", False),
        ("CREATE TABLE b (); SAVEPOINT s; DELETE FROM a; ROLLBACK TO SAVEPOINT s", False),
    ],
)
def test_a_schema_change_is_not_rolled_back_to_a_savepoint(sql: str, *, refused: bool) -> None:
    assert ("cockroachdb-refused-in-transaction" in said(f"BEGIN; {sql}; COMMIT")) is refused


@pytest.mark.parametrize(
    ("sql", "mixed"),
    [
        ("ALTER TABLE a ADD COLUMN b text; ALTER TABLE a ADD COLUMN c text", True),
        ("ALTER TABLE a ADD COLUMN b text; INSERT INTO a (b) VALUES ('c')", True),
        ("CREATE TABLE a (b text); ALTER TABLE a ADD COLUMN c text; DROP TABLE a", False),
        ("CREATE TABLE a (b text); CREATE INDEX i ON a (b); INSERT INTO a VALUES ('c')", False),
        ("ALTER TABLE a ADD COLUMN b text", False),
        ("DROP TABLE a; DROP TABLE b; DROP INDEX c", False),
        ("DROP TABLE a; ALTER TABLE b DROP COLUMN c", True),
    ],
)
def test_a_transaction_is_mixed_where_it_changes_what_was_there(sql: str, *, mixed: bool) -> None:
    assert ("cockroachdb-mixed-transaction" in said(sql, transactional=True)) is mixed
    assert "cockroachdb-mixed-transaction" not in said(sql)


def test_a_schema_is_judged_where_nobody_judges_its_text() -> None:
    table = Table(
        name="rooms",
        columns=(Column(name="id", type="uuid"), Column(name="price", type="money")),
        primary_key=PrimaryKey(name="rooms_pkey", columns=("id",), deferrable="immediate"),
        other_constraints=(
            OtherConstraint(name="ex", definition="EXCLUDE USING gist (id WITH =)"),
        ),
    )
    carried = Carried(kind="domain", identity="amount", definition="", drop="")
    sequence = Sequence(name="numbers", cycle=True)
    schema = Schema(tables=(table,), sequences=(sequence,), carried=(carried,))
    found = {finding.rule: finding.object for finding in said_of(schema)}
    assert found == {
        "cockroachdb-unsupported-type": "rooms.price",
        "cockroachdb-deferrable": "rooms_pkey",
        "cockroachdb-exclusion-constraint": "ex",
        "cockroachdb-domain": "amount",
        "cockroachdb-sequence-option": "numbers",
    }
    assert not said_of(schema, has_text=True)
    assert not said_of(schema, "postgresql=18")


def test_a_schema_is_judged_for_the_version_of_its_target() -> None:
    schema = Schema(tables=(Table(name="a", columns=(Column(name="b", type="citext"),)),))
    assert said_of(schema, "cockroachdb=25.2")
    assert not said_of(schema, "cockroachdb=25.3")


def test_every_fact_can_hold_on_a_known_version() -> None:
    for topic in TOPICS:
        for fact in topic.facts:
            assert any(fact.applies(version) for version in VERSIONS), (topic.id, fact.what)


def test_ids_are_unique_and_say_what_they_are_about() -> None:
    ids = [rule.id for rule in COCKROACH]
    assert len(set(ids)) == len(ids)
    assert all(name.startswith("cockroachdb-") for name in ids)


_EXAMPLES = [text for rule in COCKROACH for text in (explain(rule).bad, explain(rule).good)]
_WORDS = ["SELECT", "(", ")", ",", "NOT", "$$", "'", "a", "1_0", "@", "[1]", "é", "ONLY", "::", ";"]


@given(st.data())
def test_no_text_makes_a_rule_fail(data: st.DataObject) -> None:
    words = data.draw(st.sampled_from(_EXAMPLES)).split(" ")
    place = data.draw(st.integers(0, len(words)))
    cut = data.draw(st.integers(0, 3))
    words[place : place + cut] = data.draw(st.lists(st.sampled_from(_WORDS), max_size=3))
    trees = (parse(Statement(text=" ".join(words), line=1, offset=0)),)
    list(check_script(ScriptContext(trees=trees, targets=(Target.of("cockroachdb"),)), COCKROACH))
