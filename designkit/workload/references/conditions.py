"""What conditions ask of columns: which an index serves, which join, which only filter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any, Final, NamedTuple

from pglast.enums import A_Expr_Kind, BoolExprType, BoolTestType, NullTestType, SubLinkType

from designkit.model import replace
from designkit.workload.references.compared import column_type, type_of, written_type
from designkit.workload.references.expressions import casts_to_text, is_constant, printed
from designkit.workload.references.scopes import NOTHING, Found, Mention, Scope, Target
from designkit.workload.references.trees import (
    children,
    column_names,
    kind,
    last_names,
    location,
    names_columns,
)
from designkit.workload.references.values import Role, Use, Wrapper

# What a btree serves, and what it is from the other side.
# https://www.postgresql.org/docs/18/indexes-types.html
_MIRRORED: Final = {"=": "=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_WILDCARDS: Final = ("%", "_")


class Setting(NamedTuple):
    """Where a condition stands.

    Attributes:
        required: whether each row that counts fulfils it.
        negated: whether NOT stands around it.
        among: the only mentions whose rows it drops; None for all.
    """

    required: bool = True
    negated: bool = False
    among: Collection[Mention] | None = None


EVERYWHERE: Final = Setting()


class _Asked(NamedTuple):
    """What a condition asks of an expression; the fields are those of `Use`.

    Attributes:
        told: the whole condition, where it compares with constants alone.
    """

    role: Role
    operator: str = ""
    rank: int = 0
    beside: str = ""
    leading_wildcard: bool = False
    given_pattern: bool = False
    told: Any = None


class Conditions:
    """Records what conditions and expressions do with columns; trees hold anything: Any."""

    def __init__(self, subquery: Callable[[Any, Scope], list[Found]]) -> None:
        self._subquery = subquery
        self._seen: dict[int, tuple[Any, list[Found]]] = {}

    def outputs(self, node: Any, scope: Scope) -> None:
        """Record that an expression is computed, and no more."""
        for column, place in self._columns(node, scope):
            column.mention.add(Use(role="output", column=column.column, offset=place))

    def find(self, node: Any, scope: Scope) -> Found:
        """What an expression comes down to."""
        if casts_to_text(node) and kind(node.arg) == "ColumnRef":
            found = self.find(node.arg, scope)
            if all(it.column in it.mention.texts and not it.expression for it in found.targets):
                return found
        if kind(node) == "ColumnRef":
            names = column_names(node)
            return NOTHING if names is None else scope.resolve(names)
        columns = tuple(dict.fromkeys(column for column, _ in self._columns(node, scope)))
        mentions = {column.mention for column in columns}
        if len(mentions) != 1:
            return Found((), columns)
        (mention,) = mentions
        named = {column.column for column in columns}
        only = columns[0].column if len(named) == 1 else ""
        text = printed(node, mention.texts)
        return Found((Target(mention, only, text, _wrapper(node)),), columns)

    def record_plain(self, node: Any, found: Found, scope: Scope, use: Use) -> None:
        """Record that rows are ordered or grouped by what was found."""
        place = _place(node, scope)
        for target in found.targets:
            target.mention.add(
                replace(
                    use,
                    column=target.column,
                    expression=target.expression,
                    wrapper=target.wrapper,
                    offset=place,
                )
            )
        if not found.targets:
            for column in found.columns:
                column.mention.add(Use(role="output", column=column.column, offset=place))

    def condition(self, node: Any, scope: Scope, setting: Setting = EVERYWHERE) -> None:
        """Record what a condition does."""
        match kind(node):
            case "NoneType":
                return
            case "BoolExpr":
                self._combined(node, scope, setting)
            case "ColumnRef":
                self._boolean(node, node, scope, setting)
            case "A_Expr":
                self._comparison(node, scope, setting)
            case "NullTest" if kind(node.arg) != "RowExpr":
                is_null = node.nulltesttype == NullTestType.IS_NULL
                asked = (
                    _Asked("equality", "is null") if is_null else _Asked("filter", "is not null")
                )
                self._record(
                    node, self.find(node.arg, scope), asked._replace(told=node), scope, setting
                )
            case "BooleanTest":
                is_equal = node.booltesttype in {BoolTestType.IS_TRUE, BoolTestType.IS_FALSE}
                asked = _Asked("equality" if is_equal else "filter", "is", told=node)
                self._record(node, self.find(node.arg, scope), asked, scope, setting)
            case "SubLink" if node.subLinkType == SubLinkType.ANY_SUBLINK:
                self._membership(node, scope, setting)
            case _:
                self._record(node, self._plain(node, scope), _Asked("filter"), scope, setting)

    def _combined(self, node: Any, scope: Scope, setting: Setting) -> None:
        is_not = node.boolop == BoolExprType.NOT_EXPR
        if is_not and kind(node.args[0]) == "ColumnRef":
            self._boolean(node, node.args[0], scope, setting)
            return
        if node.boolop != BoolExprType.AND_EXPR or setting.negated:
            negated = setting.negated or is_not
            setting = setting._replace(required=False, negated=negated)
        for part in node.args:
            self.condition(part, scope, setting)

    def _boolean(self, node: Any, column: Any, scope: Scope, setting: Setting) -> None:
        asked = _Asked("equality", "is", told=node)
        self._record(column, self.find(column, scope), asked, scope, setting)

    def _comparison(self, node: Any, scope: Scope, setting: Setting) -> None:
        operator = node.name[-1].sval
        left, right = node.lexpr, node.rexpr
        match node.kind:
            case A_Expr_Kind.AEXPR_OP | A_Expr_Kind.AEXPR_LIKE | A_Expr_Kind.AEXPR_ILIKE:
                is_row = kind(left) == "RowExpr" and kind(right) == "RowExpr"
                pairs = zip(left.args, right.args, strict=False) if is_row else [(left, right)]
                asked = _Asked("filter", operator, told=None if is_row else _told(node))
                for rank, pair in enumerate(pairs):
                    self._pair(pair, asked._replace(rank=rank), scope, setting)
            case A_Expr_Kind.AEXPR_IN if operator == "=" and not self._holds_columns(right, scope):
                is_row = kind(left) == "RowExpr"
                beside = "" if is_row else written_type(right)
                for rank, item in enumerate(left.args if is_row else [left]):
                    asked = _Asked("equality", "in", rank, beside, told=_told(node))
                    self._record(item, self.find(item, scope), asked, scope, setting)
            case A_Expr_Kind.AEXPR_OP_ANY if operator == "=" and not self._holds_columns(
                right, scope
            ):
                asked = _Asked("equality", "any", beside=written_type(right), told=_told(node))
                self._record(left, self.find(left, scope), asked, scope, setting)
            case A_Expr_Kind.AEXPR_BETWEEN if not self._holds_columns(right, scope):
                asked = _Asked("range", "between", beside=written_type(right), told=_told(node))
                self._record(left, self.find(left, scope), asked, scope, setting)
            case _:
                asked = _Asked("filter", operator.lower(), told=_told(node))
                self._record(node, self._plain(node, scope), asked, scope, setting)

    def _holds_columns(self, node: Any, scope: Scope) -> bool:
        return any(True for _ in self._columns(node, scope))

    def _pair(self, pair: tuple[Any, Any], asked: _Asked, scope: Scope, setting: Setting) -> None:
        left, right = pair
        one, other = self.find(left, scope), self.find(right, scope)
        mirrored = asked._replace(operator=_MIRRORED.get(asked.operator, asked.operator))
        if names_columns(left) and names_columns(right):
            # A column of no table, as of a function or of what is computed before, joins as well.
            apart = not {it.mention for it in one.columns} & {it.mention for it in other.columns}
            role: Role = "join" if apart and asked.operator in _MIRRORED else "filter"
            asked = asked._replace(role=role, told=None, beside=type_of(right, other))
            self._record(left, one, asked, scope, setting)
            mirrored = mirrored._replace(role=role, told=None, beside=type_of(left, one))
            self._record(right, other, mirrored, scope, setting)
        elif one.columns:
            asked = _served(asked, right)._replace(beside=written_type(right))
            self._record(left, one, asked, scope, setting)
        elif other.columns:
            served = _served(mirrored, left) if asked.operator in _MIRRORED else asked
            self._record(right, other, served._replace(beside=written_type(left)), scope, setting)

    def _membership(self, node: Any, scope: Scope, setting: Setting) -> None:
        operator = node.operName[-1].sval if node.operName else "="
        asked = _Asked("join" if operator in _MIRRORED else "filter", operator)
        mirrored = asked._replace(operator=_MIRRORED.get(operator, operator))
        outputs = self._inner(node, scope)
        tested = node.testexpr.args if kind(node.testexpr) == "RowExpr" else (node.testexpr,)
        for rank, (test, output) in enumerate(zip(tested, outputs, strict=False)):
            found = self.find(test, scope)
            outer = asked._replace(rank=rank, beside=column_type(output))
            self._record(test, found, outer, scope, setting)
            inner = mirrored._replace(rank=rank, beside=type_of(test, found))
            self._record(node, output, inner, scope, setting._replace(among=None))

    def _plain(self, node: Any, scope: Scope) -> Found:
        """A condition that is none on a column: an expression of one table, or some columns."""
        found = self.find(node, scope)
        return Found((), found.columns) if kind(node) == "A_Expr" else found

    def _record(
        self, node: Any, found: Found, asked: _Asked, scope: Scope, setting: Setting
    ) -> None:
        told = None if setting.negated else asked.told
        for target in found.targets or found.columns:
            mention = target.mention
            text = "" if told is None else printed(told, mention.texts)
            dropping = setting.among is None or mention in setting.among
            mention.add(
                Use(
                    role="filter" if setting.negated or not found.targets else asked.role,
                    column=target.column,
                    expression=target.expression,
                    wrapper=target.wrapper,
                    operator=asked.operator,
                    predicate=text if told is not None and _is_about(told, text, target) else "",
                    required=setting.required and dropping,
                    beside=asked.beside,
                    leading_wildcard=asked.leading_wildcard,
                    given_pattern=asked.given_pattern,
                    rank=asked.rank,
                    offset=_place(node, scope),
                )
            )

    def _inner(self, node: Any, scope: Scope) -> list[Found]:
        """The outputs of a subquery in an expression, which is read once."""
        if id(node) not in self._seen:
            # The node is kept, so that no other takes its number.
            self._seen[id(node)] = node, self._subquery(node.subselect, scope)
        return self._seen[id(node)][1]

    def _columns(self, node: Any, scope: Scope) -> Iterator[tuple[Target, int]]:
        if kind(node) == "ColumnRef":
            names = column_names(node)
            found = NOTHING if names is None else scope.resolve(names)
            for column in found.columns:
                yield column, _place(node, scope)
            return
        if kind(node) == "SubLink":
            self._inner(node, scope)
            yield from self._columns(node.testexpr, scope)
            return
        for held in children(node):
            yield from self._columns(held, scope)


def _place(node: Any, scope: Scope) -> int:
    return location(node) if scope.frame.offset is None else scope.frame.offset


def _is_about(told: Any, text: str, target: Target) -> bool:
    """Whether a condition names a column as its table does, and not as a subquery calls it."""
    if target.expression:
        return target.expression in text
    return last_names(told) == {target.column}


def _wrapper(node: Any) -> Wrapper:
    match kind(node):
        case "FuncCall" | "CoalesceExpr" | "MinMaxExpr" | "SQLValueFunction":
            return "function"
        case "TypeCast":
            return "cast"
        case _:
            return "expression"


def _told(node: Any) -> Any:
    """The condition, where it compares with constants alone; else None."""
    return node if is_constant(node.rexpr) or is_constant(node.lexpr) else None


def _served(asked: _Asked, other: Any) -> _Asked:
    """What a comparison with something that holds no column is to an index."""
    operator = asked.operator
    if operator == "=":
        return asked._replace(role="equality")
    if operator in _MIRRORED:
        return asked._replace(role="range")
    if operator == "^@":
        is_given = _is_given(other)
        return asked._replace(role="filter" if is_given else "range", given_pattern=is_given)
    if operator in {"~~", "~~*"}:
        pattern = _beginning(other)
        leads = pattern.startswith(_WILDCARDS)
        is_range = operator == "~~" and kind(other) == "A_Const" and pattern and not leads
        return asked._replace(
            role="range" if is_range else "filter",
            leading_wildcard=leads,
            given_pattern=operator == "~~" and _is_given(other),
        )
    return asked


def _is_given(node: Any) -> bool:
    """Whether a text begins with a parameter."""
    return kind(_first(node)) == "ParamRef"


def _beginning(node: Any) -> str:
    """The text with which a pattern begins, also where it is put together; "" if nobody knows."""
    first = _first(node)
    return str(getattr(first.val, "sval", "")) if kind(first) == "A_Const" else ""


def _first(node: Any) -> Any:
    """What stands first in a text that may be put together."""
    match kind(node):
        case "TypeCast":
            return _first(node.arg)
        case "A_Expr" if [it.sval for it in node.name] == ["||"]:
            return _first(node.lexpr)
        case "FuncCall" if node.funcname[-1].sval == "concat" and node.args:
            return _first(node.args[0])
        case _:
            return node
