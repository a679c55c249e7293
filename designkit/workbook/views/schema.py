"""How a schema looks: a grid for each table, then everything else that the database holds."""

from __future__ import annotations

from markupsafe import Markup

from designkit.changes import Create, constraint_kind, kind_of
from designkit.model import (
    Carried,
    Column,
    Constraint,
    Enum,
    ForeignKey,
    Index,
    Schema,
    Sequence,
    Table,
    Value,
    View,
    Volume,
    replace,
)
from designkit.model.types import short_name
from designkit.sql.definitions import constraint_definition, index_definition
from designkit.sql.text import SQL, identifier
from designkit.sql.writing import write
from designkit.workbook.views.page import counted, page
from designkit.workbook.views.sql_text import coloured

# Beyond the first, a summary comes first and the grids are folded; beyond the second, there is the
# summary alone: the file of a notebook stays small, and one table can always be asked for.
_SHOWN_OPEN = 12
_SHOWN_FOLDED = 60


class ColumnRow(Value, frozen=True, kw_only=True):
    """A column as one row of the grid.

    Attributes:
        keys: the signs `PK`, `UQ` and `FK` that apply.
        references: where its foreign keys point to.
    """

    name: str
    type: str
    nullable: bool
    default: str
    keys: tuple[str, ...]
    references: tuple[str, ...]
    comment: str


class TableParts(Value, frozen=True, kw_only=True):
    """A table as a page shows it.

    Attributes:
        notes: what is unusual about it, its owner, and how many rows it will hold.
        references: the tables that it points to, each once.
        parts: kind, name and definition of each index and constraint.
    """

    name: str
    comment: str
    notes: tuple[str, ...]
    columns: tuple[ColumnRow, ...]
    references: tuple[str, ...]
    parts: tuple[tuple[str, str, Markup], ...]


class Other(Value, frozen=True, kw_only=True):
    """Anything of a schema that is no table.

    Attributes:
        definition: the statements that create it, "" where they cannot be told.
    """

    kind: str
    name: str
    definition: Markup
    comment: str


def schema_html(schema: Schema) -> str:
    """The schema as HTML."""
    return page(
        "schema",
        title=_title(schema),
        tables=tuple(_table(table, schema.volume(table.qualified)) for table in schema),
        is_short=len(schema.tables) <= _SHOWN_OPEN,
        has_grids=len(schema.tables) <= _SHOWN_FOLDED,
        others=_others(schema),
    )


def table_html(table: Table) -> str:
    """One table as HTML."""
    return page("table", table=_table(table, None))


def schema_text(schema: Schema) -> str:
    """The schema in a line for each table."""
    width = max((len(str(table.qualified)) for table in schema), default=0)
    lines = [
        f"  {table.qualified!s:<{width}}  {counted(len(table.columns), 'column')}, "
        f"{counted(len(table.indexes), 'index', 'indexes')}"
        for table in schema
    ]
    return "\n".join([_title(schema), *lines])


def table_text(table: Table) -> str:
    """The table in a line for each column."""
    rows = [_column(table, column) for column in table.columns]
    width = max((len(row.name) for row in rows), default=0)
    lines = [
        f"  {row.name:<{width}}  {row.type}{'' if row.nullable else ' not null'}" for row in rows
    ]
    return "\n".join([f"table {table.qualified}", *lines])


def _title(schema: Schema) -> str:
    counts = (
        (len(schema.tables), "table"),
        (len(schema.views), "view"),
        (len(schema.enums), "enum"),
        (len(schema.sequences), "sequence"),
        (len(schema.carried), "other object"),
    )
    said = ", ".join(counted(number, noun) for number, noun in counts if number)
    return f"Schema of {said}" if said else "Schema without any table"


def _table(table: Table, volume: Volume | None) -> TableParts:
    targets = (str(key.referenced_table) for key in table.foreign_keys)
    return TableParts(
        name=str(table.qualified),
        comment=table.comment or "",
        notes=_notes(table, volume),
        columns=tuple(_column(table, column) for column in table.columns),
        references=tuple(dict.fromkeys(targets)),
        parts=(
            *(_index(table, index) for index in table.indexes),
            *(_constraint(constraint) for constraint in table.constraints),
        ),
    )


def _index(table: Table, index: Index) -> tuple[str, str, Markup]:
    kind = f"{'unique ' * index.unique}index{'' if index.valid else ', invalid'}"
    return kind, index.name, coloured(behind_name_of_index(table, index))


def _constraint(constraint: Constraint) -> tuple[str, str, Markup]:
    definition = coloured(behind_name_of_constraint(constraint))
    return constraint_kind(constraint), constraint.name, definition


def behind_name_of_index(table: Table, index: Index) -> str:
    """The definition of an index behind its name and its table, which have places of their own."""
    head = SQL("{name} ON {table} ", name=index.name, table=identifier(table.qualified)).text
    return index_definition(table.qualified, index).text.partition(head)[2]


def behind_name_of_constraint(constraint: Constraint) -> str:
    """The definition of a constraint behind its name."""
    head = SQL("CONSTRAINT {name} ", name=constraint.name).text
    return constraint_definition(constraint).text.partition(head)[2]


def _notes(table: Table, volume: Volume | None) -> tuple[str, ...]:
    parents = ", ".join(map(str, table.inherits))
    said = (
        f"service {table.service}" if table.service else "",
        f"{counted(volume.rows, 'row')} {volume.source}" if volume and volume.rows else "",
        "unlogged" if table.unlogged else "",
        f"partitioned by {table.partition_key}" if table.partition_key else "",
        f"partition of {parents} {table.partition_bound}" if table.partition_bound else "",
        f"inherits {parents}" if parents and not table.partition_bound else "",
        f"row security {table.row_security}" if table.row_security else "",
        *table.parameters,
    )
    return tuple(note for note in said if note)


def _column(table: Table, column: Column) -> ColumnRow:
    alone = frozenset({column.name})
    foreign = [key for key in table.foreign_keys if column.name in key.columns]
    signs = (
        ("PK", column.name in table.key_columns),
        ("UQ", table.key_columns != alone and table.is_unique(alone)),
        ("FK", bool(foreign)),
    )
    return ColumnRow(
        name=column.name,
        type=short_name(column.type),
        nullable=column.nullable,
        default=_default(column),
        keys=tuple(sign for sign, applies in signs if applies),
        references=tuple(_reference(key, column.name) for key in foreign),
        comment=column.comment or "",
    )


def _default(column: Column) -> str:
    if column.generated is not None:
        return f"generated {'stored' if column.stored else 'virtual'}: {column.generated}"
    return f"identity {column.identity}" if column.identity else column.default or ""


def _reference(key: ForeignKey, column: str) -> str:
    there = key.referenced_columns[key.columns.index(column)]
    deletes = f" on delete {key.on_delete}" if key.on_delete != "no action" else ""
    return f"{key.referenced_table}.{there}{deletes}"


def _others(schema: Schema) -> tuple[Other, ...]:
    groups = (schema.enums, schema.sequences, schema.views, schema.carried)
    return tuple(_other(item) for group in groups for item in group)


def _other(item: Enum | Sequence | View | Carried) -> Other:
    if isinstance(item, Carried):
        place = f" on {item.table}" if item.table is not None else ""
        name, definition = f"{item.identity}{place}", item.definition
    else:
        name = str(item.qualified)
        bare = replace(item, comment=None)
        definition = ";\n".join(map(str, write(Create(object=bare), Schema())))
    return Other(
        kind=kind_of(item), name=name, definition=coloured(definition), comment=item.comment or ""
    )
