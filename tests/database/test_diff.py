"""What leads from a schema to another, proven on a real server, case by case."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designkit.changes import diff
from designkit.database import Scratch, fill, load
from designkit.errors import DiffIncomplete
from designkit.model import Access, Grant, QualifiedName, Schema, replace
from designkit.sql.annotations import Annotations, read_annotations
from designkit.sql.design import design_text
from designkit.sql.inventory import differences
from designkit.sql.script import Changes
from tests.cases.case_file import CASES, Case, cases, expect, read_case
from tests.database.law import holds_in_memory, leads_there_and_back


@pytest.mark.parametrize("case", cases("diff"))
def test_a_diff_leads_there_and_back(case: Case, *, accept: bool) -> None:
    with Scratch() as scratch:
        before = fill(scratch, case.section("before"), file=str(case.file)).schema
        after = load(case.section("after"), file=str(case.file))
        renames = read_annotations(case.section("after")).renames
        assert diff(before, before) == ()
        assert diff(after, after) == ()
        if "refused" in case.sections:
            with pytest.raises(DiffIncomplete, match=case.section("refused").strip()):
                diff(before, after, renames)
            return
        changes = Changes.between(before, after, renames)
        holds_in_memory(changes)
        leads_there_and_back(scratch, changes)
        expect(case, {"up": changes.up, "down": changes.down}, accept=accept)


_UNWRITTEN = """
CREATE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TYPE pair AS (one integer);
CREATE TYPE spans AS RANGE (SUBTYPE = float8);
CREATE TABLE pairs (one integer);
CREATE TABLE counters (id integer GENERATED ALWAYS AS IDENTITY);
CREATE TABLE events (at date NOT NULL PRIMARY KEY) PARTITION BY RANGE (at);
CREATE TABLE events_old PARTITION OF events FOR VALUES FROM ('2000-01-01') TO ('2010-01-01');
CREATE INDEX idx_events_at ON events (at);
CREATE TRIGGER seen AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION told();
CREATE MATERIALIZED VIEW whole AS SELECT one FROM pairs;
CREATE INDEX idx_whole ON whole (one);
"""


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ("ALTER TABLE pairs OF pair", "rows of type pair on pairs"),
        ("ALTER TABLE events_old DISABLE TRIGGER seen", "trigger seen of events, on events_old"),
        ("ALTER MATERIALIZED VIEW whole CLUSTER ON idx_whole", "clustered on idx_whole on whole"),
        (
            "COMMENT ON INDEX events_old_at_idx IS 'x'",
            "comment on the partition of index idx_events_at: x on events_old",
        ),
        (
            "ALTER INDEX events_old_at_idx SET (fillfactor = 50)",
            r"parameters \{fillfactor=50\} of the partition of index idx_events_at on events_old",
        ),
        (
            "COMMENT ON CONSTRAINT events_old_pkey ON events_old IS 'x'",
            "comment on inherited constraint events_pkey: x on events_old",
        ),
        (
            "COMMENT ON SEQUENCE counters_id_seq IS 'x'",
            "comment on the sequence of column counters.id: x",
        ),
        (
            "ALTER TABLE pairs ADD CONSTRAINT uq UNIQUE (one); COMMENT ON INDEX uq IS 'x'",
            "comment on the index of uq: x on pairs",
        ),
        ("CREATE INDEX half ON ONLY events (at)", "index half on only itself"),
        ("COMMENT ON TYPE spans_multirange IS 'x'", "comment on multirange type of spans: x"),
        (
            "ALTER MATERIALIZED VIEW whole ALTER COLUMN one SET STATISTICS 5",
            "storage or statistics of columns: one p  5 on whole",
        ),
        (
            "ALTER TABLE counters SET UNLOGGED; ALTER SEQUENCE counters_id_seq SET LOGGED",
            "the sequence of column counters.id is logged, or not, unlike its table",
        ),
        (
            "ALTER TRIGGER seen ON events DEPENDS ON EXTENSION plpgsql",
            "dependency of trigger seen on public.events on extension plpgsql",
        ),
        (
            "ALTER INDEX idx_events_at DEPENDS ON EXTENSION plpgsql",
            "dependency of index public.idx_events_at on extension plpgsql",
        ),
        (
            "ALTER MATERIALIZED VIEW whole DEPENDS ON EXTENSION plpgsql",
            "dependency of materialized view public.whole on extension plpgsql",
        ),
    ],
)
def test_a_setting_that_no_operation_writes_is_refused_by_name(more: str, named: str) -> None:
    before, after = load(_UNWRITTEN), load(_UNWRITTEN + more)
    for here, there in ((before, after), (after, before)):
        with pytest.raises(DiffIncomplete, match=named):
            diff(here, there)


_UNPRINTED = """
CREATE EXTENSION postgres_fdw;
CREATE TABLE one (x integer PRIMARY KEY);
CREATE TABLE two (x integer PRIMARY KEY);
CREATE TYPE pair AS (one integer);
CREATE FUNCTION first(pair) RETURNS integer LANGUAGE sql AS 'SELECT $1.one';
CREATE FUNCTION told() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
"""


@pytest.mark.parametrize(
    ("head", "here", "there", "named"),
    [
        (
            "CREATE EVENT TRIGGER seen ON ddl_command_end EXECUTE FUNCTION told()",
            "",
            "; ALTER EVENT TRIGGER seen DISABLE",
            "event trigger seen: ",
        ),
        ("CREATE PUBLICATION news FOR TABLE one", "", ", two", "publication news: "),
        ("CREATE PUBLICATION news FOR TABLE one", "", " WHERE (x > 1)", "publication news: "),
        (
            "CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = ",
            "int4eq)",
            "int4ne)",
            r"operator ===\(integer,integer\): ",
        ),
        (
            "CREATE CAST (pair AS integer) WITH FUNCTION first(pair)",
            "",
            " AS IMPLICIT",
            r"cast \(pair AS integer\): ",
        ),
        (
            "CREATE AGGREGATE total(integer) (STYPE = integer, SFUNC = ",
            "int4pl)",
            "int4mul)",
            r"aggregate total\(integer\): ",
        ),
        (
            "CREATE TEXT SEARCH CONFIGURATION words (COPY = ",
            "simple)",
            "english)",
            "text search configuration words: ",
        ),
        (
            "CREATE TEXT SEARCH DICTIONARY words (TEMPLATE = simple",
            ")",
            ", ACCEPT = false)",
            "text search dictionary words: ",
        ),
        (
            "CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host ",
            "'a')",
            "'b')",
            "server far: ",
        ),
        (
            (
                "CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw;"
                "CREATE FOREIGN TABLE distant (x integer"
            ),
            ") SERVER far",
            ", y text) SERVER far",
            "foreign on server far .* on distant is on one side",
        ),
        (
            (
                "CREATE OPERATOR CLASS ints FOR TYPE integer USING btree AS "
                "FUNCTION 1 btint4cmp(integer, integer), OPERATOR 3 =, OPERATOR "
            ),
            "1 <, OPERATOR 5 >",
            "5 <, OPERATOR 1 >",
            "operator family public.ints USING btree: ",
        ),
        (
            "CREATE CONVERSION latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8",
            "",
            (
                "; DROP CONVERSION latin;"
                "CREATE DEFAULT CONVERSION latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8"
            ),
            "conversion latin: ",
        ),
        (
            (
                "CREATE TYPE bare;"
                "CREATE FUNCTION read(cstring) RETURNS bare STRICT LANGUAGE internal AS 'int4in';"
                "CREATE FUNCTION told(bare) RETURNS cstring STRICT LANGUAGE internal AS 'int4out'"
            ),
            "",
            "; CREATE TYPE bare (INPUT = read, OUTPUT = told, LIKE = integer)",
            "type bare: ",
        ),
    ],
)
def test_a_difference_in_what_is_not_printed_is_refused_by_name(
    head: str, here: str, there: str, named: str
) -> None:
    before, after = load(f"{_UNPRINTED}{head}{here}"), load(f"{_UNPRINTED}{head}{there}")
    assert diff(before, load(f"{_UNPRINTED}{head}{here}")) == ()
    for one, other in ((before, after), (after, before)):
        with pytest.raises(DiffIncomplete, match=named):
            diff(one, other)


def test_a_type_that_is_not_printed_is_refused_by_name() -> None:
    with pytest.raises(DiffIncomplete, match="type bare is on one side only"):
        diff(load(""), load("CREATE TYPE bare"))


def test_a_comment_on_an_operator_family_comes_and_goes() -> None:
    text = "CREATE SCHEMA s; CREATE OPERATOR FAMILY s.whole USING btree;"
    with Scratch() as scratch:
        before = fill(scratch, text).schema
        after = load(text + "COMMENT ON OPERATOR FAMILY s.whole USING btree IS 'x'")
        leads_there_and_back(scratch, Changes.between(before, after))


def test_the_name_of_an_index_that_a_partition_has_from_its_parent_does_not_count() -> None:
    renamed = load(_UNWRITTEN + "ALTER INDEX events_old_at_idx RENAME TO other")
    assert diff(load(_UNWRITTEN), renamed) == ()


def test_a_canonical_function_of_a_range_type_is_refused_by_name() -> None:
    text = """
        CREATE TYPE spans;
        CREATE FUNCTION trimmed(spans) RETURNS spans IMMUTABLE STRICT LANGUAGE internal
            AS 'int4range_canonical';
        CREATE TYPE spans AS RANGE (SUBTYPE = integer, CANONICAL = trimmed);
    """
    with pytest.raises(DiffIncomplete, match=r"canonical function trimmed of range type spans"):
        diff(load(""), load(text))


@pytest.mark.parametrize(
    "name", ["comments_on_schemas", "default_privileges", "owners", "privileges", "settings"]
)
def test_a_design_holds_what_stands_beside_the_structure(name: str) -> None:
    text = read_case(CASES / "diff" / f"{name}.sql").section("after")
    schema = load(text)
    assert differences(schema, load(design_text(schema, Annotations()))) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("id serial PRIMARY KEY", "id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"),
        ("id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY", "id serial PRIMARY KEY"),
    ],
    ids=["serial to identity", "identity to serial"],
)
def test_a_column_counts_on_from_a_sequence_to_an_identity_and_back(
    before: str, after: str
) -> None:
    with Scratch() as scratch:
        there = fill(scratch, f"CREATE TABLE orders ({before}, note text);").schema
        wanted = load(f"CREATE TABLE orders ({after}, note text);")
        changes = Changes.between(there, wanted)
        insert = b"INSERT INTO orders (note) VALUES ('x') RETURNING id"
        with scratch.connect() as connection:
            connection.execute(insert)
            for script, number in ((changes.up, 2), (changes.down, 3)):
                connection.execute(script.encode())
                row = connection.execute(insert).fetchone()
                assert row is not None
                assert row[0] == number


def test_a_script_says_that_a_value_it_uses_must_be_committed_first() -> None:
    before = load("CREATE TYPE state AS ENUM ('new'); CREATE TABLE jobs (state state);")
    added = "CREATE TYPE state AS ENUM ('new', 'done'); CREATE TABLE jobs (state state"
    used = Changes.between(before, load(f"{added} DEFAULT 'done');"))
    unused = Changes.between(before, load(f"{added});"))
    assert used.up.startswith("-- Commit this before the rest: ")
    assert "--" not in unused.up


_RULED = """
CREATE ROLE designkit_app;
CREATE ROLE designkit_auditor;
CREATE TABLE users (id integer, email text);
CREATE SEQUENCE numbers;
CREATE VIEW seen AS SELECT id, email FROM users;
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql RETURN n * 2;
CREATE TYPE state AS ENUM ('new');
"""


@st.composite
def accesses(draw: st.DrawFn, rights: tuple[str, ...], unasked: str = "") -> Access:
    """What two roles may do, and everybody; perhaps without what PostgreSQL gives unasked."""
    grants = tuple(
        Grant(grantee=role, rights=tuple(sorted(chosen)), grantable=grantable)
        for role in ("designkit_app", "designkit_auditor")
        for grantable in (False, True)
        if (chosen := draw(st.sets(st.sampled_from(rights[:: -1 if grantable else 1][:2]))))
    )
    owner = draw(st.sampled_from((None, None, "designkit_owner")))
    taken = unasked and draw(st.booleans())
    revoked = (Grant(grantee="PUBLIC", rights=(unasked,)),) if taken else ()
    return Access(owner=owner, grants=tuple(sorted(_apart(grants))), revoked=revoked)


def _apart(grants: tuple[Grant, ...]) -> tuple[Grant, ...]:
    """The grants, each right of a role once: with the option or without."""
    options = {
        (grant.grantee, right): grant.grantable for grant in grants for right in grant.rights
    }
    roles = {(role, option) for (role, _), option in options.items()}
    return tuple(
        Grant(
            grantee=role,
            grantable=option,
            rights=tuple(
                sorted(
                    right for (who, right), has in options.items() if (who, has) == (role, option)
                )
            ),
        )
        for role, option in roles
    )


@st.composite
def ruled(draw: st.DrawFn, schema: Schema) -> Schema:
    """The schema with some rights on everything that it holds."""
    (table,) = schema.tables
    columns = tuple(
        replace(item, access=replace(draw(accesses(("SELECT", "UPDATE"))), owner=None))
        for item in table.columns
    )
    table = replace(
        table, columns=columns, access=draw(accesses(("DELETE", "INSERT", "SELECT", "UPDATE")))
    )
    return replace(
        schema,
        tables=(table,),
        views=tuple(replace(item, access=draw(accesses(("SELECT",)))) for item in schema.views),
        sequences=tuple(
            replace(item, access=draw(accesses(("SELECT", "USAGE")))) for item in schema.sequences
        ),
        enums=tuple(
            replace(item, access=draw(accesses(("USAGE",), "USAGE"))) for item in schema.enums
        ),
        carried=tuple(
            replace(item, access=draw(accesses(("EXECUTE",), "EXECUTE"))) for item in schema.carried
        ),
    )


@given(st.data())
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
def test_rights_lead_there_and_back(data: st.DataObject) -> None:
    with Scratch() as scratch:
        plain = fill(scratch, _RULED + "CREATE ROLE designkit_owner;").schema
        before, after = data.draw(ruled(plain)), data.draw(ruled(plain))
        there = Changes.between(plain, before)
        leads_there_and_back(scratch, there)
        with scratch.connect() as connection:
            connection.execute(there.up.encode())
        changes = Changes.between(before, after)
        holds_in_memory(changes)
        leads_there_and_back(scratch, changes)


def test_a_right_that_another_than_the_owner_granted_is_refused_by_name() -> None:
    text = """
        CREATE ROLE designkit_app; CREATE ROLE designkit_auditor; CREATE TABLE users (id integer);
        GRANT SELECT ON users TO designkit_app WITH GRANT OPTION;
        SET ROLE designkit_app; GRANT SELECT ON users TO designkit_auditor; RESET ROLE;
    """
    granted = load(text)
    without = load("CREATE TABLE users (id integer)")
    with pytest.raises(DiffIncomplete, match=r"table users: SELECT was granted to designkit_aud"):
        _ = Changes.between(without, granted).up
    users = QualifiedName(name="users")
    assert [item.table_name for item in diff(without, granted)] == [users]
    more = load(text + "GRANT DELETE ON users TO designkit_app")
    assert Changes.between(granted, more).up == "GRANT DELETE ON TABLE users TO designkit_app;\n"
