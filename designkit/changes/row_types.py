"""What cannot change in a table while a column elsewhere holds rows of it: refused by name.

PostgreSQL rewrites no value that lies inside of another table's column.
https://www.postgresql.org/docs/18/rowtypes.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from designkit.changes.expressions import cast_to, names_in, uses_in
from designkit.changes.inheritance import heirs
from designkit.changes.mentions import bare_name
from designkit.changes.needs import TYPES
from designkit.changes.objects import AlterEnum
from designkit.changes.operation import Operation
from designkit.changes.tables import AddColumn, AlterColumn, AlterTable, DropColumn
from designkit.errors import DiffIncomplete
from designkit.model import Carried, Column, QualifiedName, Schema, Table


def demand_free_rows(
    operations: Iterable[Operation], start: Schema, goal: Schema, domains: Iterable[Carried]
) -> None:
    """Refuse what writes a table anew, one way or the other, while rows of it lie in columns.

    Args:
        operations: what leads from one schema to the other.
        start: what is there.
        goal: what is wanted.
        domains: those of either side, of which new values are looked at.

    Raises:
        DiffIncomplete: an operation does.
    """
    holders = _holders(goal)
    if not holders:
        return
    checked = {bare_name(item) for item in domains}
    for operation in operations:
        for table in _written_anew(operation, start, checked):
            for name in sorted(heirs(start, table)):
                if name.name in holders:
                    raise DiffIncomplete(
                        f"table {name} changes ({operation.describe()}) while column "
                        f"{holders[name.name]} has its rows as its type, and PostgreSQL does not "
                        "write those anew: write that change into a migration by hand"
                    )
        _demand_no_default(operation, goal)


def _written_anew(
    operation: Operation, start: Schema, domains: AbstractSet[str]
) -> Iterator[QualifiedName]:
    match operation:
        case AlterColumn() if {"type", "collation"} & set(operation.aspects):
            yield operation.table
        case AddColumn() | DropColumn() if _fills(operation.column, domains):
            yield operation.table
        case AlterTable(setting="unlogged"):
            yield operation.table
        case AlterEnum(only_adds=False):
            kinds = {operation.before.qualified.printed + suffix for suffix in ("", "[]")}
            for table in start.tables:
                if any(column.type in kinds for column in table.columns):
                    yield table.qualified
        case _:
            return


def _fills(column: Column, domains: AbstractSet[str]) -> bool:
    """Whether rows that are there get a value, or are looked at, when the column comes."""
    told = (column.default, column.generated, column.identity)
    return told != (None, None, None) or _bare(column.type) in domains


def _demand_no_default(operation: Operation, goal: Schema) -> None:
    """Refuse where a default is a row of a table that gains or loses a column: it changes along."""
    if not isinstance(operation, AddColumn | DropColumn):
        return
    for table in goal.tables:
        for column in table.columns:
            if cast_to(operation.table.name) in uses_in(column.default or ""):
                raise DiffIncomplete(
                    f"the default of column {table.qualified}.{column.name} is a row of table "
                    f"{operation.table}, of which the columns change: drop that default in a "
                    "migration before"
                )


def _holders(schema: Schema) -> Mapping[str, str]:
    """For each type of rows that lie in a column, by its bare name, such a column."""
    relations = {item.name for item in schema.tables}
    made = relations.union(bare_name(item) for item in schema.carried if item.kind in TYPES)
    if made.isdisjoint(map(_bare, schema.column_types)) and not schema.views:
        return {}
    found: dict[str, str] = {}
    for name, kind, place in _columns(schema):
        if name != kind:
            found.setdefault(kind, place)
    while True:
        more = {
            word: found[bare_name(item)]
            for item in schema.carried
            if item.kind in TYPES and bare_name(item) in found
            for word in names_in(item.definition)
            if word not in found
        }
        if not more:
            return {name: place for name, place in found.items() if name in relations}
        found |= more


def _columns(schema: Schema) -> Iterator[tuple[str, str, str]]:
    """Of each column that is stored, its relation, the bare name of its type, and its place."""
    for table in schema.tables:
        yield from _of_table(table)
    for view in schema.views:
        if view.materialized:
            for name, kind in view.columns:
                yield view.name, _bare(kind), f"{view.qualified}.{name}"


def _of_table(table: Table) -> Iterator[tuple[str, str, str]]:
    for column in table.columns:
        yield table.name, _bare(column.type), f"{table.qualified}.{column.name}"


def _bare(type_name: str) -> str:
    return type_name.removesuffix("[]").rpartition(".")[2].strip('"')
