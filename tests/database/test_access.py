"""What stands beside the structure is read: rights, owners, settings, comments on namespaces."""

from __future__ import annotations

import pytest

from designkit.changes import accesses_of, name_of
from designkit.database import Scratch, fill, load, read_catalogue, read_database
from designkit.model import UNASKED, Access, Grant, NamespaceSettings, ViewColumn
from designkit.sql.script import Changes

_ROLES = "CREATE ROLE designkit_app; CREATE ROLE designkit_auditor;"
_EVERYTHING = """
CREATE TABLE t (a integer, b text); CREATE VIEW v AS SELECT a FROM t; CREATE SEQUENCE s;
CREATE TYPE e AS ENUM ('x'); CREATE SCHEMA n; CREATE DOMAIN d AS text;
CREATE FUNCTION f() RETURNS integer LANGUAGE sql RETURN 1;
"""


def granted(rights: str, *, to: str = "designkit_app", option: bool = False) -> Access:
    return Access(grants=(Grant(grantee=to, rights=tuple(rights.split()), grantable=option),))


@pytest.mark.parametrize(
    ("statement", "target", "access"),
    [
        ("GRANT UPDATE, SELECT ON t TO designkit_app", "table t", granted("SELECT UPDATE")),
        ("GRANT SELECT ON t TO PUBLIC", "table t", granted("SELECT", to="PUBLIC")),
        (
            "GRANT SELECT ON t TO designkit_app WITH GRANT OPTION",
            "table t",
            granted("SELECT", option=True),
        ),
        ("GRANT UPDATE (b) ON t TO designkit_app", "column t.b", granted("UPDATE")),
        ("GRANT SELECT ON v TO designkit_app", "view v", granted("SELECT")),
        ("GRANT SELECT (a) ON v TO designkit_app", "column v.a", granted("SELECT")),
        ("GRANT USAGE ON SEQUENCE s TO designkit_app", "sequence s", granted("USAGE")),
        ("GRANT USAGE ON SCHEMA n TO designkit_app", "schema n", granted("USAGE")),
        ("GRANT CREATE ON SCHEMA public TO designkit_app", "schema public", granted("CREATE")),
        ("GRANT USAGE ON TYPE e TO designkit_app", "enum e", granted("USAGE")),
        ("GRANT USAGE ON TYPE d TO designkit_app", "domain d", granted("USAGE")),
        ("GRANT EXECUTE ON FUNCTION f TO designkit_app", "function f()", granted("EXECUTE")),
        (
            "REVOKE EXECUTE ON FUNCTION f FROM PUBLIC",
            "function f()",
            Access(revoked=(Grant(grantee="PUBLIC", rights=("EXECUTE",)),)),
        ),
        (
            "REVOKE DELETE ON t FROM CURRENT_USER",
            "table t",
            Access(revoked=(Grant(grantee="CURRENT_USER", rights=("DELETE",)),)),
        ),
        (
            "REVOKE USAGE ON SCHEMA public FROM PUBLIC",
            "schema public",
            Access(revoked=(Grant(grantee="PUBLIC", rights=("USAGE",)),)),
        ),
        ("ALTER TABLE t OWNER TO designkit_app", "table t", Access(owner="designkit_app")),
        ("ALTER SCHEMA n OWNER TO designkit_app", "schema n", Access(owner="designkit_app")),
        ("ALTER FUNCTION f OWNER TO designkit_app", "function f()", Access(owner="designkit_app")),
        ("ALTER TYPE e OWNER TO designkit_app", "enum e", Access(owner="designkit_app")),
        ("GRANT ALL ON t TO CURRENT_USER", "table t", UNASKED),
        ("GRANT EXECUTE ON FUNCTION f TO PUBLIC", "function f()", UNASKED),
        ("GRANT INSERT ON t TO PUBLIC; REVOKE INSERT ON t FROM PUBLIC", "table t", UNASKED),
    ],
)
def test_rights_are_read_beside_what_postgresql_gives_unasked(
    statement: str, target: str, access: Access
) -> None:
    found = accesses_of(load(_ROLES + _EVERYTHING + statement))
    assert {str(place): found[place] for place in found if found[place] != UNASKED} == (
        {target: access} if access != UNASKED else {}
    )


def test_who_granted_is_read_where_it_is_not_the_owner() -> None:
    schema = load(
        _ROLES
        + _EVERYTHING
        + """GRANT SELECT ON t TO designkit_app WITH GRANT OPTION;
             SET ROLE designkit_app; GRANT SELECT ON t TO designkit_auditor; RESET ROLE"""
    )
    grants = schema.table("t").access.grants
    assert [(item.grantee, item.grantor) for item in grants] == [
        ("designkit_app", None),
        ("designkit_auditor", "designkit_app"),
    ]


def test_a_sequence_that_a_column_owns_has_no_owner_of_its_own() -> None:
    schema = load(_ROLES + "CREATE TABLE t (n serial); ALTER TABLE t OWNER TO designkit_app")
    assert [item.access for item in schema.sequences] == [UNASKED]


@pytest.mark.parametrize(
    ("change", "settings"),
    [
        ("ALTER a SET STORAGE EXTERNAL", ("storage=external",)),
        ("ALTER a SET STORAGE EXTENDED", ()),
        ("ALTER a SET COMPRESSION pglz", ("compression=pglz",)),
        ("ALTER a SET STATISTICS 0", ("statistics=0",)),
        ("ALTER a SET (n_distinct = 5)", ("n_distinct=5",)),
    ],
)
def test_a_column_is_read_with_how_it_is_kept(change: str, settings: tuple[str, ...]) -> None:
    table = load(f"CREATE TABLE t (a text); ALTER TABLE t {change}").table("t")
    assert table.column("a").settings == settings


@pytest.mark.parametrize(
    ("change", "settings"),
    [
        ("REPLICA IDENTITY FULL", ("replica_identity=full",)),
        ("REPLICA IDENTITY NOTHING", ("replica_identity=nothing",)),
        ('REPLICA IDENTITY USING INDEX "T pk"', ("replica_identity=index T pk",)),
        ("REPLICA IDENTITY DEFAULT", ()),
        ('CLUSTER ON "T pk"', ("cluster=T pk",)),
    ],
)
def test_a_table_is_read_with_what_tells_its_rows_apart(
    change: str, settings: tuple[str, ...]
) -> None:
    made = 'CREATE TABLE t (a integer CONSTRAINT "T pk" PRIMARY KEY);'
    assert load(f"{made} ALTER TABLE t {change}").table("t").settings == settings


def test_namespaces_are_read_with_their_comments() -> None:
    text = "CREATE SCHEMA n; CREATE SCHEMA m; COMMENT ON SCHEMA n IS 'N'"
    assert load(text).namespace_settings == (NamespaceSettings(name="n", comment="N"),)
    assert load("COMMENT ON SCHEMA public IS NULL").namespace_settings == ()
    assert load("COMMENT ON SCHEMA public IS 'P'").namespace_settings == (
        NamespaceSettings(name="public", comment="P"),
    )


def test_columns_of_views_are_read_with_their_comments_and_defaults() -> None:
    (view,) = load(
        """CREATE VIEW v AS SELECT 1 AS a, 2 AS b, 3 AS c; COMMENT ON COLUMN v.c IS 'C';
           ALTER VIEW v ALTER COLUMN a SET DEFAULT 7"""
    ).views
    assert view.column_settings == (
        ViewColumn(name="a", default="7"),
        ViewColumn(name="c", comment="C"),
    )


@pytest.mark.parametrize(
    ("statement", "identity"),
    [
        ("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO designkit_app", "on TABLES"),
        (
            "ALTER DEFAULT PRIVILEGES IN SCHEMA n GRANT USAGE ON SEQUENCES TO designkit_app",
            "on SEQUENCES IN SCHEMA n",
        ),
        ("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC", "on FUNCTIONS"),
        (
            """ALTER DEFAULT PRIVILEGES FOR ROLE designkit_app
               GRANT USAGE ON TYPES TO designkit_auditor WITH GRANT OPTION""",
            "on TYPES FOR ROLE designkit_app",
        ),
    ],
)
def test_default_privileges_can_be_taken_away_and_given_again(
    statement: str, identity: str
) -> None:
    with Scratch() as scratch:
        before = fill(scratch, f"{_ROLES} CREATE SCHEMA n; {statement}").schema
        (carried,) = before.carried
        assert (carried.kind, carried.identity) == ("default privileges", identity)
        with scratch.connect() as connection:
            connection.execute(carried.drop.encode())
            assert read_catalogue(connection).schema.carried == ()
            connection.execute(carried.definition.encode())
            assert read_catalogue(connection).schema == before


@pytest.mark.parametrize(
    ("statement", "seen"),
    [
        ("CREATE FOREIGN DATA WRAPPER w", "foreign data wrapper w"),
        ("CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple)", "text search dictionary d"),
        ("CREATE OPERATOR FAMILY o USING btree", "operator family public.o USING btree"),
        (
            """CREATE DOMAIN d AS text CONSTRAINT filled CHECK (value <> '');
               COMMENT ON CONSTRAINT filled ON DOMAIN d IS 'A'""",
            "setting comment on filled of domain d: A",
        ),
        (
            "CREATE TYPE pair AS (a integer); COMMENT ON COLUMN pair.a IS 'A'",
            "setting comment on pair.a: A",
        ),
        (
            "CREATE TABLE t (a integer); ALTER TABLE t ADD NOT NULL a NOT VALID",
            "setting NOT NULL t_a_not_null not validated on t",
        ),
        (
            "CREATE TABLE t (a integer NOT NULL); COMMENT ON CONSTRAINT t_a_not_null ON t IS 'A'",
            "setting comment on NOT NULL t_a_not_null: A on t",
        ),
        (
            """CREATE TABLE t (a text); CREATE INDEX i ON t (lower(a));
               ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 7""",
            "setting statistics target 7 of i column 1 on t",
        ),
    ],
)
def test_what_no_operation_writes_is_seen(statement: str, seen: str) -> None:
    unwritten = {name_of(item) for item in load(statement).carried if not item.definition}
    # Of what is not printed, what is known is told beside it.
    assert seen in unwritten
    assert all(name == seen or name.startswith(f"setting {seen}: ") for name in unwritten)


def test_a_live_database_is_read_without_the_books_of_migration_tools() -> None:
    with Scratch() as scratch:
        fill(
            scratch,
            "CREATE SCHEMA kept; CREATE TABLE a (id integer);"
            "CREATE TABLE kept.goose_db_version (id serial PRIMARY KEY, version_id bigint);"
            "CREATE TABLE schema_migrations (version text); COMMENT ON TABLE a IS 'Kept';"
            "CREATE POLICY p ON schema_migrations;",
        )
        live = read_database(scratch.dsn)
    assert [table.name for table in live.tables] == ["a"]
    assert (live.sequences, live.carried) == ((), ())


def test_what_administrators_of_a_live_database_grant_is_no_drift() -> None:
    ruled = """
        GRANT SELECT ON t TO designkit_app; ALTER VIEW v OWNER TO designkit_app;
        ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO designkit_app;
    """
    with Scratch() as scratch:
        fill(scratch, _ROLES + _EVERYTHING + ruled)
        live = read_database(scratch.dsn)
    migrated = load(_EVERYTHING)
    assert not Changes.between(live, migrated)
    granting = load(_ROLES + _EVERYTHING + "GRANT SELECT ON s TO designkit_app")
    assert "GRANT SELECT ON TABLE t TO designkit_app" in Changes.between(granting, live).up
