"""What is known of the expressions that indexes keep, from the columns that they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from pglast import ast, parse_sql
from pglast.visitors import Visitor

from designkit.changes import AddIndex
from designkit.model import (
    ColumnStatistics,
    Index,
    QualifiedName,
    RelationStatistics,
    Statistics,
    Table,
)
from designkit.workload.references.expressions import comparable, text_columns
from designkit.workload.volumes.figures import Figure, printed_distinct

# Functions that seldom make one value of two: their values are spread as those of the column.
_FAITHFUL: Final = frozenset({"lower", "upper", "btrim", "ltrim", "rtrim", "unaccent", "md5"})

# Types of which each holds all values of what is cast to it, as a rule.
_WIDE: Final = frozenset({"text", "varchar", "citext", "numeric", "int8", "timestamptz", "jsonb"})

# ANALYZE measures what is computed with a header of four bytes, not of one.
_HEADER_BYTES: Final = 3


class _Names(Visitor):
    """The columns and functions that an expression names."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: list[str] = []
        self.functions: list[str] = []

    def visit_ColumnRef(self, _: object, node: ast.ColumnRef) -> None:  # noqa: N802
        """Take note of a column."""
        self.columns += _texts(node.fields)

    def visit_FuncCall(self, _: object, node: ast.FuncCall) -> None:  # noqa: N802
        """Take note of a function."""
        self.functions += _texts(node.funcname)[-1:]

    def visit_A_Expr(self, *_: object) -> None:  # noqa: N802
        """Take note of an operator."""
        self.functions.append("an operator")

    def visit_CaseExpr(self, *_: object) -> None:  # noqa: N802
        """Take note of a choice."""
        self.functions.append("a choice")

    def visit_TypeCast(self, _: object, node: ast.TypeCast) -> None:  # noqa: N802
        """Take note of a cast that makes one value of many: of a moment a day."""
        name = _texts(node.typeName.names if node.typeName is not None else ())[-1:]
        self.functions += [item for item in name if item not in _WIDE]


def expression_statistics(
    index: Index, columns: Mapping[str, ColumnStatistics]
) -> tuple[ColumnStatistics, ...]:
    """The statistics of those keys of an index that are expressions of one column."""
    found: list[ColumnStatistics] = []
    for place, key in enumerate(index.keys, start=1):
        source = _source(key.expression, columns) if key.expression is not None else None
        if source is None:
            continue
        alone = index.unique and len(index.keys) == 1 and index.predicate is None
        distinct = -(1 - source.null_share) if alone else source.distinct
        found.append(
            ColumnStatistics(
                column="",
                key=place,
                null_share=source.null_share,
                width=source.width + _HEADER_BYTES,
                distinct=distinct,
            )
        )
    return tuple(found)


def expression_figures(
    table: Table, index: Index, told: RelationStatistics, measured: Statistics
) -> Iterator[Figure]:
    """What plans rest on for each expression of an index of which something is known."""
    for item in told.columns:
        if item.key is None:
            continue
        expression = index.keys[item.key - 1].expression or ""
        is_measured = told.name in measured.by_name
        yield Figure(
            table=table.qualified,
            column=comparable(expression, text_columns(table)),
            what="distinct",
            value=printed_distinct(item.distinct),
            origin="measured" if is_measured else "derived",
            rule="" if is_measured else "as many as the column that it is computed from",
        )


def told_of(addition: AddIndex, statistics: Statistics) -> RelationStatistics | None:
    """What is known of the expressions of an index that is added; None where it keeps none."""
    table = statistics.by_name.get(addition.table)
    if table is None:
        return None
    columns = {item.column: item for item in (*table.inherited, *table.columns)}
    found = expression_statistics(addition.index, columns)
    if not found:
        return None
    name = QualifiedName(namespace=addition.table.namespace, name=addition.index.name)
    return RelationStatistics(name=name, rows=None, columns=found)


def _source(expression: str, columns: Mapping[str, ColumnStatistics]) -> ColumnStatistics | None:
    """The column whose values the expression's are spread as, or None."""
    named, called = _names_of(expression)
    return columns.get(named[0]) if len(named) == 1 and called <= _FAITHFUL else None


@lru_cache(maxsize=1024)
def _names_of(expression: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The columns and functions that an expression names."""
    names = _Names()
    names(parse_sql(f"SELECT {expression}"))
    return tuple(names.columns), frozenset(names.functions)


def _texts(items: Iterable[object] | None) -> list[str]:
    return [item.sval for item in items or () if isinstance(item, ast.String) and item.sval]
