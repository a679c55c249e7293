"""Reads a query: its levels, what each takes from FROM and returns, and what it writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from pglast import parse_sql, parser
from pglast.enums import SetOperation, SortByDir, SortByNulls

from designkit.errors import QueryError
from designkit.model import Schema, replace
from designkit.workload.query import Query
from designkit.workload.references.conditions import Conditions
from designkit.workload.references.from_items import FromItems
from designkit.workload.references.scopes import NOTHING, Found, Scope, Source
from designkit.workload.references.trees import calls, kind, natural_name, star_of, table_names
from designkit.workload.references.values import Command, Level, References, Use

# Functions of PostgreSQL that make one row of many, beside those that the grammar shows to be so.
# https://www.postgresql.org/docs/18/functions-aggregate.html
_AGGREGATES: Final = frozenset(
    "any_value array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count covar_pop"  # noqa: SIM905
    " covar_samp every json_agg json_object_agg jsonb_agg jsonb_object_agg max min range_agg"
    " stddev stddev_pop stddev_samp string_agg sum var_pop var_samp variance xmlagg".split()
)
_WRITES: Final[dict[str, Command]] = {
    "InsertStmt": "insert",
    "UpdateStmt": "update",
    "DeleteStmt": "delete",
    "MergeStmt": "merge",
}


def references(query: Query, schema: Schema) -> References:
    """What a query touches, by the tables and views of a schema.

    Raises:
        QueryError: PostgreSQL's grammar refuses the query.
    """
    try:
        (statement,) = parse_sql(query.sql)
    except parser.ParseError as error:
        message, offset = (*error.args, 0)[:2]
        line, column = query.line_and_column(int(offset or 0))
        raise QueryError(
            file=query.place.file, line=line, column=column, problem=f"{message}."
        ) from error
    reader = _Reader(schema)
    reader.statement(statement.stmt, Scope())
    return reader.finished()


class _Reader:
    """Walks through a statement; the trees of pglast hold whatever the grammar allows: Any."""

    def __init__(self, schema: Schema) -> None:
        self._conditions = Conditions(self._subquery)
        self._from = FromItems(schema, self._conditions, self.statement)
        self._levels: list[Level] = []

    def finished(self) -> References:
        mentions = self._from.mentions
        read = {item.plain.table for item in mentions if item.written is None}
        views = self._from.views | {view for item in mentions for view in item.plain.through}
        return References(
            read=tuple(sorted(read | self._from.behind)),
            written=tuple(sorted({it.plain.table for it in mentions if it.written is not None})),
            views=tuple(sorted(views)),
            tables=tuple(item.finished() for item in mentions),
            levels=tuple(self._levels),
        )

    def statement(
        self, node: Any, parent: Scope, *, derived: bool = False
    ) -> list[tuple[str, Found]]:
        """Read a statement; return what its columns are called and come down to.

        Args:
            node: the statement.
            parent: what it sees from around it.
            derived: whether only those of its columns count that somebody takes.
        """
        match kind(node):
            case "SelectStmt":
                return self._select(node, parent, derived=derived)
            case "InsertStmt" | "UpdateStmt" | "DeleteStmt" | "MergeStmt":
                return self._write(node, parent)
            case "ExplainStmt" | "CopyStmt" | "CreateTableAsStmt" | "DeclareCursorStmt" if (
                node.query
            ):
                return self.statement(node.query, parent)
            case _:
                self._other(node, parent)
                return []

    def _subquery(self, node: Any, scope: Scope) -> list[Found]:
        return [found for _, found in self.statement(node, scope)]

    def _other(self, node: Any, parent: Scope) -> None:
        """A statement that is no query: each table in it counts as written."""
        scope = self._opened(parent, Level(command="other"))
        for name in table_names(node):
            self._from.target(name, scope, "other")

    def _opened(self, parent: Scope, level: Level) -> Scope:
        self._levels.append(level)
        return Scope(parent, level=len(self._levels) - 1)

    def _select(self, node: Any, parent: Scope, *, derived: bool) -> list[tuple[str, Found]]:
        scope = self._opened(parent, _level(node))
        self._from.with_clause(node.withClause, scope)
        if node.op != SetOperation.SETOP_NONE:
            return self._both(node, scope, derived=derived)
        for item in node.fromClause or ():
            self._from.add(item, scope)
        conditions = self._conditions
        conditions.condition(node.whereClause, scope)
        level = self._levels[scope.level]
        is_passing = derived and level == Level(star=level.star)
        outputs = list(self._outputs(node.targetList or (), scope, derived=is_passing))
        for row in node.valuesLists or ():
            conditions.outputs(row, scope)
        self._order(node, scope, dict(outputs), [found for _, found in outputs])
        conditions.condition(node.havingClause, scope)
        for other in (node.windowClause, node.limitCount, node.limitOffset):
            conditions.outputs(other, scope)
        if node.valuesLists:
            return [(f"column{n}", NOTHING) for n in range(1, len(node.valuesLists[0]) + 1)]
        return outputs if is_passing or not derived else [(name, NOTHING) for name, _ in outputs]

    def _both(self, node: Any, scope: Scope, *, derived: bool) -> list[tuple[str, Found]]:
        """UNION and its kin: a condition on a column is one on the column of each arm."""
        passing = (
            derived and node.op == SetOperation.SETOP_UNION and node.all and not node.limitCount
        )
        left = self.statement(node.larg, scope, derived=passing)
        right = self.statement(node.rarg, scope, derived=passing)
        return [
            (
                name,
                Found(one.targets + other.targets, one.columns + other.columns)
                if passing or not derived
                else NOTHING,
            )
            for (name, one), (_, other) in zip(left, right, strict=False)
        ]

    def _outputs(
        self, targets: Iterable[Any], scope: Scope, *, derived: bool
    ) -> Iterator[tuple[str, Found]]:
        for target in targets:
            node = target.val
            star = star_of(node)
            if star is not None:
                yield from self._from.star(star, scope, derived=derived)
                continue
            found = self._conditions.find(node, scope)
            if not derived:
                self._conditions.outputs(node, scope)
            yield target.name or natural_name(node), found

    def _order(
        self, node: Any, scope: Scope, named: dict[str, Found], numbered: list[Found]
    ) -> None:
        for rank, item in enumerate(node.sortClause or ()):
            descending = item.sortby_dir == SortByDir.SORTBY_DESC
            default = item.sortby_nulls == SortByNulls.SORTBY_NULLS_DEFAULT
            first = descending if default else item.sortby_nulls == SortByNulls.SORTBY_NULLS_FIRST
            found = self._sorted_by(item.node, scope, named, numbered, output_first=True)
            use = Use(role="order", descending=descending, nulls_first=first, rank=rank)
            self._conditions.record_plain(item.node, found, scope, use)
        for rank, item in (
            *enumerate(_flat(node.groupClause)),
            *enumerate(_flat(node.distinctClause)),
        ):
            found = self._sorted_by(item, scope, named, numbered, output_first=False)
            self._conditions.record_plain(item, found, scope, Use(role="group", rank=rank))

    def _sorted_by(
        self,
        node: Any,
        scope: Scope,
        named: dict[str, Found],
        numbered: list[Found],
        *,
        output_first: bool,
    ) -> Found:
        """What ORDER BY and GROUP BY mean: a number or a name of an output, or an expression.

        Source: https://www.postgresql.org/docs/18/sql-select.html, "ORDER BY" and "GROUP BY"
        """
        if kind(node) == "A_Const":
            number = getattr(node.val, "ival", 0)
            return numbered[number - 1] if 0 < number <= len(numbered) else NOTHING
        if kind(node) == "ColumnRef" and len(node.fields) == 1:
            name = getattr(node.fields[0], "sval", "")
            own = scope.resolve([name])
            if name in named and (output_first or not own.columns):
                return named[name]
            return own
        return self._conditions.find(node, scope)

    def _write(self, node: Any, parent: Scope) -> list[tuple[str, Found]]:
        command = _WRITES[kind(node)]
        scope = self._opened(parent, Level(command=command))
        self._from.with_clause(node.withClause, scope)
        target = self._from.target(node.relation, scope, command)
        conditions = self._conditions
        match kind(node):
            case "InsertStmt":
                self._assign(target, node.cols or ())
                if not node.cols:
                    self._from.assign_all(target)
                if node.selectStmt is not None:
                    self.statement(node.selectStmt, scope)
                if node.onConflictClause is not None:
                    self._on_conflict(node.onConflictClause, target, scope)
            case "UpdateStmt" | "DeleteStmt":
                is_update = kind(node) == "UpdateStmt"
                for item in (node.fromClause if is_update else node.usingClause) or ():
                    self._from.add(item, scope)
                if is_update:
                    self._set(target, node.targetList, scope)
                conditions.condition(node.whereClause, scope)
            case _:
                self._from.add(node.sourceRelation, scope)
                conditions.condition(node.joinCondition, scope)
                for clause in node.mergeWhenClauses:
                    conditions.outputs(clause.condition, scope)
                    self._set(target, clause.targetList or (), scope)
                    conditions.outputs(clause.values, scope)
        return self._returned(node.returningClause, target, scope)

    def _on_conflict(self, clause: Any, target: Source, scope: Scope) -> None:
        # What would have been inserted is no row of the table.
        inner = Scope(scope, level=scope.level)
        inner.sources.append(
            Source(
                "excluded",
                outputs=dict.fromkeys(target.names or (), NOTHING),
                only_qualified=True,
            )
        )
        self._set(target, clause.targetList or (), inner)
        self._conditions.condition(clause.whereClause, inner)

    def _set(self, target: Source, assignments: Iterable[Any], scope: Scope) -> None:
        self._assign(target, assignments)
        for item in assignments:
            # (a, b) = (SELECT …) stands once for each column.
            if kind(item.val) != "MultiAssignRef":
                self._conditions.outputs(item.val, scope)
            elif item.val.colno == 1:
                self._conditions.outputs(item.val.source, scope)

    def _assign(self, target: Source, assignments: Iterable[Any]) -> None:
        for item in assignments:
            found = target.find(item.name) or NOTHING
            for column in found.columns:
                column.mention.assigned.add(column.column)

    def _returned(self, clause: Any, target: Source, scope: Scope) -> list[tuple[str, Found]]:
        if clause is None:
            return []
        inner = Scope(scope, level=scope.level)
        inner.sources += [
            target._replace(alias=name, only_qualified=True) for name in ("old", "new")
        ]
        returned = list(self._outputs(clause.exprs, inner, derived=False))
        if any(star_of(item.val) is not None for item in clause.exprs):
            self._levels[scope.level] = replace(self._levels[scope.level], star=True)
        return [(name, NOTHING) for name, _ in returned]


def _level(node: Any) -> Level:
    targets = node.targetList or ()
    functions = [found for target in targets for found in calls(target.val)]
    return Level(
        limit=node.limitCount is not None,
        skip=node.limitOffset is not None,
        distinct=node.distinctClause is not None,
        grouped=bool(node.groupClause or node.havingClause or any(map(_is_aggregate, functions))),
        windowed=any(function.over is not None for function in functions),
        star=any(star_of(target.val) is not None for target in targets),
        locks=node.lockingClause is not None,
    )


def _is_aggregate(function: Any) -> bool:
    told = function.agg_star or function.agg_distinct or function.agg_order or function.agg_filter
    known = function.funcname[-1].sval in _AGGREGATES or function.agg_within_group
    return function.over is None and bool(told or known)


def _flat(clause: Any) -> Iterator[Any]:
    """The expressions of GROUP BY and DISTINCT ON; a plain DISTINCT has none."""
    for item in clause or ():
        if kind(item) == "GroupingSet":
            yield from _flat(item.content)
        elif item is not None:
            yield item
