"""Whether an index can hold an expression: each part of it depends on the row alone.

PostgreSQL calls that immutable. Only what is known to be so counts: a function of the team, a cast
of an enum to text or of a moment to a day may be something else tomorrow.

Source: pg_proc.provolatile of 18.6, https://www.postgresql.org/docs/18/xfunc-volatility.html
"""

from __future__ import annotations

from typing import Any, Final

from designkit.model import Column, Table
from designkit.model.types import base_type, is_array
from designkit.workload.references.expressions import parsed
from designkit.workload.references.trees import column_names, kind

_CONSTANT: Final = "constant"
_MOMENT: Final = "timestamp with time zone"
_CLOCK: Final = "timestamp without time zone"
_KINDS: Final = {
    **dict.fromkeys(("text", "character varying", "varchar"), "text"),
    **dict.fromkeys(("smallint", "integer", "bigint", "int2", "int4", "int8"), "number"),
    **dict.fromkeys(("numeric", "real", "double precision", "float4", "float8"), "number"),
    **{name: name for name in ("uuid", "jsonb", "date", _MOMENT, _CLOCK)},
    **dict.fromkeys(("boolean", "bool"), "boolean"),
}
_PLAIN: Final = frozenset({"text", "number", "uuid", "jsonb", "boolean", _CONSTANT})
_TEXTS: Final = frozenset(
    """
    btrim initcap left lower lpad ltrim md5 overlay replace reverse right rpad rtrim split_part
    substr substring translate upper
    """.split()  # noqa: SIM905  (a list of this length is read by nobody)
)
_NUMBERS: Final = frozenset(
    """
    abs ascii ceil ceiling char_length floor length mod octet_length position power round sign sqrt
    strpos trunc
    """.split()  # noqa: SIM905
)
_OF_CLOCKS: Final = {"date_trunc": _CLOCK, "date_part": "number", "extract": "number"}
_OF_DOCUMENTS: Final = {"->": "jsonb", "#>": "jsonb", "->>": "text", "#>>": "text"}
_ARITHMETIC: Final = frozenset("+-*/%")


def is_indexable(expression: str, table: Table) -> bool:
    """Whether an index of a table can hold an expression over its columns."""
    return _kind(parsed(expression), table) is not None


def is_virtual(column: Column) -> bool:
    """Whether a column is computed when it is read, so that no index can hold it."""
    return column.generated is not None and not column.stored


def _kind(node: Any, table: Table) -> str | None:
    """What kind of value an expression has; None where it may depend on more than the row."""
    match kind(node):
        case "A_Const":
            return _CONSTANT
        case "ColumnRef":
            return _of_column(node, table)
        case "TypeCast":
            return _cast(_kind(node.arg, table), str(node.typeName.names[-1].sval))
        case "FuncCall":
            given = [_kind(it, table) for it in node.args or ()]
            return _called(str(node.funcname[-1].sval), given)
        case "A_Expr":
            return _computed(str(node.name[-1].sval), node, table)
        case _:
            return _chosen(node, table)


def _chosen(node: Any, table: Table) -> str | None:
    if kind(node) not in {"CoalesceExpr", "MinMaxExpr"}:
        return None
    kinds = {_kind(it, table) for it in node.args} - {_CONSTANT}
    return kinds.pop() if len(kinds) == 1 and kinds <= _PLAIN else None


def _of_column(node: Any, table: Table) -> str | None:
    names = column_names(node)
    column = table.find_column(names[-1]) if names else None
    if column is None or is_virtual(column) or is_array(column.type):
        return None
    return _KINDS.get(base_type(column.type))


def _cast(given: str | None, name: str) -> str | None:
    wanted = _KINDS.get(name)
    if given == _CLOCK:
        return wanted if wanted == "date" else None
    return wanted if given in _PLAIN and wanted in _PLAIN else None


def _called(name: str, given: list[str | None]) -> str | None:
    if name == "timezone":
        return _CLOCK if given == [_CONSTANT, _MOMENT] else None
    if name in _OF_CLOCKS:
        return _OF_CLOCKS[name] if given == [_CONSTANT, _CLOCK] else None
    if not _PLAIN.issuperset(given):
        return None
    return "text" if name in _TEXTS else "number" if name in _NUMBERS else None


def _computed(operator: str, node: Any, table: Table) -> str | None:
    sides = {_kind(side, table) for side in (node.lexpr, node.rexpr)}
    if operator in _ARITHMETIC:
        return "number" if sides <= {"number", _CONSTANT} else None
    if operator == "||":
        return "text" if sides <= {"text", _CONSTANT} else None
    return _OF_DOCUMENTS.get(operator) if sides == {"jsonb", _CONSTANT} else None
