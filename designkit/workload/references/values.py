"""What a query touches, as values: its tables, and what it does with their columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from designkit.model import QualifiedName, Value

# `equality` and `range` are what a btree serves; `filter` is any other condition. What a query
# only computes with, sorts windows by or returns is `output`.
Role = Literal["equality", "range", "join", "filter", "order", "group", "output"]
Wrapper = Literal["", "function", "cast", "expression"]
Command = Literal["select", "insert", "update", "delete", "merge", "other"]


class Use(Value, frozen=True, kw_only=True):
    """What a query does with a column, or with an expression over columns, of one table.

    Attributes:
        column: the only column in it; "" for an expression over several.
        expression: as `comparable` prints it, without aliases; "" for a bare column.
        wrapper: what stands right around the column, where it is no bare one.
        operator: of a condition, as PostgreSQL calls it: `=`, `<`, `~~` (LIKE), `@>`; and `in`,
            `any`, `between`, `is null`, `is not null`, `is`.
        predicate: the whole condition as `comparable` prints it, where it compares with constants
            alone: `status = 'open'`, `deleted_at IS NULL`; or else "".
        required: whether each row that counts fulfils the condition; not so below OR and NOT.
        beside: the type that it is compared with, where the text or the other column tells it.
        leading_wildcard: whether a pattern begins with `%` or `_`.
        given_pattern: whether a pattern begins with what the caller gives.
        descending: of an order.
        nulls_first: of an order, also where nobody wrote it.
        rank: the place in ORDER BY, GROUP BY or a row comparison, from 0.
        offset: of the character in the query's `sql` where it stands; of the view's name for what
            a view does.
    """

    role: Role
    column: str = ""
    expression: str = ""
    wrapper: Wrapper = ""
    operator: str = ""
    predicate: str = ""
    required: bool = True
    beside: str = ""
    leading_wildcard: bool = False
    given_pattern: bool = False
    descending: bool = False
    nulls_first: bool = False
    rank: int = 0
    offset: int = 0


class Level(Value, frozen=True, kw_only=True):
    """A SELECT, or another statement, somewhere in a query.

    Attributes:
        command: `other` for what is no query, such as TRUNCATE.
        skip: whether it has OFFSET.
        distinct: whether it has DISTINCT, with or without ON.
        grouped: whether it has GROUP BY, HAVING or aggregates.
        windowed: whether it calls window functions.
        star: whether it returns `*` or `t.*`.
        locks: whether it has FOR UPDATE or its kin.
    """

    command: Command = "select"
    limit: bool = False
    skip: bool = False
    distinct: bool = False
    grouped: bool = False
    windowed: bool = False
    star: bool = False
    locks: bool = False


class TableUse(Value, frozen=True, kw_only=True):
    """One mention of a table in FROM, or as the target of a write.

    Attributes:
        table: a table, or a materialized view; also one that the schema does not hold.
        alias: what the query calls it.
        level: the number of its level in `References.levels`.
        written: by which command, if it is a target.
        assigned: the columns that a write gives values to, sorted.
        uses: in the order of the text, as far as one can tell.
        whole: whether all columns are returned.
        optional: whether it stands on the side of an outer join that may be missing.
        through: the views that lead to it, outermost first.
        offset: of its name in the query's `sql`; of the view's name below a view.
    """

    table: QualifiedName
    alias: str
    level: int
    written: Command | None = None
    assigned: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()
    whole: bool = False
    optional: bool = False
    through: tuple[QualifiedName, ...] = ()
    offset: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the query names, sorted."""
        return tuple(sorted({use.column for use in self.uses if use.column}))

    def used(self, *roles: Role) -> Iterator[Use]:
        """The uses in one of the roles."""
        return (use for use in self.uses if use.role in roles)


class References(Value, frozen=True, kw_only=True):
    """What a query touches.

    Attributes:
        read: tables and materialized views that it reads, through views too; sorted. What stands
            behind a materialized view is among them, although only a refresh reads it.
        written: tables that it writes; a target is read only where it also stands in FROM.
        views: views and materialized views that it names or that those name, sorted.
        tables: each mention, in the order of the text; none for what is behind a materialized view.
        levels: each SELECT or other statement in it; the first is the query itself.
    """

    read: tuple[QualifiedName, ...] = ()
    written: tuple[QualifiedName, ...] = ()
    views: tuple[QualifiedName, ...] = ()
    tables: tuple[TableUse, ...] = ()
    levels: tuple[Level, ...] = (Level(),)

    @property
    def top(self) -> Level:
        """The query itself."""
        return self.levels[0]

    @property
    def touched(self) -> tuple[QualifiedName, ...]:
        """All tables, read or written; sorted."""
        return tuple(sorted({*self.read, *self.written}))

    def of(self, table: QualifiedName) -> tuple[TableUse, ...]:
        """The mentions of a table."""
        return tuple(item for item in self.tables if item.table == table)
