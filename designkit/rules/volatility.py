"""Whether an expression has a value of its own for each row, as far as its text tells."""

from __future__ import annotations

from designkit.rules.hazardous import spelled
from designkit.sql.statements import Statement
from designkit.sql.tree import Node, Tree

# What PostgreSQL 18 comes with and calls immutable or stable, as defaults use it.
# https://www.postgresql.org/docs/18/xfunc-volatility.html, pg_proc.provolatile
_STEADY = """
    abs age array_append array_cat array_fill array_length array_to_json array_to_string btrim ceil
    ceiling chr coalesce concat concat_ws convert_from convert_to current_database current_schema
    current_setting current_user date date_bin date_part date_trunc decode empty_blob encode
    extract floor format greatest hstore initcap int4range int8range json json_build_array
    json_build_object jsonb jsonb_build_array jsonb_build_object least left length lower lpad ltrim
    make_date make_interval make_time make_timestamp make_timestamptz md5 mod now nullif numrange
    overlay pg_backend_pid point position power quote_ident quote_literal repeat replace reverse
    right round row_to_json rpad rtrim sha224 sha256 sha384 sha512 sign split_part sqrt
    statement_timestamp string_to_array strpos substr substring text timezone to_char to_date
    to_json to_jsonb to_number to_timestamp to_tsvector transaction_timestamp translate trim trunc
    tsrange tstzrange daterange upper uuid_nil
"""
STEADY = frozenset(_STEADY.split())


def is_volatile(expression: Node | None) -> bool:
    """Whether a function in the expression is none of those that are the same for all rows."""
    if expression is None:
        return False
    nothing = Statement(text="", line=1, offset=0)
    tree = Tree(statement=nothing, kind=expression.kind, fields=expression.fields)
    return any(
        node.kind == "FuncCall" and spelled(node.fields["funcname"])[-1] not in STEADY
        for node in tree
    )
