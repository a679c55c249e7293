"""The declarations of one query as text: a constant, its structs, a function, as gofmt has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from designkit.workload.export import literals
from designkit.workload.export.declarations import Declared, Field
from designkit.workload.query import Cardinality

_MAX_WIDTH: Final = 100
_STAR_STAYS: Final = """\
// Its * stands for the columns that were there when this file was made: which of them are whose
// could not be told, so a column that comes later is an error of sqlx. Name the columns.
"""


def write(declared: Declared) -> Iterator[str]:
    """The declarations of a query, each with its comment, as gofmt leaves them."""
    name = declared.name
    yield (
        f"// {declared.constant} is what {name} sends.\n"
        f"{_STAR_STAYS if declared.keeps_star else ''}"
        f"const {declared.constant} = {literals.string(declared.sql)}\n"
    )
    if declared.parameters:
        comment = f"// {declared.parameters_name} holds the values that {name} sends.\n"
        yield comment + _struct(declared.parameters_name, declared.parameters)
    if declared.has_rows:
        comment = f"// {declared.row_name} is a row that {name} returns.\n"
        yield comment + _struct(declared.row_name, declared.columns)
    yield _function(declared)


def _struct(name: str, fields: Sequence[Field]) -> str:
    names = max(len(field.name) for field in fields)
    types = max(len(field.type.spelled) for field in fields)
    lines: list[str] = []
    # gofmt puts comments of lines that follow each other below each other.
    for is_noted, run in groupby(fields, key=lambda field: bool(field.type.note)):
        noted = [(field, literals.tag(field.column)) for field in run]
        tags = max(len(tag) for _, tag in noted)
        for field, tag in noted:
            spelled = f"\t{field.name:{names}} {field.type.spelled:{types}} "
            note = f" // {literals.comment(field.type.note)}"
            lines.append(f"{spelled}{tag:{tags}}{note}" if is_noted else f"{spelled}{tag}")
    body = "\n".join(lines)
    return f"type {name} struct {{\n{body}\n}}\n"


class _Body(NamedTuple):
    """What differs between functions.

    Attributes:
        told: what the function does, behind its name.
        result: its type.
        lines: its code.
    """

    told: str
    result: str
    lines: str


def _function(declared: Declared) -> str:
    body = _BODIES[declared.cardinality](declared)
    database = "sqlx.QueryerContext" if declared.has_rows else "sqlx.ExecerContext"
    taken = f"ctx context.Context, db {database}"
    if declared.parameters:
        taken += f", params {declared.parameters_name}"
    head = f"func {declared.name}({taken}) {body.result} {{\n"
    return f"// {declared.name} {body.told}\n{head}{body.lines}}}\n"


def _one(declared: Declared) -> _Body:
    row = declared.row_name
    call = _call("\terr := sqlx.GetContext", ("ctx", "db", "&row", *declared.sent))
    return _Body(
        "returns the one row, or sql.ErrNoRows where there is none.",
        f"({row}, error)",
        f"\tvar row {row}\n{call}\treturn row, err\n",
    )


def _many(declared: Declared) -> _Body:
    row = declared.row_name
    call = _call("\terr := sqlx.SelectContext", ("ctx", "db", "&rows", *declared.sent))
    return _Body(
        "returns the rows, or nil where there are none.",
        f"([]{row}, error)",
        f"\tvar rows []{row}\n{call}\treturn rows, err\n",
    )


def _exec(declared: Declared) -> _Body:
    call = _call("\t_, err := db.ExecContext", ("ctx", *declared.sent))
    return _Body("runs the statement.", "error", f"{call}\treturn err\n")


def _exec_rows(declared: Declared) -> _Body:
    call = _call("\tresult, err := db.ExecContext", ("ctx", *declared.sent))
    failed = "\tif err != nil {\n\t\treturn 0, err\n\t}\n"
    return _Body(
        "runs the statement, and returns how many rows it touched.",
        "(int64, error)",
        f"{call}{failed}\treturn result.RowsAffected()\n",
    )


def _call(function: str, arguments: Sequence[str]) -> str:
    line = f"{function}({', '.join(arguments)})\n"
    if len(line) <= _MAX_WIDTH:
        return line
    lines = "".join(f"\t\t{argument},\n" for argument in arguments)
    return f"{function}(\n{lines}\t)\n"


_BODIES: Final[dict[Cardinality, Callable[[Declared], _Body]]] = {
    "one": _one,
    "many": _many,
    "exec": _exec,
    "execrows": _exec_rows,
}
