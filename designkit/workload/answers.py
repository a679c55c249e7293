"""What a database says of a query, as values: the types of what goes in and out, or a refusal."""

from __future__ import annotations

from designkit.model import QualifiedName, Value
from designkit.workload.query import Query


class ResultColumn(Value, frozen=True, kw_only=True):
    """A column of what a query returns.

    Attributes:
        type: as `format_type` prints it.
        table: the table or view whose column it is; None for an expression.
        column: of that table; "" for an expression.
        required: whether that column of the table is NOT NULL; an outer join may still make it so.
    """

    name: str
    type: str
    table: QualifiedName | None = None
    column: str = ""
    required: bool = False


class Prepared(Value, frozen=True, kw_only=True):
    """A query that the database took.

    Attributes:
        parameter_types: of each parameter by number, as `format_type` prints them.
        columns: what it returns, in order; empty where it returns no rows.
    """

    query: Query
    parameter_types: tuple[str, ...] = ()
    columns: tuple[ResultColumn, ...] = ()


class Refused(Value, frozen=True, kw_only=True):
    """A query that the database refused; also one with a parameter whose type it cannot tell.

    Attributes:
        message: the database's own, with its detail.
        hint: the database's own, or "".
        line: of the file.
        column: of that line, from 1.
    """

    query: Query
    sqlstate: str
    message: str
    hint: str = ""
    line: int
    column: int
