"""Rows as CockroachDB's catalogue gives them, for a few tables that its own tests make too.

Source: https://github.com/cockroachdb/cockroach/blob/master/pkg/sql/logictest/testdata/logic_test/pg_catalog
"""

from __future__ import annotations

from designkit.database.cockroach.rows import (
    CockroachRows,
    ColumnRow,
    ConstraintRow,
    IndexRow,
    RelationRow,
)

# CREATE TABLE t1 (p FLOAT PRIMARY KEY, a INT UNIQUE, b INT, c INT DEFAULT 12, d VARCHAR(5),
#                  f DECIMAL(10,7), g INT AS (a * b) STORED, l INT AS (a * b) VIRTUAL,
#                  UNIQUE INDEX index_key(b, c))
# CREATE TABLE t3 (a INT, b INT CHECK (b > 11), c STRING DEFAULT 'FOO' CHECK (c != ''),
#                  CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES t1(b, c),
#                  INDEX (a, b DESC) STORING (c))
# CREATE TABLE t4 (a INT UNIQUE WITHOUT INDEX)
# CREATE TABLE t6 (a INT, b INT, c STRING); CREATE INDEX ON t6 (lower(c), (a + b));
# CREATE UNIQUE INDEX ON t6 (lower(c))
# CREATE VIEW v1 AS SELECT p, a FROM t1
T1, T3, T4, T6, V1 = 55, 57, 59, 61, 58


def _column(relation: int, number: int, name: str, kind: str, **more: object) -> ColumnRow:
    told = {"nullable": True, **more}
    return ColumnRow(relation=relation, number=number, name=name, type=kind, **told)  # type: ignore[arg-type]


def _rowid(relation: int, number: int) -> ColumnRow:
    return _column(
        relation,
        number,
        "rowid",
        "bigint",
        nullable=False,
        expression="unique_rowid()",
        hidden=True,
    )


def _key(index: int, relation: int, name: str, numbers: str) -> IndexRow:
    return IndexRow(
        index=index,
        relation=relation,
        name=name,
        unique=True,
        primary=True,
        method="prefix",
        numbers=numbers,
        key_count=1,
        options="2",
    )


ROWS = CockroachRows(
    database="constraint_db",
    relations=(
        RelationRow(relation=T1, namespace="public", name="t1", kind="r"),
        RelationRow(relation=T3, namespace="public", name="t3", kind="r", comment="the third"),
        RelationRow(relation=T4, namespace="public", name="t4", kind="r"),
        RelationRow(relation=T6, namespace="public", name="t6", kind="r"),
        RelationRow(
            relation=V1,
            namespace="public",
            name="v1",
            kind="v",
            definition="SELECT p, a FROM constraint_db.public.t1",
        ),
    ),
    columns=(
        _column(T1, 1, "p", "double precision", nullable=False),
        _column(T1, 2, "a", "bigint"),
        _column(T1, 3, "b", "bigint"),
        _column(T1, 4, "c", "bigint", expression="12"),
        _column(T1, 5, "d", "character varying(5)"),
        _column(T1, 7, "f", "numeric(10,7)"),
        _column(T1, 8, "g", "bigint", expression="a * b", generated="s"),
        _column(T1, 9, "l", "bigint", expression="a * b", generated="v"),
        _column(T3, 1, "a", "bigint"),
        _column(T3, 2, "b", "bigint"),
        _column(T3, 3, "c", "text", expression="'FOO'::STRING"),
        _rowid(T3, 4),
        _column(T4, 1, "a", "bigint"),
        _rowid(T4, 4),
        _column(T6, 1, "a", "bigint"),
        _column(T6, 2, "b", "bigint"),
        _column(T6, 3, "c", "text"),
        _rowid(T6, 4),
        _column(V1, 1, "p", "double precision"),
        _column(V1, 2, "a", "bigint"),
    ),
    constraints=(
        ConstraintRow(relation=T1, name="t1_pkey", kind="p", columns=[1], index=450499963),
        ConstraintRow(relation=T1, name="t1_a_key", kind="u", columns=[2], index=450499960),
        ConstraintRow(relation=T1, name="index_key", kind="u", columns=[3, 4], index=450499961),
        ConstraintRow(relation=T3, name="t3_pkey", kind="p", columns=[4], index=969972501),
        ConstraintRow(relation=T3, name="check_b", kind="c", columns=[2], expression="((b > 11))"),
        ConstraintRow(
            relation=T3, name="check_c", kind="c", columns=[3], expression="((c != ''::STRING))"
        ),
        ConstraintRow(
            relation=T3,
            name="fk",
            kind="f",
            columns=[1, 2],
            index=450499961,
            referenced=T1,
            referenced_columns=[3, 4],
            on_delete="a",
            on_update="r",
            match="s",
        ),
        ConstraintRow(
            relation=T4,
            name="unique_a",
            kind="u",
            columns=[1],
            definition="UNIQUE WITHOUT INDEX (a)",
        ),
        ConstraintRow(relation=T6, name="t6_expr_key", kind="u", columns=[7], index=4179599060),
    ),
    indexes=(
        _key(450499963, T1, "t1_pkey", "1"),
        IndexRow(
            index=450499960,
            relation=T1,
            name="t1_a_key",
            unique=True,
            primary=False,
            method="prefix",
            numbers="2",
            key_count=1,
            options="2",
        ),
        IndexRow(
            index=450499961,
            relation=T1,
            name="index_key",
            unique=True,
            primary=False,
            method="prefix",
            numbers="3 4",
            key_count=2,
            options="2 2",
        ),
        _key(969972501, T3, "t3_pkey", "4"),
        IndexRow(
            index=969972502,
            relation=T3,
            name="t3_a_b_idx",
            unique=False,
            primary=False,
            method="prefix",
            numbers="1 2 3",
            key_count=2,
            options="2 1",
        ),
        IndexRow(
            index=4179599059,
            relation=T6,
            name="t6_expr_expr1_idx",
            unique=False,
            primary=False,
            method="prefix",
            numbers="0 0",
            key_count=2,
            options="2 2",
            expressions='{lower(c),"(a + b)"}',
        ),
        IndexRow(
            index=4179599060,
            relation=T6,
            name="t6_expr_key",
            unique=True,
            primary=False,
            method="prefix",
            numbers="0",
            key_count=1,
            options="2",
            expressions="{lower(c)}",
        ),
    ),
)
