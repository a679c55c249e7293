"""Queries, expressions, and the statements that read and write rows."""

from __future__ import annotations

from typing import Final

from designkit.rules.cockroach.fact import Topic, different, docs, unsupported
from designkit.rules.cockroach.spelling import spelled
from designkit.sql.tree import Fields, Node, Tree

_SELECT = docs("select-clause")
_OPERATORS = docs("functions-and-operators")
_JSON = docs("jsonb")
# What CockroachDB's scanner reads as one operator.
_KNOWN_OPERATORS = (
    "+|-|*|/|%|^|<|>|=|<=|>=|<>|!=|~|!~|~*|!~*|~~|!~~|~~*|!~~*|&|#|<<|>>|<<=|>>=|&&|@>|<@|?|->|->>"
    "|#>|#>>|#-|@@|<->|<#>|<=>|//"
)


def _foreign_operator(node: Node, _: Tree) -> bool:
    """Whether the operator is called with a schema other than the built-in one."""
    names = node.fields.get("name", ())
    return len(names) > 1 and names[0]["String"]["sval"] != "pg_catalog"


def _unknown_operator(node: Node, _: Tree) -> bool:
    """Whether CockroachDB does not know the operator in this place."""
    name = str(node.fields["name"][-1]["String"]["sval"])
    if "lexpr" not in node.fields and node.fields.get("kind") == "AEXPR_OP":
        return name not in {"+", "-", "~", "|/", "||/"}
    return name not in _INFIX


_INFIX: Final = frozenset({*_KNOWN_OPERATORS.split("|"), "|", "||", "?|", "?&"})

# Without any of these, an expression of SQL/JSON reads as a call of a function.
_JSON_CLAUSES: Final = spelled(
    *("RETURNING", "PASSING", "FORMAT", "ON NULL", "ON ERROR", "ON EMPTY", "WRAPPER", "QUOTES"),
    *("UNIQUE", "KEYS", "VALUE"),
)

TOPICS: Final = (
    Topic(
        id="cockroachdb-operator",
        summary="An operator is used that CockroachDB does not read.",
        why="""CockroachDB's operators are a fixed list: those of ranges, geometry and text
patterns, `!!`, `^@`, `@` and own ones are syntax errors, and so is OPERATOR() with a schema.""",
        instead="call the function that does the same, as abs() for @ and starts_with() for ^@",
        bad="SELECT name FROM users WHERE name ^@ 'A';",
        good="SELECT name FROM users WHERE name LIKE 'A%';",
        sources=(_OPERATORS,),
        facts=(
            unsupported(
                "A_Expr[kind=AEXPR_OP|AEXPR_OP_ANY|AEXPR_OP_ALL]",
                "this operator",
                _unknown_operator,
            ),
            unsupported("A_Expr[kind=AEXPR_OP]", "OPERATOR() with a schema", _foreign_operator),
            unsupported(
                "SubLink[operName]",
                "this operator",
                lambda node, _: node.fields["operName"][-1]["String"]["sval"] not in _INFIX,
            ),
            unsupported("SortBy[useOp]", "ORDER BY … USING"),
            unsupported(
                "FuncCall[funcname=overlaps]",
                "OVERLAPS",
                spelled("OVERLAPS"),
            ),
        ),
    ),
    Topic(
        id="cockroachdb-aggregate-clause",
        summary="An aggregate has clauses that CockroachDB does not know.",
        why="""An aggregate takes no VARIADIC, several sort keys only in some, and DISTINCT with
ORDER BY in none.""",
        instead="sort or pick in a subquery before aggregating",
        bad="SELECT string_agg(DISTINCT name, ',' ORDER BY name) FROM users;",
        good="SELECT string_agg(name, ',' ORDER BY name) FROM users;",
        sources=(_OPERATORS,),
        facts=(
            unsupported("FuncCall[agg_distinct][agg_order]", "DISTINCT with ORDER BY in a call"),
            unsupported(
                "FuncCall[agg_within_group]",
                "several sort keys within a group",
                lambda node, _: len(node.fields.get("agg_order", ())) > 1,
            ),
            unsupported("FuncCall[func_variadic]", "VARIADIC in a call"),
            unsupported("NamedArgExpr", "named arguments of a call"),
        ),
    ),
    Topic(
        id="cockroachdb-grouping-sets",
        summary="GROUP BY has ROLLUP, CUBE, GROUPING SETS or DISTINCT.",
        why="These are not implemented.",
        instead="unite several queries, one for each group",
        bad="SELECT state, count(*) FROM orders GROUP BY ROLLUP (state);",
        good="SELECT state, count(*) FROM orders GROUP BY state;",
        sources=("https://github.com/cockroachdb/cockroach/issues/46280", _SELECT),
        facts=(
            unsupported("GroupingSet[kind!=GROUPING_SET_EMPTY]", "grouping sets"),
            unsupported("GroupingSet[kind=GROUPING_SET_EMPTY]", "an empty grouping set"),
            unsupported("GroupingFunc", "GROUPING()"),
            unsupported("SelectStmt[groupDistinct]", "GROUP BY DISTINCT"),
        ),
    ),
    Topic(
        id="cockroachdb-table-sample",
        summary="TABLESAMPLE is used.",
        why="The clause is a syntax error.",
        instead="filter by random() < share",
        bad="SELECT id FROM events TABLESAMPLE system (1);",
        good="SELECT id FROM events WHERE random() < 0.01;",
        sources=(_SELECT,),
        facts=(unsupported("RangeTableSample", "TABLESAMPLE"),),
    ),
    Topic(
        id="cockroachdb-rows-with-ties",
        summary="FETCH FIRST … WITH TIES is used.",
        why="WITH TIES is a syntax error.",
        instead="rank the rows with rank() and filter",
        bad="SELECT id FROM scores ORDER BY points FETCH FIRST 3 ROWS WITH TIES;",
        good="SELECT id FROM scores ORDER BY points FETCH FIRST 3 ROWS ONLY;",
        sources=(docs("limit-offset"),),
        facts=(unsupported("SelectStmt[limitOption=LIMIT_OPTION_WITH_TIES]", "WITH TIES"),),
    ),
    Topic(
        id="cockroachdb-recursive-search",
        summary="A recursive query has a SEARCH or CYCLE clause.",
        why="Both are syntax errors.",
        instead="carry the path in an array column",
        bad="""WITH RECURSIVE tree AS (
    SELECT id, parent_id FROM nodes
    UNION ALL
    SELECT nodes.id, nodes.parent_id FROM nodes JOIN tree ON nodes.parent_id = tree.id
) SEARCH DEPTH FIRST BY id SET place SELECT id FROM tree ORDER BY place;""",
        good="""WITH RECURSIVE tree AS (
    SELECT id, parent_id FROM nodes
    UNION ALL
    SELECT nodes.id, nodes.parent_id FROM nodes JOIN tree ON nodes.parent_id = tree.id
) SELECT id FROM tree;""",
        sources=(docs("common-table-expressions"),),
        facts=(
            unsupported("CommonTableExpr[search_clause]", "SEARCH"),
            unsupported("CommonTableExpr[cycle_clause]", "CYCLE"),
        ),
    ),
    Topic(
        id="cockroachdb-row-lock",
        summary="A row lock is not what PostgreSQL's is.",
        why="""Under serializable isolation FOR UPDATE is a best-effort lock that a lease transfer
can lose, and FOR SHARE locks nothing by default; FOR NO KEY UPDATE and FOR KEY SHARE are read as
the stronger two.""",
        instead="let the transaction retry on 40001, and do not build mutual exclusion on it",
        bad="SELECT id FROM accounts WHERE id = 'a' FOR SHARE;",
        good="SELECT id FROM accounts WHERE id = 'a' FOR UPDATE;",
        sources=(docs("select-for-update"),),
        facts=(
            different(
                "LockingClause[strength=LCS_FORSHARE|LCS_FORKEYSHARE]",
                "CockroachDB takes no shared locks by default",
            ),
        ),
    ),
    Topic(
        id="cockroachdb-sql-json",
        summary="JSON is made or read by the SQL standard's expressions.",
        why="""JSON_TABLE, JSON_VALUE, JSON_OBJECT with its clauses and IS JSON are syntax errors
on CockroachDB.""",
        instead="use jsonb_build_object(), jsonb_path_query() and the operators",
        bad="SELECT json_value(payload, '$.name' RETURNING text) FROM events;",
        good="SELECT payload ->> 'name' FROM events;",
        sources=(_JSON, _OPERATORS),
        facts=(
            unsupported("JsonTable", "JSON_TABLE"),
            unsupported("JsonObjectConstructor[exprs]", "JSON_OBJECT() of pairs"),
            unsupported("JsonArrayQueryConstructor", "JSON_ARRAY()"),
            unsupported("JsonObjectAgg", "JSON_OBJECTAGG()"),
            *(
                fact
                for kind, name in (
                    ("JsonFuncExpr", "JSON_VALUE(), JSON_QUERY() and JSON_EXISTS()"),
                    ("JsonObjectConstructor", "JSON_OBJECT()"),
                    ("JsonArrayConstructor", "JSON_ARRAY()"),
                    ("JsonArrayAgg", "JSON_ARRAYAGG()"),
                    ("JsonParseExpr", "JSON()"),
                    ("JsonScalarExpr", "JSON_SCALAR()"),
                    ("JsonSerializeExpr", "JSON_SERIALIZE()"),
                )
                for fact in (
                    unsupported(kind, f"{name} with its clauses", _JSON_CLAUSES),
                    different(
                        kind,
                        f"CockroachDB reads {name} as a call of a function, which it lacks",
                        lambda node, tree: not _JSON_CLAUSES(node, tree),
                    ),
                )
            ),
            unsupported("JsonIsPredicate", "IS JSON"),
        ),
    ),
    Topic(
        id="cockroachdb-expression",
        summary="An expression is spelled in a way that is a syntax error.",
        why="""AT LOCAL, IS NORMALIZED, an alias for a join's USING, a whole-row field of an array
element, and a few calls spelled with words are not in CockroachDB's grammar.""",
        instead="write the function call, or name the columns",
        bad="SELECT now() AT LOCAL;",
        good="SELECT now() AT TIME ZONE 'UTC';",
        sources=(docs("scalar-expressions"),),
        facts=(
            unsupported("FuncCall[funcname=timezone]", "AT LOCAL", spelled("AT LOCAL")),
            unsupported("FuncCall[funcname=is_normalized]", "IS NORMALIZED", spelled("NORMALIZED")),
            unsupported("FuncCall[funcname=normalize]", "NORMALIZE()", spelled("NORMALIZE (")),
            unsupported("JoinExpr[join_using_alias]", "an alias for USING"),
            unsupported("FuncCall[funcname=substring]", "SUBSTRING … SIMILAR", spelled("SIMILAR")),
            unsupported("ParamRef", "fields of a parameter", lambda node, _: _has_field(node)),
            unsupported(
                "A_Indirection",
                "a field behind an element of an array",
                lambda node, _: _field_unwrapped(node),
            ),
            unsupported(
                "FuncCall[funcname=timestamptz|timestamp|timetz|date|time|interval]",
                "a type's name as a function of several arguments",
                lambda node, _: len(node.fields.get("args", ())) > 1,
            ),
            unsupported(
                "RangeFunction[coldeflist][!alias]",
                "column definitions without an alias",
                until=(26, 3),
            ),
            unsupported(
                "RangeFunction > ColumnDef[@=functions]",
                "column definitions within ROWS FROM",
                until=(26, 3),
            ),
        ),
    ),
    Topic(
        id="cockroachdb-integer-division",
        summary="Two integers are divided.",
        why="CockroachDB's / on integers gives a DECIMAL: 1/2 is 0.5, on PostgreSQL 0.",
        instead="use div(), or cast one side to say which is meant",
        bad="SELECT 7 / 2;",
        good="SELECT div(7, 2);",
        sources=(docs("postgresql-compatibility"),),
        facts=(
            different(
                "A_Expr[kind=AEXPR_OP][name=/]",
                "the division of integers gives a decimal on CockroachDB",
                lambda node, _: (
                    _is_integer(node.fields.get("lexpr")) and _is_integer(node.fields.get("rexpr"))
                ),
            ),
        ),
    ),
    Topic(
        id="cockroachdb-null-order",
        summary="Rows are ordered so that nulls come elsewhere.",
        why="""CockroachDB puts nulls first ascending and last descending, PostgreSQL the other
way round. ORDER BY with an explicit NULLS FIRST or LAST is the same on both.""",
        instead="keep NULLS FIRST or LAST explicit on columns that may be null",
        bad="SELECT id FROM tasks ORDER BY finished_at DESC LIMIT 1;",
        good="SELECT id FROM tasks ORDER BY finished_at DESC NULLS LAST LIMIT 1;",
        sources=(docs("null-handling"), docs("order-by")),
        facts=(
            different(
                "SelectStmt[limitCount] > SortBy[@=sortClause]"
                "[sortby_nulls!=SORTBY_NULLS_FIRST|SORTBY_NULLS_LAST]",
                "nulls of a time that may be missing come at the other end on CockroachDB",
                lambda node, _: _maybe_missing_time(node),
            ),
        ),
    ),
)


def _has_field(node: Node) -> bool:
    """Whether `$1.field` is asked, without the parentheses that CockroachDB wants."""
    return (
        node.parent is not None
        and node.parent.kind == "A_Indirection"
        and any("String" in item for item in node.parent.fields["indirection"])
    )


def _field_unwrapped(node: Node) -> bool:
    """Whether a field follows an element: `c[1].f`, without the parentheses."""
    kinds = [next(iter(item)) for item in node.fields["indirection"]]
    return "A_Indices" in kinds[:-1] and "String" in kinds[kinds.index("A_Indices") :]


def _is_integer(value: Fields | None) -> bool:
    if not value:
        return False
    constant = value.get("A_Const", {})
    if "ival" in constant:
        return True
    cast = value.get("TypeCast", {}).get("typeName", {}).get("names")
    if cast:
        return str(cast[-1]["String"]["sval"]) in {"int2", "int4", "int8"}
    function = value.get("FuncCall", {}).get("funcname")
    return bool(function) and str(function[-1]["String"]["sval"]) in {"count", "length"}


def _maybe_missing_time(node: Node) -> bool:
    column = node.fields["node"].get("ColumnRef", {}).get("fields", ({},))[-1]
    name = str(column.get("String", {}).get("sval", ""))
    return name.endswith("_at") and name not in {"created_at", "updated_at"}
