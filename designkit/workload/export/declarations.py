"""What one query has in Go: its names, the types of its values and rows, or why it has none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from designkit.errors import QueryError
from designkit.model import Value
from designkit.workload.answers import Prepared
from designkit.workload.export.go_types import BYTES, JSON, GoType, parameter_type, result_type
from designkit.workload.export.identifiers import exported
from designkit.workload.export.nullability import nullable
from designkit.workload.export.stars import without_star
from designkit.workload.query import Cardinality, Query

# Functions of the file that calls may need.
NOT_NIL: Final = "notNil"
JSON_TEXT: Final = "jsonText"

# What PostgreSQL calls a column that has no name.
_NO_NAME: Final = "?column?"


class Field(NamedTuple):
    """A field of a struct, for a parameter or a column."""

    name: str
    type: GoType
    column: str


class Declared(Value, frozen=True, kw_only=True):
    """A query with its names and types in Go.

    Attributes:
        sql: what is sent, with its columns in place of a star.
        keeps_star: whether a star stays, since nobody knows which columns it stands for.
    """

    query: Query
    sql: str
    keeps_star: bool
    name: str
    cardinality: Cardinality
    parameters: tuple[Field, ...] = ()
    columns: tuple[Field, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What it declares in its package."""
        structs = [self.parameters_name] * bool(self.parameters) + [self.row_name] * self.has_rows
        return (self.name, self.constant, *structs)

    @property
    def constant(self) -> str:
        """The name of its SQL."""
        return f"{self.name}SQL"

    @property
    def parameters_name(self) -> str:
        """The struct of its values."""
        return f"{self.name}Params"

    @property
    def row_name(self) -> str:
        """The struct of its rows."""
        return f"{self.name}Row"

    @property
    def has_rows(self) -> bool:
        """Whether the caller gets rows."""
        return self.cardinality in {"one", "many"}

    @property
    def arguments(self) -> tuple[str, ...]:
        """What the driver is sent for each parameter, by number."""
        return tuple(map(_argument, self.parameters))

    @property
    def sent(self) -> tuple[str, ...]:
        """The last arguments of each call: the SQL, and what is sent with it."""
        return (self.constant, *self.arguments)

    @property
    def types(self) -> tuple[GoType, ...]:
        """The types that its structs name."""
        return tuple(field.type for field in (*self.parameters, *self.columns))


def declare(prepared: Prepared) -> Declared:
    """The names and types that a query has in Go.

    Raises:
        QueryError: a column has no name, or two have one; or rows are asked for and none come.
    """
    query = prepared.query
    cardinality = query.cardinality or ("many" if prepared.columns else "exec")
    has_rows = cardinality in {"one", "many"}
    if has_rows and not prepared.columns:
        raise refusal(query, f"is :{cardinality} and returns no columns. Write :exec or :execrows")
    typed = zip(query.parameters, prepared.parameter_types, strict=True)
    parameters = [
        _field(query, "parameter", it.name, parameter_type(type_name, nullable=it.nullable))
        for it, type_name in typed
    ]
    columns = [
        _field(query, "column", it.name, result_type(it.type, nullable=may_be_null))
        for it, may_be_null in zip(prepared.columns, nullable(prepared), strict=True)
        if has_rows
    ]
    _demand_different(query, "parameter", parameters)
    _demand_different(query, "column", columns)
    sql = without_star(prepared) if has_rows else query.sql
    return Declared(
        query=query,
        sql=sql or query.sql,
        keeps_star=sql is None,
        name=exported(query.name),
        cardinality=cardinality,
        parameters=tuple(parameters),
        columns=tuple(columns),
    )


def refusal(query: Query, problem: str) -> QueryError:
    """The error that tells why a query has no form in Go, and where it stands."""
    line, column = query.line_and_column(0)
    return QueryError(
        file=query.place.file, line=line, column=column, problem=f"{query.name} {problem}."
    )


def _field(query: Query, kind: str, name: str, type_: GoType) -> Field:
    if name == _NO_NAME:
        raise refusal(query, "returns a column without a name. Give it one: count(*) AS total")
    if name == "-" or "," in name:
        raise refusal(
            query,
            f"has the {kind} {name!r}, which no db tag can name. Give it another name with AS",
        )
    return Field(exported(name), type_, name)


def _demand_different(query: Query, kind: str, fields: Iterable[Field]) -> None:
    first: dict[str, Field] = {}
    for field in fields:
        other = first.setdefault(field.name, field)
        if other is field:
            continue
        if other.column == field.column:
            problem = f"returns two columns {field.column!r}. Give one of them another name with AS"
        else:
            problem = (
                f"has the {kind}s {other.column!r} and {field.column!r}, which both are "
                f"{field.name} in Go. Give one of them another name"
            )
        raise refusal(query, problem)


def _argument(field: Field) -> str:
    given = f"params.{field.name}"
    if field.type.value == JSON:
        return f"{JSON_TEXT}({given if field.type.pointer else f'&{given}'})"
    holds_nil = field.type.is_array or field.type.value == BYTES
    if holds_nil and not field.type.nullable:
        return f"{NOT_NIL}({given})"
    return given
