"""Which columns of a result may be NULL, as far as the text of the query and the schema tell.

A column counts as one that may be unless it is told otherwise: by the table whose column it is and
the joins of the query, or by an expression that cannot be NULL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from designkit.sql.statements import Statement
from designkit.sql.tree import Fields, Node, parse
from designkit.workload.answers import Prepared, ResultColumn
from designkit.workload.export.stars import is_star, targets_of

_INNER: Final = "JOIN_INNER"
# The sides of an outer join whose columns are NULL where nothing matched.
_NULLED: Final = {
    "JOIN_LEFT": frozenset({"rarg"}),
    "JOIN_RIGHT": frozenset({"larg"}),
    "JOIN_FULL": frozenset({"larg", "rarg"}),
}
# Rows of these hold NULL in columns that the table does not allow it in.
_NULLING: Final = frozenset({"GroupingSet", "MergeStmt", "ReturningOption"})
_OLD_AND_NEW: Final = frozenset({"old", "new"})
# Source: https://www.postgresql.org/docs/18/functions-aggregate.html, functions-window.html
_NEVER_NULL: Final = frozenset(
    "count row_number rank dense_rank percent_rank cume_dist now gen_random_uuid".split()  # noqa: SIM905
)


def nullable(prepared: Prepared) -> tuple[bool, ...]:
    """Whether each column of the result may be NULL, in order."""
    tree = parse(Statement(text=prepared.query.sql, line=1, offset=0))
    nodes = tuple(tree)
    nulls_any = any(node.kind in _NULLING or _is_old_or_new(node) for node in nodes)
    nulled = _nulled(nodes)
    targets = _aligned(targets_of(tree), len(prepared.columns))
    return tuple(
        not _is_never_null(target)
        and (nulls_any or not column.required or _is_nulled(column, nulled))
        for column, target in zip(prepared.columns, targets, strict=True)
    )


def _is_nulled(column: ResultColumn, nulled: frozenset[str]) -> bool:
    return column.table is None or column.table.name in nulled


def _is_old_or_new(node: Node) -> bool:
    """Whether it is `old.id` of a RETURNING, which is NULL for a row that was not there."""
    if node.kind != "ColumnRef":
        return False
    names = _strings(node.fields["fields"])
    return names[0] in _OLD_AND_NEW


def _nulled(nodes: Iterable[Node]) -> frozenset[str]:
    """The tables that stand where an outer join makes columns NULL, also inside of CTEs there."""
    known = tuple(nodes)
    found = {_table(node) for node in known if node.kind == "RangeVar" and _is_below_nulled(node)}
    bodies: dict[str, set[str]] = {}
    for node in known:
        if node.kind == "RangeVar":
            for name in _common_tables_above(node):
                bodies.setdefault(name, set()).add(_table(node))
    waiting = list(found)
    while waiting:
        more = bodies.get(waiting.pop(), set()) - found
        found |= more
        waiting += more
    return frozenset(found)


def _is_below_nulled(node: Node) -> bool:
    below: Node = node
    while below.parent is not None:
        above = below.parent
        if above.kind == "JoinExpr":
            kind = str(above.fields.get("jointype", _INNER))
            if below.field in _NULLED.get(kind, ()):
                return True
        below = above
    return False


def _common_tables_above(node: Node) -> Iterable[str]:
    above = node.parent
    while above is not None:
        if above.kind == "CommonTableExpr":
            yield str(above.fields["ctename"])
        above = above.parent


def _table(node: Node) -> str:
    return str(node.fields["relname"])


def _aligned(targets: Sequence[Any], width: int) -> Sequence[Any]:
    """One expression for each column; None for those of a star, or where there are several."""
    stars = [number for number, target in enumerate(targets) if is_star(target)]
    if len(targets) - len(stars) > width or len(stars) > 1 or (not stars and len(targets) != width):
        return [None] * width
    if not stars:
        return targets
    (star,) = stars
    behind = targets[star + 1 :]
    return [*targets[:star], *[None] * (width - len(targets) + 1), *behind]


def _is_never_null(target: Any) -> bool:
    if target is None:
        return False
    ((kind, fields),) = target.items()
    judge = _JUDGES.get(kind)
    return judge is not None and judge(fields)


def _is_never_null_call(fields: Fields) -> bool:
    *schema, name = _strings(fields["funcname"])
    return schema in ([], ["pg_catalog"]) and name in _NEVER_NULL


def _is_never_null_cast(fields: Fields) -> bool:
    """A cast of what is never NULL, unless that may be the null of JSON, which becomes NULL."""
    ((kind, held),) = fields["arg"].items()
    if not _is_never_null(fields["arg"]) or kind == "TypeCast":
        return False
    return kind != "CoalesceExpr" or any(map(_is_number_or_truth, held["args"]))


def _is_number_or_truth(target: Any) -> bool:
    return bool({"ival", "fval", "boolval"} & set(target.get("A_Const", {})))


def _strings(nodes: Iterable[Any]) -> list[str]:
    return [str(node.get("String", {}).get("sval", "")) for node in nodes]


_JUDGES: Final[dict[str, Callable[[Fields], bool]]] = {
    "A_Const": lambda fields: not fields.get("isnull", False),
    "BooleanTest": lambda _: True,
    "CoalesceExpr": lambda fields: any(map(_is_never_null, fields["args"])),
    "FuncCall": _is_never_null_call,
    "NullTest": lambda _: True,
    "SQLValueFunction": lambda fields: fields["op"] != "SVFOP_CURRENT_SCHEMA",
    "SubLink": lambda fields: fields["subLinkType"] == "EXISTS_SUBLINK",
    "TypeCast": _is_never_null_cast,
}
