"""What stands in FROM and WITH: tables, views, subqueries, joins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, Protocol

from pglast import parse_sql, parser
from pglast.enums import CTEMaterialize, JoinType

from designkit.model import QualifiedName, Schema, Table, View
from designkit.workload.references.conditions import Conditions, Setting
from designkit.workload.references.scopes import (
    NOTHING,
    Found,
    Frame,
    Mention,
    Scope,
    Source,
    Target,
    resolved,
)
from designkit.workload.references.trees import kind, location
from designkit.workload.references.values import Command, TableUse, Use

_MISSING_RIGHT: Final = frozenset({JoinType.JOIN_LEFT, JoinType.JOIN_FULL})
_MISSING_LEFT: Final = frozenset({JoinType.JOIN_RIGHT, JoinType.JOIN_FULL})


class Reads(Protocol):
    """Reads a statement, and says what its columns come down to."""

    def __call__(
        self, node: Any, parent: Scope, *, derived: bool = False
    ) -> list[tuple[str, Found]]:
        """Read it as a part of what a scope sees."""
        ...


class FromItems:
    """Collects what queries name, and makes it known in their scopes.

    Attributes:
        mentions: in the order of the text.
        views: those that were named, or that these name.
        behind: the tables behind materialized views.
    """

    def __init__(self, schema: Schema, conditions: Conditions, read: Reads) -> None:
        self._schema = schema
        self._views = {view.qualified: view for view in schema.views}
        self._conditions = conditions
        self._read = read
        self.mentions: list[Mention] = []
        self.views: set[QualifiedName] = set()
        self.behind: set[QualifiedName] = set()

    def with_clause(self, clause: Any, scope: Scope) -> None:
        """Make what WITH names known to a scope."""
        if clause is None:
            return
        for item in clause.ctes:
            name = item.ctename
            if clause.recursive:
                # Inside of itself nobody knows more of it than its name.
                scope.tables[name] = Source(name)
            is_inlined = _is_inlined(item, clause)
            outputs = self._read(item.ctequery, scope, derived=is_inlined)
            if not is_inlined:
                outputs = [(column, NOTHING) for column, _ in outputs]
            scope.tables[name] = Source(name, outputs=_renamed(outputs, item.aliascolnames))

    def target(self, node: Any, scope: Scope, command: Command) -> Source:
        """What a statement writes; through a view, the table of that view."""
        before = len(self.mentions)
        source = self._table(node, scope, scope.frame)
        scope.sources.append(source)
        # A view that can be written to has one table.
        for mention in self.mentions[before : before + 1]:
            mention.written = command
        return source

    def assign_all(self, target: Source) -> None:
        """Say that each column of a target is given a value."""
        for name in target.names or ():
            for column in (target.find(name) or NOTHING).columns:
                column.mention.assigned.add(column.column)

    def star(
        self, qualifiers: Sequence[str], scope: Scope, *, derived: bool
    ) -> Iterator[tuple[str, Found]]:
        """The columns of `*` or `t.*`; recorded as taken unless somebody else takes them."""
        own = [item for item in scope.sources if not item.only_qualified]
        if qualifiers:
            named = scope.source(qualifiers[-1])
            own = [] if named is None else [named]
        elif not own and scope.parent is not None and scope.parent.level == scope.level:
            own = [item for item in scope.parent.sources if not item.only_qualified]
        for item in own:
            if item.mention is not None and not derived:
                item.mention.whole = True
            for name in item.names or ():
                found = item.find(name) or NOTHING
                if item.mention is None and not derived:
                    self._take(found, scope)
                yield name, found

    def _take(self, found: Found, scope: Scope) -> None:
        for column in found.columns:
            offset = scope.frame.offset or 0
            column.mention.add(Use(role="output", column=column.column, offset=offset))

    def add(self, node: Any, scope: Scope, frame: Frame | None = None) -> list[Mention]:
        """Make an item of FROM known to a scope; return the tables in it."""
        frame = frame or scope.frame
        before = len(self.mentions)
        match kind(node):
            case "RangeVar":
                scope.sources.append(self._table(node, scope, frame))
            case "RangeSubselect":
                around = scope if node.lateral else scope.parent
                outputs = self._read(node.subquery, _inside(around, scope, frame), derived=True)
                alias = node.alias
                name = alias.aliasname if alias is not None else ""
                renamed = _renamed(outputs, alias.colnames if alias is not None else None)
                scope.sources.append(Source(name, outputs=renamed))
            case "JoinExpr":
                self._join(node, scope, frame)
            case "RangeTableSample":
                self.add(node.relation, scope, frame)
            case _:
                self._function(node, scope)
        return self.mentions[before:]

    def _function(self, node: Any, scope: Scope) -> None:
        """A function, XMLTABLE or JSON_TABLE: of its columns only the names are known."""
        self._conditions.outputs(node, scope)
        if node.alias is not None:
            alias = node.alias.aliasname
            names = [str(name.sval) for name in node.alias.colnames or ()]
            unknown = dict.fromkeys(names or [alias], NOTHING)
            scope.sources.append(Source(alias, outputs=unknown))

    def _join(self, node: Any, scope: Scope, frame: Frame) -> None:
        kind = node.jointype
        missing = frame._replace(optional=True)
        first = len(scope.sources)
        left = self.add(node.larg, scope, missing if kind in _MISSING_LEFT else frame)
        second = len(scope.sources)
        right = self.add(node.rarg, scope, missing if kind in _MISSING_RIGHT else frame)
        lefts, rights = scope.sources[first:second], scope.sources[second:]
        for name in _shared(node, lefts, rights):
            for column in (*_found(name, lefts), *_found(name, rights)):
                place = scope.frame.offset or location(node.rarg)
                column.mention.add(
                    Use(role="join", column=column.column, operator="=", offset=place)
                )
        among = None
        if kind != JoinType.JOIN_INNER:
            among = {JoinType.JOIN_LEFT: right, JoinType.JOIN_RIGHT: left}.get(kind, [])
        self._conditions.condition(node.quals, scope, Setting(among=among))
        if node.alias is not None:
            both = {
                name: item.find(name) or NOTHING
                for item in (*rights, *lefts)
                for name in item.names or ()
            }
            scope.sources.append(Source(node.alias.aliasname, outputs=both, only_qualified=True))

    def _table(self, node: Any, scope: Scope, frame: Frame) -> Source:
        alias = node.alias.aliasname if node.alias is not None else node.relname
        columns = node.alias.colnames if node.alias is not None else None
        if node.schemaname is None and node.relname in scope.tables:
            told = scope.tables[node.relname].outputs
            outputs = None if told is None else _renamed(list(told.items()), columns)
            return Source(alias, outputs=outputs)
        name = resolved(node.schemaname, node.relname)
        offset = frame.offset if frame.offset is not None else node.location
        view = self._views.get(name)
        if view is not None:
            self.views.add(name)
            if not view.materialized:
                return self._view(view, alias, columns, frame._replace(offset=offset))
            self._behind(view)
        known: Table | View | None = view or self._schema.find_table(name)
        plain = TableUse(
            table=name,
            alias=alias,
            level=scope.level,
            optional=frame.optional,
            through=frame.through,
            offset=offset,
        )
        mention = Mention(known, plain)
        self.mentions.append(mention)
        if columns and mention.columns is not None:
            own = [
                (it, Found((Target(mention, it),), (Target(mention, it),)))
                for it in mention.columns
            ]
            return Source(alias, outputs=_renamed(own, columns))
        return Source(alias, node.schemaname or "public", mention)

    def _view(self, view: View, alias: str, columns: Any, frame: Frame) -> Source:
        inside = Scope(frame=frame._replace(through=(*frame.through, view.qualified)))
        statement = _parsed(view.definition)
        if statement is None:
            # Only CockroachDB prints what this grammar does not know; the catalogue tells the rest.
            self.behind |= {name for name in view.depends_on if name not in self._views}
            return Source(alias)
        outputs = self._read(statement, inside, derived=True)
        named = [
            (name, found) for (name, _), (_, found) in zip(view.columns, outputs, strict=False)
        ]
        return Source(alias, view.namespace, outputs=_renamed(named, columns))

    def _behind(self, view: View) -> None:
        for name in view.depends_on:
            inner = self._views.get(name)
            if inner is None:
                self.behind.add(name)
            elif name not in self.views:
                self.views.add(name)
                self._behind(inner)


def _inside(around: Scope | None, scope: Scope, frame: Frame) -> Scope:
    """What a subquery in FROM sees: what WITH names, and of FROM only what LATERAL shows."""
    inside = Scope(around, level=scope.level, frame=frame)
    inside.tables.update(scope.tables)
    return inside


def _is_inlined(item: Any, clause: Any) -> bool:
    """Whether conditions on what WITH names may reach into it.

    Source: https://www.postgresql.org/docs/18/queries-with.html#QUERIES-WITH-CTE-MATERIALIZATION
    """
    is_kept = item.ctematerialized == CTEMaterialize.CTEMaterializeAlways
    return not is_kept and not clause.recursive


def _renamed(outputs: Sequence[tuple[str, Found]], names: Any) -> dict[str, Found]:
    told = [name.sval for name in names or ()]
    rest = [name for name, _ in outputs[len(told) :]]
    found = [found for _, found in outputs]
    return dict(zip([*told, *rest], found, strict=False))


def _shared(node: Any, lefts: Sequence[Source], rights: Sequence[Source]) -> list[str]:
    """The columns of USING and of NATURAL."""
    if node.usingClause:
        return [str(name.sval) for name in node.usingClause]
    if not node.isNatural:
        return []
    there = {name for item in rights for name in item.names or ()}
    return [name for item in lefts for name in item.names or () if name in there]


def _found(name: str, sources: Sequence[Source]) -> tuple[Target, ...]:
    found = next((it for it in (item.find(name) for item in sources) if it is not None), NOTHING)
    return found.targets


@lru_cache(maxsize=1024)
def _parsed(definition: str) -> Any:
    try:
        return parse_sql(definition)[0].stmt
    except (parser.ParseError, IndexError):
        return None
