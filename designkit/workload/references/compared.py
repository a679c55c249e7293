"""The types of expressions, as far as their text tells: by them PostgreSQL casts what it compares.

Source: https://www.postgresql.org/docs/18/typeconv-oper.html, and the operator families of 18.6
"""

from __future__ import annotations

from typing import Any, Final

from designkit.model import Table, View
from designkit.model.types import base_type
from designkit.workload.references.scopes import Found
from designkit.workload.references.trees import kind

_WHOLE: Final = ("smallint", "integer", "bigint")
_FLOATING: Final = ("real", "double precision")
# A number of one kind is cast to that of the next where the two are computed with together.
_NUMBERS: Final = (*_WHOLE, "numeric", *_FLOATING)
_SPELLED: Final = {
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "float4": "real",
    "float8": "double precision",
    "varchar": "character varying",
    "bpchar": "character",
    "timetz": "time with time zone",
    "time": "time without time zone",
}
# By the type of a column, the types beside which it is cast; what is not here is compared as it
# is, since a family of operators compares the two.
_CASTS: Final = {
    **dict.fromkeys(_WHOLE, frozenset({"numeric", *_FLOATING})),
    "numeric": frozenset(_FLOATING),
    "character": frozenset({"text"}),
    "character varying": frozenset({"character"}),
    "time without time zone": frozenset({"time with time zone"}),
}
# What a btree cannot serve and an inverted index can, on both databases.
CONTAINING: Final = frozenset({"@>", "?", "?|", "?&", "&&"})
_COMPUTES: Final = frozenset("+-*/%")


def is_cast(type_name: str, beside: str) -> bool:
    """Whether a column of one type is cast where it is compared with the other one."""
    return beside in _CASTS.get(base_type(type_name), ())


def written_type(node: Any) -> str:
    """The type of an expression without columns, as the engine spells it; "" where nobody knows.

    Of a list, of an array and of what is computed it is the widest in it.
    """
    match kind(node):
        case "TypeCast":
            name = str(node.typeName.names[-1].sval)
            return _SPELLED.get(name, name)
        case "A_Const":
            return "numeric" if hasattr(node.val, "fval") else ""
        case "A_Expr" if node.name[-1].sval in _COMPUTES:
            return _widest((node.lexpr, node.rexpr))
        case "A_ArrayExpr":
            return _widest(node.elements or ())
        case "CoalesceExpr" | "MinMaxExpr":
            return _widest(node.args)
        case _:
            return _widest(node) if isinstance(node, tuple) else ""


def type_of(node: Any, found: Found) -> str:
    """The same of an expression that may be a column of a table."""
    if kind(node) != "ColumnRef":
        return written_type(node)
    return column_type(found)


def column_type(found: Found) -> str:
    """The type of the column that an expression comes down to; "" where it is none."""
    types = {_declared(it.mention.known, it.column) for it in found.targets if not it.expression}
    return types.pop() if len(types) == 1 else ""


def _declared(known: Table | View | None, name: str) -> str:
    columns: dict[str, str] = {}
    match known:
        case Table():
            columns = {column.name: column.type for column in known.columns}
        case View():
            columns = dict(known.columns)
        case None:
            pass
    return base_type(columns.get(name, ""))


def _widest(parts: Any) -> str:
    types = [found for part in parts if (found := written_type(part))]
    numbers = [found for found in types if found in _NUMBERS]
    return max(numbers, key=_NUMBERS.index) if numbers else next(iter(types), "")
