"""Columns: generated, counted, and of another type."""

from __future__ import annotations

from typing import Final

from designkit.rules.cockroach.fact import Topic, different, docs, hotspot, unsupported
from designkit.rules.cockroach.spelling import spelled
from designkit.sql.tree import Fields, Node

_TABLE = docs("create-table")


def _commands(node: Node) -> list[Fields]:
    """The commands of the ALTER TABLE in which one stands."""
    cmds = () if node.parent is None else node.parent.fields["cmds"]
    return [item["AlterTableCmd"] for item in cmds]


def _combined(node: Node) -> bool:
    return len(_commands(node)) > 1


def _first_type_change(node: Node) -> bool:
    changes = (cmd for cmd in _commands(node) if cmd.get("subtype") == "AT_AlterColumnType")
    return next(changes) is node.fields


def _several(node: Node) -> bool:
    return len(node.fields.get("def", {}).get("List", {}).get("items", ())) > 1


TOPICS: Final = (
    Topic(
        id="cockroachdb-generated-column",
        summary="A generated column is spelled or changed as PostgreSQL alone does.",
        why="""Before 26.3 CockroachDB wants STORED or VIRTUAL behind the expression. It has no
SET EXPRESSION, and DROP STORED where PostgreSQL has DROP EXPRESSION.""",
        instead="write STORED, and replace the column to change its expression",
        bad="CREATE TABLE sums (a bigint, b bigint GENERATED ALWAYS AS (a * 2));",
        good="CREATE TABLE sums (a bigint, b bigint GENERATED ALWAYS AS (a * 2) STORED);",
        sources=(docs("computed-columns"),),
        facts=(
            unsupported(
                "Constraint[contype=CONSTR_GENERATED]",
                "generated columns without STORED or VIRTUAL",
                lambda node, tree: (
                    node.fields.get("generated_kind") != "s" and not spelled("VIRTUAL")(node, tree)
                ),
                until=(26, 3),
            ),
            unsupported("AlterTableCmd[subtype=AT_SetExpression]", "SET EXPRESSION"),
            unsupported("AlterTableCmd[subtype=AT_DropExpression]", "DROP EXPRESSION"),
            unsupported(
                "ColumnDef",
                "a column that is both identity and generated",
                lambda node, _: (
                    {"CONSTR_IDENTITY", "CONSTR_GENERATED"}
                    <= {
                        item["Constraint"].get("contype")
                        for item in node.fields.get("constraints", ())
                    }
                ),
            ),
        ),
    ),
    Topic(
        id="cockroachdb-identity",
        summary="An identity column is used.",
        why="""CockroachDB draws identity values from a sequence: a distributed write per value,
and rising keys send all inserts to one range. Some clauses are refused: OVERRIDING before 26.3,
several changes in one ALTER COLUMN, SEQUENCE NAME; a column is added only to an empty table.""",
        instead="use uuid DEFAULT gen_random_uuid()",
        bad="ALTER TABLE orders ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;",
        good="ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();",
        sources=(docs("known-limitations"), docs("create-sequence"), _TABLE),
        facts=(
            hotspot(
                "CreateStmt Constraint[contype=CONSTR_IDENTITY]",
                "identity values come from a sequence: slow, and keys that rise make a hotspot",
            ),
            unsupported(
                "AlterTableCmd[subtype=AT_AddColumn] Constraint[contype=CONSTR_IDENTITY]",
                "adding an identity column to a table with rows",
            ),
            unsupported(
                "InsertStmt[override=OVERRIDING_USER_VALUE|OVERRIDING_SYSTEM_VALUE]",
                "OVERRIDING",
                until=(26, 3),
            ),
            unsupported(
                "AlterTableCmd[subtype=AT_SetIdentity]",
                "several changes of an identity in one ALTER COLUMN",
                lambda node, _: _several(node),
            ),
            unsupported("Constraint > DefElem[defname=sequence_name]", "SEQUENCE NAME"),
        ),
    ),
    Topic(
        id="cockroachdb-serial",
        summary="A column is serial.",
        why="""On CockroachDB serial is an INT8 with DEFAULT unique_rowid(): large, neither dense
nor counted from 1, too large for JavaScript's numbers, and rising in time, which makes a hotspot
of the end of the key.""",
        instead="use uuid DEFAULT gen_random_uuid()",
        bad="CREATE TABLE orders (id bigserial PRIMARY KEY);",
        good="CREATE TABLE orders (id uuid PRIMARY KEY DEFAULT gen_random_uuid());",
        sources=(docs("serial"), docs("performance-best-practices-overview")),
        facts=(
            hotspot(
                "ColumnDef > TypeName[names=serial|bigserial|smallserial|serial2|serial4|serial8]",
                "{} is unique_rowid() on CockroachDB: large numbers with gaps, all in one range",
            ),
        ),
    ),
    Topic(
        id="cockroachdb-sequence-key",
        summary="Keys are drawn from a sequence.",
        why="""Each value of a sequence is a distributed write unless it is cached, and keys that
rise send all inserts to one range.""",
        instead="use uuid DEFAULT gen_random_uuid()",
        bad="CREATE TABLE orders (id bigint PRIMARY KEY DEFAULT nextval('order_numbers'));",
        good="CREATE TABLE orders (id uuid PRIMARY KEY DEFAULT gen_random_uuid());",
        sources=(docs("create-sequence"), docs("performance-best-practices-overview")),
        facts=(
            hotspot(
                "CreateStmt Constraint[contype=CONSTR_DEFAULT] > FuncCall[funcname=nextval]",
                "keys from a sequence are slow to draw, and rising keys make a hotspot",
            ),
            unsupported(
                "AlterTableCmd[subtype=AT_AddColumn] Constraint[contype=CONSTR_DEFAULT] > "
                "FuncCall[funcname=nextval]",
                "adding a column with a default of nextval()",
            ),
        ),
    ),
    Topic(
        id="cockroachdb-sequence-option",
        summary="A sequence is declared with a type or option that is refused.",
        why="CockroachDB's sequences are of an integer type, and none of them begins anew.",
        instead="leave the option out",
        bad="CREATE SEQUENCE numbers AS numeric;",
        good="CREATE SEQUENCE numbers AS bigint;",
        sources=(
            docs("create-sequence"),
            "https://github.com/cockroachdb/cockroach/issues/20961",
        ),
        facts=(
            *(
                unsupported(
                    f"{kind} > DefElem[defname=cycle] > Boolean[boolval]",
                    "CYCLE of sequences",
                )
                for kind in ("CreateSeqStmt", "AlterSeqStmt", "Constraint")
            ),
            unsupported(
                "Sequence",
                "CYCLE of sequences",
                lambda node, _: "cycle" in node.fields,
            ),
            *(
                unsupported(
                    f"{kind} > DefElem[defname=as] > TypeName"
                    "[names!=int2|int4|int8|smallint|bigint|integer|int]",
                    "sequences of this type",
                )
                for kind in ("CreateSeqStmt", "AlterSeqStmt")
            ),
            unsupported(
                "AlterTableStmt[objtype=OBJECT_SEQUENCE] > AlterTableCmd"
                "[subtype=AT_SetLogged|AT_SetUnLogged]",
                "SET LOGGED of sequences",
            ),
        ),
    ),
    Topic(
        id="cockroachdb-alter-column-type",
        summary="The type of a column is changed.",
        why="""CockroachDB refuses ALTER COLUMN TYPE for a column that is indexed, checked,
computed from, or owns a sequence, in a combined ALTER TABLE, and in an explicit transaction;
where it must rewrite the column, sql_safe_updates has to be off.""",
        instead="alone in its statement, or add a new column, copy, and rename",
        bad="""-- way: none
CREATE TABLE orders (id uuid PRIMARY KEY, note text);
ALTER TABLE orders ALTER COLUMN note TYPE varchar(20), ADD COLUMN other text;""",
        good="""CREATE TABLE orders (id uuid PRIMARY KEY, note text);
ALTER TABLE orders ADD COLUMN other text;""",
        sources=(docs("alter-table#alter-column-data-types"), docs("known-limitations")),
        facts=(
            unsupported(
                "AlterTableCmd[subtype=AT_AlterColumnType]",
                "ALTER COLUMN TYPE combined with other changes",
                lambda node, _: _combined(node) and _first_type_change(node),
            ),
            different(
                "AlterTableCmd[subtype=AT_AlterColumnType]",
                "CockroachDB refuses a type change of an indexed or checked column, and any in an "
                "explicit transaction",
                lambda node, _: not _combined(node),
            ),
        ),
    ),
)
