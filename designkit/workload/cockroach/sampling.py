"""Values for the parameters of a query, since CockroachDB explains no query without them.

EXPLAIN of a prepared statement has no form there, so a plan is one for certain values. These are
ordinary ones, where that is known: values of the column that the parameter is compared with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from designkit.model import ColumnStatistics, QualifiedName, Schema, Value
from designkit.model.types import base_type, is_array
from designkit.sql.statements import Statement
from designkit.sql.tree import Node, Tree, parse
from designkit.workload.query import Query
from designkit.workload.references import References
from designkit.workload.volumes import Resolved

_LIMIT: Final = "20"
_OFFSET: Final = "0"
_HALF: Final = 0.5
_PLAIN: Final = {
    "boolean": "true",
    "smallint": "1",
    "integer": "1",
    "bigint": "1",
    "numeric": "1",
    "real": "1",
    "double precision": "1",
    "text": "a",
    "character varying": "a",
    "character": "a",
    "bytea": "a",
    "uuid": "7f000000-0000-4000-8000-000000000000",
    "date": "2025-01-01",
    "timestamp with time zone": "2025-01-01 00:00:00+00",
    "timestamp without time zone": "2025-01-01 00:00:00",
    "time without time zone": "12:00:00",
    "interval": "1 day",
    "inet": "10.0.0.1",
    "json": "{}",
    "jsonb": "{}",
}


class Sample(Value, frozen=True, kw_only=True):
    """The value that a plan was asked for with.

    Attributes:
        number: of the parameter: `$1` is 1.
        value: as it is sent; None where nobody knows one of its type.
        reason: why this one.
    """

    number: int
    value: str | None
    reason: str

    def __str__(self) -> str:
        return f"${self.number} = {self.value!r} ({self.reason})"


def samples(
    query: Query,
    types: Sequence[str],
    references: References,
    schema: Schema,
    resolved: Resolved,
) -> tuple[Sample, ...]:
    """A value for each parameter of a query, in order.

    Args:
        query: with its parameters as `$1`, `$2`.
        types: of the parameters, as `format_type` prints them.
        references: what the query touches.
        schema: with the enums whose values are taken.
        resolved: the spread of the columns.
    """
    tree = parse(Statement(text=query.sql, line=1, offset=0))
    limits = dict(_limits(tree))
    columns = dict(_columns(tree, references))
    enums = {item.qualified.printed: item.values for item in schema.enums}
    # CockroachDB names the schema of a type also where it need not.
    enums |= {f"{item.namespace}.{item.name}": item.values for item in schema.enums}
    found: list[Sample] = []
    for number, type_name in enumerate(types, 1):
        compared = columns.get(number)
        sample = None
        if number in limits:
            sample = Sample(number=number, value=limits[number], reason="a page of rows")
        elif compared is not None:
            sample = _ordinary(number, type_name, compared, resolved)
        found.append(sample or _plain(number, type_name, enums))
    return tuple(found)


def _limits(tree: Tree) -> Iterator[tuple[int, str]]:
    """The parameters that say how many rows are taken or passed over."""
    values = {"limitCount": _LIMIT, "limitOffset": _OFFSET}
    for node in tree:
        above = node
        while node.kind == "ParamRef" and above.parent is not None:
            if above.field in values:
                yield int(node.fields["number"]), values[above.field]
                break
            if above.kind not in {"ParamRef", "TypeCast"}:
                break
            above = above.parent


def _columns(tree: Tree, references: References) -> Iterator[tuple[int, tuple[QualifiedName, str]]]:
    """The columns that parameters are compared with, where it is one each."""
    known = {
        use.offset: (table.table, use.column)
        for table in references.tables
        for use in table.used("equality", "range")
        if use.column and not use.wrapper
    }
    found: dict[int, list[Node]] = {}
    comparison: dict[int, list[tuple[QualifiedName, str]]] = {}
    for node in tree:
        if node.kind not in {"ParamRef", "ColumnRef"}:
            continue
        holder = _comparison(node)
        if holder is None:
            continue
        if node.kind == "ParamRef":
            found.setdefault(id(holder.fields), []).append(node)
        elif (place := node.location) is not None and (told := known.get(tree.character(place))):
            comparison.setdefault(id(holder.fields), []).append(told)
    for holder_id, parameters in found.items():
        columns = comparison.get(holder_id, [])
        if len(columns) == 1:
            yield from ((int(item.fields["number"]), columns[0]) for item in parameters)


def _comparison(node: Node) -> Node | None:
    """The comparison that a node is a side of, or an element of one side, or None."""
    above = node.parent
    while above is not None and above.kind in {"TypeCast", "List", "A_ArrayExpr"}:
        above = above.parent
    return above if above is not None and above.kind == "A_Expr" else None


def _ordinary(
    number: int,
    type_name: str,
    compared: tuple[QualifiedName, str],
    resolved: Resolved,
) -> Sample | None:
    """A value that a column has; None where no value of it is known."""
    table, column = compared
    relation = resolved.statistics.by_name.get(table)
    told = None
    if relation is not None:
        columns = (*relation.columns, *relation.inherited)
        told = next((item for item in columns if item.column == column), None)
    typical = _typical(told) if told is not None else None
    if typical is None:
        return None
    value, what = typical
    told_as = f'{{"{_escaped(value)}"}}' if is_array(type_name) else value
    return Sample(number=number, value=told_as, reason=f"{what} of {table}.{column}")


def _typical(told: ColumnStatistics) -> tuple[str, str] | None:
    """The value that a row drawn by chance is likely to have, and what that is."""
    common = sum(share for _, share in told.common)
    if told.common and (common >= _HALF or not told.bounds):
        return told.common[0][0], "the most common value"
    return (told.bounds[len(told.bounds) // 2], "a middle value") if told.bounds else None


def _plain(number: int, type_name: str, enums: Mapping[str, tuple[str, ...]]) -> Sample:
    base = base_type(type_name)
    value = next(iter(enums.get(base, ())), _PLAIN.get(base))
    if value is not None and is_array(type_name):
        value = f'{{"{_escaped(value)}"}}'
    return Sample(number=number, value=value, reason=f"any {type_name}")


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
