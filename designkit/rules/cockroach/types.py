"""Types, literals and collations."""

from __future__ import annotations

import re
from typing import Final

from designkit.rules.cockroach.fact import Topic, different, docs, unsupported
from designkit.rules.cockroach.spelling import spelled, written
from designkit.rules.finding import Severity
from designkit.rules.watching import text_of
from designkit.sql.tree import Node, Tree

_TYPES = docs("data-types")
_RANGES = (
    "int4range|int8range|numrange|tsrange|tstzrange|daterange"
    "|int4multirange|int8multirange|nummultirange|tsmultirange|tstzmultirange|datemultirange"
)
# A locale as CockroachDB reads it: a language, and what may follow (BCP 47); with _ or -.
_LOCALE: Final = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*")


def _unknown_locale(node: Node, _: Tree) -> bool:
    name = str(node.fields["collname"][-1]["String"].get("sval", ""))
    known = _LOCALE.fullmatch(name) and len(name.replace("_", "-").split("-")[0]) <= _LANGUAGE
    return not known and name.lower() != "default"


_LANGUAGE: Final = 3
_ODD_NUMBER: Final = r"-?\s*([0-9a-fA-FxX.]+_|0[oObB][0-7_])"
_INTEGER: Final = written(r"(?i:integer|int)\b")
_STRINGS: Final = frozenset({"text", "varchar", "bpchar", "char", "string", "citext", "name"})
# The types that take a modifier in CockroachDB's grammar.
_MODIFIED: Final = frozenset(
    {
        *("numeric", "varchar", "bpchar", "char", "bit", "varbit", "text", "string"),
        *("time", "timetz", "timestamp", "timestamptz", "interval", "float", "float4", "float8"),
        *("geometry", "geography", "vector", "decimal", "dec", "bytes", "int", "bytea"),
    }
)


def _negative(node: Node) -> bool:
    modifiers = node.fields.get("typmods", ())
    return any(item.get("A_Const", {}).get("ival", {}).get("ival", 0) < 0 for item in modifiers)


def _holds_json(node: Node, _: Tree) -> bool:
    """Whether a key of the model has a column of JSON."""
    columns = () if node.parent is None else node.parent.fields["columns"]
    json = {column.name for column in columns if column.type in {"json", "jsonb"}}
    return not json.isdisjoint(node.fields["columns"])


def _first_integer(node: Node, tree: Tree) -> bool:
    """Whether the type is spelled INT or INTEGER, and the first such of its statement."""
    if not _INTEGER(node, tree):
        return False
    others = (item for item in tree if item.kind == "TypeName" and _INTEGER(item, tree))
    return next(others).location == node.location


def _nested(node: Node, _: Tree) -> bool:
    return len(node.fields["arrayBounds"]) > 1


TOPICS: Final = (
    Topic(
        id="cockroachdb-range-type",
        summary="A range type is used.",
        why="CockroachDB has no range and multirange types; their names fail when the SQL runs.",
        instead="use two columns, the beginning and the end",
        bad="ALTER TABLE bookings ADD COLUMN stay tstzrange;",
        good="ALTER TABLE bookings ADD COLUMN begins_at timestamptz;",
        sources=("https://github.com/cockroachdb/cockroach/issues/27791", _TYPES),
        facts=(
            unsupported(f"TypeName[names={_RANGES}]", "the type {}"),
            unsupported(f"FuncCall[funcname={_RANGES}|range_agg|range_merge]", "{}()"),
            unsupported("CreateRangeStmt", "CREATE TYPE … AS RANGE"),
            unsupported(f"Column[type={_RANGES}]", "the type {}"),
            unsupported("Carried[kind=range type]", "range types"),
        ),
    ),
    Topic(
        id="cockroachdb-unsupported-type",
        summary="A type is used that CockroachDB lacks.",
        why="""money, xml, cidr, macaddr, the geometric types and some system types are not
implemented.""",
        instead="use decimal for money, text for xml and addresses, inet for networks",
        bad="ALTER TABLE products ADD COLUMN price money;",
        good="ALTER TABLE products ADD COLUMN price decimal;",
        sources=(_TYPES, docs("sql-feature-support")),
        facts=(
            unsupported(
                "TypeName[names=money|xml|cidr|macaddr|macaddr8|box|circle|line|lseg|path|point"
                "|polygon|txid_snapshot|pg_snapshot|aclitem]",
                "the type {}",
            ),
            unsupported(
                "Column[type=money|xml|cidr|macaddr|macaddr8|box|circle|line|lseg|path|point"
                "|polygon|txid_snapshot|pg_snapshot]",
                "the type {}",
            ),
            unsupported("TypeName[names=citext]", "the type citext", until=(25, 3)),
            unsupported("TypeName[names=ltree]", "the type ltree", until=(25, 4)),
            unsupported("TypeName[names=jsonpath]", "the type jsonpath", until=(25, 2)),
            unsupported("Column[type=citext]", "the type citext", until=(25, 3)),
            unsupported("Column[type=ltree]", "the type ltree", until=(25, 4)),
        ),
    ),
    Topic(
        id="cockroachdb-geometric-function",
        summary="A function of the geometric types is called.",
        why="point, box, circle and the like are not functions but syntax errors.",
        instead="use PostGIS's ST_ functions, which are built in",
        bad="SELECT point(1, 2);",
        good="SELECT st_makepoint(1, 2);",
        sources=(docs("spatial-data-overview"),),
        facts=(unsupported("FuncCall[funcname=point|polygon|box|path|circle|lseg|line]", "{}()"),),
    ),
    Topic(
        id="cockroachdb-xml",
        summary="XML is made or read.",
        why="CockroachDB has neither the type xml nor its functions.",
        instead="use JSONB",
        bad="SELECT xmlelement(name product, 'chair');",
        good="SELECT jsonb_build_object('product', 'chair');",
        sources=("https://github.com/cockroachdb/cockroach/issues/43355",),
        facts=(
            unsupported("XmlExpr[op!=IS_XMLCONCAT]", "XML functions"),
            different(
                "XmlExpr[op=IS_XMLCONCAT]",
                "CockroachDB reads XMLCONCAT() as a call of a function, which it lacks",
            ),
            unsupported("XmlSerialize", "XMLSERIALIZE"),
            unsupported("RangeTableFunc", "XMLTABLE"),
            unsupported(
                "FuncCall[funcname=xmlagg|xmlcomment|xpath|xpath_exists|xml_is_well_formed"
                "|xml_is_well_formed_document|xml_is_well_formed_content|query_to_xml"
                "|table_to_xml|schema_to_xml|cursor_to_xml|database_to_xml|xmlexists|xmltext"
                "|query_to_xmlschema|table_to_xmlschema|schema_to_xmlschema"
                "|query_to_xml_and_xmlschema|table_to_xml_and_xmlschema"
                "|schema_to_xml_and_xmlschema|cursor_to_xmlschema]",
                "{}()",
            ),
            unsupported("VariableSetStmt[name=xmloption]", "SET XML OPTION", spelled("XML OPTION")),
        ),
    ),
    Topic(
        id="cockroachdb-nested-array",
        summary="An array holds arrays.",
        why="CockroachDB's arrays have one dimension.",
        instead="use JSONB, or a table of its own",
        bad="ALTER TABLE boards ADD COLUMN fields bigint[][];",
        good="ALTER TABLE boards ADD COLUMN fields jsonb;",
        sources=("https://github.com/cockroachdb/cockroach/issues/32552", docs("array")),
        facts=(
            unsupported("TypeName[arrayBounds]", "arrays of arrays", _nested),
            different(
                "A_ArrayExpr > A_ArrayExpr",
                "CockroachDB refuses arrays of arrays where they are kept",
            ),
        ),
    ),
    Topic(
        id="cockroachdb-base-type",
        summary="A base type is defined.",
        why="CREATE TYPE makes enums and composite types; base types and shell types need C.",
        instead="use an enum, a composite type, or a CHECK constraint",
        bad="CREATE TYPE colour (INPUT = colour_in, OUTPUT = colour_out);",
        good="CREATE TYPE colour AS ENUM ('red', 'blue');",
        sources=(docs("create-type"),),
        facts=(
            unsupported("DefineStmt[kind=OBJECT_TYPE]", "base types"),
            unsupported(
                "CompositeTypeStmt TypeName[arrayBounds]",
                "arrays in composite types",
                until=(26, 1),
            ),
        ),
    ),
    Topic(
        id="cockroachdb-type-modifier",
        summary="A type has a modifier that is refused.",
        why="""Negative scales, modifiers of user-defined types, `%TYPE`, and interval fields with
several parts in places are syntax errors.""",
        instead="round in the query, or check by a constraint",
        bad="ALTER TABLE sums ADD COLUMN thousands numeric(6, -3);",
        good="ALTER TABLE sums ADD COLUMN thousands numeric(6, 3);",
        sources=(docs("decimal"), _TYPES),
        facts=(
            unsupported(
                "TypeName[names=numeric]",
                "negative scales",
                lambda node, _: "'-'" in str(node.fields.get("typmods")) or _negative(node),
            ),
            unsupported(
                "TypeName[typmods]",
                "modifiers of user-defined types",
                lambda node, _: node.fields["names"][-1]["String"]["sval"] not in _MODIFIED,
            ),
            unsupported("TypeName[pct_type]", "%TYPE"),
            unsupported("TypeCast > TypeName[setof]", "a cast to a set"),
            unsupported(
                "TypeName",
                "national character types",
                spelled("NATIONAL CHARACTER", "NATIONAL CHAR", "NCHAR VARYING", "NCHAR ("),
            ),
        ),
    ),
    Topic(
        id="cockroachdb-collation",
        summary="A collation is named that is not a locale.",
        why="""COLLATE takes a locale such as en or de-u-co-phonebk: "C", "POSIX" and own names
are refused, and so is a collation on a type that is no string.""",
        instead="leave COLLATE out: plain strings are ordered by bytes, as C does",
        bad='ALTER TABLE tags ADD COLUMN label text COLLATE "C";',
        good='ALTER TABLE tags ADD COLUMN label text COLLATE "en";',
        sources=(docs("collate"),),
        facts=(
            unsupported("ColumnDef > CollateClause", "a collation of this name", _unknown_locale),
            unsupported(
                "ColumnDef > CollateClause",
                "a qualified name of a collation",
                lambda node, _: len(node.fields["collname"]) > 1,
                until=(26, 3),
            ),
            different(
                "A_Expr CollateClause",
                "CockroachDB knows no collation of this name and refuses it when the SQL runs",
                _unknown_locale,
            ),
            different(
                "SortBy CollateClause",
                "CockroachDB knows no collation of this name and refuses it when the SQL runs",
                _unknown_locale,
            ),
            unsupported(
                "ColumnDef[collClause][typeName]",
                "COLLATE on a type that is no string",
                lambda node, _: (
                    node.fields["typeName"]["names"][-1]["String"]["sval"] not in _STRINGS
                ),
            ),
            unsupported(
                "Column[collation=C|POSIX|ucs_basic|unicode|pg_c_utf8|pg_unicode_fast]",
                "the collation {}",
            ),
        ),
    ),
    Topic(
        id="cockroachdb-integer-width",
        summary="A column is INT or INTEGER, which is wider on CockroachDB.",
        why="""INT and INTEGER are 8 bytes on CockroachDB and 4 on PostgreSQL: a value that one
stores is out of range on the other, and a driver may read it into too small a type.""",
        instead="write bigint, or int4 where 4 bytes are meant",
        bad="ALTER TABLE orders ADD COLUMN amount integer;",
        good="ALTER TABLE orders ADD COLUMN amount bigint;",
        sources=(docs("int"),),
        severity=Severity.INFO,
        facts=(
            different(
                "ColumnDef > TypeName[names=int4]",
                "INT and INTEGER are 8 bytes wide on CockroachDB",
                _first_integer,
            ),
        ),
    ),
    Topic(
        id="cockroachdb-json-key",
        summary="A key or a plain index holds JSON or an array.",
        why="""JSONB is no part of a primary key, a unique constraint or a foreign key on
CockroachDB, and JSON and arrays are indexed by GIN.""",
        instead="compute a column of the value that identifies the row, and make that the key",
        bad="CREATE TABLE facts (fact jsonb PRIMARY KEY);",
        good="CREATE TABLE facts (id uuid PRIMARY KEY, fact jsonb);",
        sources=(docs("jsonb"), docs("known-limitations")),
        facts=(
            unsupported(
                "ColumnDef > Constraint[contype=CONSTR_PRIMARY|CONSTR_UNIQUE]",
                "JSON as a key",
                lambda node, _: (
                    node.parent is not None
                    and text_of(node.parent.fields.get("typeName")) in {"json", "jsonb"}
                ),
            ),
            unsupported("PrimaryKey", "JSON as a key", _holds_json),
            unsupported("Unique", "JSON as a key", _holds_json),
        ),
    ),
    Topic(
        id="cockroachdb-literal",
        summary="A literal is spelled as CockroachDB's scanner does not read it.",
        why="""Underscores within numbers, octal and binary numbers, Unicode strings (U&'') are
lexical errors.""",
        instead="write the number or the string plainly",
        bad="SELECT 1_000_000;",
        good="SELECT 1000000;",
        sources=(docs("sql-constants"),),
        facts=(
            unsupported("A_Const[ival]", "this spelling of a number", written(_ODD_NUMBER)),
            unsupported("A_Const[fval]", "this spelling of a number", written(_ODD_NUMBER)),
            different(
                "A_Const[sval]",
                "CockroachDB reads U&'' as the column u and the operator &",
                written(r"[uU]&'"),
            ),
            *(
                unsupported(kind, "UESCAPE", spelled("UESCAPE"))
                for kind in ("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt")
            ),
            unsupported(
                "A_Const[bsval]",
                "x'' with an odd number of digits: it is a byte string there",
                written(r"[xX]'([0-9a-fA-F]{2})*[0-9a-fA-F]'"),
            ),
        ),
    ),
)
