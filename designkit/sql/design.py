"""The design file: a draft as SQL that creates it, readable, diffable, with its annotations."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import Create
from designkit.changes.creation import creations
from designkit.changes.objects import parts
from designkit.model import Enum, Schema, Table, replace
from designkit.sql.annotations import (
    Annotations,
    annotation_lines,
    base_line,
    change_lines,
    value_lines,
    waiver_line,
)
from designkit.sql.granting import settings_statements
from designkit.sql.text import SQL
from designkit.sql.writing import write_all


def design_text(schema: Schema, annotations: Annotations, header: tuple[str, ...] = ()) -> str:
    """The SQL of a whole schema; the same schema always gives the same bytes.

    Reading it back gives the schema, its volumes, and the annotations.
    """
    said = replace(annotations, volumes=schema.volumes)
    top = [f"-- {line}".rstrip() for line in header]
    if annotations.base is not None:
        top.append(base_line(annotations.base))
    top += change_lines(annotations)
    blocks = ["\n".join(top)] if top else []
    blocks += _loose_waivers(schema, annotations)
    blocks += (SQL("CREATE SCHEMA {name};", name=name).text for name in schema.namespaces)
    for settings in schema.namespace_settings:
        blocks.append("\n".join(f"{text};" for text in settings_statements(settings)))
    blocks += _objects(schema, said)
    return "\n\n".join(blocks) + "\n"


def _objects(schema: Schema, annotations: Annotations) -> Iterator[str]:
    reached = Schema(namespaces=schema.namespaces, namespace_settings=schema.namespace_settings)
    operations = creations(parts(schema))
    for operation, statements in zip(operations, write_all(operations, reached), strict=True):
        lines: list[str] = []
        if isinstance(operation, Create) and isinstance(operation.object, Table):
            lines += annotation_lines(annotations, operation.object.qualified)
        if isinstance(operation, Create) and isinstance(operation.object, Enum):
            lines += value_lines(annotations, operation.object.qualified)
        lines += [f"{statement.text};" for statement in statements]
        yield "\n".join(lines)


def _loose_waivers(schema: Schema, annotations: Annotations) -> list[str]:
    """Waivers about anything but a table or its parts stand at the top."""
    tables = {table.name for table in schema.tables}
    loose = [
        waiver_line(waiver)
        for waiver in annotations.waivers
        if waiver.object.split(".")[0] not in tables
    ]
    return ["\n".join(loose)] if loose else []
