"""Schemas built in Python, conventional but for what a test says."""

from __future__ import annotations

from designkit.changes import Operation
from designkit.model import (
    Column,
    ForeignKey,
    Index,
    IndexKey,
    PrimaryKey,
    QualifiedName,
    Schema,
    Table,
)
from designkit.model.conventional import audit_column, id_column
from designkit.rules import Finding, Findings, SchemaContext, check_schema

Name = QualifiedName


def table(name: str, *columns: Column, **fields: object) -> Table:
    """A table with id and audit columns, and what is given."""
    given: dict[str, object] = {
        "name": name,
        "columns": (id_column(), *columns, audit_column("created_at"), audit_column("updated_at")),
        "primary_key": PrimaryKey(name=f"{name}_pkey", columns=("id",)),
    }
    return Table(**{**given, **fields})  # type: ignore[arg-type]


def bare(name: str, *columns: Column, **fields: object) -> Table:
    """A table with nothing but what is given."""
    return Table(name=name, columns=columns, **fields)  # type: ignore[arg-type]


def column(name: str, type_name: str = "text", **fields: object) -> Column:
    return Column(name=name, type=type_name, **fields)  # type: ignore[arg-type]


def at(name: str, *, nullable: bool = False, default: str | None = "now()") -> Column:
    return column(name, "timestamp with time zone", nullable=nullable, default=default)


def key(target: str, *columns: str, to: tuple[str, ...] = ("id",), name: str = "") -> ForeignKey:
    return ForeignKey(
        name=name or f"{'_'.join(columns)}_fkey",
        columns=columns,
        referenced_table=Name.of(target),
        referenced_columns=to,
    )


def index(name: str, *columns: str, **fields: object) -> Index:
    keys = tuple(
        IndexKey(expression=item) if "(" in item else IndexKey(column=item) for item in columns
    )
    return Index(name=name, keys=keys, **fields)  # type: ignore[arg-type]


def schema(*tables: Table, **fields: object) -> Schema:
    return Schema(tables=tables, **fields)  # type: ignore[arg-type]


def judged(subject: Schema | Table, **context: object) -> Findings:
    whole = subject if isinstance(subject, Schema) else schema(subject)
    return check_schema(SchemaContext(schema=whole, **context))  # type: ignore[arg-type]


def faults(findings: Findings) -> set[tuple[str, str]]:
    """Rule and object of each finding that stands."""
    return {(finding.rule, finding.object) for finding in findings.unwaived}


def mended(subject: Schema, fix: tuple[Operation, ...]) -> Schema:
    for operation in fix:
        subject = operation.apply(subject)
    return subject


def fixed(subject: Schema, finding: Finding) -> Schema:
    assert finding.fix, finding
    return mended(subject, finding.fix)
