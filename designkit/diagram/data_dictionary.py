"""The data dictionary: every table, type, view and carried object of a service as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.diagram.describe import keys_text
from designkit.diagram.markdown import code, grid, target, text
from designkit.model import (
    Check,
    Column,
    Constraint,
    ForeignKey,
    OtherConstraint,
    PrimaryKey,
    QualifiedName,
    Schema,
    Table,
    Unique,
    Volume,
    is_snake_case,
    replace,
)
from designkit.model.types import short_name


def dictionary(
    schema: Schema, *, service: str = "", diagram: str | None = None, mermaid: str | None = None
) -> str:
    """The data dictionary of a schema as Markdown; equal schemas give equal bytes.

    Args:
        schema: what the service's migrations build.
        service: whose it is, for the title; tables of other services are left out.
        diagram: path of the picture, relative to where the dictionary will lie.
        mermaid: path of the same as Mermaid.
    """
    # Links lead only to what the page holds; who references a table is told of all.
    everything, schema = schema, _owned(schema, service)
    lines = [f"# {text(service) if service else 'Data dictionary'}", ""]
    lines += ["Written by designkit from the schema. Change the schema, not this page."]
    if diagram:
        lines += ["", f"![Diagram of {text(service) or 'the schema'}]({target(diagram)})"]
    if mermaid:
        lines += ["", f"The same [as Mermaid]({target(mermaid)})."]
    lines += grid(
        ("Table", "Columns", "What it holds"),
        (
            (_link(table.qualified, schema), str(len(table.columns)), text(table.comment or ""))
            for table in schema
        ),
    )
    for table in schema:
        lines += _table(table, schema, everything.referencing.get(table.qualified, ()))
    lines += _enums(schema)
    lines += _views(schema)
    lines += _sequences(schema)
    lines += _carried(schema)
    return "\n".join(lines) + "\n"


def _owned(schema: Schema, service: str) -> Schema:
    tables = tuple(table for table in schema if not service or table.service in {"", service})
    return replace(schema, tables=tables)


def _link(name: QualifiedName, schema: Schema) -> str:
    # Renderers make the same anchor of a heading only where its text is plain.
    shown = code(str(name))
    known = schema.find_table(name) is not None
    return f"[{shown}](#{name})" if known and is_snake_case(str(name)) else shown


def _table(table: Table, schema: Schema, referencing: tuple[QualifiedName, ...]) -> Iterator[str]:
    yield from ("", f"## {text(str(table.qualified))}")
    if table.comment:
        yield from ("", text(table.comment))
    facts = [*_table_facts(table, schema.volume(table.qualified))]
    if facts:
        yield from ("", f"{'. '.join(facts)}.")
    yield from grid(
        ("Column", "Type", "Null", "Default", "Key", "What it holds"),
        (_column(column, table, schema) for column in table.columns),
    )
    yield from grid(
        ("Index", "On", "Unique", "Method", "Where"),
        (
            (
                code(index.name),
                code(keys_text(index)),
                "yes" if index.unique else "",
                text(index.method),
                code(index.predicate) if index.predicate else "",
            )
            for index in table.indexes
        ),
    )
    yield from grid(
        ("Constraint", "Demands"),
        ((code(item.name), _demand(item, schema)) for item in table.constraints),
    )
    if referencing:
        yield from ("", f"Referenced by {', '.join(_link(name, schema) for name in referencing)}.")


def _table_facts(table: Table, volume: Volume | None) -> Iterator[str]:
    if volume is not None and volume.rows is not None:
        yield f"About {volume.rows:,} rows ({volume.source})"
    if table.partition_key:
        yield f"Partitioned by {code(table.partition_key)}"
    if table.partition_bound:
        yield f"Partition {code(table.partition_bound)}"
    if table.inherits:
        yield f"Inherits {', '.join(code(str(name)) for name in table.inherits)}"
    if table.unlogged:
        yield "Unlogged"
    if table.row_security:
        yield f"Row security {table.row_security}"
    if table.parameters:
        yield f"Stored with {', '.join(code(item) for item in table.parameters)}"


def _column(column: Column, table: Table, schema: Schema) -> tuple[str, ...]:
    collation = f" collate {code(column.collation)}" if column.collation else ""
    return (
        code(column.name),
        f"{code(short_name(column.type))}{collation}",
        "yes" if column.nullable else "",
        _default(column),
        ", ".join(_keys(column, table, schema)),
        text(column.comment or ""),
    )


def _default(column: Column) -> str:
    if column.generated is not None:
        return f"generated {'' if column.stored else 'when read '}as {code(column.generated)}"
    if column.identity:
        return f"identity, {column.identity}"
    return code(column.default) if column.default is not None else ""


def _keys(column: Column, table: Table, schema: Schema) -> Iterator[str]:
    if column.name in table.key_columns:
        yield "primary"
    if any(unique.columns == (column.name,) for unique in table.uniques):
        yield "unique"
    for key in table.foreign_keys:
        if column.name in key.columns:
            there = key.referenced_columns[key.columns.index(column.name)]
            yield f"{_link(key.referenced_table, schema)} {code(there)}"


def _demand(constraint: Constraint, schema: Schema) -> str:
    remark = f": {text(constraint.comment)}" if constraint.comment else ""
    return f"{_rule(constraint, schema)}{remark}"


def _rule(constraint: Constraint, schema: Schema) -> str:
    match constraint:
        case PrimaryKey():
            return f"primary key {code(', '.join(constraint.columns))}"
        case Unique():
            nulls = ", NULLs too" if constraint.nulls_not_distinct else ""
            return f"unique {code(', '.join(constraint.columns))}{nulls}"
        case Check():
            unchecked = "" if constraint.validated else ", not validated"
            return f"{code(constraint.expression)}{unchecked}"
        case ForeignKey():
            actions = "".join(
                f", on {event} {action}"
                for event, action in (
                    ("delete", constraint.on_delete),
                    ("update", constraint.on_update),
                )
                if action != "no action"
            )
            here = code(", ".join(constraint.columns))
            there = code(", ".join(constraint.referenced_columns))
            return (
                f"{here} references {_link(constraint.referenced_table, schema)} {there}{actions}"
            )
        case OtherConstraint():
            return code(constraint.definition)


def _enums(schema: Schema) -> Iterator[str]:
    if schema.enums:
        yield from ("", "## Enumerated types")
    yield from grid(
        ("Type", "Values, in order", "What it means"),
        (
            (
                code(str(enum.qualified)),
                ", ".join(code(value) for value in enum.values),
                text(enum.comment or ""),
            )
            for enum in schema.enums
        ),
    )


def _views(schema: Schema) -> Iterator[str]:
    if schema.views:
        yield from ("", "## Views")
    yield from grid(
        ("View", "Kind", "Columns", "Reads", "What it shows"),
        (
            (
                code(str(view.qualified)),
                "materialized" if view.materialized else "view",
                ", ".join(code(name) for name, _ in view.columns),
                ", ".join(_link(name, schema) for name in view.depends_on),
                text(view.comment or ""),
            )
            for view in schema.views
        ),
    )


def _sequences(schema: Schema) -> Iterator[str]:
    if schema.sequences:
        yield from ("", "## Sequences")
    yield from grid(
        ("Sequence", "Type", "Starts at", "Step", "What it counts"),
        (
            (
                code(str(item.qualified)),
                code(item.type),
                str(item.start),
                str(item.increment),
                text(item.comment or ""),
            )
            for item in schema.sequences
        ),
    )


def _carried(schema: Schema) -> Iterator[str]:
    if schema.carried:
        yield from ("", "## Also in this schema")
    yield from grid(
        ("Kind", "Name", "Table", "What it does"),
        (
            (
                item.kind,
                code(item.identity),
                _link(item.table, schema) if item.table else "",
                text(item.comment or ""),
            )
            for item in schema.carried
        ),
    )
