"""Statements that write and move rows, cursors, and EXPLAIN."""

from __future__ import annotations

from collections import Counter
from typing import Final

from designkit.rules.cockroach.fact import Topic, docs, unsupported
from designkit.rules.cockroach.spelling import spelled
from designkit.rules.statement_rule import name_of
from designkit.rules.watching import text_of
from designkit.sql.tree import Node, Tree

_SWITCH: Final = frozenset({"true", "false", "on", "off"})


def _indirect(node: Node, _: Tree) -> bool:
    """Whether a column that is written is only part of one: an element or a field."""
    return "indirection" in node.fields


def _twice(node: Node, tree: Tree) -> bool:
    """Whether the statement of a WITH changes one table twice, other than by plain INSERT."""
    writes = [part for part in tree if part.kind in _WRITING and _within(part, node.parent)]
    times = Counter(name_of(part.fields["relation"]) for part in writes)
    return any(
        times[name_of(part.fields["relation"])] > 1
        for part in writes
        if part.kind != "InsertStmt" or "onConflictClause" in part.fields
    )


def _within(node: Node | None, statement: Node | None) -> bool:
    """Whether a node is the statement or stands in it."""
    while node is not None and node != statement:
        node = node.parent
    return node is not None


_WRITING: Final = frozenset({"InsertStmt", "UpdateStmt", "DeleteStmt"})

TOPICS: Final = (
    Topic(
        id="cockroachdb-explain-option",
        summary="EXPLAIN has options that CockroachDB spells otherwise.",
        why="""CockroachDB knows ANALYZE, VERBOSE, TYPES, OPT, DISTSQL, DEBUG and a few more, as
bare words; PostgreSQL's COSTS, BUFFERS, TIMING, FORMAT and switches are refused.""",
        instead="write EXPLAIN or EXPLAIN ANALYZE alone, or EXPLAIN (VERBOSE)",
        bad="EXPLAIN (COSTS OFF) SELECT id FROM orders;",
        good="EXPLAIN SELECT id FROM orders;",
        sources=(docs("explain"), docs("explain-analyze")),
        facts=(
            unsupported(
                "ExplainStmt > DefElem[defname!=analyze|verbose|types|opt|distsql|debug|plan|vec"
                "|env|catalog|ddl|memo|redact|shape|viz|json|gist]",
                "EXPLAIN ({})",
            ),
            unsupported("ExplainStmt > DefElem[arg]", "options of EXPLAIN with values"),
            unsupported(
                "ExplainStmt",
                "ANALYZE behind other options of EXPLAIN",
                spelled("EXPLAIN ( ANALYZE", "( VERBOSE , ANALYZE", ", ANALYZE )", ", ANALYZE ,"),
            ),
            unsupported(
                "ExplainStmt", "EXPLAIN ANALYZE VERBOSE", spelled("EXPLAIN ANALYZE VERBOSE")
            ),
            unsupported("ExplainStmt > DeclareCursorStmt", "EXPLAIN of DECLARE"),
        ),
    ),
    Topic(
        id="cockroachdb-copy",
        summary="COPY has a source, target or option that is refused.",
        why="""COPY reads from STDIN and writes to STDOUT; files, programs and most options are
refused.""",
        instead="use COPY … FROM STDIN, or IMPORT INTO",
        bad="COPY orders FROM '/tmp/orders.csv';",
        good="""COPY orders TO STDOUT WITH (FORMAT csv);""",
        sources=(docs("copy"), docs("known-limitations")),
        facts=(
            unsupported("CopyStmt[filename]", "COPY with a file"),
            unsupported("CopyStmt[is_program]", "COPY with a program"),
            unsupported("CopyStmt[whereClause]", "COPY … WHERE"),
            unsupported(
                "CopyStmt > DefElem[defname!=format|delimiter|null|header|escape|encoding|quote"
                "|destination]",
                "this option of COPY",
            ),
            unsupported(
                "CopyStmt > DefElem[defname=header][arg]",
                "HEADER with this value",
                lambda node, _: text_of(node.fields["arg"]).lower() not in _SWITCH,
            ),
            unsupported("CopyStmt", "the order of these words", spelled("WITH BINARY DELIMITER")),
        ),
    ),
    Topic(
        id="cockroachdb-cursor",
        summary="A cursor moves backwards, is binary, scrolls or locks.",
        why="""CockroachDB's cursors move forwards within a transaction; BINARY, SCROLL, moves
backwards and locks of the rows are refused.""",
        instead="read forwards, or page by keys",
        bad="FETCH BACKWARD 5 FROM pages;",
        good="FETCH FORWARD 5 FROM pages;",
        sources=(docs("cursors"), docs("known-limitations")),
        facts=(
            unsupported("FetchStmt[direction=FETCH_BACKWARD]", "moving a cursor backwards"),
            unsupported(
                "DeclareCursorStmt",
                "BINARY cursors",
                spelled("BINARY CURSOR", "BINARY INSENSITIVE"),
            ),
            unsupported(
                "DeclareCursorStmt",
                "SCROLL cursors",
                lambda node, tree: (
                    not spelled("NO SCROLL")(node, tree) and spelled("SCROLL")(node, tree)
                ),
            ),
            unsupported(
                "DeclareCursorStmt > SelectStmt > LockingClause", "cursors FOR UPDATE and FOR SHARE"
            ),
            unsupported("DeclareCursorStmt", "WITH HOLD", spelled("WITH HOLD"), until=(25, 2)),
        ),
    ),
    Topic(
        id="cockroachdb-on-conflict",
        summary="ON CONFLICT names what CockroachDB cannot take.",
        why="""An arbiter that is an expression, has a collation or operator class is a syntax
error; several arbiters that match are an error when it runs.""",
        instead="name the columns of a unique constraint",
        bad="INSERT INTO users (email) VALUES ('a') ON CONFLICT (lower(email)) DO NOTHING;",
        good="INSERT INTO users (email) VALUES ('a') ON CONFLICT (email) DO NOTHING;",
        sources=("https://github.com/cockroachdb/cockroach/issues/67893", docs("insert")),
        facts=(
            unsupported("InferClause > IndexElem[expr]", "an expression in ON CONFLICT"),
            unsupported("InferClause > IndexElem[opclass]", "an operator class in ON CONFLICT"),
            unsupported("InferClause > IndexElem[collation]", "a collation in ON CONFLICT"),
            unsupported(
                "OnConflictClause[action=ONCONFLICT_UPDATE][!infer]",
                "ON CONFLICT DO UPDATE without a target",
            ),
        ),
    ),
    Topic(
        id="cockroachdb-table-changed-twice",
        summary="One statement changes a table twice.",
        why="""Several writes of one table in one statement are refused, for they could corrupt
its indexes, unless all of them are INSERT without ON CONFLICT.""",
        instead="write two statements",
        bad="""WITH gone AS (DELETE FROM tasks WHERE done RETURNING id)
UPDATE tasks SET priority = 1 WHERE id = 'a';""",
        good="""DELETE FROM tasks WHERE done;
UPDATE tasks SET priority = 1 WHERE id = 'a';""",
        sources=(
            docs("known-limitations"),
            "https://github.com/cockroachdb/cockroach/issues/70731",
        ),
        facts=(unsupported("WithClause", "changing a table twice in one statement", _twice),),
    ),
    Topic(
        id="cockroachdb-part-of-column",
        summary="An element of an array or a field of a composite is written alone.",
        why="CockroachDB writes whole columns: col[1] = … and col.field = … are refused.",
        instead="build the whole new value",
        bad="UPDATE boards SET fields[1] = 5 WHERE id = 'a';",
        good="UPDATE boards SET fields = array_replace(fields, 4, 5) WHERE id = 'a';",
        sources=("https://github.com/cockroachdb/cockroach/issues/102984", docs("array")),
        facts=(
            unsupported(
                "UpdateStmt > ResTarget[@=targetList]", "writing a part of a column", _indirect
            ),
            unsupported("InsertStmt > ResTarget[@=cols]", "writing a part of a column", _indirect),
            unsupported(
                "OnConflictClause > ResTarget[@=targetList]",
                "writing a part of a column",
                _indirect,
            ),
        ),
    ),
    Topic(
        id="cockroachdb-where-current-of",
        summary="UPDATE or DELETE works on the row of a cursor.",
        why="WHERE CURRENT OF is a syntax error.",
        instead="write by the primary key",
        bad="DELETE FROM jobs WHERE CURRENT OF next_jobs;",
        good="DELETE FROM jobs WHERE id = 'a';",
        sources=(docs("cursors"),),
        facts=(unsupported("CurrentOfExpr", "WHERE CURRENT OF"),),
    ),
    Topic(
        id="cockroachdb-returning-old-new",
        summary="RETURNING names the old and new rows.",
        why="RETURNING WITH (OLD AS …, NEW AS …) and old.column are not known.",
        instead="read the old row first, in the same transaction",
        bad="""UPDATE stocks SET amount = 1 WHERE id = 'a'
RETURNING WITH (OLD AS before) before.amount;""",
        good="""UPDATE stocks SET amount = 1 WHERE id = 'a' RETURNING amount;""",
        sources=(docs("update"),),
        facts=(unsupported("ReturningClause[options]", "RETURNING WITH"),),
    ),
)
