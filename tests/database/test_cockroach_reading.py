"""CockroachDB's catalogue as a schema: from rows as it gives them, without a server."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.cockroach_parser import CockroachParser
from designkit.database.cockroach import queries
from designkit.database.cockroach.assembling import schema_of
from designkit.database.cockroach.rows import (
    CockroachRows,
    ColumnRow,
    DependencyRow,
    IndexRow,
    LabelRow,
    NamespaceRow,
    RelationRow,
    RoutineRow,
    SequenceRow,
    TriggerRow,
)
from designkit.database.cockroach.spelling import expression, type_name
from designkit.errors import SourceError
from designkit.model import (
    Check,
    Column,
    ForeignKey,
    Index,
    IndexKey,
    OtherConstraint,
    PrimaryKey,
    QualifiedName,
    Table,
    Unique,
    replace,
)
from tests.cockroach_parser.programs import real_parser
from tests.database.cockroach_rows import ROWS, T1, T3, V1

SCHEMA = schema_of(ROWS)


def table(name: str) -> Table:
    found = SCHEMA.find_table(name)
    assert found is not None
    return found


# ── spelling ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("STRING", "text"),
        ("STRING(20)", "text(20)"),
        ("STRING[]", "text[]"),
        ("INT8", "bigint"),
        ("INT", "bigint"),
        ("INT4", "integer"),
        ("INT2[]", "smallint[]"),
        ("FLOAT8", "double precision"),
        ("DECIMAL(10,2)", "numeric(10,2)"),
        ("DECIMAL(10)", "numeric(10,0)"),
        ("VARCHAR(20)", "character varying(20)"),
        ("CHAR(12)[]", "character(12)[]"),
        ("TIMESTAMPTZ", "timestamp with time zone"),
        ("TIMESTAMPTZ(3)", "timestamp(3) with time zone"),
        ("timestamp(3) with time zone", "timestamp(3) with time zone"),
        ("TIMESTAMP", "timestamp without time zone"),
        ("character varying(20)[]", "character varying(20)[]"),
        ("JSONB", "jsonb"),
        ("UUID", "uuid"),
        ('"char"', '"char"'),
        ("shop.public.status", "status"),
        ("shop.billing.status", "billing.status"),
        ("REGCLASS", "regclass"),
    ],
)
def test_a_type_is_spelled_as_postgresql_does(theirs: str, ours: str) -> None:
    assert type_name(theirs, "shop") == ours


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("'FOO'::STRING", "'FOO'::text"),
        ("'FOO':::STRING", "'FOO'::text"),
        ("now():::TIMESTAMPTZ", "now()"),
        ("current_timestamp():::TIMESTAMPTZ", "CURRENT_TIMESTAMP"),
        ("gen_random_uuid()", "gen_random_uuid()"),
        ("unique_rowid()", "unique_rowid()"),
        ("0:::INT8", "0"),
        ("false", "false"),
        ("((b > 11:::INT8))", "b > 11"),
        ("(a) + (b)", "(a) + (b)"),
        ("((a) + (b))", "(a) + (b)"),
        ("c != ''::STRING", "c <> ''::text"),
        ("'a != b'::STRING", "'a != b'::text"),
        ("'it''s (not'::STRING", "'it''s (not'::text"),
        (
            "status IN ('open':::STRING, 'it''s':::STRING)",
            "status = ANY (ARRAY['open'::text, 'it''s'::text])",
        ),
        ("status IN ('open', 'shut')", "status = ANY (ARRAY['open'::text, 'shut'::text])"),
        ("a IN (1, 2)", "a IN (1, 2)"),
        ("nextval('shop.public.s_seq'::REGCLASS)", "nextval('s_seq'::regclass)"),
        ("nextval('public.s_seq'::REGCLASS)", "nextval('s_seq'::regclass)"),
        ("nextval('billing.s_seq'::REGCLASS)", "nextval('billing.s_seq'::regclass)"),
        ("'shop.public.users is a table'::STRING", "'shop.public.users is a table'::text"),
        ("shop.public.touch(a)", "touch(a)"),
        ("workshop.public.touch(a)", "workshop.public.touch(a)"),
        ("\"Odd\" != e'\\n'", "\"Odd\" <> e'\\n'"),
    ],
)
def test_an_expression_is_spelled_as_postgresql_does(theirs: str, ours: str) -> None:
    assert expression(theirs, "shop") == ours


@pytest.mark.parametrize(
    ("kind", "ours"),
    [
        ("text", "'new'::text"),
        ("character varying(20)", "'new'::character varying"),
        ("status", "'new'::status"),
        ("text[]", "'new'::text[]"),
    ],
)
def test_the_default_of_a_column_is_cast_to_its_type(kind: str, ours: str) -> None:
    assert expression("'new':::STRING", of_type=kind) == ours


# As a server prints them: what stands behind a mark is a type, and before it a value.
VALUES = st.sampled_from(
    ("'a'", "'it''s'", "''", '"Odd"', "status", "0", "now()", "unique_rowid()", "nextval('a')")
)
TYPES = ("STRING", "INT8", "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE", "JSONB[]")
ANNOTATED = st.sampled_from(["", *(f"{mark}{name}" for mark in (":::", "::") for name in TYPES)])
TERMS = st.tuples(VALUES, ANNOTATED).map("".join)
TEXTS = st.tuples(
    st.sampled_from([" AND ", ", ", " != ", " IN ("]), st.lists(TERMS, max_size=6)
).map(lambda drawn: drawn[0].join(drawn[1]))


@given(TEXTS)
def test_what_is_spelled_as_postgresql_does_stays_so(text: str) -> None:
    once = expression(text)
    assert expression(once) == once


@given(st.text(max_size=30))
def test_any_text_is_taken(text: str) -> None:
    assert isinstance(expression(text, "shop"), str)
    assert isinstance(type_name(text, "shop"), str)


# ── tables ───────────────────────────────────────────────────────────────────


def test_columns_have_types_defaults_and_generation() -> None:
    columns = {column.name: column for column in table("t1").columns}
    assert columns["p"] == Column(name="p", type="double precision", nullable=False)
    assert columns["c"] == Column(name="c", type="bigint", default="12")
    assert columns["f"].type == "numeric(10,7)"
    assert columns["g"] == Column(name="g", type="bigint", generated="a * b")
    assert columns["l"] == Column(name="l", type="bigint", generated="a * b", stored=False)


def test_the_hidden_rowid_and_its_key_are_left_out() -> None:
    found = table("t3")
    assert [column.name for column in found.columns] == ["a", "b", "c"]
    assert found.primary_key is None


def test_a_written_key_is_read() -> None:
    assert table("t1").primary_key == PrimaryKey(name="t1_pkey", columns=("p",))


def test_a_plain_unique_index_is_a_constraint_and_no_index_too() -> None:
    assert table("t1").uniques == (
        Unique(name="index_key", columns=("b", "c")),
        Unique(name="t1_a_key", columns=("a",)),
    )
    assert table("t1").indexes == ()


def test_a_unique_index_on_an_expression_stays_an_index() -> None:
    found = {index.name: index for index in table("t6").indexes}
    assert found["t6_expr_key"] == Index(
        name="t6_expr_key", keys=(IndexKey(expression="lower(c)"),), unique=True
    )
    assert table("t6").uniques == ()


def test_what_no_index_serves_is_carried_by_its_definition() -> None:
    assert table("t4").other_constraints == (
        OtherConstraint(name="unique_a", definition="UNIQUE WITHOUT INDEX (a)"),
    )


def test_checks_are_without_outer_parentheses() -> None:
    assert table("t3").checks == (
        Check(name="check_b", expression="b > 11"),
        Check(name="check_c", expression="c <> ''::text"),
    )


def test_foreign_keys_name_their_columns_and_actions() -> None:
    assert table("t3").foreign_keys == (
        ForeignKey(
            name="fk",
            columns=("a", "b"),
            referenced_table=QualifiedName(name="t1"),
            referenced_columns=("b", "c"),
            on_update="restrict",
        ),
    )


def test_a_table_that_the_role_may_not_see_is_asked_for() -> None:
    unseen = tuple(row for row in ROWS.relations if row.relation != T1)
    with pytest.raises(SourceError, match=r"foreign key fk of t3: .* GRANT SELECT"):
        schema_of(replace(ROWS, relations=unseen))


def test_stored_columns_are_included_and_descending_keys_are_so() -> None:
    assert table("t3").indexes == (
        Index(
            name="t3_a_b_idx",
            keys=(IndexKey(column="a"), IndexKey(column="b", descending=True)),
            include=("c",),
        ),
    )


def test_expressions_of_an_index_are_told_in_order() -> None:
    found = {index.name: index for index in table("t6").indexes}
    assert [key.expression for key in found["t6_expr_expr1_idx"].keys] == ["lower(c)", "a + b"]


def test_an_index_whose_expression_is_not_told_is_refused() -> None:
    untold = tuple(replace(row, expressions=None) for row in ROWS.indexes)
    with pytest.raises(SourceError, match="t6_expr_expr1_idx of t6: the catalogue does not tell"):
        schema_of(replace(ROWS, indexes=untold))


def test_comments_are_read() -> None:
    assert table("t3").comment == "the third"


def test_a_partial_unique_index_stays_an_index() -> None:
    rows = tuple(
        replace(row, predicate="deleted_at IS NULL") if row.name == "t1_a_key" else row
        for row in ROWS.indexes
    )
    found = schema_of(replace(ROWS, indexes=rows)).tables_by_name[QualifiedName(name="t1")]
    assert [(index.name, index.predicate) for index in found.indexes] == [
        ("t1_a_key", "deleted_at IS NULL")
    ]


def test_an_inverted_index_is_gin() -> None:
    rows = (*ROWS.indexes, _index(7, "t1_d_idx", "5", method="inverted"))
    found = schema_of(replace(ROWS, indexes=rows)).tables_by_name[QualifiedName(name="t1")]
    assert [index.method for index in found.indexes] == ["gin"]


def test_the_columns_of_a_hash_sharded_index_are_hidden_and_its_buckets_told() -> None:
    shard = ColumnRow(
        relation=T1,
        number=10,
        name="crdb_internal_a_shard_16",
        type="integer",
        nullable=False,
        expression="mod(fnv32(a::STRING), 16)",
        generated="v",
        hidden=True,
    )
    rows = replace(
        ROWS,
        columns=(*ROWS.columns, shard),
        indexes=(*ROWS.indexes, _index(7, "t1_a_idx", "10 2", key_count=2, options="2 2")),
    )
    found = schema_of(rows)
    users = found.tables_by_name[QualifiedName(name="t1")]
    assert [index.columns for index in users.indexes] == [("a",)]
    assert "crdb_internal_a_shard_16" not in [column.name for column in users.columns]
    assert [item.identity for item in found.carried] == [
        "index t1_a_idx sharded by hash into 16 buckets"
    ]


# ── other objects ────────────────────────────────────────────────────────────


def test_a_view_is_told_without_its_database() -> None:
    rows = replace(ROWS, dependencies=(DependencyRow(view=V1, relation=T1),))
    (view,) = schema_of(rows).views
    assert view.definition == "SELECT p, a FROM t1"
    assert view.columns == (("p", "double precision"), ("a", "bigint"))
    assert view.depends_on == (QualifiedName(name="t1"),)


def test_enums_keep_the_order_of_their_values() -> None:
    labels = [LabelRow(namespace="public", name="mood", label=label) for label in ("sad", "glad")]
    (enum,) = schema_of(CockroachRows(database="shop", labels=tuple(labels))).enums
    assert enum.values == ("sad", "glad")


def test_the_sequence_of_an_identity_column_belongs_to_it() -> None:
    rows = CockroachRows(
        database="shop",
        relations=(RelationRow(relation=1, namespace="public", name="orders", kind="r"),),
        columns=(
            ColumnRow(
                relation=1,
                number=1,
                name="id",
                type="bigint",
                nullable=False,
                identity="a",
                expression="nextval('public.orders_id_seq'::REGCLASS)",
            ),
        ),
        sequences=(_sequence("orders_id_seq", owner=1), _sequence("other_seq")),
    )
    found = schema_of(rows)
    (orders,) = found.tables
    assert orders.columns == (Column(name="id", type="bigint", nullable=False, identity="always"),)
    assert [sequence.name for sequence in found.sequences] == ["other_seq"]


def test_a_routine_is_carried_whole() -> None:
    rows = CockroachRows(
        database="shop",
        routines=(
            RoutineRow(
                namespace="public",
                name="touch",
                arguments="INT8, STRING",
                kind="f",
                definition="CREATE FUNCTION shop.public.touch(a INT8) RETURNS INT8 …;",
            ),
        ),
    )
    (found,) = schema_of(rows).carried
    assert (found.kind, found.identity) == ("function", "touch(bigint, text)")
    assert found.definition == "CREATE FUNCTION touch(a INT8) RETURNS INT8 …"
    assert found.drop == "DROP FUNCTION touch(bigint, text)"


def test_a_trigger_is_carried_with_its_table() -> None:
    told = TriggerRow(
        relation=T3,
        name="touched",
        definition="CREATE TRIGGER touched BEFORE UPDATE ON constraint_db.public.t3 FOR EACH ROW …",
    )
    (found,) = schema_of(replace(ROWS, triggers=(told,))).carried
    assert (found.kind, found.table) == ("trigger", QualifiedName(name="t3"))
    assert " ON t3 " in found.definition
    assert found.drop == "DROP TRIGGER touched ON t3"


def test_namespaces_are_told_and_public_goes_without_saying() -> None:
    rows = CockroachRows(
        database="shop",
        namespaces=(NamespaceRow(name="public"), NamespaceRow(name="billing", comment="money")),
    )
    found = schema_of(rows)
    assert found.namespaces == ("billing",)
    assert [(item.name, item.comment) for item in found.namespace_settings] == [
        ("billing", "money")
    ]


def test_the_queries_ask_nothing_of_what_is_closed_or_missing() -> None:
    asked = [text for name, text in vars(queries).items() if name.isupper() and text[0] == "\n"]
    assert len(asked) == 9
    for text in asked:
        assert "FROM crdb_internal" not in text
        # No such columns and functions there, or nothing in them.
        for missing in ("regcollation", "conenforced", "conperiod", "confdelsetcols", "pg_opclass"):
            assert missing not in text


def test_cockroachdbs_own_parser_accepts_the_queries() -> None:
    asked = [text for name, text in vars(queries).items() if name.isupper() and text[0] == "\n"]
    asked += [
        "SELECT trigger_name FROM [SHOW TRIGGERS FROM billing.users]",
        "SELECT create_statement FROM [SHOW CREATE TRIGGER touched ON users]",
    ]
    with CockroachParser(real_parser()) as parser:
        assert [answer for answer in map(parser.ask, asked) if answer is not None] == []


def _index(number: int, name: str, numbers: str, **more: object) -> IndexRow:
    told = {"method": "prefix", "key_count": 1, "options": "2", **more}
    return IndexRow(
        index=number,
        relation=T1,
        name=name,
        unique=False,
        primary=False,
        numbers=numbers,
        **told,  # type: ignore[arg-type]
    )


def _sequence(name: str, owner: int | None = None) -> SequenceRow:
    return SequenceRow(
        namespace="public",
        name=name,
        type="bigint",
        start=1,
        increment=1,
        minimum=1,
        maximum=9223372036854775807,
        cache=1,
        cycle=False,
        owner=owner,
        owner_column=owner and 1,
    )
