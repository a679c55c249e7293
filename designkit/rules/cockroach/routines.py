"""Functions, procedures, triggers, and what their bodies may hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from designkit.rules.cockroach.bodies import body_nodes, language
from designkit.rules.cockroach.fact import Topic, different, docs, unsupported
from designkit.rules.cockroach.spelling import spelled
from designkit.rules.watching import text_of
from designkit.sql.statements import Statement
from designkit.sql.tree import Node, Tree, parse

_LIMITS = docs("known-limitations")
_FUNCTIONS = docs("user-defined-functions")
_PLPGSQL = docs("plpgsql")
_TRIGGERS = docs("triggers")
_SCHEMA_CHANGES = (
    "AlterEnumStmt",
    "AlterFunctionStmt",
    "AlterObjectSchemaStmt",
    "AlterOwnerStmt",
    "AlterRoleStmt",
    "AlterSeqStmt",
    "AlterTableStmt",
    "CommentStmt",
    "CompositeTypeStmt",
    "CreateEnumStmt",
    "CreateExtensionStmt",
    "CreateFunctionStmt",
    "CreateRoleStmt",
    "CreateSchemaStmt",
    "CreateSeqStmt",
    "CreateStmt",
    "CreateTableAsStmt",
    "CreateTrigStmt",
    "DropOwnedStmt",
    "DropRoleStmt",
    "DropStmt",
    "GrantRoleStmt",
    "GrantStmt",
    "IndexStmt",
    "ReassignOwnedStmt",
    "RefreshMatViewStmt",
    "RenameStmt",
    "TruncateStmt",
    "ViewStmt",
)


def _to_a_part(node: Node, _: Tree) -> bool:
    return "[" in node.fields["query"].partition(":=")[0].partition("=")[0]


def _reads_rows(node: Node, _: Tree) -> bool:
    """Whether an expression has a FROM of its own, which makes it a query."""
    query: str = node.fields["query"]
    text = query.partition(":=")[2] or query if node.fields.get("parseMode") != _PLAIN else query
    return _FROM in parse(Statement(text=f"SELECT {text}", line=0, offset=0)).fields


def _calls_itself(node: Node, tree: Tree) -> bool:
    name = text_of(node.fields["funcname"])
    calls = body_nodes(tree.statement).get("FuncCall", ())
    return any(text_of(call.fields["funcname"]) == name for call, _ in calls)


def _is_found(node: Node, tree: Tree) -> bool:
    """Whether an expression of a body asks for FOUND, and no query for a column of that name."""
    alone = len(node.fields["fields"]) == 1
    return alone and _in_a_body(tree) and tree.kind == "SelectStmt" and _FROM not in tree.fields


def _of_a_row(node: Node, tree: Tree) -> bool:
    """Whether NEW or OLD stands before a column without parentheses."""
    names: Sequence[object] = node.parent.fields["fields"] if node.parent else ()
    return len(names) > 1 and text_of(names[0]) == node.fields["sval"] and _in_a_body(tree)


_FROM: Final = "fromClause"
# The parse mode of an expression in libpg_query.
_PLAIN: Final = 2

TOPICS: Final = (
    Topic(
        id="cockroachdb-routine-option",
        summary="A function has an option that CockroachDB does not know.",
        why="""PARALLEL, COST, ROWS, SET, WINDOW, SUPPORT and TRANSFORM are not implemented; ALTER
FUNCTION cannot set them either.""",
        instead="leave the option out",
        bad="""CREATE FUNCTION one() RETURNS bigint LANGUAGE sql PARALLEL SAFE
AS 'SELECT 1';""",
        good="CREATE FUNCTION one() RETURNS bigint LANGUAGE sql AS 'SELECT 1';",
        sources=(docs("create-function"),),
        facts=(
            *(
                unsupported(
                    f"{kind} > DefElem[defname=parallel|cost|rows|set|window|support|transform]",
                    "the option {}",
                )
                for kind in ("CreateFunctionStmt", "AlterFunctionStmt")
            ),
            unsupported(
                "AlterFunctionStmt[objtype=OBJECT_PROCEDURE]", "options of ALTER PROCEDURE"
            ),
            unsupported("AlterFunctionStmt[objtype=OBJECT_ROUTINE]", "ALTER ROUTINE"),
            *(
                unsupported(f"{kind}[{field}=OBJECT_ROUTINE]", "ROUTINE for a function")
                for kind, field in (
                    ("DropStmt", "removeType"),
                    ("RenameStmt", "renameType"),
                    ("AlterObjectSchemaStmt", "objectType"),
                    ("AlterOwnerStmt", "objectType"),
                )
            ),
        ),
    ),
    Topic(
        id="cockroachdb-routine-language",
        summary="A function is in a language other than SQL and PL/pgSQL.",
        why="CockroachDB runs these two alone.",
        instead="write it in SQL or PL/pgSQL, or in the service",
        bad="CREATE FUNCTION fast() RETURNS bigint LANGUAGE c AS 'library', 'fast';",
        good="CREATE FUNCTION fast() RETURNS bigint LANGUAGE sql AS 'SELECT 1';",
        sources=(_FUNCTIONS,),
        facts=(
            unsupported(
                "CreateFunctionStmt",
                "this language",
                lambda _, tree: language(tree) not in {"sql", "plpgsql"},
            ),
            unsupported(
                "DoStmt",
                "this language",
                lambda _, tree: language(tree) != "plpgsql",
            ),
        ),
    ),
    Topic(
        id="cockroachdb-routine-parameter",
        summary="A function's parameters are declared in a way that is refused.",
        why="""VARIADIC is not implemented, trigger functions have no arguments, and defaults came
with 25.1.""",
        instead="pass an array",
        bad="""CREATE FUNCTION total(VARIADIC numbers bigint[]) RETURNS bigint LANGUAGE sql
AS 'SELECT 1';""",
        good="""CREATE FUNCTION total(numbers bigint[]) RETURNS bigint LANGUAGE sql
AS 'SELECT 1';""",
        sources=("https://github.com/cockroachdb/cockroach/issues/88947", _LIMITS),
        facts=(
            unsupported("FunctionParameter[mode=FUNC_PARAM_VARIADIC]", "VARIADIC"),
            unsupported(
                "CreateFunctionStmt[parameters]",
                "arguments of a trigger function",
                lambda node, _: str(node.fields.get("returnType", {}).get("names", "")).endswith(
                    "'trigger'}}]"
                ),
            ),
        ),
    ),
    Topic(
        id="cockroachdb-routine-body",
        summary="The body of a function is written in a way that is refused.",
        why="""The bodies of the SQL standard, RETURN and BEGIN ATOMIC, are not implemented, an
empty statement in them is a syntax error, a function cannot call itself, and a body that
PostgreSQL's grammar refuses fails everywhere.""",
        instead="write the body AS a text; what calls itself becomes a loop or a recursive query",
        bad="CREATE FUNCTION yes() RETURNS boolean LANGUAGE sql RETURN true;",
        good="CREATE FUNCTION yes() RETURNS boolean LANGUAGE sql AS 'SELECT true';",
        sources=(
            docs("create-function"),
            "https://github.com/cockroachdb/cockroach/issues/85144",
        ),
        facts=(
            unsupported(
                "CreateFunctionStmt",
                "bodies of the SQL standard",
                lambda node, _: "sql_body" in node.fields,
            ),
            unsupported("CreateFunctionStmt", "empty statements", spelled("ATOMIC ;", "; ;")),
            unsupported("CreateFunctionStmt", "functions that call themselves", _calls_itself),
            unsupported("Unreadable", "a body that PostgreSQL's grammar refuses"),
        ),
    ),
    Topic(
        id="cockroachdb-schema-change-in-routine",
        summary="A function or DO block changes the schema.",
        why="Schema changes in routines are refused.",
        instead="write the statement into the migration itself",
        bad="DO $$ BEGIN CREATE TABLE notes (id uuid PRIMARY KEY); END $$;",
        good="CREATE TABLE notes (id uuid PRIMARY KEY);",
        sources=("https://github.com/cockroachdb/cockroach/issues/110080", _LIMITS),
        facts=tuple(
            unsupported(
                kind,
                "schema changes in routines",
                lambda node, tree: node.parent is None and _in_a_body(tree),
            )
            for kind in _SCHEMA_CHANGES
        ),
    ),
    Topic(
        id="cockroachdb-plpgsql",
        summary="PL/pgSQL is used that CockroachDB's lacks.",
        why="""CockroachDB's PL/pgSQL has no loops over queries and arrays, no PERFORM, EXECUTE,
CASE, GET DIAGNOSTICS, ASSERT, %TYPE and %ROWTYPE, no FOUND and no bound cursors with arguments;
DO came with 25.1.""",
        instead="write one SQL statement, or do it in the service",
        bad="""DO $$ BEGIN
    PERFORM count(*) FROM orders;
END $$;""",
        good="SELECT count(*) FROM orders;",
        sources=(_PLPGSQL, _LIMITS),
        facts=(
            unsupported("PLpgSQL_stmt_perform", "PERFORM"),
            unsupported("PLpgSQL_stmt_dynexecute", "EXECUTE of a text"),
            unsupported("PLpgSQL_stmt_dynfors", "FOR … IN EXECUTE"),
            unsupported("PLpgSQL_stmt_fors", "FOR over a query"),
            unsupported("PLpgSQL_stmt_forc", "FOR over a cursor"),
            unsupported("PLpgSQL_stmt_foreach_a", "FOREACH"),
            unsupported("PLpgSQL_stmt_case", "CASE as a statement"),
            unsupported("PLpgSQL_stmt_getdiag", "GET DIAGNOSTICS"),
            unsupported("PLpgSQL_stmt_assert", "ASSERT"),
            unsupported("PLpgSQL_stmt_return_query[dynquery]", "RETURN QUERY EXECUTE"),
            unsupported("PLpgSQL_stmt_open[dynquery]", "OPEN … FOR EXECUTE"),
            unsupported("PLpgSQL_stmt_open[argquery]", "arguments of a cursor"),
            unsupported("PLpgSQL_stmt_raise[!message][!condname]", "RAISE without a message"),
            unsupported(
                "PLpgSQL_stmt_assign > PLpgSQL_expr", "assigning an element or field", _to_a_part
            ),
            unsupported("PLpgSQL_stmt_return > PLpgSQL_expr", "FROM in an expression", _reads_rows),
            unsupported("PLpgSQL_stmt_assign > PLpgSQL_expr", "FROM in an expression", _reads_rows),
            unsupported("PLpgSQL_alias", "ALIAS FOR"),
            unsupported("ColumnRef[fields=found]", "FOUND", _is_found),
            unsupported("DoStmt", "DO", until=(25, 1)),
            unsupported(
                "PLpgSQL_var[cursor_explicit_argrow]",
                "cursors with arguments",
                lambda node, _: node.fields["cursor_explicit_argrow"] >= 0,
            ),
            unsupported(
                "PLpgSQL_type",
                "%TYPE and %ROWTYPE",
                lambda node, _: "%" in str(node.fields.get("typname", "")),
            ),
        ),
    ),
    Topic(
        id="cockroachdb-trigger-row",
        summary="The body of a trigger reads a column of NEW or OLD without parentheses.",
        why="""CockroachDB reads `NEW.state` as a column of a table NEW, which is not there: the
rows of a trigger are tuples, whose members are read in parentheses.""",
        instead="write (NEW).column and (OLD).column",
        bad="""CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO log (id) VALUES (NEW.id);
    RETURN NEW;
END $$;""",
        good="""CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO log (id) VALUES ((NEW).id);
    RETURN NEW;
END $$;""",
        sources=("https://github.com/cockroachdb/cockroach/issues/114687", _LIMITS),
        facts=(
            different(
                "ColumnRef > String[sval=new|old]",
                "CockroachDB takes {} before a column for a table",
                _of_a_row,
            ),
        ),
    ),
    Topic(
        id="cockroachdb-trigger",
        summary="A trigger is of a kind that CockroachDB lacks.",
        why="""CockroachDB has triggers FOR EACH ROW, before and after: those for statements
(which is what PostgreSQL takes where nothing is said), INSTEAD OF, REFERENCING, UPDATE OF
columns, TRUNCATE and constraint triggers parse, or not, and are refused, and so are CREATE OR
REPLACE and DROP … CASCADE before 26.2.""",
        instead="write FOR EACH ROW without these clauses",
        bad="CREATE TRIGGER note AFTER INSERT ON orders EXECUTE FUNCTION note_order();",
        good="""CREATE TRIGGER note AFTER INSERT ON orders
FOR EACH ROW EXECUTE FUNCTION note_order();""",
        sources=(
            _TRIGGERS,
            _LIMITS,
            "https://github.com/cockroachdb/cockroach/issues/128422",
            "https://github.com/cockroachdb/cockroach/issues/128151",
        ),
        facts=(
            unsupported("CreateTrigStmt[!row]", "triggers for each statement"),
            unsupported("CreateTrigStmt[timing=64]", "INSTEAD OF triggers"),
            unsupported("CreateTrigStmt[transitionRels]", "REFERENCING"),
            unsupported("CreateTrigStmt[columns]", "UPDATE OF columns"),
            unsupported("CreateTrigStmt[isconstraint]", "constraint triggers"),
            unsupported("CreateTrigStmt[replace]", "CREATE OR REPLACE TRIGGER", until=(26, 2)),
            unsupported(
                "DropStmt[removeType=OBJECT_TRIGGER][behavior=DROP_CASCADE]",
                "DROP TRIGGER … CASCADE",
                until=(26, 2),
            ),
            unsupported(
                "AlterTableCmd[subtype=AT_EnableTrig|AT_DisableTrig|AT_EnableTrigAll"
                "|AT_DisableTrigAll|AT_EnableTrigUser|AT_DisableTrigUser]",
                "ENABLE and DISABLE TRIGGER",
                until=(26, 2),
            ),
            unsupported(
                "AlterTableCmd[subtype=AT_EnableAlwaysTrig|AT_EnableReplicaTrig]",
                "ENABLE ALWAYS and REPLICA TRIGGER",
            ),
            unsupported("RenameStmt[renameType=OBJECT_TRIGGER]", "ALTER TRIGGER", until=(26, 3)),
            unsupported(
                "Carried[kind=trigger]",
                "triggers for each statement",
                lambda node, _: "FOR EACH ROW" not in node.fields["definition"],
            ),
        ),
    ),
)


def _in_a_body(tree: Tree) -> bool:
    """Whether a tree is of a statement in a body: these alone begin at no place of a file."""
    return tree.statement.line == 0
